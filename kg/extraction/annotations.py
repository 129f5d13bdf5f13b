"""The values that extraction finds in a document, without RDF and spaCy.

All spans are half-open ranges of code points into the document's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kg.documents import Document

PARSE_ONLY = "parse only"
"""Stands for a tagger's version where no tagger was used."""


class Span(NamedTuple):
    """Half-open range of code points into a document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


class MentionKind(StrEnum):
    """How a text refers to an entity."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


class EntityType(StrEnum):
    """What kind of thing a mention refers to."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    PLACE = "Place"
    GROUP = "Group"
    EVENT = "Event"
    WORK = "CreativeWork"
    PRODUCT = "Product"
    LEGISLATION = "Legislation"
    OTHER = "Other"

    @property
    def is_thing(self) -> bool:
        """Whether it is neither a person nor a body, group or place."""
        people = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP)
        return self not in (*people, EntityType.COUNTRY, EntityType.PLACE)


class StatementKind(StrEnum):
    """Whether something is said, thought or intended."""

    SPEECH = "speech"
    THOUGHT = "thought"
    INTENT = "intent"


class Form(StrEnum):
    """Whether the content is given in the speaker's words, in the writer's, or in both."""

    DIRECT = "Direct"
    INDIRECT = "Indirect"
    MIXED = "Mixed"


class Construction(StrEnum):
    """The grammar by which a text attributes something, with an example of each.

    The values are the `found_by` of statements in every output.
    """

    DIRECT = "direct"  # “It rained,” she said
    INVERTED = "inverted"  # “It rained,” said Ana Roe
    SPLIT = "split"  # “It rained,” she said, “and we left”
    INDIRECT = "indirect"  # she said that it rained
    INTERRUPTED = "interrupted"  # it rained, she said, all day
    HEADLINE = "headline"  # Bridge closed, mayor says; Mayor: Bridge is closed
    ACCORDING_TO = "according-to"  # according to her, it rained
    OBJECT = "object"  # denied the report
    INFINITIVE = "infinitive"  # vowed to leave
    REQUEST = "request"  # urged them to leave
    NAME = "name"  # called it a failure
    PREPOSITION = "preposition"  # warned of rain
    PASSIVE = "passive"  # the plan was rejected
    NOMINAL = "nominal"  # her warning that it may rain
    ADVERB = "adverb"  # it reportedly rained
    TURN = "turn"  # Ana Roe: It rained; Q: Did it rain?
    QUOTATION = "quotation"  # a quotation without reporting words
    CONTINUED_QUOTATION = "continued-quotation"  # one that goes on from the quotation before it

    @property
    def is_quoted(self) -> bool:
        """Whether the content is a quotation that a verb announces."""
        return self in (Construction.DIRECT, Construction.INVERTED, Construction.SPLIT)

    @property
    def is_clausal(self) -> bool:
        """Whether the content is a whole clause in the writer's words."""
        return self in (
            Construction.INDIRECT,
            Construction.INTERRUPTED,
            Construction.HEADLINE,
            Construction.ACCORDING_TO,
        )

    @property
    def is_free_standing(self) -> bool:
        """Whether the content is a quotation that no reporting words announce."""
        return self in (Construction.QUOTATION, Construction.CONTINUED_QUOTATION)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to a person, organization, country, place or group.

    Attributes:
        name: its text without title and possessive, with single spaces; of a given name that shares
            the family name after it ("Tom" in "Tom and Ada Roe") with that.
        antecedent: index, in `Annotations.mentions`, of the mention that a pronoun or description
            refers back to; None for a name and where it was not resolved.
        of_country: the word for the country that a group or description belongs to, as written
            ("Norwegian" in "Norwegian ships").
        found_by: the rule or model that found it.
    """

    span: Span
    kind: MentionKind
    type: EntityType
    name: str
    antecedent: int | None = None
    of_country: str | None = None
    found_by: str = "model"


@dataclass(frozen=True, slots=True)
class Statement:
    """A source says, thinks or intends a content; a cue announces it.

    Attributes:
        source: spans of the speaker as written, empty where none is named.
        cue: spans of the reporting words, empty for a free-standing quotation.
        content: spans of what is said, quotation marks included.
        speaker: index of the mention that speaks (in `Annotations.mentions`), None if unknown.
        joint_speakers: indexes of the mentions that speak together with it: B in "A and B said".
        cue_concept: local name of the cue's concept in ontology/cues.ttl, None where there is none.
        stance: local name of the stance in ontology/kg.ttl (Affirms, Denies, Warns…).
        modality: local name of the modality of the content (Possible, Conditional, Necessary…).
        negated: whether the content's main clause is negated.
        addressee: span of whom it was told to.
        told_to: index of the mention that the addressee is.
        citing: index of the mention that the speaker cites as the origin.
        time: index of when it was said (in `Annotations.times`).
        place: span of where it was said.
        speaking_as: index of the position (in `Annotations.positions`) that the speaker has.
        about: indexes of the mentions inside the content.
        parent: index of the innermost statement (in `Annotations.statements`) whose content holds
            this one.
        continues: index of the statement before a free-standing quotation, or before "he" who is
            not named, whose source says that too.
        found_by: the construction that the words are in.
        score: 0 to 1.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: StatementKind
    form: Form
    stance: str
    found_by: Construction
    score: float
    speaker: int | None = None
    joint_speakers: tuple[int, ...] = ()
    cue_concept: str | None = None
    modality: str | None = None
    negated: bool = False
    addressee: Span | None = None
    told_to: int | None = None
    citing: int | None = None
    time: int | None = None
    place: Span | None = None
    speaking_as: int | None = None
    about: tuple[int, ...] = ()
    parent: int | None = None
    continues: int | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A person holds or held a post, by a title, an apposition or a predicate.

    Attributes:
        span: the whole phrase ("senior engineer at the Harbour Council").
        holder: index of the person (in `Annotations.mentions`).
        title: the post as written, without article ("senior engineer"), and as one person holds it.
        title_span: where the title stands.
        organization: index of the organization, country or place that the post is in.
        found_by: "title", "apposition" or "predicate".
        former: whether the text says that the post is held no longer.
    """

    span: Span
    holder: int
    title: str
    title_span: Span
    organization: int | None = None
    found_by: str = "title"
    former: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something, with the hedge that makes it inexact.

    Attributes:
        span: the whole expression ("up to 300 Norwegian ships").
        value: the number named, None where only bounds are known.
        minimum, maximum: the bounds that a hedge or range sets, None where open.
        approximation: the hedge as written in lower case ("up to", "about"), None where exact.
        unit: what is counted, as written ("Norwegian ships", "%", "US dollars").
        statement: index of the innermost statement whose content it is in, None outside any.
        found_by: the rule that found it.
    """

    span: Span
    value: float | None
    minimum: float | None
    maximum: float | None
    approximation: str | None
    unit: str | None
    statement: int | None = None
    found_by: str = "number"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A point or period of time.

    `value` is ISO 8601 (2024-10-23, 2024-10, 2024-W43, 2024, 1998/2004, P3D), None where it is not
    known, as for a relative expression in a text without a date of publication.
    """

    span: Span
    value: str | None

    @property
    def kind(self) -> str | None:
        """The precision of the value: day, week, month or year; or interval, or duration."""
        if self.value is None:
            return None
        if "/" in self.value:
            return "interval"
        if self.value.startswith("P"):
            return "duration"
        if "W" in self.value:
            return "week"
        return {4: "year", 7: "month"}.get(len(self.value), "day")


class Tense(StrEnum):
    """When a predicate is said to be, by its verb."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Argument:
    """What fills a role of a frame.

    Attributes:
        role: PropBank's label: ARG0 to ARG4, TMP, LOC, NEG, MOD, or that of another adjunct (MNR,
            CAU, PRP, DIR…).
        name: local name of the role that the event type gives it in ontology/events.ttl.
        span: all its words.
        head: its main word; of a phrase with a preposition, that of what follows it, and of an
            amount what it is of.
        lemma: the lemma of its main word, or of the amount.
        mention: index of the mention (in `Annotations.mentions`) that the head is in.
        quantity: index of the quantity (in `Annotations.quantities`) that counts it.
        found_by: the path through the parse that leads to it.
        pronoun: the pronoun that stands for it where a relative clause is about it: "which" in "the
            ship, which sank".
    """

    role: str
    name: str | None
    span: Span
    head: Span
    lemma: str
    mention: int | None
    quantity: int | None
    found_by: str
    pronoun: Span | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate with its arguments: who does what to whom, in the text's words.

    Attributes:
        span: the predicate's word, and its particle.
        lemma: its lemma with the particle after a space ("break out").
        type: local name of the event type in ontology/events.ttl, None where it is no event.
        arguments: in the order of the text.
        joint: further names that fill the role of one of them: "Peru" in "Norway and Peru sent".
        negated: whether the text says that it is not so.
        modality: local name of its modality in ontology/kg.ttl (Possible, Necessary…).
        tense: that of a verb, None of a noun or adjective.
        conditional: whether it is, or depends on, a condition.
        time: index of when it is (in `Annotations.times`).
        place: index of the mention of where it is.
        asserted: whether the article itself says that it is so: in nobody's mouth, not negated, and
            not as possible, intended, asked for, to come, or a condition.
        statement: index of the innermost statement (in `Annotations.statements`) whose content
            holds it.
        told: whether its arguments tell for sure who does it, or to whom it happens; where they do
            not, it is no event of the graph.
        claimed: whether its arguments tell who does it, or what changes; where they do not, it
            makes no claim, whatever statement holds it.
    """

    span: tuple[Span, ...]
    lemma: str
    type: str | None
    arguments: tuple[Argument, ...]
    joint: tuple[Argument, ...]
    negated: bool
    modality: str | None
    tense: Tense | None
    conditional: bool
    time: int | None
    place: int | None
    asserted: bool
    statement: int | None
    told: bool = True
    claimed: bool = True


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that extraction found in one document.

    Each tuple is in the order of the text, and the indexes in the values are indexes of these
    tuples. `tagger` is the version of the trained tagger that found the statements, or PARSE_ONLY.
    """

    document: Document
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    positions: tuple[Position, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    tagger: str = PARSE_ONLY
    frames: tuple[Frame, ...] = ()
