"""Finds quotations: in straight, curly, single or angled marks, nested or over several paragraphs.

Apostrophes and signs for feet and inches are told from quotation marks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from kg.extraction.annotations import Span
from kg.extraction.text.unclosed import begins_with_speaker, unclosed_end

_MARK = re.compile(r"``|''|‘‘|’’|[\"“”„‟«»‹›‘’‚‛'`]")
_FAMILIES = {
    **dict.fromkeys(("``", "''", "‘‘", "’’", '"', "“", "”", "„", "‟"), "double"),
    **dict.fromkeys(("‘", "’", "‚", "‛", "'", "`"), "single"),
    **dict.fromkeys(("«", "»"), "angled"),
    **dict.fromkeys(("‹", "›"), "single angled"),
}
_OPENING = frozenset(("``", "‘‘", "“", "„", "‟", "‘", "‚", "‛", "`", "«", "‹"))
_CLOSING = frozenset(("’’", "”", "’", "»", "›"))
_DOUBLE_CLOSING = frozenset(("’’", "”"))
_BEFORE_OPENING = frozenset("([{<-–—―−/=:") | _OPENING | {'"', "'"}
_AFTER_CLOSING = frozenset(")]}>-–—―−/,.;:!?…*") | _CLOSING | {'"', "'"}
_ELISION = re.compile(r"(?:tis|twas|em|til|cause|bout|n|round|\d0s)\b", re.IGNORECASE)
_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}$")
# Deeper nesting does not occur in news; the bound keeps hostile text linear.
_DEEPEST = 6
# Paragraphs of a quotation that do not repeat the opening mark.
_MOST_OPEN = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation.

    Attributes:
        span: the quotation with its marks; where the closing mark is missing, to its speaker, the
            end of the paragraph or what announces the next quotation.
        inner: the same without the marks.
        closed: whether there is a closing mark.
        depth: 0 for an outermost quotation, 1 for one inside it, and so on.
    """

    span: Span
    inner: Span
    closed: bool = True
    depth: int = 0


class _Mark(NamedTuple):
    start: int
    end: int
    family: str
    opens: bool
    closes: bool
    weak: bool = False


@dataclass(slots=True)
class _Open:
    mark: _Mark
    first_inner: int | None = None


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """All quotations, in order of their start, an outer one before an inner one.

    A quotation ends with its paragraph at the latest: one that goes on in the next paragraph, which
    may repeat the opening mark, counts as two, the first without a closing mark. Takes linear time.
    """
    found: list[Quotation] = []
    for number, paragraph in enumerate(paragraphs):
        end = paragraphs[number - 1].end
        is_open = any(not last.closed and last.span.end == end for last in found[-1:])
        goes_on = is_open and _closes(text, paragraphs[number : number + _MOST_OPEN])
        found += _in_paragraph(text, paragraph, goes_on)
    return found


def _closes(text: str, paragraphs: Sequence[Span]) -> bool:
    """Whether the first mark in some paragraphs only closes a quotation."""
    marks = (mark for paragraph in paragraphs for mark in _marks(text, paragraph))
    first = next((mark for mark in marks if mark.family == "double"), None)
    return first is not None and first.closes and not first.opens


def outermost(found: Sequence[Quotation]) -> list[Quotation]:
    """The quotations that are not inside another."""
    return [quotation for quotation in found if quotation.depth == 0]


def _in_paragraph(text: str, paragraph: Span, goes_on: bool) -> list[Quotation]:
    """The quotations of a paragraph, which may go on with that of the paragraph before."""
    start = paragraph.start
    stack = [_Open(_Mark(start, start, "double", opens=True, closes=False))] if goes_on else []
    done: list[Quotation] = []
    for mark in _marks(text, paragraph):
        pairs = (i for i, entry in enumerate(stack) if entry.mark.family == mark.family)
        top = max(pairs, default=None)
        if mark.closes and top is not None and (mark.family != "single" or top == len(stack) - 1):
            done.append(_closed(text, stack[top], mark))
            del stack[top:]
        elif mark.opens:
            if top is not None and stack[top].first_inner is None:
                stack[top].first_inner = mark.start
            if len(stack) < _DEEPEST:
                stack.append(_Open(mark))
    # A single mark that nothing closes was an apostrophe.
    left = (entry for entry in stack if entry.mark.family in ("double", "angled"))
    done += [_unclosed(text, paragraph, entry) for entry in left]
    return _with_depths(sorted(done, key=lambda q: (q.span.start, -q.span.end)))


