"""An article as a page shows it: its text with marks, and its statements."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.server.pages.marks import Mark, Stretch, around, lines, stretches
from kg.server.pages.terms import Row, Term

_KINDS = {
    "Person": "People",
    "Organization": "Organizations",
    "Country": "Countries",
    "Place": "Places",
    "Group": "Groups",
}


@dataclass(frozen=True)
class Said:
    """A statement as pages show it.

    Attributes:
        number: its place among those of the article, from 1.
        row: the first value of each column in its rows of the query `article-statements`.
        speakers: name and IRI of each speaker; empty where unknown.
        marks: its spans, in the order of the text.
        begin: offset where its sentences begin.
        sentence: the stretches of its sentences; only its own marks are in them.
    """

    number: int
    row: Row
    speakers: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    begin: int
    sentence: tuple[Stretch, ...]

    @property
    def iri(self) -> Term:
        """Its IRI."""
        return self.row["statement"]

    @property
    def anchor(self) -> str:
        """The id of its card on the page of its article."""
        return anchor(self.iri)

    @cached_property
    def last(self) -> int:
        """Offset of the end of its content; without content, of the end of its last span."""
        contents = [mark.end for mark in self.marks if mark.role == "content"]
        return max(contents or [mark.end for mark in self.marks], default=0)


def anchor(statement: str) -> str:
    """The id of a statement's card: its IRI below the document, "statement-317-321"."""
    return "statement-" + statement.rpartition("/statement/")[2].replace("/", "-")


class Article:
    """An article, put together from the results of six queries.

    Args:
        mentions: rows of `article-mentions`.
        spans: rows of `article-spans`.
        statements: rows of `article-statements`.
        sentences: rows of `article-sentences`.
        events: rows of `article-events`.
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[Row],
        spans: Sequence[Row],
        statements: Sequence[Row],
        sentences: Sequence[Row],
        events: Sequence[Row],
    ) -> None:
        self.text = text
        self._mentions = mentions
        self._sentences = [(int(row["begin"]), int(row["end"])) for row in _placed(sentences)]
        self.entities = [_entity_mark(row) for row in _placed(mentions)]
        self._events = list(
            dict.fromkeys(_mark(row, "event", row["frame"]) for row in _placed(events))
        )
        self.parts = [_statement_mark(row) for row in _placed(spans)]
        self.statements = self._said(statements)
        self._by_end = sorted(self.statements, key=lambda said: (said.last, said.number))
        self.numbers: dict[str, Said] = {said.iri: said for said in self.statements}

    def mentioned(self) -> list[tuple[str, list[tuple[str, str, int]]]]:
        """Name, IRI and number of mentions of each entity, by kind; the most mentioned first."""
        counts = Counter((row["type"].rpartition("/")[2], row["name"], row["entity"])
                         for row in self._mentions)  # fmt: skip
        kinds: dict[str, list[tuple[str, str, int]]] = {kind: [] for kind in _KINDS}
        for (kind, name, iri), count in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
            kinds.setdefault(kind, []).append((name, iri, count))
        return [(_KINDS.get(kind, kind), names) for kind, names in kinds.items() if names]

    def paragraphs(self) -> list[list[Stretch]]:
        """The stretches of each line of the text."""
        spans = lines(self.text)
        begins = [begin for begin, _ in spans]
        marks: list[list[Mark]] = [[] for _ in spans]
        for mark in [*self.parts, *self.entities, *self._events]:
            first = bisect_right(begins, mark.begin) - 1
            for line in range(first, bisect_left(begins, mark.end, lo=first + 1)):
                marks[line].append(mark)
        return [
            list(stretches(self.text, inside, *span))
            for span, inside in zip(spans, marks, strict=True)
        ]

    def place_of(self, said: Said) -> list[Stretch]:
        """The paragraphs of a statement, with the marks of the statement and of entities."""
        begin, end = _extent(said.marks, said.begin)
        begin, end = around(lines(self.text), begin, end)
        return list(stretches(self.text, [*said.marks, *self.entities], begin, end))

    def ending_in(self, stretch: Stretch) -> list[Said]:
        """The statements whose numbers are shown after a stretch."""
        end = stretch.begin + len(stretch.text)
        first = bisect_right(self._by_end, stretch.begin, key=lambda said: said.last)
        return self._by_end[first : bisect_right(self._by_end, end, key=lambda said: said.last)]

    def beginning_in(self, stretch: Stretch) -> list[tuple[int, int]]:
        """The spans that begin with a stretch; their anchors stand before it."""
        return sorted({(m.begin, m.end) for m in stretch.marks if m.begin == stretch.begin})

    def _said(self, rows: Sequence[Row]) -> list[Said]:
        marks: dict[str, list[Mark]] = defaultdict(list)
        for mark in self.parts:
            marks[mark.target].append(mark)
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            grouped[row["statement"]].append(row)
        ordered = sorted(grouped, key=lambda iri: (_extent(marks[iri], 0), iri))
        return [
            self._one(number, grouped[iri], tuple(marks[iri]))
            for number, iri in enumerate(ordered, 1)
        ]

    def _one(self, number: int, rows: list[Row], marks: tuple[Mark, ...]) -> Said:
        speakers = {row["speaker"]: row["speakerName"] for row in rows if "speaker" in row}
        begin, end = around(self._sentences, *_extent(marks, 0))
        end = begin + len(self.text[begin:end].rstrip())
        return Said(
            number=number,
            row={key: value for row in reversed(rows) for key, value in row.items()},
            speakers=tuple((name, iri) for iri, name in speakers.items()),
            marks=marks,
            begin=begin,
            sentence=tuple(stretches(self.text, marks, begin, end)),
        )


def place_of_event(text: str, event: Sequence[Row], sentences: Sequence[Row]) -> list[Stretch]:
    """The sentences of an event, with its predicate and what fills its roles marked.

    Args:
        event: rows of the query `event`.
        sentences: rows of `article-sentences`.
    """
    spans_of_roles = _placed(row for row in event if "role" in row)
    marks = [_mark(row, row["role"].rpartition("#")[2].lower()) for row in spans_of_roles]
    predicates = _placed({"begin": row["at"], "end": row["to"]} for row in event)
    marks += [_mark(row, "predicate") for row in predicates]
    spans = sorted((int(row["begin"]), int(row["end"])) for row in _placed(sentences))
    return list(stretches(text, marks, *around(spans, *_extent(marks, 0))))


def _extent(marks: Sequence[Mark], otherwise: int) -> tuple[int, int]:
    if not marks:
        return otherwise, otherwise
    return min(mark.begin for mark in marks), max(mark.end for mark in marks)


def _placed(rows: Iterable[Row]) -> list[Row]:
    """The rows whose offsets are numbers; who may write to a store may put in other things."""
    return [row for row in rows if row["begin"].isdecimal() and row["end"].isdecimal()]


def _mark(row: Row, role: str, target: str = "", kind: str = "") -> Mark:
    return Mark(int(row["begin"]), int(row["end"]), role, target, kind)


def _entity_mark(row: Row) -> Mark:
    return _mark(row, "entity", row["entity"], row["type"].rpartition("/")[2].lower())


def _statement_mark(row: Row) -> Mark:
    return _mark(row, row["role"].rpartition("#")[2].removesuffix("Span").lower(), row["statement"])
