"""What stands around a predicate: names, quantities, times and places that its arguments are."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from kg.extraction.annotations import EntityType
from kg.extraction.frames.event_types import DOER, NUMBER, SOMEBODY
from kg.extraction.frames.features import counted, filler, joined, named
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.tree import Tree
from kg.extraction.text.span_index import SpanIndex

_PLACES = frozenset((EntityType.PLACE, EntityType.COUNTRY))
_WHERE = frozenset(("in", "at", "near", "on", "across", "outside", "inside", "around"))
_MODIFIERS = frozenset(("amod", "compound", "nmod"))
_COUNTS = frozenset(("nummod", "quantmod", "amod", "compound", "det", "prep", "pobj"))


class Surroundings:
    """What the mentions, quantities and times of a document say of its words."""

    def __init__(self, doc: Doc, tree: Tree) -> None:
        self._tree = tree
        self._mentions = doc._.kg_mentions
        self._mention_at = SpanIndex([each.span for each in doc._.kg_mentions])
        self._quantity_at = SpanIndex([each.span for each in doc._.kg_quantities])
        self._time_at = SpanIndex([each.span for each in doc._.kg_times])

    def mention(self, token: int) -> int | None:
        """The mention of the name that a word is or describes."""
        main = named(self._tree, token)
        return self._mention_at.holding(self._tree.span(main, main))

    def is_somebody(self, token: int, mention: int | None) -> bool:
        """Whether a word, and its mention where it has one, is a person, body or place."""
        return self._tree.tags[token].startswith(("PRP", "WP", "NNP")) or self.is_party(mention)

    def is_party(self, mention: int | None) -> bool:
        """Whether a mention is of a person, body or place."""
        return mention is not None and not self._mentions[mention].type.is_thing

    def is_place(self, mention: int | None) -> bool:
        """Whether a mention is of a place that is no country."""
        return mention is not None and self._mentions[mention].type is EntityType.PLACE

    def is_body(self, mention: int | None) -> bool:
        """Whether a mention is of an organization."""
        return mention is not None and self._mentions[mention].type is EntityType.ORGANIZATION

    def words(
        self, token: int, roles: Sequence[RoleFound], noun: bool
    ) -> tuple[set[str], set[str]]:
        """What `EventLexicon.find` asks for: what is beside a predicate, and beyond."""
        tree, beside, beyond = self._tree, set[str](), set[str]()
        if noun:
            beyond.add(tree.lemmas[tree.heads[token]])
            modifiers = (c for c in tree.children[token] if tree.deps[c] in _MODIFIERS)
            beside |= {tree.lemmas[c] for c in modifiers}
        for each in roles:
            inner = filler(tree, each.slot.token)
            is_somebody = self.is_somebody(inner, self.mention(inner))
            if each.role == "ARG0":
                beyond.add(tree.lemmas[inner])
                beside |= {DOER} if is_somebody else set()
            else:
                beside |= {
                    tree.lemmas[c] for c in (inner, *counted(tree, inner), *joined(tree, inner))
                }
                beside |= {SOMEBODY} if is_somebody and each.role.startswith("ARG") else set()
                beside |= {NUMBER} if self.quantity(inner) is not None else set()
        return beside, beyond

    def quantity(self, noun: int) -> int | None:
        """The quantity that a noun is the unit of, or that stands for it."""
        tree = self._tree
        for word in (noun, *(c for c in tree.children[noun] if tree.deps[c] in _COUNTS)):
            if (found := self._quantity_at.holding(tree.span(word, word))) is not None:
                return found
        return None

    def time(self, roles: Sequence[RoleFound]) -> int | None:
        """The time expression of a predicate with these arguments."""
        for found in roles:
            if found.role == "TMP":
                tree = self._tree
                for word in (filler(tree, found.slot.token), found.slot.token):
                    if (time := self._time_at.holding(tree.span(word, word))) is not None:
                        return time
        return None

    def place(self, roles: Sequence[RoleFound]) -> int | None:
        """The mention of where a predicate with these arguments is."""
        tree = self._tree
        for found in roles:
            token = found.slot.token
            is_where = tree.deps[token] == "prep" and tree.lower[token] in _WHERE
            if found.role == "LOC" or (is_where and found.role not in ("ARG0", "TMP")):
                inner = filler(tree, token)
                mention = self._mention_at.holding(tree.span(inner, inner))
                if mention is not None and self._mentions[mention].type in _PLACES:
                    return mention
        return None
