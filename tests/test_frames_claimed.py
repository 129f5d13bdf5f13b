"""Which frames make a claim, and what stands beside an event without having a part in it."""

from collections.abc import Callable

import pytest

from kg.extraction import Annotations, Frame

Read = Callable[[str], Annotations]


def only(annotations: Annotations, lemma: str) -> Frame:
    """The only frame of an event type that has a lemma."""
    (found,) = [each for each in annotations.frames if each.lemma == lemma and each.type]
    return found


def words(annotations: Annotations, lemma: str, name: str) -> list[str]:
    """What fills a role of the only frame with a lemma, in the words of a claim."""
    frame = only(annotations, lemma)
    return [each.lemma for each in (*frame.arguments, *frame.joint) if each.name == name]


@pytest.mark.parametrize(
    ("text", "lemma", "claimed"),
    [
        ("Ana Roe said Norway sold the ships.", "sell", True),
        ("Ana Roe said the ships were sold.", "sell", True),
        ("Ana Roe said selling the ships was easy.", "sell", False),
        ("Ana Roe said the sale of the ships helped.", "sale", False),
        ("Ana Roe said increasing the price was easy.", "increase", False),
        ("Ana Roe said prices increased.", "increase", True),
        ("Ana Roe said the strength of the dollar supported Peru.", "support", False),
        ("Will this grow into tens of thousands of ships, Ana Roe asked.", "grow", True),
        ("Ana Roe said that Peru asked Norway about ships of the navy for help.", "ask", False),
        ("Ana Roe said that Peru sent Lee Doe to Norway.", "send", False),
        ("Ana Roe said that Peru sent the ships to Norway.", "send", True),
        ("Mr. Lee Doe fired Mr. Jo Poe and asked him to leave.", "ask", True),
    ],
)
def test_a_claim_tells_who_does_it(read: Read, text: str, lemma: str, claimed: bool) -> None:
    assert only(read(text), lemma).claimed is claimed


@pytest.mark.parametrize(
    ("text", "lemma", "modality"),
    [
        ("Ana Roe said Norway was preparing a bid to buy the ships.", "buy", "Open"),
        ("Ana Roe said it was subject to approval by Norway.", "approval", "Open"),
        ("Ana Roe said Norway sold the ships.", "sell", None),
        ("Ana Roe ordered Norway to sell the ships.", "sell", "Open"),
        ("Ana Roe asked that the ships be sold.", "sell", "Open"),
        ("Ana Roe said Norway was seeking price increases.", "increase", "Open"),
        ("Ana Roe said the plan included a price increase.", "increase", "Open"),
        ("Ana Roe said Norway was not interested in selling the ships.", "sell", "Open"),
        ("Ana Roe said the loss was due to a rise in prices.", "rise", None),
        ("Ana Roe said Norway may close the port since the sale of ships.", "sale", None),
        ("Ana Roe said Norway sold the ships, but needs a port.", "sell", None),
        ("Ana Roe said Norway may sell the ships.", "sell", "Possible"),
        ("Ana Roe said Norway would burn and sell the ships.", "sell", "Conditional"),
        ("Ana Roe said Norway sold the ships on May 3.", "sell", None),
        ("Ana Roe said Norway may close the port because of the sale of ships.", "sale", None),
        ("Ana Roe said Norway may sell as part of the recent pact by Peru.", "pact", None),
        ("Ana Roe said Norway may sell as part of the pact by Peru.", "pact", "Open"),
        ("Ana Roe said Peru may help with the ongoing investigation.", "investigation", None),
        ("Ana Roe said Norway held talks on buying the ships.", "buy", "Open"),
        ("Ana Roe said a decision on buying the ships was near.", "buy", "Open"),
        ("Ana Roe said Peru's next meeting was in May.", "meeting", "Open"),
        (
            "Ana Roe said that due to a decline of prices for ships sold by Peru it won.",
            "sell",
            None,
        ),
        ("Ana Roe said Norway would not respond to Peru's call for help.", "call", None),
        ("Ana Roe said Norway would not respond to a call for help.", "call", "Open"),
        ("Should Norway sell the ships, Peru may act, Ana Roe said.", "sell", None),
        ("Ana Roe called for the arrest of John Smith.", "arrest", "Open"),
        ("Ana Roe apologized for the arrest of John Smith.", "arrest", None),
    ],
)
def test_what_governs_a_claim_leaves_it_open(
    read: Read, text: str, lemma: str, modality: str | None
) -> None:
    assert only(read(text), lemma).modality == modality


@pytest.mark.parametrize(
    ("text", "lemma", "name", "expected"),
    [
        ("Norway bought most of the ships.", "buy", "Theme", ["ship"]),
        ("Norway bought 90 pct of the shares.", "buy", "Theme", ["share"]),
        ("Norway signed an agreement with Zorblatt Qux Inc.", "agreement", "Recipient",
         ["zorblatt qux inc."]),
        ("Harbour Bank Inc <HBI> bought the ships.", "buy", "Actor", ["harbour bank inc"]),
        ("Norway and its lenders agreed on a plan.", "agree", "Actor", ["norway", "lender"]),
    ],
)  # fmt: skip
def test_what_fills_a_role_is_named_for_what_it_is(
    read: Read, text: str, lemma: str, name: str, expected: list[str]
) -> None:
    assert words(read(text), lemma, name) == expected