def _closed(text: str, entry: _Open, mark: _Mark) -> Quotation:
    inner = _stripped(text, Span(entry.mark.end, max(entry.mark.end, mark.start)))
    return Quotation(Span(entry.mark.start, mark.end), inner)


def _unclosed(text: str, paragraph: Span, entry: _Open) -> Quotation:
    end = paragraph.end if entry.first_inner is None else entry.first_inner
    end = unclosed_end(text, Span(entry.mark.start, end), entry.first_inner is not None)
    span = _stripped(text, Span(entry.mark.start, end))
    inner = _stripped(text, Span(min(entry.mark.end, span.end), span.end))
    return Quotation(span, inner, closed=False)


def _with_depths(found: list[Quotation]) -> list[Quotation]:
    ends: list[int] = []
    result = []
    for quotation in found:
        while ends and ends[-1] <= quotation.span.start:
            ends.pop()
        result.append(Quotation(quotation.span, quotation.inner, quotation.closed, len(ends)))
        ends.append(quotation.span.end)
    return result


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks = [
        mark
        for match in _MARK.finditer(text, *paragraph)
        if (mark := _mark(text, paragraph, match)) is not None
    ]
    return _with_detached(text, _without_possessives(marks))


def _mark(text: str, paragraph: Span, match: re.Match[str]) -> _Mark | None:
    before = text[match.start() - 1] if match.start() > paragraph.start else " "
    after = text[match.end()] if match.end() < paragraph.end else " "
    family = _FAMILIES[match.group()]
    if family == "single" and _is_apostrophe(text, match, before, after):
        return None
    if family == "double" and _is_inches(text, paragraph, match, before):
        return None
    opens, closes = _directions(match.group(), before, after)
    weak = family == "single" and before in "sS" and after == " "
    return _Mark(match.start(), match.end(), family, opens, closes, weak)


def _is_apostrophe(text: str, match: re.Match[str], before: str, after: str) -> bool:
    if before.isalnum() and after.isalnum():
        return True
    if before.isdigit() and match.group() in "'’" and after == " ":
        return True
    follows_boundary = before.isspace() or before in _BEFORE_OPENING
    return follows_boundary and _ELISION.match(text, match.end(), match.end() + 6) is not None


def _is_inches(text: str, paragraph: Span, match: re.Match[str], before: str) -> bool:
    if match.group() not in ('"', "”", "''") or not before.isdigit():
        return False
    start = max(paragraph.start, match.start() - 6)
    return _INCHES.search(text[start : match.start()]) is not None


def _directions(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark can open and whether it can close a quotation, by shape and neighbours."""
    free_before = before.isspace() or before in _BEFORE_OPENING
    free_after = after.isspace() or after in _AFTER_CLOSING
    if mark in _OPENING:
        is_closing = not free_before and free_after
        return not is_closing, is_closing
    if mark in _CLOSING:
        # "It rains. ”“It snows.”" has a space too much before the mark.
        may_open = free_before and not free_after
        return may_open, not may_open or mark in _DOUBLE_CLOSING
    if free_before and free_after:
        return before.isspace() and not after.isspace(), True
    return not free_after and not before.isdigit(), not free_before


def _with_detached(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Let a straight mark close that has its space on the wrong side, before a speaker and where
    the next mark opens: the second in `"It rains. "Roe said. "It pours."`."""
    found: list[_Mark] = []
    is_open = False
    for mark, following in zip_longest(marks, marks[1:]):
        is_next = following is None or (following.opens and not following.closes)
        is_detached = text[mark.start] == '"' and mark.opens and is_open and is_next
        if is_detached and begins_with_speaker(text, mark.end):
            mark = mark._replace(opens=False, closes=True)
        if mark.family == "double":
            is_open = mark.opens and not (mark.closes and is_open)
        found.append(mark)
    return found


def _without_possessives(marks: list[_Mark]) -> list[_Mark]:
    """Leave out a possessive's mark ("lawmakers' ") where a surer one closes the quotation."""
    kept: list[_Mark] = []
    sure_later = False
    for mark in reversed(marks):
        if mark.family == "single":
            if mark.weak and mark.closes and sure_later:
                continue
            if mark.opens:
                sure_later = False
            elif mark.closes and not mark.weak:
                sure_later = True
        kept.append(mark)
    return kept[::-1]
