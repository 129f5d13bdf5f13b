"""What a text tells of the people whom it names: posts, nations and genders."""

import re
from collections.abc import Iterator, Sequence

from kg.extraction.annotations import Mention
from kg.extraction.genders import courtesy_gender, gender_of, given_gender_of
from kg.extraction.mentions.coreference.context import Context, is_person, last_word
from kg.extraction.posts.beside import titles_beside
from kg.extraction.wordlists import word_lists, word_set

_TITLE = re.compile(r" (?:[\w-]+ ){1,4}")
_TO_PARTY_PLACE = 3  # ", D-" in "Ada Roe, D-Ohio"


class People:
    """The people named in one document; by family name what is told of them.

    Attributes:
        holders: by post ("senator"), the family names of those who hold it, each with the index of
            the mention that names it first.
        nations: by family name, the nations whose posts are held: "syrian".
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.holders: dict[str, dict[str, int]] = {}
        self.nations: dict[str, set[str]] = {}
        self._genders: dict[str, str] = {}
        self._families = _families(context.mentions)
        first: dict[str, int] = {}
        for i, mention in enumerate(context.mentions):
            if context.tokens[i] and is_person(mention):
                first.setdefault(last_word(mention), i)
                self._learn(i, first[last_word(mention)])

    def _learn(self, i: int, first: int) -> None:
        person = self._context.mentions[i]
        for post in self._posts_beside(i):
            self.holders.setdefault(post, {})[last_word(person)] = first
        if nation := self._nation_before(i):
            self.nations.setdefault(last_word(person), set()).add(nation)
        if gender := gender_of(self._context.text, person):
            self.learn_gender(i, gender)

    def learn_gender(self, i: int, gender: str) -> None:
        """Note the gender ("f", "m") of a person, unless it is known."""
        self._genders.setdefault(self.key(i), gender)

    def gender(self, i: int) -> str | None:
        """The gender of a person, None where nothing tells it."""
        person = self._context.mentions[i]
        known = gender_of(self._context.text, person) or self._genders.get(self.key(i))
        return known or given_gender_of(person.name)

    def holds_any(self, i: int) -> bool:
        """Whether a person is named with any post."""
        last = last_word(self._context.mentions[i])
        return any(last in people for people in self.holders.values())

    def key(self, i: int) -> str:
        """What mentions of one person share: the last name, with the first one before it where
        several persons have it. The last name alone is then the first of them."""
        mention = self._context.mentions[i]
        given, last = mention.name.split()[0], last_word(mention)
        family = self._families.get(last, ())
        if len(family) < 2:
            return last
        if given not in family:
            gender = courtesy_gender(self._context.text, mention)
            same = (each for each in family if given_gender_of(each) == gender)
            given = next(same if gender else iter(()), next(iter(family)))
        return f"{given} {last}"

    def _posts_beside(self, i: int) -> Iterator[str]:
        """The words of the posts, and other nouns for persons, that a person is named with."""
        doc, tokens = self._context.doc, self._context.tokens[i]
        if tokens is None:
            return
        for beside in titles_beside(doc, tokens.start, tokens.end):
            words = doc[beside.title_start : beside.title_end]
            yield from (_whole_word(word.lower_) for word in words)
        if party := self._party_behind(i):
            yield party
        for child in tokens.root.children:
            if child.dep_ == "appos" and child.lower_ in word_set("descriptions", "persons"):
                yield child.lower_

    def _nation_before(self, i: int) -> str | None:
        """The nation whose post a person is named with: "Syrian" in "Syrian President Ada Roe"."""
        mentions = self._context.mentions
        before = mentions[i - 1] if i else None
        if before is None or before.found_by != "adjective":
            return None
        gap = self._context.text[before.span.end : mentions[i].span.start]
        return before.name.lower() if _TITLE.fullmatch(gap) else None

    def _party_behind(self, i: int) -> str | None:
        """A member of the party behind a politician's name: "democrat" of "Ada Roe, D-Ohio"."""
        tokens, behind, *_ = (*self._context.tokens[i : i + 2], None)
        if not tokens or not behind or self._context.mentions[i + 1].found_by != "party":
            return None
        is_next = behind.start - tokens.end == _TO_PARTY_PLACE
        return _whole_word(self._context.doc[behind.start - 2].lower_) if is_next else None


def _families(mentions: Sequence[Mention]) -> dict[str, dict[str, None]]:
    """By last name, the first names of the persons that have it, in the order of the text."""
    families: dict[str, dict[str, None]] = {}
    for mention in mentions:
        if is_person(mention) and " " in mention.name:
            families.setdefault(last_word(mention), {})[mention.name.split()[0]] = None
    return families


def _whole_word(title: str) -> str:
    """A title that may be cut short, as descriptions have it: "senator" for "sen."."""
    return str(word_lists("descriptions")["cut short"].get(title.rstrip("."), title))