@pytest.mark.parametrize(
    ("text", "lemma", "name"),
    [
        ("Norway relocated the families.", "relocate", "Actor"),
        ("Peru rejected a request to raise the tax.", "raise", "Actor"),
        ("The aim of the plan is to reduce costs.", "reduce", "Actor"),
        ("Norway welcomed the visit to Peru.", "visit", "Actor"),
        ("Output fell to 4 mln tonnes from 5 mln tonnes in 1985.", "fall", "Time"),
        ("Norway approved on Monday its purchase of the ships.", "purchase", "Time"),
        ("Shares were issued at a discount.", "issue", "Recipient"),
    ],
)
def test_what_stands_beside_an_event_has_no_part_in_it(
    read: Read, text: str, lemma: str, name: str
) -> None:
    expected = ["norway"] if lemma == "relocate" else []
    assert words(read(text), lemma, name) == expected


def test_who_grants_an_approval_is_told_by_from(read: Read) -> None:
    found = read("Harbour Bank Inc won approval from Norway.")
    assert words(found, "approval", "Actor") == ["norway"]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The tender calls for twelve cargoes.", "call"),
        ("The troops were dispersed to camps.", "disperse"),
        ("The bad weather prevailed.", "prevail"),
        ("Ana Roe took over responsibility for the ships.", "take over"),
        ("Norway filed a bankruptcy petition.", "petition"),
        ("Hong Kong is rolling out the welcome mat.", "roll out"),
        ("Harbour Bank Inc rolled out layoffs.", "roll out"),
        ("Ana Roe has a strong appeal as a singer.", "appeal"),
        ("Ana Roe agreed that the plan was late.", "agree"),
        ("The senate dropped the tax.", "drop"),
        ("Norway won a higher margin.", "win"),
        ("Ana Roe backed the bid for the presidency by Lee Doe.", "bid"),
        ("Ana Roe said Lee Doe's judgment was poor.", "judgment"),
        ("Ana Roe seized the moment.", "seize"),
        ("Ana Roe received bad news.", "receive"),
        ("Norway met a pledge.", "meet"),
        ("Norway had an offer for sale of ships.", "offer"),
        ("Ana Roe picked up 99 delegates in Oslo.", "pick up"),
        ("Ana Roe went to college in Oslo.", "go"),
        ("Mr. Lee Doe's departure from the board shocked Norway.", "departure"),
        ("Peru returned to its position of strength.", "return"),
        ("Ana Roe continued her fight for justice.", "fight"),
        ("Investors feared the collapse of the stock exchange.", "collapse"),
        ("Ana Roe called Jo Poe a liar on Monday.", "call"),
        ("On the radio Ana Roe called Jo Poe unfit.", "call"),
        ("Harbour Bank Inc backed away from the plan.", "back"),
        ("Ana Roe seized on the report.", "seize"),
        ("Peru shot back at Norway.", "shoot"),
        ("Ana Roe spent half of her youth in Oslo.", "spend"),
        ("Norway floods Peru's fields.", "flood"),
        ("Ana Roe received 45 percent.", "receive"),
        ("Ana Roe did not name any individuals.", "name"),
        ("Norway met the threshold.", "meet"),
    ],
)
def test_a_word_in_another_sense_tells_no_event(read: Read, text: str, lemma: str) -> None:
    assert [each.type for each in read(text).frames if each.lemma == lemma and each.type] == []


def test_where_somebody_arrives_is_where_it_happens(read: Read) -> None:
    annotations = read("Ana Roe arrived in Norway from Lima.")
    place = only(annotations, "arrive").place
    assert place is not None
    assert annotations.mentions[place].name == "Norway"


def test_a_place_is_neither_arrested_nor_appointed(read: Read) -> None:
    assert words(read("Ana Roe captured Ohio."), "capture", "Recipient") == []
    assert words(read("Norway captured Jo Poe."), "capture", "Recipient") == ["jo poe"]


def test_where_somebody_is_elected_to_is_not_elected(read: Read) -> None:
    found = read("Ana Roe was elected to the Senate of Peru.")
    assert words(found, "elect", "Recipient") == ["ana roe"]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Norway would keep its profits rather than cut prices.", "cut"),
        ("Ana Roe rescinded her endorsement of Lee Doe.", "endorsement"),
    ],
)
def test_what_is_not_done_or_taken_back_is_negated(read: Read, text: str, lemma: str) -> None:
    assert only(read(text), lemma).negated


def test_what_is_not_going_to_happen_is_negated(read: Read) -> None:
    assert only(read("Norway is not going to sell the ships."), "sell").negated
    assert not only(read("Norway is going to sell the ships."), "sell").negated


def test_no_more_important_talks_does_not_negate_the_talks(read: Read) -> None:
    annotations = read("No more important talks were held by Norway and Peru.")
    assert not only(annotations, "talk").negated


def test_with_whom_a_pact_is_signed_has_part_in_signing_it(read: Read) -> None:
    assert words(read("Norway signed a pact with Peru."), "sign", "Recipient") == ["peru"]


def test_things_beside_somebody_do_nothing(read: Read) -> None:
    annotations = read("The tax was paid by Norway and a gain from ships.")
    assert words(annotations, "pay", "Actor") == ["norway"]


def test_a_span_of_years_after_a_superlative_is_no_time_of_the_event(read: Read) -> None:
    annotations = read("Ana Roe said prices fell to their lowest level in nine years.")
    assert words(annotations, "fall", "Time") == []


def test_what_is_done_to_a_thing_is_done_whatever_becomes_of_it(read: Read) -> None:
    annotations = read("Ana Roe said the ships bought by Norway may sink.")
    assert only(annotations, "buy").modality is None


def test_with_whom_talks_are_held_has_part_in_them(read: Read) -> None:
    assert words(read("Norway held talks with Peru."), "talk", "Recipient") == ["peru"]
