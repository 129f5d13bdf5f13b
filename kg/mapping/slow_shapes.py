"""Checks shapes with pySHACL, where `shacl` has no wheel; what kg.mapping.shapes needs of it."""

from __future__ import annotations

from dataclasses import dataclass

from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.term import Node

_SH = Namespace("http://www.w3.org/ns/shacl#")


@dataclass(frozen=True, slots=True)
class Result:
    """A violation, with the fields of `shacl.Result`."""

    focus_node: str
    path: str | None
    message: str | None
    component: str
    value_plain: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """Whether a graph conforms, and its violations."""

    conforms: bool
    results: list[Result]


class Shapes:
    """Shapes read once, as `shacl.Shapes`."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes

    @classmethod
    def from_turtle(cls, text: str) -> Shapes:
        """The shapes of a Turtle text."""
        return cls(Graph().parse(data=text, format="turtle"))

    def validate_text(self, text: str, format: str) -> Report:
        """Check a graph, given as text in a format of rdflib's."""
        data = Graph().parse(data=text, format="nt" if format == "ntriples" else format)
        conforms, report, _ = validate(data, shacl_graph=self._shapes)
        if not isinstance(report, Graph):
            raise TypeError(f"pySHACL gave {report!r} instead of a report")
        found = report.objects(None, _SH.result)
        return Report(bool(conforms), [_result(report, each) for each in found])


def _result(report: Graph, node: Node) -> Result:
    def value(name: str) -> Node | None:
        return report.value(node, _SH[name])

    path, message, found = value("resultPath"), value("resultMessage"), value("value")
    return Result(
        f"<{value('focusNode')}>",
        f"<{path}>" if path is not None else None,
        str(message) if message is not None else None,
        str(value("sourceConstraintComponent")),
        str(found) if found is not None else None,
    )
