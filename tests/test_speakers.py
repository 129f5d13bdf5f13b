"""Who says a statement: of several quotations, of names in a row, of names that hold others."""

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.build.rows import annotation_row
from kg.documents import Document
from kg.extraction import (
    Annotations,
    EntityType,
    Mention,
    MentionKind,
    Span,
    Statement,
    StatementKind,
)
from kg.extraction.annotate import annotate
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.mention_index import MentionIndex
from kg.extraction.statements.speakers.speaker import speaker_of
from kg.identity import Knowledge, resolve
from kg.mapping import Namespaces

Read = Callable[[str], Annotations]


@pytest.fixture(scope="module")
def read(tagged: Language) -> Read:
    return lambda text: next(annotate(tagged, [Document(text)]))


def said(found: Annotations) -> list[tuple[str, list[str]]]:
    """The words of each statement's source, and of its content."""
    text = found.document.text
    return [
        (
            " ".join(text[slice(*span)] for span in each.source),
            [text[slice(*span)] for span in each.content],
        )
        for each in found.statements
    ]


def spoken_by(found: Annotations, statement: Statement) -> list[str]:
    """The names of those who speak together."""
    together = () if statement.speaker is None else (statement.speaker, *statement.joint_speakers)
    return [found.mentions[i].name for i in together]


def resolved(found: Annotations, statement: Statement) -> str | None:
    """The name of who speaks, of a pronoun or description the one that it refers back to."""
    if statement.speaker is None:
        return None
    mention = found.mentions[statement.speaker]
    return mention.name if mention.antecedent is None else found.mentions[mention.antecedent].name


def test_each_of_several_quotations_has_its_own_speaker(read: Read) -> None:
    found = read(
        "“Help is on the way,” said Governor Jo Hull. “We need more,” Mayor Al Adams wrote.\n\n"
        "“It is over,” Pat Lane said. “Stop,” shouted Ana Roe."
        " “Why?” Tom Lind asked.\n\n“It fell,” smirked Meg Hale. “Not so soon,” interjected Jo Day."
    )
    assert said(found) == [
        ("Governor Jo Hull", ["“Help is on the way,”"]),
        ("Mayor Al Adams", ["“We need more,”"]),
        ("Pat Lane", ["“It is over,”"]),
        ("Ana Roe", ["“Stop,”"]),
        ("Tom Lind", ["“Why?”"]),
        ("Meg Hale", ["“It fell,”"]),
        ("Jo Day", ["“Not so soon,”"]),
    ]


def test_a_title_in_quotation_marks_is_no_quotation(read: Read) -> None:
    found = read("Speaking on “Meet the Town,” Ana Roe said that the bridge “was very old” in May.")
    assert [content for _, content in said(found)] == [["that the bridge “was very old” in May"]]


def test_who_is_quoted_as_saying_something_says_it(read: Read) -> None:
    found = read("Lee Harding was quoted as saying that the coach had lost the team.")
    assert said(found) == [("Lee Harding", ["that the coach had lost the team"])]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The Ladda Post quoted Ana Roe as saying the bridge would reopen in May.",
            "Ana Roe",
            "the bridge would reopen in May",
        ),
        (
            "State media quoted the minister, Ivan Lind, as saying: “We will not leave.”",
            "the minister, Ivan Lind",
            "“We will not leave.”",
        ),
        ("Lind was quoted by the agency as saying he would stay.", "Lind", "he would stay"),
        (
            "Rain will fall on Monday, the agency quoted Trade Bureau officials as saying.",
            "Trade Bureau officials",
            "Rain will fall on Monday",
        ),
        ("“It was dark,” a relative told Antara.", "a relative", "“It was dark,”"),
        (
            "Ana Roe dismissed reports on Monday saying that the bridge was closed.",
            "reports",
            "that the bridge was closed",
        ),
    ],
)
def test_who_says_it_and_not_who_reports_or_denies_it(
    read: Read, text: str, source: str, content: str
) -> None:
    assert said(read(text))[-1] == (source, [content])


