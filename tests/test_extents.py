"""Where sources and contents begin and end: brackets, days, relative clauses, interruptions."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from kg.documents import Document
from kg.extraction import Annotations, Construction, Span
from kg.extraction.annotate import annotate
from kg.extraction.statements.constructions import Attribution, attributions
from kg.extraction.statements.deeds import with_doubt
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.mending import mend
from kg.extraction.statements.tagged.attributions import with_constructions
from kg.extraction.tagger.span_decoding import TaggedAttribution

Said = tuple[str, list[str]]


@pytest.fixture(scope="module")
def read(tagged: Language) -> Callable[[str], list[Said]]:
    return lambda text: said(next(annotate(tagged, [Document(text)])))


def said(found: Annotations) -> list[Said]:
    """Source and content of what is likely said."""
    return [
        shown(found.document.text, each.source, each.content)
        for each in found.statements
        if each.score > 0.4
    ]


def shown(text: str, source: tuple[Span, ...], content: tuple[Span, ...]) -> Said:
    return " ".join(text[slice(*span)] for span in source), [text[slice(*s)] for s in content]


def made(nlp: Language, text: str, source: str, cue: str, *content: str) -> Said:
    """What is made of what the tagger found, whose words follow each other in the text."""

    def span(words: str) -> Span:
        at = text.index(words)
        return Span(at, at + len(words))

    layout = Layout(nlp(text))
    found = TaggedAttribution((span(source),), (span(cue),), tuple(map(span, content)), 0.9)
    (one, *_) = with_constructions(layout, [found], attributions(layout))
    (whole, *_) = mend(layout, [one])
    return shown(text, whole.source, whole.content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "(“It is late,” she said, looking out.) The pilot was tired, she said.",
            [("she", ["“It is late,”"]), ("she", ["The pilot was tired"])],
        ),
        (
            "The clerk said, “Hand me the keys!” then ran off.",
            [("The clerk", ["“Hand me the keys!”"])],
        ),
        (
            "Lind reportedly said, “You tell me,” repeatedly, before she stopped answering.",
            [("Lind", ["“You tell me,”"])],
        ),
        (
            "Lind described the plan as a way to raise the town's share of the profits, now at"
            " about 50 percent.",
            [
                (
                    "Lind",
                    [
                        "the plan as a way to raise the town's share of the profits, now at about"
                        " 50 percent"
                    ],
                )
            ],
        ),
        (
            "The firm said Tom Varga, who is also a vice president of Orrin Corp, will succeed"
            " Lind.",
            [
                (
                    "The firm",
                    ["Tom Varga, who is also a vice president of Orrin Corp, will succeed Lind"],
                )
            ],
        ),
        (
            "Orrin Corp said in announcing the sale that it would pay a dividend.",
            [("Orrin Corp", ["that it would pay a dividend"])],
        ),
        (
            "Lind told the council that rents in the town centre have doubled since May.",
            [("Lind", ["that rents in the town centre have doubled since May"])],
        ),
        (
            "Some local cable companies, the paper says, expect the fees to rise by a fifth.",
            [
                (
                    "the paper",
                    ["Some local cable companies", "expect the fees to rise by a fifth"],
                )
            ],
        ),
    ],
)
def test_a_statement_has_its_own_words_and_no_others(
    read: Callable[[str], list[Said]], text: str, expected: list[Said]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Please fill in the form and let our teachers and families know that you want them to have"
        " the same books.",
        "One official reportedly gave away coins to guests at a rally for Lind.",
        "The guard reportedly had been building a case that the letters were part of a plot.",
        "Blue Planet: Who's afraid of the wolf?",
    ],
)
def test_what_nobody_says_is_no_statement(read: Callable[[str], list[Said]], text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "source", "whole"),
    [
        ("Mayor Roe last Friday said that it rained.", "Mayor Roe last Friday", "Mayor Roe"),
        ("Clerks who say that it rained will march.", "Clerks who", "Clerks"),
        ("They left early. The judge waited, and Roe said that it rained.", "They", "Roe"),
        ("An aide at the time, Ada Roe, said that it rained.", "Ada Roe",
         "An aide at the time, Ada Roe"),
        ("Ada Roe (of the town of Hull) said that it rained.", "Ada Roe (of the town of Hull",
         "Ada Roe (of the town of Hull)"),
    ],
)  # fmt: skip
def test_a_source_is_who_speaks_and_no_more(
    nlp: Language, text: str, source: str, whole: str
) -> None:
    cue = "say" if "say " in text else "said"
    assert made(nlp, text, source, cue, "that it rained") == (whole, ["that it rained"])


@pytest.mark.parametrize(
    ("text", "content", "whole"),
    [
        ("The mayor, Roe said, wanted to feed the children.", ["to feed the children"],
         ["The mayor", "wanted to feed the children"]),
        ("In fact, Roe said Lind designed the old bridge.", ["old bridge"],
         ["Lind designed the old bridge"]),
        ("(The clerk left after Roe said it rained.)", ["it rained.)"], ["it rained"]),
    ],
)  # fmt: skip
def test_a_content_is_all_that_is_said(
    nlp: Language, text: str, content: list[str], whole: list[str]
) -> None:
    assert made(nlp, text, "Roe", "said", *content) == ("Roe", whole)


@pytest.mark.parametrize(
    ("text", "cue", "content", "whole"),
    [
        # A phrase that the clause begins with is part of it, where it tells nothing of the saying.
        ("Orrin said in most counties, wells are dry.", "said", "most counties, wells are dry",
         "in most counties, wells are dry"),
        ("Orrin said in fiscal 1988 the mill lost money.", "said", "the mill lost money",
         "in fiscal 1988 the mill lost money"),
        ("Orrin said in a statement the water was unsafe.", "said", "the water was unsafe",
         "the water was unsafe"),
        ("Orrin said in Rome the water was unsafe.", "said", "the water was unsafe",
         "the water was unsafe"),
        # A clause begins with its subject.
        ("Orrin told parliament troops from both lands would leave.", "told",
         "parliament troops from both lands would leave", "troops from both lands would leave"),
        ("Orrin told Reuters shipments from the port last month fell 5 pct.", "told",
         "from the port last month fell 5 pct", "shipments from the port last month fell 5 pct"),
        # Sums, second objects and words with a hyphen are whole.
        ("Orrin asked for £4,000 for a new roof.", "asked for", "£4,000 for a new roof",
         "£4,000 for a new roof"),
        ("Orrin projected a loss at 3 mln dlrs for the year.", "projected",
         "a loss at 3 mln dlrs for the year", "a loss at 3 mln dlrs for the year"),
        ("Orrin did not seek re-election.", "did not seek", "re", "re-election"),
        # What is denied is part of what is said.
        ("Orrin has denied rumours that she will resign.", "has denied rumours",
         "that she will resign", "rumours that she will resign"),
    ],
)  # fmt: skip
def test_a_content_is_cut_nowhere(
    nlp: Language, text: str, cue: str, content: str, whole: str
) -> None:
    assert made(nlp, text, "Orrin", cue, content) == ("Orrin", [whole])


def test_a_content_between_source_and_cue_has_its_subject(nlp: Language) -> None:
    text = "Lind, they said, also should pay for the cost of the trips."
    rest = "also should pay for the cost of the trips"
    assert made(nlp, text, "they", "said", rest) == ("they", ["Lind", rest])


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "whole"),
    [
        ("According to a report in the Gazette, an old memo at the firm showed that sales fell.",
         "a report in the Gazette", "According to",
         "an old memo at the firm showed that sales fell",
         ("a report in the Gazette", ["an old memo at the firm showed that sales fell"])),
        ("Growth will slow, the Organisation for Trade and Development (OTD) said.",
         "OTD)", "said", "Growth will slow, the Organisation",
         ("the Organisation for Trade and Development (OTD)", ["Growth will slow"])),
    ],
)  # fmt: skip
def test_no_word_of_the_source_is_in_the_content(
    nlp: Language, text: str, source: str, cue: str, content: str, whole: Said
) -> None:
    assert made(nlp, text, source, cue, content) == whole


def test_an_adverb_in_a_quotation_says_nothing(nlp: Language) -> None:
    text = "Poe said: “He sincerely is trying to find a way out.”"
    start = text.index("sincerely")
    found = Attribution(
        (Span(start - 3, start - 1),),
        (Span(start, start + 9),),
        (Span(start + 10, len(text) - 1),),
        Construction.ADVERB,
        0.9,
    )
    doubted = with_doubt(Layout(nlp(text)), found)
    assert doubted.sure is not None and doubted.sure < 0.1
