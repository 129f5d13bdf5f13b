"""Parameters of saved queries: variables whose names carry a type, as BASIL reads them.

`?_speaker_iri` is a parameter `speaker` of type iri; two underscores make it optional:
`?__since_date`. Without a type at the end it is a string. See
https://github.com/the-open-university/basil/wiki/SPARQL-variable-name-convention-for-WEB-API-parameters-mapping
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.mapping.terms import XSD
from kg.store import Prefixes

_VARIABLE = re.compile(r"[?$](?P<marks>__?)(?P<name>[^\W_]\w*)")
_LANGUAGE = re.compile(r"[a-z]{2}")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+", re.DOTALL)
_SPECIAL = re.compile(r"\\[uU]|[\x00-\x1f\x7f-\x9f\"\\\ufeff\ufffe\uffff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved query.

    Attributes:
        name: what the user calls it ("speaker").
        type: one of `TYPES`, or a language tag of two letters for a string in that language.
        required: whether the query is meant to be run with it.
        variable: the variable's name without its question mark ("_speaker_iri").
    """

    name: str
    type: str
    required: bool
    variable: str

    def __str__(self) -> str:
        optional = "" if self.required else ", optional"
        return f"{self.name} ({self.type}{optional})"

    def term(self, value: str, base: str) -> str:
        """A value as a term in SPARQL's syntax.

        Args:
            value: what the user gave; it is data, whatever characters it has.
            base: what an IRI without a scheme is completed with.

        Raises:
            QueryError: the value is not of the parameter's type.
        """
        try:
            value.encode()
            return serialize(_READERS.get(self.type, self._in_language)(value, base))
        except (ValueError, UnicodeError) as error:
            reason = "it is not Unicode" if isinstance(error, UnicodeError) else str(error)
            raise QueryError(f"parameter {self.name}={value!r}: {reason}") from None

    def _in_language(self, value: str, base: str) -> Literal:
        return Literal(value, language=self.type)


def parameter_of(variable: str) -> Parameter | None:
    """The parameter that a variable token stands for, None for an ordinary variable.

    >>> str(parameter_of("?__since_date"))
    'since (date, optional)'
    """
    match = _VARIABLE.fullmatch(variable)
    if match is None:
        return None
    name, separator, suffix = match["name"].rpartition("_")
    if not separator or not (suffix in TYPES or _LANGUAGE.fullmatch(suffix)):
        name, suffix = match["name"], "string"
    return Parameter(name, suffix, match["marks"] == "_", variable[1:])


def serialize(term: NamedNode | Literal) -> str:
    """A term in SPARQL's syntax, read alike by every parser.

    Some decode `\\uXXXX` in the whole query before anything else, as SPARQL 1.1 says in section
    19.2, and some inside strings only; so no escaped backslash stands before a u here.
    """
    if isinstance(term, NamedNode):
        return str(term)
    quoted = '"' + _SPECIAL.sub(lambda match: _escape(match[0]), term.value) + '"'
    if term.language is not None:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype == XSD.string else f"{quoted}^^{term.datatype}"


def _escape(text: str) -> str:
    if len(text) == 2:
        return f"\\\\\\U{ord(text[1]):08X}"
    return _ESCAPES.get(text, f"\\U{ord(text):08X}")


def _iri(value: str, base: str) -> NamedNode:
    full = Prefixes(base).full(value)
    absolute = full if _ABSOLUTE.fullmatch(full) else base + full
    try:
        if not value:
            raise ValueError
        return NamedNode(absolute)
    except ValueError:
        raise ValueError(
            "not an IRI; give one such as https://example.org/x, or a path such as person/jane-doe"
        ) from None


def _date(value: str, base: str) -> Literal:
    try:
        read = date.fromisoformat(value)
    except ValueError:
        raise ValueError("not a date; give one such as 2024-10-23") from None
    return _typed(read.isoformat(), "date")


def _date_time(value: str, base: str) -> Literal:
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("not a time; give one such as 2024-10-23T18:30:00Z") from None
    return _typed(read.isoformat().replace("+00:00", "Z"), "dateTime")


def _matching(datatype: str, pattern: str, example: str) -> Callable[[str, str], Literal]:
    compiled = re.compile(pattern, re.ASCII)

    def read(value: str, base: str) -> Literal:
        if compiled.fullmatch(value) is None:
            raise ValueError(f"not of type {datatype}; give one such as {example}")
        return _typed(value, datatype)

    return read


def _string(value: str, base: str) -> Literal:
    return Literal(value)


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=getattr(XSD, datatype))


_READERS: dict[str, Callable[[str, str], NamedNode | Literal]] = {
    "iri": _iri,
    "date": _date,
    "dateTime": _date_time,
    "integer": _matching("integer", r"[+-]?\d{1,18}", "3"),
    "number": _matching("decimal", r"[+-]?(\d{1,18}(\.\d{1,18})?|\.\d{1,18})", "2.5"),
    "boolean": _matching("boolean", r"true|false", "true"),
    "string": _string,
    "literal": _string,
}
TYPES = tuple(_READERS)
"""The types that a variable's name can end in, beside languages."""