@pytest.mark.parametrize(
    "issued",
    [
        "released a public statement which read in full, “I took an oath. I have kept it.”",
        "issued a statement after the hearing.\n\n“I took an oath. I have kept it.”",
        "released a statement late on Monday:\n\n“I took an oath.\n\n“I have kept it.”",
    ],
)
def test_a_statement_that_is_issued_is_of_who_issues_it(read: Read, issued: str) -> None:
    found = read(f"Sam Hart, a party official, was angry, he said.\n\nGovernor Ana Roe {issued}")
    own = [each for each in found.statements if each.content[0].start > 60]
    assert [spoken_by(found, each) for each in own] == [["Ana Roe"]] * len(own)
    assert own and all(each.score > 0.5 and each.kind is StatementKind.SPEECH for each in own)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Jane Alderman and Tom Lind said no.", ["Jane Alderman", "Tom Lind"]),
        ("Ann Roe, Tom Lind and Bob Day said it was late.", ["Ann Roe", "Tom Lind", "Bob Day"]),
        ("Luc van Brand and Theo Lind said it fell.", ["Luc van Brand", "Theo Lind"]),
        ("The Senate, Norway and Peru condemned the launch.", ["Senate", "Norway", "Peru"]),
        ("France, Norway and Peru warned Oslo that it may rain.", ["France", "Norway", "Peru"]),
        ("The mayor, Ann Roe, and the clerk, Tom Lind, said it fell.", ["Ann Roe", "Tom Lind"]),
        (
            "Ann Hart was fined, Department of Public Works spokesman Tom Lind said.",
            ["Tom Lind"],
        ),
        ("The director general of the BCC, Tom Lind, said it fell.", ["Tom Lind"]),
        ("Ann Roe and state House Speaker Tom Lind said it fell.", ["Tom Lind", "Ann Roe"]),
        ("Ann Roe and Orrin Bank President Tom Lind said it fell.", ["Tom Lind", "Ann Roe"]),
        ("Tom Lind, Orrin Bank's chairman and chief executive, said it fell.", ["Tom Lind"]),
    ],
)
def test_names_in_a_row_speak_together(read: Read, text: str, speakers: list[str]) -> None:
    (statement,) = (each := read(text)).statements
    assert spoken_by(each, statement) == speakers


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“It fell,” said Ana Roe's partner, Tom Lind.", "Ana Roe's partner, Tom Lind"),
        ("Ana Roe's heir, Lind, pledged to stay.", "Ana Roe's heir, Lind"),
    ],
)
def test_a_name_in_apposition_belongs_to_the_source(read: Read, text: str, source: str) -> None:
    (statement,) = (found := read(text)).statements
    assert [source for source, _ in said(found)] == [source]
    assert spoken_by(found, statement)[0].endswith("Lind")


def test_they_are_all_who_spoke_just_before(read: Read) -> None:
    found = read(
        "Ana Roe and Tom Lind said it fell.\n\n“It was old,” they said. “We left the town.”"
    )
    assert [spoken_by(found, each) for each in found.statements] == [["Ana Roe", "Tom Lind"]] * 3
    alone = read("Ana Roe said it fell. Workers said it was old. They said that they had left.")
    assert spoken_by(alone, alone.statements[-1]) == []


def test_they_are_no_figures_that_spoke_just_before(read: Read) -> None:
    found = read("Figures of the council show that rents rose. They said that it would last.")
    assert found.statements[-1].speaker is None
    assert found.statements[-1].continues is None


def test_a_quotation_that_goes_on_is_of_who_is_described_too(read: Read) -> None:
    found = read("“It was cold,” a clerk said.\n\n“Nobody should have been outside that night.”")
    rows = annotation_row(resolve(found, Knowledge()), Namespaces("https://news.example/kg/"))
    assert [each["speaker"] for each in rows["attributions"]] == ["a clerk"] * 2
    assert [each["source"] for each in rows["attributions"]] == [[[15, 22]], []]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Governor of Ohio Al Roe said it was fine.", "Al Roe"),
        ("Norwegian Ambassador to the United States Tom Lind said it rained.", "Tom Lind"),
        ("A study by Mayor Al Roe said it rained.", "Al Roe"),
        ("A spokesman for Mayor Al Roe said it rained.", None),
        ("Spokesman for Mayor Al Roe said it rained.", None),
    ],
)
def test_a_name_at_the_end_of_a_source_speaks_where_it_has_the_post(
    read: Read, text: str, speaker: str | None
) -> None:
    (statement,) = (each := read(text)).statements
    assert resolved(each, statement) == speaker


