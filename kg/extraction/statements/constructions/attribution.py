"""Attributions: the spans that constructions and the trained tagger find."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.annotations import Construction, Span, StatementKind
from kg.extraction.cues import Cue
from kg.extraction.statements.constructions.sources import Source
from kg.extraction.statements.layout import Layout, TokenRange

_LIKELY = 0.4
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
        """An attribution by its source and the tokens of its cue, with content, construction, score
        and concept."""
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
