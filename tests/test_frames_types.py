"""Types of events: the words for them, and the roles that they give."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.extraction import Annotations
from kg.extraction.frames.event_types import event_lexicon, read_event_lexicon
from kg.resources import read_facts, resource

Read = Callable[[str], Annotations]
EVENT = "https://example.org/kg/ns/events#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PLOVER = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"}
PLOVER |= {"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}


def typed(annotations: Annotations) -> list[tuple[str, str]]:
    """The lemma and type of each frame that has a type."""
    return [(each.lemma, each.type) for each in annotations.frames if each.type]


def names(annotations: Annotations, event_type: str) -> dict[str, str]:
    """By the name of the role, the head of what fills it, in the only frame of a type."""
    (found,) = [each for each in annotations.frames if each.type == event_type]
    text = annotations.document.text
    return {each.name: text[slice(*each.head)] for each in found.arguments if each.name}


@pytest.mark.parametrize(
    "text",
    [
        "First quarter sales of ships fell.",
        "The company had sales of 4 mln dlrs.",
        "Ana Roe said car sales rose.",
        "Total exports grew while imports fell.",
    ],
)
def test_what_is_sold_or_shipped_in_all_is_no_deed(read: Read, text: str) -> None:
    assert {"Rise", "Fall"}.issuperset(kind for _, kind in typed(read(text)))


@pytest.mark.parametrize(
    ("text", "event_type", "expected"),
    [
        (
            "Norway sent troops to Peru in May.",
            "Deploy",
            {"Actor": "Norway", "Theme": "troops", "Destination": "Peru", "Time": "May"},
        ),
        (
            "Norway supplied Peru with ships.",
            "Transfer",
            {"Actor": "Norway", "Recipient": "Peru", "Theme": "ships"},
        ),
        ("Peru was invaded by Norway.", "Invade", {"Actor": "Norway", "Destination": "Peru"}),
        (
            "Peru asked Norway to pay.",
            "Request",
            {"Actor": "Peru", "Recipient": "Norway", "Theme": "pay"},
        ),
        ("His conviction for fraud came late.", "Convict", {"Recipient": "His", "Theme": "fraud"}),
        ("Norwegian sales to Peru rose.", "Sell", {"Recipient": "Peru"}),
        ("The Shell ruling on ships came in May.", "Rule", {"Actor": "Shell", "Theme": "ships"}),
        ("The reduction of subsidies helped.", "Fall", {"Theme": "subsidies"}),
        ("They want an eight pct wage rise.", "Rise", {"Amount": "pct", "Theme": "wage"}),
        ("The deficit fell 5 pct.", "Fall", {"Theme": "deficit", "Amount": "pct"}),
        ("Tariffs would increase costs.", "Rise", {"Actor": "Tariffs", "Theme": "costs"}),
        ("The Lima meeting of ministers ended.", "Meet", {"Place": "Lima", "Actor": "ministers"}),
        ("Ana Roe held talks in Oslo.", "Consult", {"Actor": "Roe", "Place": "Oslo"}),
        ("The bombing was carried out by gunmen.", "Bomb", {"Actor": "gunmen"}),
        ("The talks were completed by Monday.", "Consult", {}),
        ("An ultimatum was given to Peru.", "Request", {"Recipient": "Peru"}),
        ("Ana Roe took part in the attack.", "Assault", {"Actor": "Roe"}),
        ("Norway condemned those involved in the attack.", "Assault", {"Actor": "those"}),
        ("Ana Roe suffered injuries.", "Injure", {"Recipient": "Roe"}),
        ("Ana Roe was given an ultimatum.", "Request", {"Recipient": "Roe"}),
        ("Peru asked farms to close.", "Request",
            {"Actor": "Peru", "Recipient": "farms", "Theme": "close"}),
        ("Norway called on Peru to investigate Ana Roe.", "Investigate",
            {"Actor": "Peru", "Theme": "Roe"}),
        ("Her sentencing came late.", "Sentence", {"Recipient": "Her"}),
        ("The navy sank three boats.", "Assault", {"Actor": "navy", "Recipient": "boats"}),
        ("Roe attacked Lind as weak.", "Accuse", {"Actor": "Roe", "Recipient": "Lind"}),
        ("The ferry sank.", "Accident", {"Theme": "ferry"}),
        ("The police blamed the Labour Party for the fire.", "Accuse",
            {"Actor": "police", "Recipient": "Party", "Theme": "fire"}),
        ("Peru ended the talks in Oslo.", "Consult", {"Place": "Oslo"}),
        ("Japan promised a package of cuts.", "Agree", {"Actor": "Japan", "Theme": "package"}),
        ("Norway demanded a ceasefire.", "Request", {"Actor": "Norway", "Theme": "ceasefire"}),
        ("The minister stepped down.", "Resign", {"Actor": "minister"}),
        ("Peru arrested two men.", "Arrest", {"Actor": "Peru", "Recipient": "men"}),
        ("Norway ordered the crew to be freed.", "Request", {"Actor": "Norway", "Theme": "freed"}),
        ("Norway signed the bill into law.", "Sign", {"Actor": "Norway", "Theme": "bill"}),
        ("Harbour Inc named Ana Roe as its head.", "Appoint",
            {"Actor": "Inc", "Recipient": "Roe"}),
        ("The index fell in slow trading.", "Fall", {"Theme": "index"}),
        ("Ana Roe died of her injuries.", "Injure", {"Recipient": "her"}),
        ("Peru's earthquake came late.", "Disaster", {"Place": "Peru"}),
        ("The bank's reduction of rates surprised Peru.", "Fall",
            {"Actor": "bank", "Theme": "rates"}),
        ("Harbour Motors rose 5 pct.", "Rise", {"Theme": "Motors", "Amount": "pct"}),
        ("Norway, whose deficit rose, sold ships.", "Rise", {"Theme": "deficit"}),
        ("Norway sold the ships for an undisclosed sum.", "Sell",
            {"Actor": "Norway", "Theme": "ships"}),
    ],
)  # fmt: skip
def test_roles_have_the_names_of_the_type(
    read: Read, text: str, event_type: str, expected: dict[str, str]
) -> None:
    assert names(read(text), event_type) == expected


def test_the_object_tells_one_type_from_another(read: Read) -> None:
    assert typed(read("Norway sent soldiers to Peru.")) == [("send", "Deploy")]
    assert typed(read("Norway sent a letter to Peru.")) == [("send", "Transfer")]
    # The forces that do something are not what it is done to.
    assert typed(read("The troops sent a letter to Peru.")) == [("send", "Transfer")]


def test_a_verb_that_only_says_that_an_event_takes_place_is_none_itself(read: Read) -> None:
    assert typed(read("Police launched an investigation.")) == [("investigation", "Investigate")]
    assert typed(read("Norway launched a satellite.")) == [("launch", "Launch")]


@pytest.mark.parametrize(
    "text",
    [
        "The International Agreement on Trade Organization left.",
        "Japan had a payments surplus.",
        "The surplus came under fire in Peru.",
        "The net excludes an extraordinary gain of 5 mln dlrs.",
        "The firm received authorization for a test.",
        "Ana Roe bought the claim that Norway is rich.",
        "The firm presented Ana Roe with a challenge.",
        "On Friday, Ana Roe called the plan a shame.",
    ],
)
def test_words_that_name_no_event(read: Read, text: str) -> None:
    assert typed(read(text)) == []


def test_an_order_is_an_event_and_in_order_to_is_none(read: Read) -> None:
    assert ("order", "Request") in typed(read("The order to leave came from Norway."))
    assert "order" not in dict(typed(read("Norway left in order to sell the port.")))


def test_who_is_fired_at_work_is_not_shot(read: Read) -> None:
    assert ("fire", "Dismiss") in typed(read("Norway fired Lee Poe at the office on Monday."))
    assert ("fire", "Shoot") in typed(read("Rebels fired at Lee Poe on Monday."))


def test_up_to_is_no_particle(read: Read) -> None:
    assert ("kidnap", "Abduct") in typed(read("Rebels kidnapped up to 16 people."))


@pytest.mark.parametrize(
    ("text", "word", "event_type"),
    [
        ("Ana Roe declined to comment.", "decline", "Reject"),
        ("Profits declined by 5 percent.", "decline", "Fall"),
        ("The figure gave a surplus for May.", "give", None),
        ("Norway regretted the delay.", "regret", None),
        ("The company met its needs.", "meet", None),
        ("Ana Roe met the king.", "meet", "Meet"),
        ("People jumped to conclusions.", "jump", None),
        ("Prices jumped to 5 dollars.", "jump", "Rise"),
        ("Norway issued 5 million dollars of bonds.", "issue", "Issue"),
        ("Norway issued a report.", "issue", "Publish"),
        ("The firm retired its debt.", "retire", None),
        ("Peru fought inflation.", "fight", None),
        ("Peru fought the rebels.", "fight", "Fight"),
        ("Consumer demand rose.", "demand", None),
        ("Ana Roe asked whether it rained.", "ask", None),
        ("Norway asked Peru to pay.", "ask", "Request"),
        ("Norway supplied photographs and other intelligence to Peru.", "supply", "Aid"),
        ("Peru suspended payments on February 20.", "suspend", None),
        ("Ana Roe warned of rain.", "warn", None),
        ("Ana Roe attacked the practice.", "attack", None),
        ("Rebels attacked the town.", "attack", "Assault"),
        ("Police found a man named Leo Dunn.", "name", None),
        ("Beef cuts are cheap.", "cut", None),
        ("Soldiers opened fire on the crowd.", "fire", None),
    ],
)
def test_a_word_tells_a_type_in_its_context_alone(
    read: Read, text: str, word: str, event_type: str | None
) -> None:
    assert dict(typed(read(text))).get(word) == event_type


def test_what_is_part_of_the_name_of_an_event_has_no_role(read: Read) -> None:
    found = names(read("The tender offer for the bank expires in May."), "Bid")
    assert "tender" not in found.values()


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("Russia receives aid from Iran and China as well as North Korea.", ["China", "Korea"]),
        ("The ship was bought by Norway and Peru.", ["Peru"]),
        ("Norway, Peru and Chile sold the ship.", ["Peru", "Chile"]),
        ("The ship was bought by Norway and by Peru.", ["Peru"]),
        ("The ship was bought by Norway or by Peru.", []),
        ("Norway or Peru sold the ship.", []),
        ("Ana Roe, Jo Poe and Lee Doe met Norway's minister.", ["Poe", "Doe"]),
        ("Harbour Bank, Peru Trust and Lind Insurance sold the ship.", ["Trust", "Insurance"]),
        ("Norway bought ships and planes.", ["planes"]),
        ("Six men were arrested, including Ana Roe and Jo Doe.", ["Roe", "Doe"]),
        (
            "Six people were arrested, including Eva Roe, daughter of Robert Poe, Mary Doe, Jack"
            " Moe and John Smith.",
            ["Roe", "Doe", "Moe", "Smith"],
        ),
    ],
)
def test_all_who_are_joined_fill_a_role(read: Read, text: str, joint: list[str]) -> None:
    found = read(text)
    assert [
        text[slice(*each.head)] for frame in found.frames if frame.type for each in frame.joint
    ] == joint


def test_a_predicate_without_a_type_is_a_frame_and_no_event(read: Read) -> None:
    (found,) = read("The water shimmered.").frames
    assert (found.lemma, found.type) == ("shimmer", None)


def test_every_type_is_defined_and_stands_below_others_without_a_circle() -> None:
    facts = list(read_facts(resource("ontology/events.ttl")))
    types = {fact.subject for fact in facts if fact.predicate == f"{SKOS}prefLabel"}
    defined = {fact.subject for fact in facts if fact.predicate == f"{SKOS}definition"}
    broader = {f.subject: f.value for f in facts if f.predicate == f"{SKOS}broader"}
    assert types == defined
    assert set(broader) | set(broader.values()) <= types
    for name in types:
        above = [name]
        while above[-1] in broader:
            above.append(broader[above[-1]])
            assert len(above) <= 3, above
    assert {f.value for f in facts if f.predicate == f"{SKOS}notation"} == PLOVER


def test_every_pattern_has_a_type_and_roles_that_are_defined() -> None:
    facts = list(read_facts(resource("ontology/events.ttl")))
    roles = {f.subject.removeprefix(EVENT) for f in facts if f.value == f"{EVENT}Role"}
    types = {
        fact.subject.removeprefix(EVENT) for fact in facts if fact.predicate == f"{SKOS}prefLabel"
    }
    lexicon = event_lexicon()
    patterns = [p for found in (*lexicon.verbs.values(), *lexicon.nouns.values()) for p in found]
    assert {pattern.type for pattern in patterns} <= types
    assert {role for pattern in patterns for role in pattern.roles.values()} <= roles


def test_a_pattern_without_a_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.ttl"
    path.write_text(f'<{EVENT}Sing-1> a <{EVENT}Pattern> ; <{EVENT}verb> "sing" .')
    with pytest.raises(KnowledgeError, match=r"events\.ttl: .*Sing-1 needs one event:type"):
        read_event_lexicon(path)


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Ana Roe attacked Lee Poe in a speech.", "attack"),
        ("Ana Roe's attacks on Lee Poe went on.", "attack"),
        ("Ana Roe introduced Lee Poe to the crowd.", "introduce"),
        ("Harbour Motors moved production to Oslo.", "move"),
        ("Harbour Motors returned the rights to Ana Roe.", "return"),
        ("Ana Roe received political asylum.", "receive"),
        ("Harbour Motors aid its profit rose.", "aid"),
        ("Ana Roe employs many people.", "employ"),
        ("Ana Roe was named player of the year.", "name"),
        ("Lee Poe threw a strike to Ana Roe.", "strike"),
        ("Ana Roe tells the story first, as opposed to Lee Poe, who tells it last.", "oppose"),
        ("Four cars were taken over the weekend from Lee Poe.", "take"),
        ("Lee Poe's support fell sharply in Oslo.", "support"),
        ("Ana Roe is firing back at accusations that she left.", "fire"),
        ("An officer who declined to be identified told Ana Roe so.", "decline"),
        ("An officer who asked not to be named told Ana Roe so.", "ask"),
    ],
)
def test_a_word_in_another_sense_has_no_type(read: Read, text: str, lemma: str) -> None:
    assert lemma not in dict(typed(read(text)))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Peru attacked Norwegian ships.", ("attack", "Assault")),
        ("Ana Roe took part in the attack.", ("attack", "Assault")),
        ("Harbour Motors introduced two machines.", ("introduce", "Launch")),
        ("Ana Roe moved to Oslo.", ("move", "Move")),
        ("The council discussed the plan.", ("discuss", "Consult")),
        ("Ana Roe testified before the jury.", ("testify", "Try")),
        ("Norway offered to buy Harbour Motors.", ("offer", "Bid")),
    ],
)
def test_what_stands_beside_a_word_tells_its_type(
    read: Read, text: str, event: tuple[str, str]
) -> None:
    assert event in typed(read(text))


def test_a_person_is_not_sold(read: Read) -> None:
    assert names(read("Norway published Ana Roe."), "Publish") == {"Actor": "Norway"}


@pytest.mark.parametrize(
    ("text", "event_type", "expected"),
    [
        ("Over 900 sailors rescued off Norway.", "Aid", {"Recipient": "sailors"}),
        ("Mum jailed for fake passport.", "Arrest", {"Recipient": "Mum"}),
        ("Orrin man shot twice in robbery.", "Shoot", {"Recipient": "man"}),
        ("Over 900 asylum seekers rescued off Norway.", "Aid", {"Recipient": "seekers"}),
        ("Gunmen shot at the car on Monday.", "Shoot", {"Actor": "Gunmen"}),
        (
            "An explosion at a factory injured ten people.",
            "Injure",
            {"Actor": "explosion", "Recipient": "people"},
        ),
        (
            "Prices rose 6 pct to 282 in March.",
            "Rise",
            {"Theme": "Prices", "Amount": "pct", "Destination": "282", "Time": "March"},
        ),
        (
            "Orrin Corp raised its prime rate to 7 pct from 6 pct.",
            "Rise",
            {"Actor": "Corp", "Theme": "rate", "Destination": "pct", "Origin": "pct"},
        ),
    ],
)
def test_headlines_and_changes_have_their_roles(
    read: Read, text: str, event_type: str, expected: dict[str, str]
) -> None:
    assert {key: names(read(text), event_type).get(key) for key in expected} == expected
    assert "Actor" in expected or "Actor" not in names(read(text), event_type)


@pytest.mark.parametrize(
    "text",
    [
        "Not all ships left Norway.",
        "There is a lack of investment in Norway.",
        "Call Roe or visit the library.",
        "Ana Roe was charged with murder.",
        "The pupils worked without help.",
    ],
)
def test_what_is_not_so_or_only_asked_is_not_asserted(read: Read, text: str) -> None:
    found = [each for each in read(text).frames if each.type not in (None, "Charge")]
    assert not any(each.asserted for each in found)