def test_a_country_in_a_longer_name_does_not_speak(read: Read) -> None:
    found = read("Environment Canada says the mean will rise.")
    (statement,) = found.statements
    speaker = statement.speaker
    assert speaker is None or found.mentions[speaker].name == "Environment Canada"


def test_a_description_with_a_name_after_it_is_nobody_else(read: Read) -> None:
    found = read("Mayor Ana Lind met the press. The driver, Sam Roe, said he was lost.")
    assert [(each.name, each.antecedent) for each in found.mentions][:2] == [
        ("Ana Lind", None),
        ("Sam Roe", None),
    ]


def test_a_description_is_not_the_holder_of_another_post(read: Read) -> None:
    found = read("Mayor Ana Lind met the press. The driver told police that it was late.")
    assert [each.name for each in found.mentions] == ["Ana Lind"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Sen. Ann Roe voted against it. “It costs,” the Vermont senator said.", "Ann Roe"),
        ("Director Al Roe met us. “It was wrong,” the FBI director said.", "Al Roe"),
        ("Police stopped Carl Poe on Monday. “I was afraid,” the 34-year-old said.", "Carl Poe"),
        ("Mayor Ana Lind met us. “I was afraid,” said the mother of two.", "Ana Lind"),
    ],
)
def test_a_description_is_the_person_whom_it_fits(read: Read, text: str, speaker: str) -> None:
    found = read(text)
    assert resolved(found, found.statements[-1]) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Sen. Ann Roe met Sen. Tom Poe. “It costs,” the Vermont senator said.",
        "Mayor Carl Poe met us. “I was afraid,” said the mother of two.",
        "Carl Poe, 56, died of drowning, the coroner has confirmed.",
        "Greek farmers came in May. Officials are trying to close what they said was a gap.",
        "An FBI agent who saw the case admitted under questioning by Carl Poe that it was old.",
    ],
)
def test_a_description_that_fits_nobody_or_several_is_nobody(read: Read, text: str) -> None:
    found = read(text)
    assert resolved(found, found.statements[-1]) is None


def test_members_of_a_family_are_told_apart(read: Read) -> None:
    found = read("Donald Poe won. He left. Ivana Poe was there. She said it was a great day.")
    assert resolved(found, found.statements[-1]) == "Ivana Poe"


def test_a_courtesy_tells_which_of_a_family_is_meant(read: Read) -> None:
    found = read("Hilary Poe met Bill Poe. Mrs. Poe saw Mr. Poe. The town is glad. He said so too.")
    assert resolved(found, found.statements[-1]) == "Poe"
    assert found.statements[-1].speaker is not None
    spoken = found.mentions[found.statements[-1].speaker].antecedent
    assert spoken is not None
    assert found.document.text[: found.mentions[spoken].span.start].endswith("Mr. ")


def test_a_sentence_ends_a_content_in_the_writers_words(read: Read) -> None:
    found = read("She moved to Washington, D.C. Police said she was safe. Roe said no. Roe left.")
    assert said(found) == [("Police", ["she was safe"]), ("Roe", ["no"])]


def test_a_dateline_is_neither_content_nor_source(read: Read) -> None:
    found = read("OSLO, May 3 (AP) — Rain will come on Monday, the mayor said.")
    assert said(found) == [("the mayor", ["Rain will come on Monday"])]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The men asked the court of the town to delay the vote.", "to delay the vote"),
        ("Police warned the public not to speculate on it.", "not to speculate on it"),
        ("Ana Roe urged the town to be kind.", "to be kind"),
    ],
)
def test_a_request_is_what_is_to_be_done(read: Read, text: str, content: str) -> None:
    assert [found for _, found in said(read(text))] == [[content]]


def test_a_preposition_of_its_own_belongs_to_the_cue(read: Read) -> None:
    (statement,) = (found := read("The water district calls for mandatory rationing.")).statements
    text = found.document.text
    assert [text[slice(*span)] for span in statement.cue] == ["calls for"]
    assert [text[slice(*span)] for span in statement.content] == ["mandatory rationing"]


