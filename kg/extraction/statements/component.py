"""The component that finds statements: who says, thinks or intends what.

It works in three steps. The trained tagger (`tagged`), or constructions over the parse alone
(`constructions`), find attributions: spans of source, cue and content. Quotation marks and
paragraphs complete the spans (`mending`). The words tell kind, stance and so on (`description`).
The last two steps take attributions from anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import (
    Construction,
    EntityType,
    Mention,
    Span,
    Statement,
    StatementKind,
)
from kg.extraction.extensions import register_extensions
from kg.extraction.statements.constructions import Attribution, attributions
from kg.extraction.statements.constructions.dialogue import outside_turns, turn_attributions
from kg.extraction.statements.continuing import with_speakers_of_before
from kg.extraction.statements.deeds import with_doubt, with_doubt_of_own
from kg.extraction.statements.description import describe
from kg.extraction.statements.holding import holding_statements
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.mending import mend
from kg.extraction.statements.quoting import with_own_quotations
from kg.extraction.statements.speakers import speaker as speakers
from kg.extraction.statements.speakers.joint import joint_speakers
from kg.extraction.statements.speakers.mention_index import MentionIndex
from kg.extraction.statements.tagged.attributions import with_constructions
from kg.extraction.tagger.span_tagger import Tagged


@Language.factory("kg_statements", default_config={"min_score": {}})
def kg_statements(nlp: Language, name: str, min_score: dict[str, float]) -> StatementFinder:
    """The component, as spaCy makes it.

    >>> nlp.add_pipe("kg_statements", config={"min_score": {"thought": 0.6}})  # doctest: +SKIP
    """
    return StatementFinder(min_score)


class StatementFinder:
    """Puts `tuple[Statement, ...]`, in the order of the text, on `doc._.kg_statements`.

    Reads `doc._.kg_tagged`, `doc._.kg_mentions` and `doc._.kg_paragraphs`. Where the trained tagger
    has not read the text, the constructions over the parse alone find the statements.

    Args:
        min_score: the least score, 0 to 1, that statements of a kind are kept with.
    """

    def __init__(self, min_score: Mapping[str, float]) -> None:
        self._least = {StatementKind(kind): least for kind, least in min_score.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Find the statements of a document."""
        layout = Layout(doc)
        found = _attributions(layout, doc._.kg_tagged)
        doc._.kg_statements = statements(layout, found, doc._.kg_mentions, self._least)
        return doc


def _attributions(layout: Layout, tagged: Tagged | None) -> list[Attribution]:
    found = parsed = attributions(layout)
    if tagged is not None:
        joined = with_constructions(layout, tagged.attributions, parsed)
        found = with_own_quotations(layout, joined, parsed)
    found = with_doubt_of_own(layout, [with_doubt(layout, each) for each in found if each.content])
    turns = list(turn_attributions(layout))
    return [*turns, *outside_turns(layout, found, turns)] if turns else found


def statements(
    layout: Layout,
    found: Sequence[Attribution],
    mentions: Sequence[Mention],
    least: Mapping[StatementKind, float] = MappingProxyType({}),
) -> tuple[Statement, ...]:
    """The statements that some attributions make.

    Args:
        found: attributions from anywhere, in any order.
        mentions: in the order of the text; the statements refer to them by index.
        least: the least score that statements of a kind are kept with.
    """
    index = MentionIndex(mentions)
    plain: list[Statement] = []
    citations: list[tuple[Attribution, int]] = []
    for attribution in mend(layout, found):
        if _is_place(layout, attribution, index):
            continue
        cited = speakers.source_cited(layout, index, attribution)
        if cited is None:
            plain.append(_statement(layout, attribution, index))
        else:
            citations.append((attribution, cited))
    _cite(plain, citations)
    kept = [each for each in plain if each.score >= least.get(each.kind, 0)]
    return tuple(with_speakers_of_before(layout, _nested(kept), index))


def _is_place(layout: Layout, attribution: Attribution, index: MentionIndex) -> bool:
    """Whether a colon follows where the news is from, and not who speaks: "Elmsford: Man held"."""
    is_labelled = [layout.text[slice(*span)] for span in attribution.cue] == [":"]
    return is_labelled and index.type_of(_speaker(layout, attribution, index)) is EntityType.PLACE


def _cite(found: list[Statement], citations: Sequence[tuple[Attribution, int]]) -> None:
    """Enter whom a speaker cites in the statement of the same source with the nearest cue."""
    by_source: dict[tuple[Span, ...], list[int]] = defaultdict(list)
    for i, statement in enumerate(found):
        if statement.source and statement.cue:
            by_source[statement.source].append(i)
    for citation, cited in citations:
        at = citation.cue[0].start
        nearest = min(
            by_source.get(citation.source, ()),
            key=lambda i: abs(found[i].cue[0].start - at),
            default=None,
        )
        if nearest is not None:
            found[nearest] = replace(found[nearest], citing=cited)


def _statement(layout: Layout, attribution: Attribution, index: MentionIndex) -> Statement:
    speaker = _speaker(layout, attribution, index)
    source = attribution.source
    joint = () if speaker is None else joint_speakers(layout, index, source, speaker)
    description = describe(layout, attribution, index.type_of(speaker))
    to = description.addressee
    return Statement(
        source=source,
        cue=attribution.cue,
        content=attribution.content,
        kind=description.kind,
        form=description.form,
        stance=description.stance,
        found_by=attribution.found_by,
        score=attribution.score if attribution.sure is None else attribution.sure,
        speaker=speaker,
        joint_speakers=joint,
        cue_concept=description.cue_concept,
        modality=description.modality,
        negated=description.negated,
        addressee=to,
        told_to=to and speakers.speaker_of(layout, index, (to,)),
        place=description.place,
        about=index.inside(attribution.content),
    )


def _speaker(layout: Layout, attribution: Attribution, index: MentionIndex) -> int | None:
    if attribution.found_by is Construction.QUOTATION:
        return speakers.subject_beside(layout, index, attribution.content[0])
    if attribution.found_by is Construction.TURN:
        return speakers.person_labelled(index, attribution.source)
    return speakers.speaker_of(layout, index, attribution.source)


def _nested(found: Sequence[Statement]) -> list[Statement]:
    """The statements with their parents: the innermost other statement whose content holds each."""
    holders = holding_statements(map(_extent, found), found)
    parents = [holders.get(_extent(statement)) for statement in found]
    return [
        replace(s, parent=None if p == i else p)
        for i, (s, p) in enumerate(zip(found, parents, strict=True))
    ]


def _extent(statement: Statement) -> Span:
    spans = (*statement.source, *statement.cue, *statement.content)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


register_extensions()
