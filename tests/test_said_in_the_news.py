"""Statements as an editor files them: who says it, what is said and what is not, in news prose."""

import pytest
from spacy.language import Language

from kg.documents import Document
from kg.extraction import Annotations, EntityType, Mention, MentionKind, Span
from kg.extraction.annotate import annotate
from kg.extraction.statements.component import statements
from kg.extraction.statements.constructions import attributions
from kg.extraction.statements.layout import Layout
from test_what_is_said import Read, kept


@pytest.fixture(scope="module")
def read(tagged: Language) -> Read:
    return lambda text: next(annotate(tagged, [Document(text)]))


def filed(found: Annotations) -> list[tuple[str, str]]:
    """Source and content of each statement; parts are parted by a bar."""
    text = found.document.text
    words = [
        [" | ".join(text[slice(*span)] for span in spans) for spans in (s.source, s.content)]
        for s in kept(found)
    ]
    return [(source, content) for source, content in words]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The council said last month it will not prosecute the owner.",
         "it will not prosecute the owner"),
        ("The group said earlier this month it expects to hire 200 people.",
         "it expects to hire 200 people"),
        ("The minister said last year he would resign if the bill failed.",
         "he would resign if the bill failed"),
        ("Ann Lind said two weeks ago he will not run.", "he will not run"),
        ("The agency said last week new rules will be issued in May.",
         "new rules will be issued in May"),
        # What is over may have happened then.
        ("The firm said last year it had sold its mills.", "last year it had sold its mills"),
        ("Orrin said earlier this year it could not pay its debts.",
         "earlier this year it could not pay its debts"),
        ("The firm said this year it will sell 5 million cars.",
         "this year it will sell 5 million cars"),
    ],
)  # fmt: skip
def test_the_time_of_saying_is_none_of_what_is_or_will_be(
    read: Read, text: str, content: str
) -> None:
    assert [each for _, each in filed(read(text))] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "Two men said to be members of the gang were arrested on Monday.",
        "A man thought to be in his thirties was found dead.",
        "Police did not say with whom the man had travelled.",
        "Nobody has said that the bridge is safe.",
        "Neither side has said who will pay.",
        "No Democrats have announced plans to run in the spring.",
        "They named the boat Hope.",
        "The couple named their daughter Anna.",
    ],
)
def test_what_nobody_says_is_no_statement(read: Read, text: str) -> None:
    assert filed(read(text)) == []


@pytest.mark.parametrize("source", ["No 10", "No Labels"])
def test_somebody_may_be_called_so(read: Read, source: str) -> None:
    found = read(f"{source} said the minister would stay.")
    assert filed(found) == [(source, "the minister would stay")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Residents have been warned that the water may not be safe.",
         ("", "that the water may not be safe")),
        ("Staff were told on Monday that the plant would close.",
         ("", "that the plant would close")),
        ("Ann Lind was told by doctors that she had a year to live.",
         ("doctors", "that she had a year to live")),
        ("“We won,” said Mary Lind to a crowd of fans who had waited for hours.",
         ("Mary Lind", "“We won,”")),
        ("“He's a top player,” said Lind of his new signing.", ("Lind", "“He's a top player,”")),
        ("“We are ready,” said an aide to Mr Lind.", ("an aide to Mr Lind", "“We are ready,”")),
        ("Earlier Orrin Group said it agreed to buy Lind Mills for 69 dollars a share.",
         ("Orrin Group", "it agreed to buy Lind Mills for 69 dollars a share")),
        ("The mayor reminded voters to bring papers.", ("The mayor", "to bring papers")),
        ("She denies all the charges.", ("She", "all the charges")),
        ("Lawmakers on both sides voiced concern that the cuts would hurt schools.",
         ("Lawmakers on both sides", "that the cuts would hurt schools")),
        ("Tom Lind, 41, has pleaded not guilty to three counts of fraud.",
         ("Tom Lind, 41", "not guilty to three counts of fraud")),
    ],
)  # fmt: skip
def test_who_says_it_and_not_whom_it_is_told_or_of(
    read: Read, text: str, said: tuple[str, str]
) -> None:
    assert filed(read(text)) == [said]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The minister said the plan had failed, but did not elaborate.", "the plan had failed"),
        ("The plan had failed, the minister said, without giving details.", "The plan had failed"),
        ("The plan had failed, the minister said, but he gave no details.", "The plan had failed"),
        ("He said the army gave no details.", "the army gave no details"),
        ("He said it was late and no details were available.",
         "it was late and no details were available"),
    ],
)  # fmt: skip
def test_that_no_more_was_said_is_the_writers_remark(read: Read, text: str, content: str) -> None:
    assert [each for _, each in filed(read(text))] == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The officials had said the meeting, while focusing on longer-term issues, would help"
         " ministers.",
         "the meeting, while focusing on longer-term issues, would help ministers"),
        ("The town was quiet, and according to officials, no one was hurt.", "no one was hurt"),
        ("The mayor expressed “strong dissatisfaction” with the vote.\n\n‘A bad night’\n\nThe vote"
         " was held on Monday.", "“strong dissatisfaction” with the vote"),
    ],
)  # fmt: skip
def test_contents_are_whole_and_no_more(read: Read, text: str, content: str) -> None:
    assert [each for _, each in filed(read(text))] == [content]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Women are more likely to vote than men, the study found.", "Affirms"),
        ("It is more likely that he will lose, Ann Lind said.", "Speculates"),
        ("“You could hear people screaming,” Ann Lind told the Post.", "Affirms"),
        ("The auditor advised the board that the plan is expensive.", "Affirms"),
        ("The auditor advised that the town should sell the hall.", "Demands"),
        ("The mayor reminded residents to lock their doors.", "Demands"),
    ],
)
def test_comparisons_and_what_was_heard_are_told(read: Read, text: str, stance: str) -> None:
    assert [s.stance for s in kept(read(text))] == [stance]


def test_who_admits_something_while_denying_claims_speaks(read: Read) -> None:
    found = read("John Lind denied the claims, while admitting he had met the men.")
    assert filed(found) == [("John Lind", "the claims"), ("John Lind", "he had met the men")]


def test_what_is_read_stands_after_its_cue(read: Read) -> None:
    text = (
        'Whatever road she takes, Roe "has built herself a strong place in the party of the left," '
        'Poe said. "This party has a voice now. She will use it well."'
    )
    assert filed(read(text))[0] == ("Poe", text[: text.index(" Poe")])


def test_they_are_who_says_so_whatever_these_are_taken_for(nlp: Language) -> None:
    text = "House Republicans have said they think the bill will pass."
    layout = Layout(nlp(text))
    somebody = Mention(Span(0, 17), MentionKind.NAME, EntityType.PERSON, "House Republicans")
    said = statements(layout, attributions(layout), [somebody])
    assert [each.speaker for each in said] == [0, 0]
