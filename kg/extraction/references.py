"""Mentions that are no names: groups of people, descriptions and pronouns, and what they stand for.

Antecedents are sought backwards through the document, nearest first, by type and role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.lexicon import lexicon, words
from kg.extraction.posts import posts_of

_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his"})
_GROUP_PRONOUNS = frozenset({"they", "them", "their"})
_DEFINITE = frozenset({"the", "that", "this"})
_PLACES = (EntityType.PLACE, EntityType.COUNTRY, EntityType.GROUP)
_SENTENCES_BACK = 30
_SENTENCES_BACK_FROM_PRONOUN = 3


def find_groups(doc: Doc, names: Sequence[Mention]) -> Iterator[Mention]:
    """ "North Korean troops", "South Korean lawmakers", "Seoul officials"."""
    ending = {mention.span.end: mention for mention in names if mention.type in _PLACES}
    for token in doc:
        if not _is_group_noun(token):
            continue
        start = _group_start(token)
        owner = next(
            (ending[e] for t in doc[start : token.i] if (e := t.idx + len(t)) in ending), None
        )
        if owner is None:
            continue
        span = Span(owner.span.start, token.idx + len(token))
        name = doc.text[span.start : span.end]
        yield Mention(
            span,
            MentionKind.DESCRIPTION,
            EntityType.GROUP,
            " ".join(name.split()),
            of_country=owner.name,
            found_by="group",
        )


def _is_group_noun(token: Token) -> bool:
    return token.lower_ in words("descriptions", "groups") and token.pos_ in ("NOUN", "PROPN")


def _group_start(token: Token) -> int:
    """First token of the noun phrase to the left, within its sentence."""
    i = token.i
    while (
        i > 0
        and not token.doc[i].is_sent_start
        and token.doc[i - 1].pos_
        in (
            "ADJ",
            "NOUN",
            "PROPN",
            "NUM",
        )
    ):
        i -= 1
    return i


def find_pronouns(doc: Doc) -> Iterator[Mention]:
    """Third-person pronouns; first-person ones need the statement they stand in."""
    for token in doc:
        if token.tag_ not in ("PRP", "PRP$"):
            continue
        if token.lower_ in _PERSON_PRONOUNS:
            yield _pronoun(token, EntityType.PERSON)
        elif token.lower_ in _GROUP_PRONOUNS:
            yield _pronoun(token, EntityType.GROUP)


def _pronoun(token: Token, kind: EntityType) -> Mention:
    span = Span(token.idx, token.idx + len(token))
    return Mention(span, MentionKind.PRONOUN, kind, token.text, found_by="pronoun")


def find_descriptions(doc: Doc, taken: Sequence[Mention]) -> Iterator[Mention]:
    """ "the lawmaker", "the agency": definite noun phrases that hold no name."""
    covered = [mention.span for mention in taken]
    for token in doc:
        kind = _described_type(token)
        if kind is None:
            continue
        start = _definite_start(token)
        if start is None:
            continue
        span = Span(doc[start].idx, token.idx + len(token))
        if not any(c.start < span.end and span.start < c.end for c in covered):
            name = " ".join(doc.text[span.start : span.end].split())
            yield Mention(span, MentionKind.DESCRIPTION, kind, name, found_by="description")


def _described_type(token: Token) -> EntityType | None:
    if _is_group_noun(token):
        return EntityType.GROUP
    if token.tag_ not in ("NN", "NNP"):
        return None
    if token.lower_ in lexicon("descriptions")["organizations"]:
        return EntityType.ORGANIZATION
    if token.lower_ in words("descriptions", "persons") or token.lower_ in words("titles", "posts"):
        return EntityType.PERSON
    return None


def _definite_start(token: Token) -> int | None:
    """The determiner of a definite phrase whose last word is `token`, else None."""
    doc, i = token.doc, token.i
    if i + 1 < len(doc) and (
        doc[i + 1].pos_ in ("NOUN", "PROPN") or doc[i + 1].tag_ in ("POS", "HYPH")
    ):
        return None
    while i > 0 and not doc[i].is_sent_start and doc[i - 1].pos_ in ("ADJ", "NOUN", "PROPN", "DET"):
        i -= 1
        if doc[i].lower_ in _DEFINITE:
            return i
        if doc[i].pos_ == "DET":
            return None
    return None


def with_antecedents(doc: Doc, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The same mentions with antecedents; pronouns and descriptions without one are left out.

    Args:
        doc: the parsed document.
        mentions: all mentions in text order, names among them.
    """
    resolver = _Resolver(doc, mentions)
    found = [resolver.antecedent(i) for i in range(len(mentions))]
    keep = [
        i
        for i, mention in enumerate(mentions)
        if not _needs_antecedent(mention) or found[i] is not None
    ]
    index = {old: new for new, old in enumerate(keep)}
    return tuple(replace(mentions[i], antecedent=_moved(found[i], index)) for i in keep)


