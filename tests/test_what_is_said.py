"""What is said, and what is not: whom it is told, what somebody is denied, what documents find."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from spacy.language import Language

from kg.documents import Document
from kg.extraction import Annotations, Construction, Form, Span, Statement, StatementKind
from kg.extraction.annotate import annotate
from kg.extraction.cues import cue_lexicon
from kg.extraction.statements.constructions import Attribution, attributions
from kg.extraction.statements.deeds import with_doubt
from kg.extraction.statements.description import describe
from kg.extraction.statements.extents.addressees import without_addressee
from kg.extraction.statements.extents.beginnings import opened
from kg.extraction.statements.extents.breaking_off import ended
from kg.extraction.statements.extents.stray import without_stray
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.mending import mend
from kg.extraction.statements.tagged.attributions import with_constructions
from kg.extraction.tagger.span_decoding import TaggedAttribution
from kg.settings import MinScore

Read = Callable[[str], Annotations]
LEAST = MinScore()


@pytest.fixture(scope="module")
def read(tagged: Language) -> Read:
    return lambda text: next(annotate(tagged, [Document(text)]))


def kept(found: Annotations) -> list[Statement]:
    """The statements that the least scores let through."""
    return [s for s in found.statements if s.score >= getattr(LEAST, s.kind.value)]


def contents(found: Annotations) -> list[list[str]]:
    text = found.document.text
    return [[text[slice(*span)] for span in each.content] for each in kept(found)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Central bank governor Ana Roe warned the meeting the measures lead to higher prices.",
            "the measures lead to higher prices",
        ),
        (
            "Roe told the U.S. chapter of the society she believed the vote would be lost.",
            "she believed the vote would be lost",
        ),
        (
            "Roe told a conference of bankers in London the economy was growing.",
            "the economy was growing",
        ),
        ("The minister told parliament on Tuesday the plan had failed.", "the plan had failed"),
        ("Officials assured the families the lost men were alive.", "the lost men were alive"),
        ("The mayor warned the town council the river would rise.", "the river would rise"),
        (
            "She told the Senate committee investigating the crash the pilots had been tired.",
            "the pilots had been tired",
        ),
        ("Roe told a firm in Lund: “It fell.”", "“It fell.”"),
        ("Roe told the firms, “You won when you joined us.”", "“You won when you joined us.”"),
        ("Roe said of Lind, “She was in the fray and won.”", "“She was in the fray and won.”"),
    ],
)
def test_whom_it_is_told_is_no_part_of_what_is_said(read: Read, text: str, content: str) -> None:
    assert contents(read(text))[0] == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Roe told Reuters in an interview the steering committee of Peru's creditor banks had"
            " agreed to consider the offer.",
            "the steering committee of Peru's creditor banks had agreed to consider the offer",
        ),
        ("Ada Roe told reporters in Oslo the mill of the town had closed.",
         "the mill of the town had closed"),
        ("Ada Roe told Congress this week the bill would pass.", "the bill would pass"),
        ("Ada Roe told the council that the mill had closed.", "that the mill had closed"),
    ],
)  # fmt: skip
def test_where_it_is_told_is_no_part_of_it_either(read: Read, text: str, content: str) -> None:
    assert [content] in contents(read(text))


def test_where_it_is_said_is_no_part_of_what_is_said(read: Read) -> None:
    found = read(
        "Bean imports may rise to 425,000 tonnes, the embassy said in its annual report on"
        " Indonesia's agriculture."
    )
    assert contents(found) == [["Bean imports may rise to 425,000 tonnes"]]


def mended(nlp: Language, text: str, *attributions_: tuple[str, str, str]) -> list[str]:
    """The contents of attributions (source, cue, content), mended."""
    made = []
    for words in attributions_:
        starts = [text.index(each) for each in words]
        spans = [(Span(at, at + len(each)),) for at, each in zip(starts, words, strict=True)]
        made.append(Attribution(*spans, Construction.INDIRECT, 0.9))
    return [text[slice(*each.content[0])] for each in mend(Layout(nlp(text)), made)]


def test_who_says_what_somebody_says_is_no_part_of_it(nlp: Language) -> None:
    text = "The board says cheap wheat adds to demand, the ministry said."
    assert mended(
        nlp,
        text,
        ("The board", "says", "cheap wheat adds to demand, the ministry said"),
        ("the ministry", "said", "cheap wheat adds to demand"),
    ) == ["cheap wheat adds to demand", "cheap wheat adds to demand"]


def test_brackets_are_closed(nlp: Language) -> None:
    text = "Lind said it will bid for the oil firm <TMO Mills Ltd> in May (or June)."
    told = ("Lind", "said", "it will bid for the oil firm <TMO")
    assert mended(nlp, text, told) == ["it will bid for the oil firm <TMO Mills Ltd>"]


def test_a_preposition_without_its_phrase_ends_no_content(nlp: Language) -> None:
    text = "Lind said managers are bullish on shares despite talk of a slump."
    layout = Layout(nlp(text))
    start, end = text.index("managers"), text.index(" talk")
    cues = [len(text[:end].split())]  # "talk"
    assert ended(layout, Span(start, end), [0], cues) == Span(start, text.index(" despite"))


def test_a_subject_whose_verb_is_another_statements_ends_no_content(nlp: Language) -> None:
    text = "Lind said growth will come from trade, but the firm plans to cut costs."
    layout = Layout(nlp(text))
    start, end = text.index("growth"), text.index(" plans")
    cues = [len(text[:end].split()) + 1]  # "plans", after the comma
    assert ended(layout, Span(start, end), [0], cues) == Span(start, text.index(" but"))


def test_which_verbs_tell_somebody_stands_in_the_lexicon() -> None:
    assert "person" in cue_lexicon().verbs["tell"].takes
    assert "person" not in cue_lexicon().verbs["say"].takes


@pytest.mark.parametrize(
    "text",
    [
        "Figures from the ministry showed that exports rose 3 percent.",
        "A survey by the town found most voters distrust the mayor.",
        "The report concluded that the pilot was tired.",
    ],
)
def test_what_documents_show_they_say(read: Read, text: str) -> None:
    assert [each.kind for each in kept(read(text))] == [StatementKind.SPEECH]


def test_what_people_find_they_think(read: Read) -> None:
    (found,) = kept(read("Researchers found that mice slept longer."))
    assert found.kind is StatementKind.THOUGHT


@pytest.mark.parametrize(
    "text",
    [
        "The court denied his request for bail.",
        "The judge denied the motion to dismiss the case.",
        "The council rejected the petition to keep the ferry.",
        "Man accused of threatening a tax worker.",
        "The embassy denied her a visa.",
        "Guards refused him entry to the building.",
        "The Senate confirmed Ana Roe as judge.",
        "Lind called her on Monday.",
        "She then referred to the mayor's old promise.",
    ],
)
def test_what_somebody_is_denied_or_made_is_no_statement(read: Read, text: str) -> None:
    assert not kept(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ana Roe denied the charges.",
        "The firm denied that it had refused a request.",
        "The minister confirmed the visit.",
        "Lind called her a hero.",
    ],
)
def test_what_somebody_denies_or_confirms_is_one(read: Read, text: str) -> None:
    assert kept(read(text))


@pytest.mark.parametrize(
    ("sure", "kind"), [(0.1, StatementKind.THOUGHT), (0.8, StatementKind.SPEECH)]
)
def test_what_is_hardly_a_statement_is_no_speech(
    nlp: Language, sure: float, kind: StatementKind
) -> None:
    layout = Layout(nlp("The envoy mentioned the river."))
    (found,) = attributions(layout)
    assert describe(layout, replace(found, sure=sure), None).kind is kind


@pytest.mark.parametrize(
    ("pieces", "kept_pieces"),
    [
        (
            ["she regretted it", "to stay out of it"],
            ["she regretted it and vowed to stay out of it"],
        ),
        (["what it may include", "of its plan"], ["what it may include"]),
        (["with weeks to go", "that Japan must act"], ["that Japan must act"]),
        (["he saw “Ben Hur,”", "“Ran” too"], ["he saw “Ben Hur,” and perhaps “Ran” too"]),
    ],
)
def test_a_content_has_no_holes(nlp: Language, pieces: list[str], kept_pieces: list[str]) -> None:
    text = {
        "she regretted it": "Roe said she regretted it and vowed to stay out of it.",
        "what it may include": "Roe said what it may include, though the best half of its plan.",
        "with weeks to go": "Roe said with weeks to go, as he knew, that Japan must act.",
        "he saw “Ben Hur,”": "Roe said he saw “Ben Hur,” and perhaps “Ran” too.",
    }[pieces[0]]
    spans = tuple(Span(text.index(each), text.index(each) + len(each)) for each in pieces)
    attribution = Attribution((Span(0, 3),), (Span(4, 8),), spans, Construction.INDIRECT, 0.9)
    (found,) = mend(Layout(nlp(text)), [attribution])
    assert [text[slice(*each)] for each in found.content] == kept_pieces


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "HuffPost asked the 2016 Democratic White House contender if he’s been preparing"
            " himself.",
            ["if he’s been preparing himself"],
        ),
        (
            "The king has stamped his authority on the cartel in a move Western diplomats believe"
            " underlines the kingdom's need to secure a stable source of income for its economy.",
            [
                "a move",
                "underlines the kingdom's need to secure a stable source of income for its economy",
            ],
        ),
    ],
)
def test_a_content_has_its_own_beginning(read: Read, text: str, content: list[str]) -> None:
    assert content in contents(read(text))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The police report states Sgt. Brett Hart and Officer Ron Roe were sent to a house.",
            "Sgt. Brett Hart and Officer Ron Roe were sent to a house",
        ),
        (
            "She said a driver who had met Wm. Howard Hart was taken to a clinic.",
            "a driver who had met Wm. Howard Hart was taken to a clinic",
        ),
        (
            "She said the message was sent to Lance Cpl. Evan Roe of Ohio on Monday.",
            "the message was sent to Lance Cpl. Evan Roe of Ohio on Monday",
        ),
    ],
)
def test_an_abbreviation_ends_no_content(read: Read, text: str, content: str) -> None:
    assert [content] in contents(read(text))


def test_the_writers_words_after_a_forgotten_mark_are_none_of_a_content(read: Read) -> None:
    text = (
        "Mr Hart said: “It was a real day to remember. I enjoyed it enormously. Mr Holloway added:"
        " “It was the best flight of my life.”"
    )
    assert contents(read(text)) == [
        ["“It was a real day to remember. I enjoyed it enormously."],
        ["“It was the best flight of my life.”"],
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # What stands in another clause or sentence is none of it.
        (
            "An unknown virus may be spreading within the state, medical officials report; however,"
            " the state's governor denies these allegations and accuses the official of lying.",
            ["An unknown virus may be spreading within the state"],
        ),
        # A condition before the cue is part of it.
        (
            "If the bank agrees, he told media, it would lend $2 million to the town.",
            ["If the bank agrees", "it would lend $2 million to the town"],
        ),
        # Pleas are said; whom it is told is not.
        (
            "He pleaded not guilty to charges of lying to investigators.",
            ["not guilty to charges of lying to investigators"],
        ),
        ("The club asked Tom Glavine for a pay cut of $2 million.", ["a pay cut of $2 million"]),
        (
            "The minister asked the council for money to repair the bridge.",
            ["money to repair the bridge"],
        ),
        # A quotation over two paragraphs is one, though only its ends are marked.
        (
            'The town was quiet. "Three men tried to plant a device along a road on Friday.\n'
            'After a while, the device went off, killing the three," the police said on Monday.',
            [
                '"Three men tried to plant a device along a road on Friday.',
                'After a while, the device went off, killing the three,"',
            ],
        ),
    ],
)
def test_a_content_is_of_its_own_cue(read: Read, text: str, content: list[str]) -> None:
    assert content in contents(read(text))


def spans(text: str, *pieces: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(each), text.index(each) + len(each)) for each in pieces)


def test_a_piece_of_another_clause_is_left_out(nlp: Language) -> None:
    text = "While the permit is free for residents, Roe said none in the town would be given one."
    layout = Layout(nlp(text))
    said = spans(text, "none in the town would be given one")
    (cue,) = layout.tokens_of(spans(text, "said"))
    assert without_stray(layout, (*spans(text, "residents"), *said), [cue]) == [*said]
    parts = spans(text, "none in the town", "would be given one")
    assert without_stray(layout, parts, [cue]) == [*parts]


@pytest.mark.parametrize(
    ("text", "found", "content"),
    [
        (
            "“It has rained for a week. It is bad.” The town is flooded, according to Roe.",
            "“It has rained for a week. It is bad.” The town is flooded",
            "The town is flooded",
        ),
        (
            "Roe told us “it rains. It is very bad.” If it rains, the town will be flooded.",
            "“it rains. It is very bad.” If it rains",
            "“it rains. It is very bad.” If it rains",
        ),
        (
            "Roe told us “It rains. It is very bad.” If it rains, the town will be flooded.",
            "“It rains. It is very bad.” If it rains",
            "“It rains. It is very bad.”",
        ),
    ],
)
def test_a_quoted_sentence_and_one_of_the_writer_are_two(
    nlp: Language, text: str, found: str, content: str
) -> None:
    cue = spans(text, "according to" if "according" in text else "told")
    attribution = Attribution(
        spans(text, "Roe"), cue, spans(text, found), Construction.INDIRECT, 0.9
    )
    mended = mend(Layout(nlp(text)), [attribution])
    assert spans(text, content) in [each.content for each in mended]


def test_whom_a_quotation_is_told_is_none_of_it(nlp: Language) -> None:
    text = "Rogers told E&T: “We talk about the war.”"
    layout = Layout(nlp(text))
    cue = layout.tokens_of(spans(text, "told"))
    (whole,) = spans(text, "E&T: “We talk about the war.”")
    assert (opened(layout, whole, cue),) == spans(text, "“We talk about the war.”")


def test_the_writers_sentence_before_a_quotation_is_none_of_it(nlp: Language) -> None:
    text = "It is a chance to talk. “It puts you in touch with many people,” he said."
    layout = Layout(nlp(text))
    found = spans(text, text.removesuffix(" he said."))
    tagged = TaggedAttribution(spans(text, "he"), spans(text, "said"), found, 0.9)
    (made,) = with_constructions(layout, [tagged], attributions(layout))
    assert made.content == spans(text, "“It puts you in touch with many people,”")


def test_a_clause_before_the_cue_of_a_headline_is_no_source(nlp: Language) -> None:
    text = "City backs plan, says it will pay"
    tagged = TaggedAttribution(
        spans(text, "City backs plan"), spans(text, "says"), spans(text, "it will pay"), 0.9
    )
    (made,) = with_constructions(Layout(nlp(text)), [tagged], [])
    assert made.source == spans(text, "City")


def test_what_stands_between_cue_and_clause_tells_where(nlp: Language) -> None:
    text = "The ministry said in a statement it had received a pledge from Greece."
    layout = Layout(nlp(text))
    (whole,) = spans(text, "statement it had received a pledge from Greece")
    cue = layout.tokens_of(spans(text, "said"))
    told = spans(text, "it had received a pledge from Greece")
    assert without_addressee(layout, cue, [whole]) == told


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Oslo's minister said Friday she's ready to mend the bridge.", "Friday "),
        ("Lind could not say for sure Friday night how the fire began.", "night "),
        ("Lind insisted to detectives she awoke at noon.", "to detectives "),
    ],
)
def test_what_stands_between_cue_and_content_is_none_of_it(
    nlp: Language, text: str, before: str
) -> None:
    layout = Layout(nlp(text))
    start, end = text.index(before), len(text) - 1
    cue = [t for t in layout.tokens_in(Span(0, start)) if layout.is_verb(t)]
    found = without_addressee(layout, cue, [opened(layout, Span(start, end), cue)])
    assert found == (Span(start + len(before), end),)


def test_an_agencys_signature_is_no_source(nlp: Language) -> None:
    text = "The plant will open in May, the firm said.\n\nReuter"
    layout = Layout(nlp(text))
    said = spans(text, "The plant will open in May")
    tagged = TaggedAttribution(spans(text, "Reuter"), spans(text, "said"), said, 0.9)
    (made,) = with_constructions(layout, [tagged], attributions(layout))
    assert made.source == spans(text, "the firm")


def test_a_source_begins_with_its_hyphenated_words(read: Read) -> None:
    text = "Three soldiers were wounded, Russia’s state-run Tass news agency reported."
    (found,) = kept(read(text))
    assert found.source == spans(text, "Russia’s state-run Tass news agency")
    assert found.content == spans(text, "Three soldiers were wounded")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Hart posted to Facebook to explain his decision saying, “It was a good one.”", "Hart"),
        ("Hart heard her brother saying, “It was a good day.”", "her brother"),
    ],
)
def test_what_somebody_explains_does_not_speak(nlp: Language, text: str, source: str) -> None:
    said = spans(text, "saying")
    found = (each for each in attributions(Layout(nlp(text))) if each.cue == said)
    assert next(found).source == spans(text, source)


def test_who_is_cited_is_the_source(nlp: Language) -> None:
    text = "According to the story of her arrest, she held out her hands."
    layout = Layout(nlp(text))
    content = spans(text, "she held out her hands")
    tagged = TaggedAttribution((), spans(text, "According to"), content, 0.9)
    found = with_constructions(layout, [tagged], attributions(layout))
    assert [each.source for each in found] == [spans(text, "the story of her arrest")]


@pytest.mark.parametrize(
    "text",
    [
        "Describing the killing, Ana Roe left. Roe described the storm.",
        "President Ana Roe called her security advisers together.",
        "“It has been seven years,” McCain said, asked about the vagueness in an interview.",
        "Roe said so. Lind said them.",
    ],
)
def test_what_says_nothing_is_no_statement(read: Read, text: str) -> None:
    found = read(text)
    assert [each for each in kept(found) if each.form is not Form.DIRECT] == []


def test_a_particle_makes_another_verb_only_of_one_that_takes_it(read: Read) -> None:
    assert contents(read("Roe demanded his job back.")) == [["his job back"]]


@pytest.mark.parametrize(
    ("content", "source", "cue", "is_kept"),
    [
        ("where the mayors saw “a home for all,”", "Ana Roe", "writes", False),
        ("and how it fell", "Ana Roe", "said", False),
        ("would cost a fortune", "Ana Roe", "says", False),
        ("the bridge cost a fortune", "Ana Roe", "said", True),
        ("which bridge is safe", "Ana Roe", "asked", True),
        ("where it fell", "Ana Roe", "asked", True),
        ("whether it fell", "Ana Roe", "would not say", False),
        ("that it fell", "The ad", "does not mention", False),
        ("that it fell", "The ad", "does not say", True),
        ("it fell", "Praising Roe for the deed", "says", False),
        ("a special meeting", "The council", "calls", False),
        ("the meeting a farce", "The council", "calls", True),
    ],
)
def test_a_piece_of_a_clause_is_no_content(
    nlp: Language, content: str, source: str, cue: str, is_kept: bool
) -> None:
    is_before = content.endswith(",”")
    words = (content, source, cue) if is_before else (source, cue, content)
    doc = nlp(
        "They came to Ladda, " + " ".join(words) + "." if is_before else " ".join(words) + "."
    )
    spans = [Span(doc.text.index(each), doc.text.index(each) + len(each)) for each in words]
    said, whose, by = spans if is_before else (spans[2], *spans[:2])
    found = Attribution((whose,), (by,), (said,), Construction.INDIRECT, 0.9)
    assert (with_doubt(Layout(doc), found).sure is None) is is_kept


def test_what_something_is_said_to_be_is_the_content(read: Read) -> None:
    found = read("They rebuilt what officials say is the oldest bridge in the state.")
    assert contents(found) == [["the oldest bridge in the state"]]


def test_where_the_news_is_from_says_nothing(read: Read) -> None:
    assert not read("Elmsford: Man jailed for theft\n\nA clerk was jailed in Elmsford.").statements


def test_who_says_that_he_thinks_it_says_it_once(read: Read) -> None:
    for text in (
        "Ana Roe said she believes the bridge is old.",
        "Some traders said they expect the bridge to close.",
    ):
        assert [each.kind for each in kept(read(text))] == [StatementKind.SPEECH]
    other = read("Ana Roe said Tom Lind believes the bridge is old.")
    assert [each.kind.value for each in kept(other)] == ["speech", "thought"]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The company said Falk, who will remain on the board, has agreed to sell his shares.",
            "The company",
            "Falk, who will remain on the board, has agreed to sell his shares",
        ),
        (
            "The council said Ada Lind, who runs the mill, will not be back.",
            "The council",
            "Ada Lind, who runs the mill, will not be back",
        ),
    ],
)
def test_who_is_told_of_with_a_clause_does_not_speak(
    read: Read, text: str, source: str, content: str
) -> None:
    (said,) = read(text).statements
    assert [text[slice(*span)] for span in (*said.source, *said.content)] == [source, content]
