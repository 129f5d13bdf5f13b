"""What is read of a text: without markup, invisible characters and line ends within paragraphs.

The spans that are found in it lead back to the text as given.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from kg.extraction.annotations import Span
from kg.extraction.text.capitals import Casing, has_capitals, recased
from kg.extraction.text.paragraphs import wraps
from kg.extraction.wordlists import word_lists

_Value = TypeVar("_Value")

_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_TAG = re.compile(r"</?(?:a|b|br|div|em|h[1-6]|i|li|p|span|strong|ul)(?:\s[^<>\n]{0,300})?/?>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_ACCENTED = re.compile("\\w[\u0300-\u036f]+")
_LINE_MARK = re.compile(r"^[ \t]*(?:(?:>[ \t]?)+|#{1,6}[ \t]+|[*+•-][ \t]+)", re.MULTILINE)
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3}|_{1,2})(?=[^\W_]|[“\"‘'(])([^\n*]{1,500}?)(?<=\S)\1(?![\w*])"
)
_LINK = re.compile(r"!?(\[)([^\[\]\n]{1,300})(\]\([^()\s]{1,500}\))")
_LONGEST_BOILERPLATE = 300
_SIGNS = re.compile(r"[&<>#*_\[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f•+-]")


class _Edit(NamedTuple):
    """A stretch of a text and what is read in its place."""

    span: Span
    read: str


class Reading:
    """A text as it is read.

    Args:
        given: the text as given.
        known: what is known of the case of words, asked for where something is in capitals.

    Attributes:
        text: what is read. Entities of HTML are characters, accents are one with their letters, a
            line end within a paragraph is a space, and lines and labels in capitals have small
            letters. Marks of Markdown, tags, invisible characters and what pages put between the
            lines of news are left out.
    """

    def __init__(self, given: str, known: Callable[[], Casing] = Casing) -> None:
        edits = list(_apart(_edits(given, known)))
        self._read: list[int] = []
        self._given: list[Span] = []
        pieces: list[str] = []
        start = length = 0
        for edit in edits:
            kept = given[start : edit.span.start]
            length += len(kept)
            self._read.append(length)
            self._given.append(edit.span)
            pieces += (kept, edit.read)
            length += len(edit.read)
            start = edit.span.end
        self._lengths = [len(edit.read) for edit in edits]
        self.text = "".join((*pieces, given[start:])) if edits else given

    def in_given(self, value: _Value) -> _Value:
        """A value, with all spans in it as spans of the text as given."""
        return value if not self._given else cast(_Value, self._moved(value))

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Span):
            if value.start == value.end:
                return Span(self._start(value.start), self._start(value.start))
            return Span(self._start(value.start), self._end(value.end))
        if isinstance(value, tuple):
            return tuple(map(self._moved, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{f.name: self._moved(getattr(value, f.name)) for f in fields(value)}
            )
        return value

    def _start(self, position: int) -> int:
        number = bisect_right(self._read, position) - 1
        if number < 0:
            return position
        after = position - self._read[number] - self._lengths[number]
        return self._given[number].start if after < 0 else self._given[number].end + after

    def _end(self, position: int) -> int:
        """Where the character before a position ends."""
        number = bisect_right(self._read, position - 1) - 1
        if number < 0:
            return position
        after = position - self._read[number] - self._lengths[number]
        return self._given[number].end + max(after, 0)


def _edits(given: str, known: Callable[[], Casing]) -> Iterator[_Edit]:
    yield from (_Edit(gap, " ") for gap in wraps(given))
    yield from (_Edit(span, "") for span in _boilerplate(given))
    if has_capitals(given):
        yield from (_Edit(word, read) for word, read in recased(given, known()))
    if _SIGNS.search(given) is None:
        return
    for found in _ENTITY.finditer(given):
        read = html.unescape(html.unescape(found.group()))
        if read != found.group():
            yield _Edit(Span(*found.span()), read)
    for found in _ACCENTED.finditer(given):
        yield _Edit(Span(*found.span()), unicodedata.normalize("NFC", found.group()))
    for pattern in (_INVISIBLE, _LINE_MARK, _TAG):
        yield from (_Edit(Span(*found.span()), "") for found in pattern.finditer(given))
    for found in _EMPHASIS.finditer(given):
        yield _Edit(Span(*found.span(1)), "")
        yield _Edit(Span(found.end(2), found.end()), "")
    for found in _LINK.finditer(given):
        yield _Edit(Span(found.start(), found.end(1)), "")
        yield _Edit(Span(*found.span(3)), "")


def _boilerplate(given: str) -> Iterator[Span]:
    parts, lines = _boilerplate_patterns()
    yield from (Span(*found.span()) for found in parts.finditer(given))
    for found in lines.finditer(given):
        end = given.find("\n", found.end())
        end = len(given) if end < 0 else end
        if end - found.start() <= _LONGEST_BOILERPLATE:
            yield Span(found.start(), end)


@cache
def _boilerplate_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = word_lists("boilerplate")
    lines = "|".join(lists["lines"])
    return (
        re.compile("|".join(lists["parts"]), re.MULTILINE),
        re.compile(f"^[ \\t]*(?:{lines})", re.MULTILINE),
    )


def _apart(edits: Iterable[_Edit]) -> Iterator[_Edit]:
    """The edits in the order of the text, without those that overlap an earlier or longer one."""
    end = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, -edit.span.end)):
        if edit.span.start >= end:
            yield edit
            end = edit.span.end
