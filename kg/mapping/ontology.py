"""Reads the files of ontology/, with the base IRI in use."""

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.mapping.iris import Namespaces
from kg.resources import resource

_VERSION = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


def ontology_text(name: str, namespaces: Namespaces) -> str:
    """The Turtle of ontology/<name>, with the default base IRI replaced by the one in use.

    Args:
        name: "kg.ttl", "shapes.ttl" or "cues.ttl".
    """
    return namespaces.rebased(resource(f"ontology/{name}").read_text(encoding="utf-8"))


def ontology_triples(name: str, namespaces: Namespaces) -> list[Triple]:
    """The triples of ontology/<name>, in the order of the file."""
    text = ontology_text(name, namespaces)
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


def ontology_version(namespaces: Namespaces) -> str:
    """The version in ontology/kg.ttl."""
    for triple in ontology_triples("kg.ttl", namespaces):
        if triple.predicate == _VERSION and isinstance(triple.object, Literal):
            return triple.object.value
    raise LookupError("ontology/kg.ttl has no owl:versionInfo")
