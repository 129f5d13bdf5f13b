"""The component that finds statements: who says, thinks or intends what.

Three steps: the trained tagger (`tagged`), or constructions over the parse (`constructions`),
propose spans; quotation marks and paragraphs make them whole (`mending`); and the words say what
kind of statement each is (`description`). The last two take the spans of any tagger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import (
    PARSE_ONLY,
    Construction,
    Mention,
    Span,
    Statement,
    StatementKind,
)
from kg.extraction.extensions import register_extensions
from kg.extraction.statements.constructions import Attribution, attributions
from kg.extraction.statements.description import describe
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.mending import mend
from kg.extraction.statements.speakers import Mentions
from kg.extraction.statements.tagged import tagged_attributions
from kg.extraction.tagger.span_tagger import SpanTagger


@Language.factory("kg_statements", default_config={"tagger": True})
def kg_statements(nlp: Language, name: str, tagger: bool) -> StatementFinder:
    """The component, as spaCy makes it.

    Args:
        nlp, name: the pipeline and what it calls the component.
        tagger: whether the trained tagger finds the spans, where kg has its weights; else the
            constructions over the parse do.

    Raises:
        ModelError: the tagger's files are broken.
    """
    return StatementFinder(SpanTagger.load() if tagger else None, PARSE_ONLY)


class StatementFinder:
    """Finds statements with a trained tagger, or without one by the parse alone.

    Attributes:
        version: names what finds the spans; it is put on `doc._.kg_tagger`.
    """

    def __init__(self, tagger: SpanTagger | None, otherwise: str) -> None:
        self._tagger = tagger
        self.version = otherwise if tagger is None else tagger.version

    def __call__(self, doc: Doc) -> Doc:
        """Put `tuple[Statement, ...]`, in the order of the text, on `doc._.kg_statements`.

        Reads `doc._.kg_mentions` for the speakers and `doc._.kg_paragraphs`; never raises.
        """
        layout = Layout(doc)
        found = self._attributions(layout)
        doc._.kg_statements = statements(layout, found, doc._.kg_mentions)
        doc._.kg_tagger = self.version
        return doc

    def _attributions(self, layout: Layout) -> list[Attribution]:
        parsed = attributions(layout)
        return parsed if self._tagger is None else tagged_attributions(layout, self._tagger, parsed)


def statements(
    layout: Layout, found: Sequence[Attribution], mentions: Sequence[Mention]
) -> tuple[Statement, ...]:
    """Statements from a tagger's attributions: mended, described, tied to mentions and nested.

    Args:
        layout: the document.
        found: spans in any order, from any tagger.
        mentions: in the order of the text; a statement's `speaker` and `about` are indexes of it.
    """
    finder = Mentions(mentions)
    plain: list[Statement] = []
    citations: list[tuple[Attribution, int]] = []
    for attribution in mend(layout, found):
        cited = finder.cited(layout, attribution)
        if cited is None:
            plain.append(_statement(layout, attribution, finder))
        else:
            citations.append((attribution, cited))
    _cite(plain, citations)
    return tuple(_with_quoted_speakers(_nested(plain)))


def _cite(found: list[Statement], citations: Sequence[tuple[Attribution, int]]) -> None:
    """Put whom speakers cite on their statements, of several on that with the nearest cue."""
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


def _statement(layout: Layout, attribution: Attribution, finder: Mentions) -> Statement:
    words = describe(layout, attribution)
    speaker = _speaker(layout, attribution, finder)
    return Statement(
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        kind=words.kind,
        form=words.form,
        stance=words.stance,
        found_by=attribution.found_by,
        score=attribution.score,
        speaker=speaker,
        joint_speakers=() if speaker is None else finder.joint(layout, attribution.source, speaker),
        cue_concept=words.cue_concept,
        modality=words.modality,
        negated=words.negated,
        addressee=words.addressee,
        told_to=words.addressee and finder.speaker(layout, (words.addressee,)),
        place=words.place,
        about=finder.inside(attribution.content),
    )


def _speaker(layout: Layout, attribution: Attribution, finder: Mentions) -> int | None:
    if attribution.found_by is Construction.QUOTATION:
        return finder.named_beside(layout, attribution.content[0])
    return finder.speaker(layout, attribution.source)


def _with_quoted_speakers(found: Sequence[Statement]) -> list[Statement]:
    """A quotation without a cue is spoken by the speaker of the statement before it, nested
    statements left aside."""
    result: list[Statement] = []
    speaker: int | None = None
    joint: tuple[int, ...] = ()
    for statement in found:
        if statement.found_by.is_free_standing and statement.speaker is None:
            statement = replace(statement, speaker=speaker, joint_speakers=joint)
        elif statement.parent is None and statement.kind is StatementKind.SPEECH:
            speaker, joint = statement.speaker, statement.joint_speakers
        result.append(statement)
    return result


def _nested(found: Sequence[Statement]) -> list[Statement]:
    """Each statement with the innermost other one whose content holds it as its parent."""
    extents = [_extent(statement) for statement in found]
    contents = sorted(
        (span.start, -span.end, i)
        for i, statement in enumerate(found)
        for span in statement.content
    )
    order = sorted(range(len(found)), key=lambda i: (extents[i].start, -extents[i].end))
    parents: dict[int, int] = {}
    open_: list[tuple[int, int]] = []
    position = 0
    for i in order:
        while position < len(contents) and contents[position][0] <= extents[i].start:
            _, end, holder = contents[position]
            open_.append((-end, holder))
            position += 1
        while open_ and open_[-1][0] <= extents[i].start:
            open_.pop()
        holding = [j for end, j in open_[-_DEEPEST:] if end >= extents[i].end and j != i]
        if holding:
            parents[i] = holding[-1]
    return [replace(s, parent=parents.get(i)) for i, s in enumerate(found)]


_DEEPEST = 12


def _extent(statement: Statement) -> Span:
    spans = (*statement.source, *statement.cue, *statement.content)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


register_extensions()
