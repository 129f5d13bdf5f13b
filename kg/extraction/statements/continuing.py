"""Gives statements the speaker of the one before: to "they" and "the company", to "he" after
somebody unnamed, and to quotations without a source."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.annotations import EntityType, Span, Statement, StatementKind
from kg.extraction.genders import noun_gender
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.mention_index import MentionIndex
from kg.extraction.statements.speakers.sources import is_written, source_head
from kg.extraction.wordlists import word_lists, word_set

_IT = "it"
_HE = {"he": "m", "she": "f"}
_THEY = "they"
_OPENING = frozenset(("that", "which", "what"))
_PLURAL = frozenset(("NNS", "NNPS"))
_INDEFINITE = frozenset(("a", "an", "another", "one"))
_BODIES = (EntityType.ORGANIZATION, EntityType.COUNTRY)
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_FARTHEST = 2  # paragraphs
_LONGEST_WAY = 2000  # words; keeps the time linear


def with_speakers_of_before(
    layout: Layout, found: Sequence[Statement], index: MentionIndex
) -> list[Statement]:
    """The statements with the speaker of the one before them, where their source means no other.

    Statements inside others do not count as the one before.

    Args:
        found: statements with their parents, in the order of the text.
    """
    result: list[Statement] = []
    before: int | None = None
    for statement in found:
        if before is not None:
            statement = _spoken_on(layout, statement, result, before, index)
        if statement.parent is None:
            before = len(result)
        result.append(statement)
    return _with_quoted_speakers(result)


def _spoken_on(
    layout: Layout,
    statement: Statement,
    found: Sequence[Statement],
    number: int,
    index: MentionIndex,
) -> Statement:
    before = found[number]
    words = [layout.lower[token] for token in layout.tokens_of(statement.source)]
    if before.joint_speakers and len(words) == 1 and words[0] in word_set("reporting", "several"):
        return replace(statement, speaker=before.speaker, joint_speakers=before.joint_speakers)
    if statement.parent is not None:
        return _spoken_within(layout, statement, words, found, index)
    if not _goes_on(layout, before, statement):
        return statement
    between = _between(before, statement)
    if _is_same_body(layout, statement.source, before, index, between):
        return replace(statement, speaker=before.speaker)
    if _is_same_person(layout, words, before, index, between):
        return replace(statement, speaker=before.speaker)
    first = number if before.speaker is not None or before.continues is None else before.continues
    if _are_same_people(layout, words, found[first], between):
        return replace(statement, speaker=before.speaker, continues=first)
    is_body = _is_unnamed_body(layout, words, found[first], index, between)
    if is_body or _is_unnamed(layout, statement, found[first], index, between):
        return replace(statement, speaker=None, continues=first)
    return statement


def _spoken_within(
    layout: Layout,
    statement: Statement,
    words: Sequence[str],
    found: Sequence[Statement],
    index: MentionIndex,
) -> Statement:
    """A statement inside another, with the speaker of that one where its source is "he", "she" or
    "they" and begins what that one says or follows "which": "A clerk said he warned them"."""
    number = statement.parent
    if number is None or number >= len(found) or [*words] not in (["he"], ["she"], [_THEY]):
        return statement
    outer = found[number]
    if not outer.source or _is_plural(layout, outer) is not (words == [_THEY]):
        return statement
    opens = layout.text[outer.content[0].start : statement.source[0].start].split()
    named = None if outer.speaker is None else index.type_of(outer.speaker)
    if not _OPENING.issuperset(opens[-1:]) or named not in (None, EntityType.PERSON):
        return statement
    if outer.speaker is None:
        return replace(statement, speaker=None, continues=number)
    fits = words == [_THEY] or index.may_be(layout.text, _HE[words[0]], outer.speaker)
    again = replace(statement, speaker=outer.speaker, joint_speakers=outer.joint_speakers)
    return again if fits else statement


def _goes_on(layout: Layout, before: Statement, statement: Statement) -> bool:
    """Whether two statements of speech with sources are near each other."""
    if not (before.source and statement.source):
        return False
    first, second = (layout.paragraph_at(s.source[0].start) for s in (before, statement))
    return second - first <= _FARTHEST


def _between(before: Statement, statement: Statement) -> Span:
    """What stands between two statements."""
    end = max(span.end for span in (*before.source, *before.cue, *before.content))
    start = min(span.start for span in (*statement.source, *statement.cue, *statement.content))
    return Span(end, max(end, start))


def _is_same_body(
    layout: Layout, source: Sequence[Span], before: Statement, index: MentionIndex, between: Span
) -> bool:
    """Whether a source is "it" or a body such as "the company", and means who spoke before."""
    if before.speaker is None or before.joint_speakers:
        return False
    name = index.named(before.speaker)
    head = source_head(layout, source[0])
    if name is None or name.type not in _BODIES or head is None:
        return False
    words = [layout.lower[token] for token in layout.tokens_of(source)]
    is_meant = words == [_IT] or (words[:1] == ["the"] and _fits(layout.lower[head], name.name))
    return is_meant and not any(
        _is_other(layout, token, name.name, index) for token in _subjects(layout, between)
    )


def _is_same_person(
    layout: Layout, words: Sequence[str], before: Statement, index: MentionIndex, between: Span
) -> bool:
    """Whether a source is "he" or "she" and means the person who spoke before: nobody else is named
    or acts between the two statements."""
    if before.speaker is None or before.joint_speakers or len(words) != 1 or words[0] not in _HE:
        return False
    if index.type_of(before.speaker) is not EntityType.PERSON:
        return False
    named = [i for i in index.inside((between,)) if index.is_name(i)]
    acting = [i for token in _subjects(layout, between) for i in index.at(layout, token)]
    is_other = any(index.type_of(i) is EntityType.PERSON for i in (*named, *acting))
    return not is_other and index.may_be(layout.text, _HE[words[0]], before.speaker)


def _is_unnamed_body(
    layout: Layout, words: Sequence[str], before: Statement, index: MentionIndex, between: Span
) -> bool:
    """Whether a source is "it" and means a document or an unnamed body that spoke before: "the
    prospectus", "a newspaper"."""
    head = source_head(layout, before.source[0])
    if words != [_IT] or before.speaker is not None or head is None:
        return False
    bodies = word_lists("descriptions")["organizations"].keys()
    is_body = layout.lemmas[head] in bodies or is_written(layout, before.source[:1])
    return is_body and not any(
        _is_other(layout, token, "", index) for token in _subjects(layout, between)
    )


