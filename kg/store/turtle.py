"""Turtle and TriG that a person likes to read (https://www.w3.org/TR/turtle/, …/trig/).

Subjects stand together with all that is said of them, articles and people before posts and
statements before the spans they were read from; short names wherever a prefix serves.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.mapping.terms import RDF, XSD
from kg.store.prefixes import WRITING, Prefixes

_SHORT_NUMBERS = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
_RANKS = {kind: rank for rank, kinds in enumerate(WRITING["types"]) for kind in kinds.split()}
_PREDICATES: list[str] = WRITING["predicates"]
_DIGITS = re.compile(r"(\d+)")

Term = NamedNode | BlankNode | Literal | Triple
Facts = dict[str, dict[str, list[str]]]


def write_turtle(triples: Iterable[Triple], prefixes: Prefixes) -> Iterator[str]:
    """Lines of a Turtle document; equal triples are written once, in an order of their own."""
    triples = list(triples)
    yield from _declarations(triples, prefixes, ())
    for block in _blocks(triples, prefixes):
        yield from block
        yield ""


def write_trig(
    graphs: Mapping[NamedNode | None, list[Triple]], prefixes: Prefixes
) -> Iterator[str]:
    """Lines of a TriG document: each graph in a block, in the order of the mapping.

    The default graph's name is None.
    """
    everything = [triple for triples in graphs.values() for triple in triples]
    yield from _declarations(everything, prefixes, [n.value for n in graphs if n is not None])
    for name, triples in graphs.items():
        yield "{" if name is None else f"{prefixes.turtle(name.value)} {{"
        for block in _blocks(triples, prefixes):
            yield from ("    " + line if line else line for line in block)
        yield "}"
        yield ""


def _declarations(
    triples: Iterable[Triple], prefixes: Prefixes, names: Iterable[str]
) -> Iterator[str]:
    iris = set(names)
    for triple in triples:
        iris.update(_iris_written(triple))
    lines = prefixes.declarations(iris)
    yield from lines
    if lines:
        yield ""


def _iris_written(triple: Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, Triple):
            yield from _iris_written(term)
        elif isinstance(term, NamedNode) and term != RDF.type:
            yield term.value
        elif isinstance(term, Literal) and _suffix_iri(term) is not None:
            yield term.datatype.value


def _blocks(triples: Iterable[Triple], prefixes: Prefixes) -> Iterator[list[str]]:
    facts: Facts = {}
    for triple in triples:
        subject, predicate, object_ = _three_terms(triple, prefixes)
        facts.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    for subject in sorted(facts, key=lambda name: _subject_key(name, facts[name])):
        yield list(_block(subject, facts[subject]))


def _three_terms(triple: Triple, prefixes: Prefixes) -> tuple[str, str, str]:
    return (
        _term(triple.subject, prefixes),
        "a" if triple.predicate == RDF.type else prefixes.turtle(triple.predicate.value),
        _term(triple.object, prefixes),
    )


def _block(subject: str, predicates: Mapping[str, list[str]]) -> Iterator[str]:
    ordered = sorted(predicates, key=_predicate_key)
    for index, predicate in enumerate(ordered):
        objects = ", ".join(sorted(set(predicates[predicate]), key=_natural))
        opening = subject if index == 0 else "   "
        yield f"{opening} {predicate} {objects} {';' if index < len(ordered) - 1 else '.'}"


def _subject_key(name: str, predicates: Mapping[str, list[str]]) -> tuple[object, ...]:
    ranks = [_RANKS.get(kind, _RANKS["*"]) for kind in predicates.get("a", [])]
    return min(ranks, default=_RANKS["*"]), _natural(name)


def _predicate_key(predicate: str) -> tuple[int, str]:
    is_first = predicate in _PREDICATES
    return _PREDICATES.index(predicate) if is_first else len(_PREDICATES), predicate


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    # Offsets in the order of the text: char=5 before char=10.
    parts = _DIGITS.split(text)
    return tuple((1, int(p), p) if i % 2 else (0, 0, p) for i, p in enumerate(parts))


def _term(term: Term, prefixes: Prefixes) -> str:
    if isinstance(term, NamedNode):
        return prefixes.turtle(term.value)
    if isinstance(term, Literal):
        return _literal(term, prefixes)
    if isinstance(term, Triple):
        return f"<<( {' '.join(_three_terms(term, prefixes))} )>>"
    return str(term)


def _literal(literal: Literal, prefixes: Prefixes) -> str:
    if literal.direction is not None:
        return str(literal)
    if literal.language is not None:
        return f"{_quoted(literal.value)}@{literal.language}"
    datatype = _suffix_iri(literal)
    if datatype is not None:
        return f"{_quoted(literal.value)}^^{prefixes.turtle(datatype)}"
    return literal.value if _is_short(literal) else _quoted(literal.value)


def _suffix_iri(literal: Literal) -> str | None:
    """The datatype to write after a literal, None where its form or language says it."""
    if literal.language is not None or _is_short(literal):
        return None
    return None if literal.datatype == XSD.string else literal.datatype.value


def _is_short(literal: Literal) -> bool:
    pattern = _SHORT_NUMBERS.get(literal.datatype)
    return pattern is not None and pattern.fullmatch(literal.value) is not None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\")
    if "\n" in text:
        return '"""' + _escape_controls(_escape_long(escaped), keep="\n") + '"""'
    return '"' + _escape_controls(escaped.replace('"', '\\"')) + '"'


def _escape_long(text: str) -> str:
    text = text.replace('"""', '""\\"')
    return text[:-1] + '\\"' if text.endswith('"') else text


def _escape_controls(text: str, keep: str = "") -> str:
    named = {**_NAMED_ESCAPES, **dict(zip(keep, keep, strict=True))}
    return _CONTROLS.sub(lambda found: named.get(found[0], f"\\u{ord(found[0]):04X}"), text)


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_NAMED_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
