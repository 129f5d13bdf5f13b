"""The data beside the code: where it is, and what its Turtle files say as plain facts."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import KnowledgeError

_PACKAGE = Path(__file__).parent
# An installed package carries its data; in a checkout they stand beside the package.
_DATA = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent


class Fact(NamedTuple):
    """A triple of full IRIs, or of a literal's text in `value`."""

    subject: str
    predicate: str
    value: str


def resource(name: str) -> Path:
    """Path of a folder or file of data, in a checkout or in an installed package.

    Args:
        name: path below the project's root, such as "ontology/cues.ttl".

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    if (_DATA / name).exists():
        return _DATA / name
    raise FileNotFoundError(f"{name} is missing from this installation of kg; install it again")


def read_facts(path: Path, base: str | None = None) -> Iterator[Fact]:
    """The triples of a Turtle file, in its order.

    Args:
        path: the file.
        base: IRI that the relative IRIs in it are resolved against.

    Raises:
        KnowledgeError: the file cannot be read, is no Turtle or has a blank node; names file and
            line.
    """
    try:
        content = path.read_bytes()
        for quad in parse(input=content, format=RdfFormat.TURTLE, base_iri=base):
            yield _fact(quad, path)
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read: {error.strerror}") from error
    except SyntaxError as error:
        reason = str(error.msg).split(" on line ")[0]
        raise KnowledgeError(f"{path}:{error.lineno or 1}: not valid Turtle: {reason}") from error


def _fact(quad: Quad, path: Path) -> Fact:
    if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
        return Fact(quad.subject.value, quad.predicate.value, quad.object.value)
    raise KnowledgeError(f"{path}: has a blank node; give it an IRI: {quad}")
