"""Attributions: the spans that constructions and the trained tagger find, and which tell who says
something: "it means that", or "I think" when quoted, do not."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.annotations import Construction, Span, StatementKind
from kg.extraction.cues import Cue
from kg.extraction.statements.constructions.sources import Source
from kg.extraction.statements.layout import Layout, TokenRange

_LIKELY = 0.4
# Words that cannot speak, and words that can where they refer to a body or a report.
_THINGS = frozenset(("that", "this", "these", "those", "which", "what", "there", "whatever"))
_BODIES = frozenset(("it",))
# Longer contents come from run-on text; the limit keeps nested statements in linear time.
_LONGEST = 5000
_Rest = tuple[tuple[Span, ...], Construction, float, Cue | None]

Content = tuple[Construction, list[TokenRange]]
"""The construction of a cue, and the ranges of tokens of its content."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content of a statement, before it is mended and described.

    Attributes:
        source, cue, content: spans in the order of the text; source and cue may be empty.
        found_by: the construction that the words are in.
        score: 0 to 1.
        concept: the cue's concept where the construction knows it; otherwise it is looked up.
        kind: what the trained tagger takes it for, None for no statement.
        sure: how likely the tagger says it is a statement, 0 to 1; None where `score` tells it.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    found_by: Construction
    score: float
    concept: Cue | None = None
    kind: StatementKind | None = None
    sure: float | None = None

    @classmethod
    def at(
        cls, layout: Layout, source: Source | None, cue: TokenRange, *rest: *_Rest
    ) -> Attribution:
        """An attribution by source and tokens of the cue, content, construction, score, concept."""
        whose = () if source is None else (layout.span(source.tokens),)
        return cls(whose, (layout.span(cue),), *rest)

    @property
    def start(self) -> int:
        """Where the first of its spans starts."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def end(self) -> int:
        """Where the last of its spans ends."""
        return max(span.end for span in (*self.source, *self.cue, *self.content))

    @property
    def is_doubted(self) -> bool:
        """Whether the trained tagger says that it is hardly a statement."""
        return self.sure is not None and self.sure < _LIKELY


def is_credible(layout: Layout, attribution: Attribution) -> bool:
    """Whether an attribution has a source that can speak, or none.

    Inside a quotation it must be a clause said by somebody who is named or described.
    """
    length = sum(span.end - span.start for span in attribution.content)
    if not attribution.found_by.is_quoted and length > _LONGEST:
        return False
    is_clause = attribution.found_by.is_quoted or attribution.found_by.is_clausal
    is_speech = attribution.concept is None or attribution.concept.kind is StatementKind.SPEECH
    words = [layout.lower[token] for token in layout.tokens_of(attribution.source)]
    if len(words) == 1 and words[0] in _THINGS:
        return False
    if len(words) == 1 and words[0] in _BODIES and not (is_clause and is_speech):
        return False
    if layout.quote_at(attribution.cue[0].start) is None:
        return True
    return is_clause and is_speech and has_noun(layout, attribution)


def has_noun(layout: Layout, attribution: Attribution) -> bool:
    """Whether there is a noun or a name in the source."""
    return any(layout.tags[t].startswith("NN") for t in layout.tokens_of(attribution.source))