@pytest.mark.parametrize(
    "text",
    [
        "A camera showed a man with a dog.",
        "The government tolerated the protests in May.",
        "By clicking Accept, you agree that we may share data.",
        "I think the mayor is wrong.",
        "The storm is expected to pass.",
        "The board can ask the town to pay.",
        "Ana Roe declined to say if the men had left.",
        "Ana Roe did not say how many men had left.",
        "The storm claimed the life of a student.",
        "Ana Roe mentioned the men and the bridge.",
        "We hope that the town will pay.",
        "If the men hope to stay, the town will pay.",
        "A police officer recalled the events of that day.",
        "Advertisement\n\nSign up for our newsletter, which says what happened.",
    ],
)
def test_deeds_and_what_writers_or_readers_think_are_no_statements(read: Read, text: str) -> None:
    assert all(each.score < 0.1 for each in read(text).statements)


def test_who_is_asked_before_an_answer_says_nothing(read: Read) -> None:
    statements = read("Asked whether the bridge was old, Ana Roe said it was new.").statements
    assert [each.score > 0.4 for each in statements] == [False, True]


def test_what_is_said_to_be_done_belongs_to_the_content(read: Read) -> None:
    text = "Mum denies making up child death story in deportation battle"
    contents = [content for _, content in said(read(text))]
    assert contents == [["making up child death story in deportation battle"]]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ray Dunn pleaded not guilty to murder.", "Denies"),
        ("Ray Dunn said no to the plan.", "Denies"),
        ("The agency has yet to confirm that the man died.", "Doubts"),
        ("The paper corrected the claim that he fled.", "Denies"),
        ("Ray Dunn said that the law must change.", "Demands"),
        ("Ray Dunn suggested requiring a fee for each car.", "Demands"),
        ("Ray Dunn has denied the existence of such a link.", "Denies"),
        ("Ray Dunn ordered the men held until trial.", "Demands"),
        ("“The town is like that,” Ray Dunn concluded.", "Affirms"),
        ("Ray Dunn said he will miss the town.", "Affirms"),
        ("Should it rain, they would leave, Ray Dunn said.", "Affirms"),
        ("Ray Dunn said the results, which should come today, were old.", "Affirms"),
    ],
)
def test_cue_and_answer_tell_the_stance(read: Read, text: str, stance: str) -> None:
    assert [(each.stance, each.kind.value) for each in read(text).statements] == [
        (stance, "speech")
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Orrin Foods Inc said it sold a mill to Delta Corp in May. Orrin Foods said it refused"
            " to pay Delta Corp in cash. The company stated that Delta Corp is late.",
            "Orrin Foods",
        ),
        (
            "Santon Ltd said the bid values TMO Resources Ltd at 2 mln dlrs.\n\nTMO Resources Ltd"
            " held fields in the north, and the purchase would help, the company said in May.",
            "Santon Ltd",
        ),
        (
            "The Farm Ministry said Orrin Corp bought wheat. The company said it needs more.",
            "Orrin Corp",
        ),
        ("Orrin Motors said it sold a mill. The automaker said it needs more.", "Orrin Motors"),
    ],
)
def test_the_company_is_who_spoke_before(read: Read, text: str, speaker: str) -> None:
    found = read(text)
    assert resolved(found, found.statements[-1]) == speaker


def test_he_who_spoke_before_unnamed_is_nobody_named_earlier(read: Read) -> None:
    found = read(
        "Carl Hashim said firms invest abroad, and that he likes it.\n\n"
        "One bank official said his bank aims for a return. The bank is looking at bonds, he said."
    )
    assert resolved(found, found.statements[-1]) is None
    row = annotation_row(resolve(found, Knowledge()), Namespaces("https://news.example/kg/"))
    assert row["attributions"][-1]["speaker"] == "One bank official"


def test_he_who_spoke_before_unnamed_may_name_others(read: Read) -> None:
    found = read(
        "Ben Hashim was held on Monday. A friend said the driver listened to Carl Lind a lot. "
        "“I warned the police,” he told a paper."
    )
    row = annotation_row(resolve(found, Knowledge()), Namespaces("https://news.example/kg/"))
    assert row["attributions"][-1]["speaker"] == "A friend"


