"""Turns of a transcript or interview: the paragraphs after a label that names who speaks.

"Q: Will you run? A: No."; "MR. ROE: Good morning."; "ANA ROE, ANCHOR: Is it so?".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.annotations import Construction, Span, StatementKind
from kg.extraction.statements.constructions.attribution import Attribution, has_noun
from kg.extraction.statements.layout import Layout
from kg.extraction.text.cover import Cover
from kg.extraction.wordlists import word_set

_SCORE = 0.9
_FEWEST = 3
_FEWEST_VOICES = 2
# Of the paragraphs from the first label to the last; a live blog or a list of facts has fewer.
_LABELLED_SHARE = 0.3
_NAME = r"[A-Z][\w.'’-]*(?:[ ]+(?:of|the|and|de|van|von|al|[A-Z][\w.'’-]*)){0,5}"
_LABEL = re.compile(
    rf"(?P<label>{_NAME}(?:[ ]*[,(][^:.!?\n]{{1,90}})?)(?P<mark>[ ]*:)(?=[ ]+\S)"
    r"|(?P<letter>[QA])(?P<stop>[.:]?)(?=[ ]+[“\"A-Z0-9])"
)
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True, slots=True)
class _Turn:
    """The paragraph in which a turn begins, its label, the colon after it (the label where there is
    none), and where its words start."""

    paragraph: int
    label: Span
    mark: Span
    start: int


def turn_attributions(layout: Layout) -> Iterator[Attribution]:
    """An attribution for each turn, with all its paragraphs, if the text is a dialogue.

    A paragraph without a label belongs to the turn before it, unless it is in brackets or after the
    last label.
    """
    turns = _turns(layout)
    for number, turn in enumerate(turns):
        following = turns[number + 1].paragraph if number + 1 < len(turns) else turn.paragraph + 1
        first = layout.paragraphs[turn.paragraph]
        rest = layout.paragraphs[turn.paragraph + 1 : following]
        own = (paragraph for paragraph in rest if layout.text[paragraph.start] not in "([")
        yield Attribution(
            source=(turn.label,),
            cue=(turn.mark,),
            content=(Span(turn.start, first.end), *own),
            found_by=Construction.TURN,
            score=_SCORE,
        )


def outside_turns(
    layout: Layout, found: Sequence[Attribution], turns: Sequence[Attribution]
) -> list[Attribution]:
    """The other attributions that a dialogue leaves: outside its turns, and inside one those that
    tell what somebody who is named or described said."""
    labels = Cover(span for turn in turns for span in (*turn.source, *turn.cue))
    contents = Cover(span for turn in turns for span in turn.content)
    return [
        each
        for each in found
        if not any(map(labels.overlaps, (*each.cue, *each.content)))
        and (not any(map(contents.overlaps, each.cue)) or _is_told(layout, each))
    ]


def _is_told(layout: Layout, attribution: Attribution) -> bool:
    concept = attribution.concept
    is_speech = concept is not None and concept.kind is StatementKind.SPEECH
    return is_speech and attribution.found_by.is_clausal and has_noun(layout, attribution)


def _turns(layout: Layout) -> list[_Turn]:
    turns = [turn for turn in _labelled(layout) if _may_speak(layout, turn.label)]
    voices = _voices(layout, turns)
    if len(turns) < _FEWEST or not _FEWEST_VOICES <= len(set(voices)) < len(turns):
        return []
    reach = turns[-1].paragraph - turns[0].paragraph + 1
    sentences = sum(_ends_a_sentence(layout, turn) for turn in turns)
    is_dialogue = len(turns) >= _LABELLED_SHARE * reach and 2 * sentences >= len(turns)
    return turns if is_dialogue else []


def _labelled(layout: Layout) -> Iterator[_Turn]:
    for number, paragraph in enumerate(layout.paragraphs):
        found = _LABEL.match(layout.text, paragraph.start, paragraph.end)
        if found is None:
            continue
        name, stop = ("label", "mark") if found["label"] else ("letter", "stop")
        label, mark = Span(*found.span(name)), Span(*found.span(stop))
        is_colon = found[stop].endswith(":")
        yield _Turn(number, label, Span(mark.end - 1, mark.end) if is_colon else label, mark.end)


def _may_speak(layout: Layout, label: Span) -> bool:
    words = _WORD.findall(layout.text[slice(*label)].lower())
    return word_set("reporting", "no_voices").isdisjoint(words)


def _ends_a_sentence(layout: Layout, turn: _Turn) -> bool:
    text = layout.text[slice(*layout.paragraphs[turn.paragraph])]
    return text.rstrip("”\"'’)] ").endswith((".", "!", "?", "…", "-", "—"))


def _voices(layout: Layout, turns: Sequence[_Turn]) -> list[str]:
    """Who speaks in each turn, by a word that the labels of one speaker share."""
    known: dict[str, str] = {}
    voices = []
    for turn in turns:
        name = re.split("[,(]", layout.text[slice(*turn.label)].lower())[0]
        courtesies = word_set("titles", "courtesies")
        words = [word for word in _WORD.findall(name) if word not in courtesies]
        last = words[-1] if words else name
        voice = known.get(last, last)
        known.update(dict.fromkeys(words, voice))
        voices.append(voice)
    return voices
