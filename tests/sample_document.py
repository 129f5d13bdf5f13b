"""A made-up document with everything that extraction and identity can find, annotated by hand."""

from collections.abc import Iterable, Sequence
from datetime import date

from kg.documents import Document, Metadata
from kg.extraction import (
    Annotations,
    Construction,
    EntityType,
    Form,
    Mention,
    MentionKind,
    Position,
    Quantity,
    Span,
    Statement,
    StatementKind,
    TimeExpression,
)
from kg.identity import (
    Entity,
    Link,
    Resolved,
    ResolvedMention,
    ResolvedPosition,
    ResolvedStatement,
)

TEXT = (
    "Norrvik\u2019s mayor, Lena Fiskeby, told Radio Halden in Halden on Monday that up to 1,200 "
    "Veltish miners may not return \U0001f600.\r\n"
    "\u201cIt ends here,\u201d Orsted said she warned of strikes and of delays.\n"
    "\u201cNobody asked us.\u201d\tFishers planned a march, it was said."
)

DOCUMENT = Document(
    TEXT,
    path="harbour.txt",
    metadata=Metadata(
        title="Miners stay away",
        url="https://news.example/harbour",
        published=date(2031, 5, 6),
        publisher="The Harbour",
        author="A. Writer",
        language="en",
    ),
)

LINK = Link("https://sws.geonames.org/1/", "name and country", 0.75, "gazetteer 1")

ENTITIES = (
    Entity("country/veltland", EntityType.COUNTRY, "Veltland"),
    Entity(f"doc/{DOCUMENT.id}/entity/orsted", EntityType.PERSON, "Orsted", local=True),
    Entity("group/fishers", EntityType.GROUP, "fishers"),
    Entity(
        "group/veltish-miners", EntityType.GROUP, "Veltish miners", of_country="country/veltland"
    ),
    Entity("organization/radio-halden", EntityType.ORGANIZATION, "Radio Halden"),
    Entity(
        "person/lena-fiskeby",
        EntityType.PERSON,
        "Lena Fiskeby",
        aliases=("L. Fiskeby",),
        merged=("person/l-fiskeby",),
    ),
    Entity(
        "place/halden", EntityType.PLACE, "Halden", links=(LINK,), latitude=59.125, longitude=-11.4
    ),
    Entity("place/norrvik", EntityType.PLACE, "Norrvik"),
)

_MENTIONS = (
    ("Norrvik", EntityType.PLACE, "place/norrvik"),
    ("Lena Fiskeby", EntityType.PERSON, "person/lena-fiskeby"),
    ("Radio Halden", EntityType.ORGANIZATION, "organization/radio-halden"),
    ("Halden on", EntityType.PLACE, "place/halden"),
    ("Veltish", EntityType.COUNTRY, "country/veltland"),
    ("Veltish miners", EntityType.GROUP, "group/veltish-miners"),
    ("Orsted", EntityType.PERSON, f"doc/{DOCUMENT.id}/entity/orsted"),
    ("she", EntityType.PERSON, f"doc/{DOCUMENT.id}/entity/orsted"),
    ("us", EntityType.PERSON, None),
    ("Fishers", EntityType.GROUP, "group/fishers"),
)


