"""Reads lines and labels in capitals as if they were written in small letters.

Words get the case that they have elsewhere in the text; else known names keep theirs, common words
are small, and others begin with a capital, as names do.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language

from kg.extraction.annotations import Span
from kg.extraction.wordlists import given_names, word_set

_LABEL = re.compile(r"[A-Z][A-Z.,'’ -]{1,120}:(?=\s)")
_LINE = re.compile(r"^.*[A-Z]{2}.*$", re.MULTILINE)
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_RUNNING = re.compile(r"(?<=[a-z,] )[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITALS = re.compile(r"[A-Z]{4}")
_STARTS = re.compile(r"(?:^|[.!?]\s+)[\"“‘'(]*$")
_VOWEL = re.compile("[AEIOUY]")
_FEWEST_WORDS = 4
_SHARE = 0.9
_LONGEST_NAME = 4


@dataclass(frozen=True)
class Casing:
    """What is known of the case of words.

    Attributes:
        names: names as written, by their words in lower case.
        lemmas, endings: by part of speech, the common words, and the endings of their other forms
            with what the lemma has instead.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    lemmas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    endings: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def is_common(self, word: str) -> bool:
        """Whether a word in lower case is one of the language's words rather than a name."""
        if word in STOP_WORDS or any(word in lemmas for lemmas in self.lemmas.values()):
            return True
        return any(
            word.endswith(ending) and word.removesuffix(ending) + instead in self.lemmas[part]
            for part, endings in self.endings.items()
            for ending, instead in endings
        )


@lru_cache(maxsize=2)  # of a build, each batch of documents asks for it
def casing(nlp: Language) -> Casing:
    """The words that a pipeline's lemmatizer and gazetteer know."""
    names = {}
    if "kg_mentions" in nlp.pipe_names:
        gazetteer = getattr(nlp.get_pipe("kg_mentions"), "gazetteer", {})
        names = {form.lower(): form for form in gazetteer}
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    if lookups is None or not lookups.has_table("lemma_index"):
        return Casing(names)
    parts = ("noun", "verb", "adj", "adv")
    index, rules = lookups.get_table("lemma_index"), lookups.get_table("lemma_rules")
    irregular = lookups.get_table("lemma_exc")
    return Casing(
        names,
        {part: frozenset((*index[part], *irregular.get(part, ()))) for part in parts},
        {part: tuple(map(tuple, rules.get(part, ()))) for part in parts},
    )


def has_capitals(text: str) -> bool:
    """Whether there may be a line or label in capitals."""
    return _CAPITALS.search(text) is not None and any(True for _ in _stretches(text))


def recased(text: str, known: Casing) -> Iterator[tuple[Span, str]]:
    """The words of lines and labels in capitals, in order, each as it is read.

    A replacement is as long as its word.
    """
    stretches = list(_stretches(text))
    covered = {i for stretch, _ in stretches for i in range(*stretch)}
    forms: dict[str, Counter[str]] = {}
    for found in _RUNNING.finditer(text):
        if found.start() not in covered:
            forms.setdefault(found.group().lower(), Counter())[found.group()] += 1
    own = {word: count.most_common(1)[0][0] for word, count in forms.items()}
    for stretch, is_label in stretches:
        yield from _recased(text, stretch, own, known, is_label)


def _stretches(text: str) -> Iterator[tuple[Span, bool]]:
    """Lines in capitals, and other lines' labels, with whether it is a label."""
    for line in _LINE.finditer(text):
        words = _WORD.findall(line.group())
        letters = [char for char in line.group() if char.isalpha()]
        if len(words) >= _FEWEST_WORDS and sum(map(str.isupper, letters)) >= _SHARE * len(letters):
            yield Span(*line.span()), False
        elif (label := _LABEL.match(text, *line.span())) and _CAPITALS.search(label.group()):
            yield Span(*label.span()), True


def _recased(
    text: str, stretch: Span, own: Mapping[str, str], known: Casing, is_label: bool
) -> Iterator[tuple[Span, str]]:
    words = [Span(*found.span()) for found in _WORD.finditer(text, *stretch)]
    spelled = [text[slice(*word)] for word in words]
    names = _names(spelled, known)
    is_given = False
    for number, (word, given) in enumerate(zip(words, spelled, strict=True)):
        lower = given.lower()
        begins = _STARTS.search(text, max(stretch.start, word.start - 4), word.start) is not None
        read = names.get(number) or own.get(lower)
        if read is None:
            is_name = is_given or is_label
            read = _read(given, lower, known, is_name)
        is_given = _is_given(lower)
        if begins or number == 0:
            read = read[:1].upper() + read[1:]
        if read != given and len(read) == len(given):
            yield word, read


def _names(spelled: list[str], known: Casing) -> dict[int, str]:
    """The words, by number, that are part of a known name, as the name has them."""
    found: dict[int, str] = {}
    for start in range(len(spelled)):
        for end in range(min(len(spelled), start + _LONGEST_NAME), start, -1):
            form = known.names.get(" ".join(spelled[start:end]).lower())
            parts = form.split() if form else []
            if len(parts) == end - start and (
                len(parts) > 1 or spelled[start].lower() not in STOP_WORDS
            ):
                for i, part in enumerate(parts, start):
                    found.setdefault(i, part)
                break
    return found


def _read(given: str, lower: str, known: Casing, is_name: bool) -> str:
    if "." in given or (
        len(given) <= 5
        and not _VOWEL.search(given)
        and len(given) > 1
        and lower not in _ABBREVIATED
    ):
        return given
    if lower in STOP_WORDS or (not is_name and not _is_given(lower) and known.is_common(lower)):
        return lower
    return given[:1] + lower[1:]


def _is_given(lower: str) -> bool:
    return lower in given_names() or lower in word_set("titles", "courtesies")


_ABBREVIATED = frozenset(("mr", "mrs", "ms", "dr", "st", "jr", "sr", "lt", "sgt", "rs"))