@pytest.mark.parametrize(
    "text",
    [
        "In a statement, Orrin Corp said the following. “We regret it and will pay.”",
        "In a statement, Orrin Corp said the following:\n\n“We regret it and will pay.”",
    ],
)
def test_what_is_announced_is_said_by_who_announces_it(read: Read, text: str) -> None:
    found = read("Ana Roe said this on Monday: the bridge is unsafe.\n\n" + text)
    assert said(found)[-1] == ("Orrin Corp", ["“We regret it and will pay.”"])
    assert len(found.statements) == 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Carl Hashim said firms invest abroad.\n\nA London trader said stocks are at three"
            " tonnes. “Now they are falling,” he said. “It will not last,” he said."
            "\n\nHe said demand will rise.",
            "A London trader",
        ),
        (
            "Economists said profits may jump.\n\nThe bank's profits rose because of a dividend,"
            " they said. They added that Finland may follow.",
            "Economists",
        ),
        (
            "The prospectus said the Dutch government will sell Orrin Corp.\n\nThe offer will be"
            " made in May, it said.",
            "The prospectus",
        ),
        (
            "Al Roe said Tom Lind had put soldiers at risk, and that Lind knew it.\n\n“If my son"
            " were there, he would worry,” he said. “Lind has no idea,” he said.",
            "Al Roe",
        ),
        (
            "Ben Roe spoke on Tuesday. The retired surgeon acknowledged that he expected it."
            "\n\n“I have no problem with it,” he said.",
            "Ben Roe",
        ),
        (
            "Ada Roe said it rained. Tom Lind watched. He said no.",
            "Tom Lind",
        ),
        (
            "Traders in Oslo said buyers want protection against rain, which they fear could fall.",
            "Traders in Oslo",
        ),
    ],
)
def test_a_pronoun_is_who_spoke_before(read: Read, text: str, speaker: str) -> None:
    found = read(text)
    row = annotation_row(resolve(found, Knowledge()), Namespaces("https://news.example/kg/"))
    assert row["attributions"][-1]["speaker"] == speaker


def test_who_is_the_last_person_before_and_no_place(read: Read) -> None:
    found = read(
        "Prosecutors called Yuhua Lin, owner of a restaurant in Junction City, who testified that"
        " she took an order on Friday."
    )
    assert [spoken_by(found, each) for each in found.statements][-1:] == [["Yuhua Lin"]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“There is some hope,” analyst Peter Maki of Werthen and Co said.", "Peter Maki"),
        ("Ana Roe of Lind Country Day School said that the hall is safe.", "Ana Roe"),
        ("Owners Norland Mining Corp Ltd <NORL.J> said that it fell.", "Norland Mining Corp Ltd"),
    ],
)
def test_a_person_or_firm_named_with_another_speaks(read: Read, text: str, speaker: str) -> None:
    found = read(text)
    assert spoken_by(found, found.statements[0]) == [speaker]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "A clerk admitted under questioning by Ana Roe that the files were lost.",
            "A clerk",
            ["that the files were lost"],
        ),
        (
            "A man authorities say was shot by a trooper has left.",
            "authorities",
            ["A man", "was shot by a trooper has left"],
        ),
        (
            "Poe, according to police, was charged in three recent thefts and fires in the town.",
            "police",
            ["Poe", "was charged in three recent thefts and fires in the town"],
        ),
        (
            "Leaders of those councils, critics say, are loyalists who would win funds.",
            "critics",
            ["Leaders of those councils", "are loyalists who would win funds"],
        ),
        (
            "They burned a barn where troops slept, a farm worker hiding in the mill told Reuters.",
            "a farm worker hiding in the mill",
            ["They burned a barn where troops slept"],
        ),
        (
            "One band entered a nearby bank, where they hid a bag in the hall, a shop owner "
            "present during the raid told Reuters.",
            "a shop owner present during the raid",
            ["One band entered a nearby bank, where they hid a bag in the hall"],
        ),
        ("Poe quietly said “I love you” to his friends before he left.", "Poe", ["“I love you”"]),
        ("Rain fell before 10 p.m., Ana Roe said.", "Ana Roe", ["Rain fell before 10 p.m."]),
    ],
)
def test_a_statement_has_the_source_and_content_of_its_cue(
    read: Read, text: str, source: str, content: list[str]
) -> None:
    assert said(read(text))[0] == (source, content)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("James Poe left. One source said he believed there had been many such cases.", None),
        ("James Poe met Carl Roe. Poe told us that he thinks it is late.", "Poe"),
    ],
)
def test_he_who_begins_what_is_said_says_it(read: Read, text: str, speaker: str | None) -> None:
    found = read(text)
    assert [resolved(found, each) for each in found.statements] == [speaker, speaker]


