"""Makes literals in the forms that Oxigraph itself writes, so that the store changes nothing.

Oxigraph keeps all integer types as xsd:integer. So offsets are xsd:integer here, although NIF has
xsd:nonNegativeInteger.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import Literal

from kg.mapping.terms import XSD

_YEAR_PATTERN = re.compile(r"(?!0000)\d{4}")
_MONTH_PATTERN = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])")
_DAY_PATTERN = re.compile(r"\d{4}-\d\d-\d\d(T|$)")

TRUE = Literal("true", datatype=XSD.boolean)


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=XSD.integer)


def number(value: float) -> Literal:
    """An xsd:integer where the value is whole, else an xsd:decimal; ValueError where not finite."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        raise ValueError(f"{value} is not a number that can be written")
    if exact == exact.to_integral_value():
        return integer(int(exact))
    return decimal(value)


def decimal(value: float) -> Literal:
    """An xsd:decimal, with the fewest digits that give the same value back."""
    text = f"{Decimal(repr(value)):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal(text, datatype=XSD.decimal)


def any_uri(value: str) -> Literal:
    """An xsd:anyURI; not an IRI, because the address that a document gives may not be valid."""
    return Literal(value, datatype=XSD.anyURI)


def moment(value: date | datetime) -> Literal:
    """An xsd:dateTime or xsd:date."""
    if isinstance(value, datetime):
        text = value.isoformat().replace("+00:00", "Z")
        return Literal(text, datatype=XSD.dateTime)
    return Literal(value.isoformat(), datatype=XSD.date)


def time_value(value: str) -> Literal:
    """A time in ISO 8601, typed by its precision; a plain string where XSD has no type for it.

    >>> time_value("2024-10").datatype.value
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    """
    if _YEAR_PATTERN.fullmatch(value):
        return Literal(value, datatype=XSD.gYear)
    if _MONTH_PATTERN.fullmatch(value):
        return Literal(value, datatype=XSD.gYearMonth)
    if _DAY_PATTERN.match(value):
        return _day_or_moment(value)
    return Literal(value)


def _day_or_moment(value: str) -> Literal:
    parse = datetime.fromisoformat if "T" in value else date.fromisoformat
    try:
        return moment(parse(value))
    except ValueError:
        return Literal(value)
