"""Makes docs/ontology.md from the files of ontology/.

python docs/ontology_page.py > docs/ontology.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from kg.mapping.iris import Namespaces
from kg.mapping.ontology import ontology_triples
from kg.mapping.terms import FOAF, ITS, NIF, ORG, PROV, RDF, SCHEMA, XSD
from kg.settings import DEFAULT_BASE

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_COMMENT = NamedNode(_RDFS + "comment")
_DOMAIN = NamedNode(_RDFS + "domain")
_RANGE = NamedNode(_RDFS + "range")
_SUBCLASS = NamedNode(_RDFS + "subClassOf")
_SUBPROPERTY = NamedNode(_RDFS + "subPropertyOf")
_CLASS = NamedNode(_RDFS + "Class")
_PROPERTY = RDF.Property
_SH = "http://www.w3.org/ns/shacl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_CONCEPT = NamedNode(_SKOS + "Concept")
_PREFERRED = NamedNode(_SKOS + "prefLabel")
_ALTERNATIVE = NamedNode(_SKOS + "altLabel")

_PREFIXES = {
    DEFAULT_BASE + "ns/cues#": "cue:",
    DEFAULT_BASE + "ns/shapes#": "shape:",
    DEFAULT_BASE + "ns#": "kg:",
    SCHEMA.base: "schema:",
    FOAF.base: "foaf:",
    ORG.base: "org:",
    PROV.base: "prov:",
    _SKOS: "skos:",
    NIF.base: "nif:",
    ITS.base: "its:",
    RDF.base: "rdf:",
    XSD.base: "xsd:",
    _RDFS: "rdfs:",
}

_HEAD = f"""\
# The ontology

This page is made from `ontology/`: `make readme` writes it again.

`kg:` stands for `{DEFAULT_BASE}ns#` and `cue:` for `{DEFAULT_BASE}ns/cues#`;
with another base IRI in `kg.toml` they follow it. All else comes from schema.org, FOAF, the
Organization Ontology (`org:`), NIF, ITS, PROV and SKOS.
"""


class _Facts:
    """The triples of one file, by subject and predicate."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        self._values: dict[tuple[str, str], list[str]] = {}
        self.subjects: dict[str, None] = {}
        for triple in triples:
            if isinstance(triple.subject, NamedNode):
                self._add(triple.subject.value, triple)

    def _add(self, subject: str, triple: Triple) -> None:
        self.subjects[subject] = None
        if isinstance(triple.object, NamedNode | Literal):
            key = (subject, triple.predicate.value)
            self._values.setdefault(key, []).append(triple.object.value)

    def all(self, subject: str, predicate: NamedNode) -> list[str]:
        """All values of a predicate, in the order of the file."""
        return self._values.get((subject, predicate.value), [])

    def of_type(self, kind: str) -> list[str]:
        """All subjects of a type, in the order of the file."""
        return [subject for subject in self.subjects if kind in self.all(subject, RDF.type)]


def ontology_page() -> str:
    """The page, in Markdown."""
    namespaces = Namespaces()
    model = _Facts(ontology_triples("kg.ttl", namespaces))
    shapes = ontology_triples("shapes.ttl", namespaces)
    cues = _Facts(ontology_triples("cues.ttl", namespaces))
    lines = [
        _HEAD,
        *_classes(model),
        *_properties("Properties", model),
        *_individuals(model),
        *_shapes(shapes),
        *_cues(cues),
        *_properties("Properties of cues", cues),
    ]
    return "\n".join(lines).rstrip() + "\n"


def short(iri: str) -> str:
    """An IRI with its prefix, or in angle brackets where it has none."""
    for namespace, prefix in _PREFIXES.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return f"<{iri}>"


def _classes(facts: _Facts) -> Iterator[str]:
    rows = (
        [_code([iri]), _code(facts.all(iri, _SUBCLASS)), _comment(facts, iri)]
        for iri in facts.of_type(_CLASS.value)
    )
    yield from _table("Classes", ["class", "below", "meaning"], rows)


def _properties(title: str, facts: _Facts) -> Iterator[str]:
    rows = (
        [
            _code([iri]),
            _code(facts.all(iri, _DOMAIN)),
            _code(facts.all(iri, _RANGE)),
            _comment(facts, iri) + _below(facts, iri),
        ]
        for iri in facts.of_type(_PROPERTY.value)
    )
    yield from _table(title, ["property", "of", "value", "meaning"], rows)


def _below(facts: _Facts, iri: str) -> str:
    above = facts.all(iri, _SUBPROPERTY)
    return f" Below {_code(above)}." if above else ""


def _individuals(facts: _Facts) -> Iterator[str]:
    for name in ("Form", "Stance", "Modality"):
        kind = DEFAULT_BASE + "ns#" + name
        rows = ([_code([iri]), _comment(facts, iri)] for iri in facts.of_type(kind))
        yield from _table(f"{name}: the values", ["value", "meaning"], rows)


def _shapes(triples: Sequence[Triple]) -> Iterator[str]:
    """The messages of the shapes, which say what they demand."""
    messages = {
        triple.object.value
        for triple in triples
        if triple.predicate.value == _SH + "message" and isinstance(triple.object, Literal)
    }
    yield "## Shapes\n"
    yield "A document's graph is committed only if all of this holds (`ontology/shapes.ttl`).\n"
    yield from (f"- {message[0].upper()}{message[1:]}." for message in sorted(messages))
    yield ""


def _cues(facts: _Facts) -> Iterator[str]:
    rows = (
        [
            ", ".join([*facts.all(iri, _PREFERRED), *sorted(facts.all(iri, _ALTERNATIVE))]),
            _implied(facts, iri, "impliesKind"),
            _implied(facts, iri, "impliesStance"),
            _implied(facts, iri, "impliesModality"),
        ]
        for iri in sorted(facts.of_type(_CONCEPT.value))
    )
    yield from _table("Cues", ["words", "kind", "stance", "modality"], rows)


def _implied(facts: _Facts, iri: str, name: str) -> str:
    return _code(facts.all(iri, NamedNode(f"{DEFAULT_BASE}ns#{name}")))


def _comment(facts: _Facts, iri: str) -> str:
    return " ".join(facts.all(iri, _COMMENT))


def _code(iris: Sequence[str]) -> str:
    return ", ".join(f"`{short(iri)}`" for iri in iris)


def _table(title: str, columns: list[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.buffer.write(ontology_page().encode("utf-8"))
