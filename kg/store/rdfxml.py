"""RDF/XML that every XML parser reads alike (https://www.w3.org/TR/rdf-syntax-grammar/)."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import StoreError
from kg.store.prefixes import VOCABULARIES, Prefixes

_RDF = VOCABULARIES["rdf"]
_STRINGS = (VOCABULARIES["xsd"] + "string", _RDF + "langString")
# NCName of Namespaces in XML 1.0, without the characters beyond ASCII that parsers disagree on.
_NAME_END = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
# Production 2 of XML 1.0: what no XML document may hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_rdfxml(triples: Iterable[Triple], prefixes: Prefixes) -> Iterator[str]:
    """Lines of an RDF/XML document, one node element a run of triples with one subject; StoreError
    for a property that is no XML name, or a character that XML cannot hold."""
    triples = list(triples)
    names = _property_names(triples, prefixes)
    spaces = {prefix: space for prefix, space, _ in names.values()} | {"rdf": _RDF}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<rdf:RDF"
    yield from (f"    xmlns:{p}={quoteattr(space)}" for p, space in sorted(spaces.items()))
    yield ">"
    for subject, about in groupby(triples, key=lambda triple: triple.subject):
        yield f"  <rdf:Description {_node('about', subject)}>"
        for triple in about:
            prefix, _, local = names[triple.predicate.value]
            yield f"    {_property(f'{prefix}:{local}', triple)}"
        yield "  </rdf:Description>"
    yield "</rdf:RDF>"


def _property_names(
    triples: Iterable[Triple], prefixes: Prefixes
) -> dict[str, tuple[str, str, str]]:
    known = {space: prefix for prefix, space in prefixes.namespaces.items()}
    names: dict[str, tuple[str, str, str]] = {}
    for iri in sorted({triple.predicate.value for triple in triples}):
        match = _NAME_END.search(iri)
        if match is None:
            raise StoreError(f"{iri}: RDF/XML cannot write this property; choose another format")
        space = iri[: match.start()]
        prefix = known.setdefault(space, f"ns{len(known)}")
        names[iri] = prefix, space, match[0]
    return names


def _property(name: str, triple: Triple) -> str:
    value = triple.object
    if isinstance(value, Literal):
        return f"<{name}{_literal_kind(value)}>{_text(value.value, triple)}</{name}>"
    if isinstance(value, Triple):
        raise StoreError(f"{triple.subject}: RDF/XML cannot write a triple term")
    return f"<{name} {_node('resource', value)}/>"


def _node(attribute: str, node: object) -> str:
    if isinstance(node, BlankNode):
        return f'rdf:nodeID="{node.value}"'
    assert isinstance(node, NamedNode)
    return f"rdf:{attribute}={quoteattr(node.value)}"


def _literal_kind(literal: Literal) -> str:
    if literal.language is not None:
        return f' xml:lang="{literal.language}"'
    datatype = literal.datatype.value
    return "" if datatype in _STRINGS else f" rdf:datatype={quoteattr(datatype)}"


def _text(text: str, triple: Triple) -> str:
    if _NOT_XML.search(text) is not None:
        raise StoreError(
            f"{triple.subject}: holds a control character, which RDF/XML cannot write; "
            "choose another format"
        )
    # A parser reads a bare carriage return as a line feed.
    return escape(text, {"\r": "&#13;"})