def test_several_who_say_something_are_not_he(read: Read) -> None:
    found = read("James Poe left. Two clerks said he believed there had been many such cases.")
    assert [resolved(found, each) for each in found.statements] == [None, "James Poe"]


def test_the_writers_sentence_before_a_quotation_is_not_said(read: Read) -> None:
    found = read(
        '"Police showed us a film. Ana Roe said the men had left. "The town is afraid," she said.'
    )
    assert ["the men had left"] in [content for _, content in said(found)]
    assert said(found)[-1] == ("she", ['"The town is afraid,"'])


def test_who_is_said_to_write_a_letter_does_not_say_who_said_so(read: Read) -> None:
    found = read("Instead, she said, Karl wrote a letter that was put in the box.")
    assert "she said" not in [part for _, content in said(found) for part in content]


def test_a_quotation_that_ends_in_another_ends_what_is_said(read: Read) -> None:
    found = read(
        "“It is late,” Poe said. “I think, ‘Wow. I have a job now.’” Work on the bridge began in"
        " May, said Roe."
    )
    assert [content for _, content in said(found)] == [
        ["“It is late,”"],
        ["“I think, ‘Wow. I have a job now.’”"],
        ["Work on the bridge began in May"],
    ]


def test_a_title_after_a_quotation_is_not_said(read: Read) -> None:
    found = read(
        "“There is a lot to see in the two,” Ana Roe said. “Great Artists from the Old Empire” runs"
        " through June at the museum."
    )
    assert [content for _, content in said(found)] == [["“There is a lot to see in the two,”"]]


def test_who_begins_a_source_that_the_parse_gives_no_head_is_the_speaker(nlp: Language) -> None:
    words = ["Ada", "Roe", ",", "head", "of", "the", "Trade", "Bureau", ",", "quoted", "Lind", "."]
    spaces = [after not in (",", ".") for after in [*words[1:], "."]]
    heads = [1, 1, 1, 1, 3, 7, 7, 4, 1, 1, 9, 1]
    doc = Doc(nlp.vocab, words, spaces, heads=heads, deps=["dep"] * len(words))
    names = (doc[0:2], EntityType.PERSON), (doc[6:8], EntityType.ORGANIZATION)
    mentions = [
        Mention(Span(each.start_char, each.end_char), MentionKind.NAME, type, each.text)
        for each, type in names
    ]
    source = Span(0, doc[7].idx + len("Bureau"))
    assert speaker_of(Layout(doc), MentionIndex(mentions), [source]) == 0


def test_a_place_that_ends_a_longer_name_does_not_speak(read: Read) -> None:
    found = read("Visit Peru said that hotels were full.")
    assert [spoken_by(found, each) for each in found.statements] == [[]]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Prime Minister Ivan Petrov made it clear that his country would not join the"
            " alliance.\n",
            "Prime Minister Ivan Petrov",
            "that his country would not join the alliance",
        ),
        ("The king has made it clear he will not resign.\n", "The king", "he will not resign"),
        (
            "Officials ruled out terrorism as a cause of the blast.\n",
            "Officials",
            "terrorism as a cause of the blast",
        ),
    ],
)
def test_what_is_made_clear_or_ruled_out_is_a_statement(
    read: Read, text: str, source: str, content: str
) -> None:
    found = read(text)
    assert (source, [content]) in said(found)
    assert max(each.score for each in found.statements) > 0.44


def test_an_injured_player_is_ruled_out_by_nobody(read: Read) -> None:
    found = read("An injury ruled out Smith.\n")
    assert all(each.score < 0.45 for each in found.statements)


def test_who_in_an_apposition_means_whom_it_stands_beside(read: Read) -> None:
    found = read("Ellen Ward, a parent who said she was running to improve schools, lost.\n")
    assert resolved(found, found.statements[0]) == "Ellen Ward"