def _is_plural(layout: Layout, statement: Statement) -> bool:
    """Whether several say something: "they", "economists"."""
    head = source_head(layout, statement.source[0])
    return head is not None and (layout.lower[head] == _THEY or layout.tags[head] in _PLURAL)


def _are_same_people(
    layout: Layout, words: Sequence[str], before: Statement, between: Span
) -> bool:
    """Whether a source is "they" and means people who spoke before: "economists"."""
    head = source_head(layout, before.source[0])
    is_people = head is not None and layout.tags[head] in _PLURAL
    if words != [_THEY] or not is_people or is_written(layout, before.source[:1]):
        return False
    return not any(layout.tags[token] in _PLURAL for token in _subjects(layout, between))


def _subjects(layout: Layout, span: Span) -> list[int]:
    return [token for token in layout.tokens_in(span) if layout.deps[token] in _SUBJECTS]


def _fits(noun: str, name: str) -> bool:
    """Whether a body that bears a name may be called by a noun: a ministry is no company."""
    kinds: dict[str, list[str]] = word_lists("descriptions")["organizations"]
    words = {word.strip(".").lower() for word in name.split()}
    own = {kind for kind, signs in kinds.items() if not words.isdisjoint(signs)}
    kinds_of_bodies = (word_set("descriptions", each) for each in ("businesses", "kinds of bodies"))
    return noun in own or (not own and any(noun in each for each in kinds_of_bodies))


def _is_other(layout: Layout, token: int, name: str, index: MentionIndex) -> bool:
    """Whether a noun is a body with another name, or a document."""
    if layout.lemmas[token] in word_set("reporting", "documents"):
        return True
    named = [index.named(i) for i in index.at(layout, token)]
    return any(each is not None and each.type in _BODIES and each.name != name for each in named)


def _is_unnamed(
    layout: Layout, statement: Statement, before: Statement, index: MentionIndex, between: Span
) -> bool:
    """Whether a source is "he" or "she" and means somebody unnamed who spoke before: "a dealer". Of
    what may mean somebody named, only if the dealer names nobody."""
    words = [layout.lower[token] for token in layout.tokens_of(statement.source)]
    if len(words) != 1 or words[0] not in _HE or before.speaker is not None:
        return False
    head = source_head(layout, before.source[0])
    if head is None or layout.tags[head] != "NN" or is_written(layout, before.source):
        return False
    is_open = statement.speaker is None or index.named(statement.speaker) is None
    since = between if is_open else Span(before.source[0].start, between.end)
    named = [i for i in index.inside((since,)) if index.is_name(i)]
    others = [*named, *(i for token in _subjects(layout, between) for i in index.at(layout, token))]
    is_other = any(index.type_of(i) is EntityType.PERSON for i in others)
    is_fitting = noun_gender(layout.lower[head]) in (None, _HE[words[0]])
    return is_fitting and _is_new(layout, head) and not is_other


def _is_new(layout: Layout, noun: int) -> bool:
    """Whether a noun is of somebody whom the text does not name, and no other word for somebody
    that it names: "a dealer", "the dealer" after it, "the spokesman"."""
    if layout.lemmas[noun] in word_set("descriptions", "unnamed"):
        return True
    return any(
        layout.lemmas[token] == layout.lemmas[noun] and _is_indefinite(layout, token)
        for token in range(max(0, noun - _LONGEST_WAY), noun + 1)
    )


def _is_indefinite(layout: Layout, noun: int) -> bool:
    determiners = [layout.lower[token] for token in layout.children_of(noun, "det", "nummod")]
    return not determiners or not _INDEFINITE.isdisjoint(determiners)


def _with_quoted_speakers(found: Sequence[Statement]) -> list[Statement]:
    """The statements, free-standing quotations with the speaker of the speech before them."""
    result: list[Statement] = []
    before: int | None = None
    for i, statement in enumerate(found):
        if statement.found_by.is_free_standing and statement.speaker is None:
            if before is not None:
                statement = _continuing(statement, found[before], before)
        elif statement.parent is None and statement.kind is StatementKind.SPEECH:
            before = i
        result.append(statement)
    return result


def _continuing(statement: Statement, before: Statement, number: int) -> Statement:
    first = number if before.speaker is not None or before.continues is None else before.continues
    joint = before.joint_speakers
    return replace(statement, speaker=before.speaker, joint_speakers=joint, continues=first)
