"""Copies files of curated knowledge into named graphs."""

from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from kg.errors import KnowledgeError
from kg.identity.curated import STOCK, TENURES
from kg.mapping.iris import Namespaces


def map_knowledge(path: Path, namespaces: Namespaces) -> list[Quad]:
    """The triples of a Turtle file as quads of its graph, `graph/knowledge/<name of the file>`.

    The tables have none: who is in them is described where a document names them. IRIs below the
    default base are moved to the base in use. KnowledgeError where the file cannot be read, is not
    Turtle, or has blank nodes.
    """
    if path.name in (STOCK, TENURES):
        return []
    graph = namespaces.knowledge_graph_of(path)
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, graph) for quad in _parse(path, namespaces)
    ]
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise KnowledgeError(
                f"{path}: a blank node stands at {quad.predicate.value}; give it an IRI"
            )
    return quads


def _parse(path: Path, namespaces: Namespaces) -> list[Quad]:
    try:
        text = namespaces.rebased(path.read_text(encoding="utf-8"))
        return list(parse(text, format=RdfFormat.TURTLE))
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror}); check it") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: is not UTF-8; save it as UTF-8") from error
    except SyntaxError as error:
        raise KnowledgeError(
            f"{path}: is no valid Turtle: {error.msg} (line {error.lineno}); mend it"
        ) from error