def _needs_antecedent(mention: Mention) -> bool:
    return mention.found_by in ("pronoun", "description")


def _moved(antecedent: int | None, index: dict[int, int]) -> int | None:
    return None if antecedent is None else index.get(antecedent)


class _Resolver:
    """Backward search for antecedents in one document."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.tokens = [doc.char_span(*m.span, alignment_mode="expand") for m in mentions]
        starts = {token.i: n for n, token in enumerate(s[0] for s in doc.sents)}
        self.sentence: list[int] = []
        current = 0
        for token in doc:
            current = starts.get(token.i, current)
            self.sentence.append(current)
        self.doc = doc
        self.chains: dict[int, int] = {}
        self.roles = self._roles()

    def _roles(self) -> dict[str, set[str]]:
        """Words of the posts that each named person is said to hold, by last name."""
        roles: dict[str, set[str]] = {}
        for mention, tokens in zip(self.mentions, self.tokens, strict=True):
            if mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME and tokens:
                for post in posts_of(self.doc, tokens.start, tokens.end):
                    title = self.doc[post.title_start : post.title_end]
                    roles.setdefault(_last(mention), set()).update(t.lower_ for t in title)
        return roles

    def antecedent(self, i: int) -> int | None:
        """Index of the name that mention `i` stands for, None where unsure."""
        mention = self.mentions[i]
        if not _needs_antecedent(mention):
            return None
        if mention.kind is MentionKind.PRONOUN:
            found = self._of_pronoun(i)
        elif mention.type is EntityType.PERSON:
            found = self._of_person(i)
        elif mention.type is EntityType.GROUP:
            found = self._of_group(i)
        else:
            found = self._of_organization(i)
        if found is not None:
            self.chains[i] = found
        return found

    def _back(
        self, i: int, kinds: tuple[EntityType, ...], sentences: int = _SENTENCES_BACK
    ) -> Iterator[int]:
        """Earlier mentions of these types, nearest first, each as the name it leads to."""
        here = self._sentence(i)
        for j in range(i - 1, -1, -1):
            if here - self._sentence(j) > sentences:
                return
            name = self.chains.get(j, j)
            other = self.mentions[name]
            if other.type in kinds and (
                other.kind is MentionKind.NAME or other.found_by == "group"
            ):
                yield name

    def _sentence(self, i: int) -> int:
        tokens = self.tokens[i]
        return self.sentence[tokens.start] if tokens else 0

    def _of_pronoun(self, i: int) -> int | None:
        person = self.mentions[i].type is EntityType.PERSON
        kinds = (EntityType.PERSON,) if person else (EntityType.GROUP,)
        candidates = list(self._back(i, kinds, _SENTENCES_BACK_FROM_PRONOUN))
        subjects = [j for j in candidates if self._is_subject(j)]
        return next(iter(subjects or candidates), None)

    def _is_subject(self, i: int) -> bool:
        tokens = self.tokens[i]
        return tokens is not None and tokens.root.dep_ in ("nsubj", "nsubjpass")

    def _of_person(self, i: int) -> int | None:
        head = _last(self.mentions[i]).lower()
        candidates = list(self._back(i, (EntityType.PERSON,)))
        fitting = [j for j in candidates if head in self.roles.get(_last(self.mentions[j]), ())]
        return next(iter(fitting), None)

    def _of_group(self, i: int) -> int | None:
        head = _last(self.mentions[i])
        groups = self._back(i, (EntityType.GROUP,))
        return next((j for j in groups if _last(self.mentions[j]) == head), None)

    def _of_organization(self, i: int) -> int | None:
        head = _last(self.mentions[i]).lower()
        kinds = lexicon("descriptions")["organizations"][head]
        for j in self._back(i, (EntityType.ORGANIZATION,)):
            if any(word.strip(".").lower() in kinds for word in self.mentions[j].name.split()):
                return j
        return None


def _last(mention: Mention) -> str:
    return mention.name.rsplit(maxsplit=1)[-1]
