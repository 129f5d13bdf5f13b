"""Tells where a quotation ends whose closing mark is missing."""

import re

from kg.extraction.annotations import Span
from kg.extraction.wordlists import word_set

_SENTENCE_END = re.compile(r"(\w*)[.!?…] +(?=[A-Z])")
_ANNOUNCES = re.compile(r"[:,\w] ?\Z")
_SAID = r"(?:said|says|added|adds)"
_SPEAKER = r"(?:he|she|they|(?:the )?(?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,3})"
_SPEAKING = re.compile(rf"(?:{_SPEAKER} {_SAID}|{_SAID} {_SPEAKER})\b")
_SOURCE = re.compile(rf",(?= {_SPEAKING.pattern})")
_WRITERS = re.compile(rf"[.!?…] +(?!(?:I|We|You|He|She|They|It)\b)(?=[A-Z])(?={_SPEAKING.pattern})")
_LONGEST_ANNOUNCEMENT = 200


def begins_with_speaker(text: str, start: int) -> bool:
    """Whether a speaker and "said" stand at a position."""
    return _SPEAKING.match(text, start) is not None


def unclosed_end(text: str, span: Span, is_followed: bool) -> int:
    """Where a quotation without a closing mark ends, within the span that it can have.

    It ends before a speaker in its text: "It rains, he said". Where another quotation follows, it
    ends before the sentence that a speaker begins: "It rains. Ana Roe said it was late.", "It
    rains. Ana Roe added:".

    Args:
        span: from the opening mark to the end of the paragraph or the next opening mark.
        is_followed: whether the next opening mark ends the span.
    """
    if source := _SOURCE.search(text, *span):
        return source.end()
    if is_followed and (writers := _WRITERS.search(text, *span)):
        return writers.start() + 1
    if not is_followed or not _ANNOUNCES.search(text, max(span.start, span.end - 4), span.end):
        return span.end
    first = max(span.start, span.end - _LONGEST_ANNOUNCEMENT)
    ends = [
        found.end(1) + 1
        for found in _SENTENCE_END.finditer(text, first, span.end)
        if f"{found[1].lower()}." not in word_set("titles", "courtesies")
    ]
    return ends[-1] if ends else span.end