def span_of(words: str) -> Span:
    """Where `words` stand first."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _mention(words: str, kind: EntityType) -> Mention:
    if words in ("she", "us"):
        return Mention(span_of(words), MentionKind.PRONOUN, kind, words)
    if words == "Halden on":
        start = TEXT.index(words)
        return Mention(Span(start, start + 6), MentionKind.NAME, kind, "Halden")
    return Mention(span_of(words), MentionKind.NAME, kind, words)


def _statements() -> tuple[Statement, ...]:
    speech, indirect = StatementKind.SPEECH, Form.INDIRECT
    orsted = (span_of("Orsted"),)
    she = (span_of("she"),)
    warned = (span_of("warned"),)
    return (
        Statement(
            (span_of("Norrvik\u2019s mayor, Lena Fiskeby"),),
            (span_of("told"),),
            (span_of("up to 1,200 Veltish miners may not return \U0001f600"),),
            speech,
            indirect,
            "Affirms",
            Construction.INDIRECT,
            0.9,
            speaker=1,
            cue_concept="tell",
            modality="Possible",
            negated=True,
            addressee=span_of("Radio Halden"),
            told_to=2,
            citing=9,
            time=0,
            place=span_of("in Halden"),
            speaking_as=0,
            about=(4, 5),
        ),
        Statement(
            orsted,
            (span_of("said"),),
            (span_of("It ends here"), span_of("she warned of strikes and of delays")),
            speech,
            Form.MIXED,
            "Announces",
            Construction.DIRECT,
            1.0,
            speaker=6,
            about=(7,),
        ),
        Statement(
            she,
            warned,
            (span_of("of strikes"),),
            speech,
            indirect,
            "Warns",
            Construction.PREPOSITION,
            0.5,
            7,
            parent=1,
        ),
        Statement(
            she,
            warned,
            (span_of("of delays"),),
            speech,
            indirect,
            "Warns",
            Construction.PREPOSITION,
            0.5,
            7,
            parent=1,
        ),
        Statement(
            (),
            (),
            (span_of("Nobody asked us."),),
            speech,
            Form.DIRECT,
            "Affirms",
            Construction.QUOTATION,
            0.25,
            about=(8,),
        ),
        Statement(
            (span_of("Fishers"),),
            (span_of("planned"),),
            (span_of("a march"),),
            StatementKind.INTENT,
            indirect,
            "Promises",
            Construction.OBJECT,
            0.5,
            speaker=9,
        ),
    )


def sample() -> Resolved:
    """The document with its annotations and entities."""
    first_end = TEXT.index("\r\n")
    second_end = TEXT.index("\n\u201cN")
    annotations = Annotations(
        document=DOCUMENT,
        sentences=(
            Span(0, first_end),
            Span(first_end + 2, second_end),
            Span(second_end + 1, len(TEXT)),
        ),
        mentions=tuple(_mention(words, kind) for words, kind, _ in _MENTIONS),
        statements=_statements(),
        positions=(
            Position(
                span_of("Norrvik\u2019s mayor, Lena Fiskeby"), 1, "mayor", span_of("mayor"), 0
            ),
        ),
        quantities=(
            Quantity(
                span_of("up to 1,200 Veltish miners"), 1200.0, None, 1200.0, "up to", "miners", 0
            ),
        ),
        times=(TimeExpression(span_of("Monday"), "2031-05-05"),),
    )
    keys = tuple(key for _, _, key in _MENTIONS)
    orsted = keys[6]
    speakers = ("person/lena-fiskeby", orsted, orsted, orsted, None, "group/fishers")
    return tied(annotations, ENTITIES, keys, speakers)


def tied(
    annotations: Annotations,
    entities: Iterable[Entity],
    mentions: Sequence[str | None],
    speakers: Sequence[str | None],
) -> Resolved:
    """Annotations with entities, given the keys of what each mention means and of each speaker."""
    by_key = {entity.key: entity for entity in entities}
    meant = [key and by_key[key] for key in mentions]

    def at(mention: int | None) -> Entity | None:
        return None if mention is None else meant[mention]

    positions = tuple(
        ResolvedPosition(each, at(each.holder), at(each.organization))
        for each in annotations.positions
    )
    statements = tuple(
        ResolvedStatement(
            each,
            speaker=speaker and by_key[speaker],
            told_to=at(each.told_to),
            citing=at(each.citing),
            about=tuple(filter(None, map(at, each.about))),
            time=None if each.time is None else annotations.times[each.time],
            speaking_as=None if each.speaking_as is None else positions[each.speaking_as],
        )
        for each, speaker in zip(annotations.statements, speakers, strict=True)
    )
    referring = tuple(map(ResolvedMention, annotations.mentions, meant))
    known = tuple(sorted(by_key.values(), key=lambda entity: entity.key))
    return Resolved(annotations, known, referring, statements, positions)
