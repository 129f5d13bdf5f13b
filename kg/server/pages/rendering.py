"""Templates. All values that they print are escaped."""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kg.server.pages.article import anchor
from kg.server.pages.marks import Stretch
from kg.server.pages.terms import Row
from kg.store import Prefixes

HERE = Path(__file__).parent
"""The folder of templates/ and static/."""

_IN_PATH = "/:@!$&'()*+,;=-._~"
_ELSEWHERE = {"wd": "Wikidata", "dbr": "DBpedia", "geonames": "GeoNames"}
_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d).*)?")
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def environment(base: str) -> Environment:
    """The templates and their filters."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    prefixes = Prefixes(base)
    made.filters |= {
        "href": partial(href, base=base),
        "short": prefixes.short,
        "words": words,
        "day": day,
        "short_day": short_day,
        "exact": exact,
        "anchor": anchor,
        "by_statement": by_statement,
        "elsewhere": lambda iri: elsewhere(prefixes.short(iri)),
        "number": number,
    }
    vendor = {path.name for path in (HERE / "static" / "vendor").glob("*")}
    made.globals |= {"classes": classes, "parts_of": parts_of, "vendor": vendor}
    return made


def href(iri: str, base: str) -> str | None:
    """The address that a link to an IRI leads to; None if it is no address on the web.

    An IRI below the base leads to its page on this server.

    >>> href("https://example.org/kg/doc/1f#char=3,9", "https://example.org/kg/")
    '/doc/1f#char=3,9'
    """
    if iri.startswith(base):
        path, hash_, fragment = iri.removeprefix(base).partition("#")
        # An address that begins with two slashes would lead to another host.
        start = "/%2F" if path.startswith("/") else "/"
        quoted = quote(path.removeprefix("/"), safe=_IN_PATH)
        return start + quoted + hash_ + quote(fragment, safe=_IN_PATH + "?")
    return iri if iri.startswith(("https://", "http://")) else None


def elsewhere(short: str) -> str:
    """The name of another knowledge base and the id in it, for a short IRI.

    >>> elsewhere("wd:Q42")
    'Wikidata Q42'
    """
    prefix, _, rest = short.partition(":")
    return f"{_ELSEWHERE[prefix]} {rest.rstrip('/')}" if prefix in _ELSEWHERE else short


def words(iri: str) -> str:
    """The last part of an IRI as words: "found by" for kg:foundBy.

    >>> words("https://schema.org/spokenByCharacter")
    'spoken by character'
    """
    local = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return _NEW_WORD.sub(" ", local).replace("-", " ").replace("_", " ").lower()


def day(value: str) -> str:
    """The day of a date or moment, or a month, as people write it; other texts as they are.

    >>> [day(value) for value in ("2024-10-03T18:30:00Z", "2024-06", "2024-W43", "2024")]
    ['3 October 2024', 'June 2024', '2024-W43', '2024']
    """
    read = _DATE.fullmatch(value)
    if read is None:
        return str(value)
    month = f"{month_name[int(read['month'])]} {read['year']}"
    return f"{int(read['day'])} {month}" if read["day"] else month


def short_day(value: str) -> str:
    """A day in few letters; the first of a month without its day, that of a year as the year.

    >>> [short_day(day) for day in ("2024-10-23", "2024-10-01", "2024-01-01")]
    ['23 Oct 2024', 'Oct 2024', '2024']
    """
    read = date.fromisoformat(value)
    if read.day > 1:
        return f"{read.day} {read:%b} {read.year}"
    return f"{read:%b} {read.year}" if read.month > 1 else str(read.year)


def number(value: str) -> str:
    """A whole number with commas; other texts as they are.

    >>> number("12000")
    '12,000'
    """
    text = str(value)
    return f"{int(text):,}" if re.fullmatch(r"-?\d{4,18}", text) else text


def exact(text: str) -> Markup:
    """A text with its carriage returns, which a browser would drop."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def classes(stretch: Stretch) -> str:
    """The end of the class attribute of a stretch: its role, and how many contents cover it."""
    depth = min(stretch.depth, 3)
    return (f" {stretch.role}" if stretch.role else "") + (f" said-{depth}" if depth else "")


def parts_of(stretch: Stretch) -> Markup:
    """The attribute with the statements that a stretch is part of, for the script and for tests."""
    named = " ".join(f"{mark.role}:{anchor(mark.target)}" for mark in stretch.spans)
    return Markup(' data-parts="{}"').format(named) if named else Markup("")


def by_statement(rows: Iterable[Row]) -> Iterator[tuple[Row, list[tuple[str, str]]]]:
    """Groups rows, of which those of one statement follow each other: gives the first row of each
    statement, and the name and IRI of each of its speakers."""
    for _, group in groupby(rows, key=lambda row: row["statement"]):
        together = list(group)
        speakers: list[tuple[str, str]] = [
            (row["speakerName"], row["speaker"]) for row in together if "speaker" in row
        ]
        yield together[0], speakers
