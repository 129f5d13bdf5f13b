"""What stands around a predicate: names, quantities, times and places that its arguments are."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache

from spacy.tokens import Doc

from kg.extraction.annotations import EntityType
from kg.extraction.frames.event_types import DOER, NUMBER, PERSON, SOMEBODY, THING
from kg.extraction.frames.fillers import counted, filler, joined, named
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.slots import path_label
from kg.extraction.frames.tree import Tree
from kg.extraction.statements.holding import holding_statements
from kg.extraction.text.span_index import SpanIndex
from kg.extraction.wordlists import word_set

_PLACES = frozenset((EntityType.PLACE, EntityType.COUNTRY))
_BODIES = frozenset((EntityType.ORGANIZATION, EntityType.COUNTRY))
_OF_SPEAKERS = frozenset(("it", "its"))


@cache
def _parties() -> frozenset[str]:
    """The nouns for people and bodies, by their lemmas."""
    heads = word_set("descriptions", "organizations", "persons", "epithets")
    return word_set("frames", "parties") | heads | word_set("titles", "posts", "jobs")


class Surroundings:
    """What the mentions, quantities and times of a document say of its words."""

    def __init__(self, doc: Doc, tree: Tree) -> None:
        self._tree = tree
        self._mentions = doc._.kg_mentions
        self._mention_at = SpanIndex([each.span for each in doc._.kg_mentions])
        self._quantity_at = SpanIndex([each.span for each in doc._.kg_quantities])
        self._time_at = SpanIndex([each.span for each in doc._.kg_times])
        self._times = doc._.kg_times
        self._published = doc._.kg_published
        self._statements = doc._.kg_statements
        pronouns = (i for i, word in enumerate(tree.lower) if word in _OF_SPEAKERS)
        spans = [tree.span(token, token) for token in pronouns]
        self._said_in = holding_statements(spans, self._statements)
        parties = (i for i in range(len(self._mentions)) if self.is_party(i))
        self._parties = sorted((self._mentions[i].span.start, i) for i in parties)

    def mention(self, token: int) -> int | None:
        """The mention of the name that a word is or describes; of "it" at the beginning of what a
        body says, that of the body; of "who" that of whom it stands for."""
        if (described := self._described(token)) is not None:
            return self.mention(described)
        main = named(self._tree, token)
        found = self._mention_at.holding(self._tree.span(main, main))
        if found is None and self._tree.lower[token] in _OF_SPEAKERS:
            return self._speaker(token)
        return found

    def _described(self, token: int) -> int | None:
        """What a relative pronoun stands for: "Roe" for "who" in "Roe, who left"."""
        tree, verb = self._tree, self._tree.heads[token]
        if tree.tags[token] not in ("WP", "WDT") or tree.deps[verb] != "relcl":
            return None
        return tree.heads[verb] if tree.heads[verb] < token else None

    def _speaker(self, pronoun: int) -> int | None:
        """The body that says what begins with a pronoun: "Roe Inc" in "Roe Inc said it lost"."""
        span = self._tree.span(pronoun, pronoun)
        if span not in self._said_in:
            return None
        statement = self._statements[self._said_in[span]]
        speaker = statement.speaker
        if speaker is None or self._mentions[speaker].type not in _BODIES:
            return None
        (content,) = (c for c in statement.content if c.start <= span.start < c.end)
        first, last = (bisect_left(self._parties, (at,)) for at in (content.start, span.start))
        others = (index for _, index in self._parties[first:last] if index != speaker)
        return speaker if next(others, None) is None else None

    def is_somebody(self, token: int, mention: int | None) -> bool:
        """Whether a word, and its mention where it has one, is a person, body or place."""
        tree = self._tree
        if mention is not None or tree.ents[token] in word_set("frames", "nobody"):
            return self.is_party(mention)
        if tree.tags[token].startswith(("PRP", "WP", "NNP")):
            return tree.lower[token] != "what"
        if tree.lower[token] == "those":
            return tree.child(token, "acl", "relcl") is not None  # "those invited"
        return tree.tags[token].startswith("NN") and tree.lemmas[token] in _parties()

    def is_time(self, token: int) -> bool:
        """Whether a word is in a time expression."""
        return self._time_at.holding(self._tree.span(token, token)) is not None

    def is_party(self, mention: int | None) -> bool:
        """Whether a mention is of a person, body or place."""
        return mention is not None and not self._mentions[mention].type.is_thing

    def type_of(self, mention: int | None) -> EntityType | None:
        """What a mention is of, None where there is none."""
        return None if mention is None else self._mentions[mention].type

    def words(
        self, token: int, roles: Sequence[RoleFound], noun: bool
    ) -> tuple[set[str], set[str]]:
        """What `Pattern.fits` asks for: what is beside a predicate, and beyond."""
        tree, beside, beyond = self._tree, set[str](), set[str]()
        if noun:
            beyond.add(tree.lemmas[tree.heads[token]])
            own = tree.children[token]
            beside |= {tree.lemmas[c] for c in own if tree.deps[c] in ("amod", "compound", "nmod")}
            beside |= {tree.lower[token]} - {tree.lemmas[token]}  # "sales", not "sale"
        for each in roles:
            inner = filler(tree, each.slot.token)
            mention = self.mention(inner)
            is_somebody = self.is_somebody(inner, mention)
            if each.role == "ARG0":
                beyond.add(tree.lemmas[inner])
                beside |= {DOER} if is_somebody else set()
                is_person = self.type_of(mention) is EntityType.PERSON
                beside |= {PERSON} if is_person and each.slot.path != "pobj^nsubj" else set()
            else:
                words = (inner, *counted(tree, inner), *joined(tree, inner))
                beside |= {tree.lemmas[c] for c in words}
                is_bare = inner == each.slot.token or mention is not None
                is_object = is_bare and each.role.startswith("ARG")
                beside |= {SOMEBODY} if is_somebody and is_object else set()
                is_thing = tree.deps[inner] in ("dobj", "oprd") and not is_somebody
                beside |= {THING} if is_thing else set()
                beside |= {NUMBER} if self.quantity(inner) is not None else set()
        return beside, beyond

    def quantity(self, noun: int) -> int | None:
        """The quantity that a noun is the unit of, or that stands for it."""
        tree = self._tree
        counts = (c for c in tree.children[noun] if tree.deps[c] in word_set("frames", "counts"))
        for word in (noun, *counts):
            if (found := self._quantity_at.holding(tree.span(word, word))) is not None:
                return found
        return None

    def time(self, roles: Sequence[RoleFound]) -> int | None:
        """The time expression of a predicate with these arguments, rather when it is than how long;
        "June" in "met at a summit in June" too."""
        tree, times = self._tree, list[int]()
        for found in sorted(roles, key=lambda each: "^" in each.slot.path):
            token = found.slot.token
            words = [filler(tree, token), token] if found.role == "TMP" else []
            if found.role == "LOC" and tree.lower[token] == "at":
                inner = tree.child(filler(tree, token), "prep")
                words = [] if inner is None else [filler(tree, inner)]
            within = (self._time_at.holding(tree.span(word, word)) for word in words)
            times += [each for each in within if each is not None]
        return min(times, key=lambda i: (self._times[i].value or "").startswith("P"), default=None)

    def is_ahead(self, time: int | None) -> bool:
        """Whether a time is after the day on which the text was published: "tomorrow"."""
        if time is None:
            return False
        span, value = self._times[time].span, self._times[time].value
        if self._tree.text[span.start : span.end].lower().startswith(("next ", "tomorrow")):
            return not self._tree.text[: span.start].endswith("the ")
        if value is None or self._published is None or value.startswith("P"):
            return False
        begin = value.partition("/")[0]
        if "W" in begin:
            begin = date.fromisoformat(f"{begin}-1").isoformat()
        return bool(begin > self._published.isoformat()[: len(begin)])

    def place(self, roles: Sequence[RoleFound]) -> int | None:
        """The mention of where a predicate with these arguments is."""
        tree = self._tree
        for found in roles:
            token = found.slot.token
            is_where = path_label(tree, token) in word_set("frames", "where")
            if found.role == "LOC" or (is_where and found.role not in ("ARG0", "TMP")):
                inner = filler(tree, token)
                mention = self._mention_at.holding(tree.span(inner, inner))
                if mention is not None and self._mentions[mention].type in _PLACES:
                    return mention
        return None
