"""The language model's rules for tokens, with less searching than its own.

Nearly all rules of its attribute ruler look at one token alone: whether its letters, tag and role
are among those that they name. Matching them all for each token anew takes a tenth of the model's
time. Its lemmatizer looks for each new word in a list of a hundred thousand.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs
from spacy.vocab import Vocab

_SEEN = ("TAG", "LOWER", "DEP", "IS_SPACE")
_UNNAMED = 2**64 - 1  # a value that no rule names: to the rules, all of these are one


class RememberingMatcher:
    """Finds what an attribute ruler's own matcher finds."""

    def __init__(self, vocab: Vocab, ruler: AttributeRuler) -> None:
        self._of_one_token, self._others = Matcher(vocab), Matcher(vocab)
        self._remembered: dict[tuple[int, ...], list[int]] = {}
        named: dict[str, set[int]] = {attribute: {0, 1} for attribute in _SEEN}
        rules: Any = enumerate(ruler.patterns)
        for number, pattern in ((i, each) for i, rule in rules for each in rule["patterns"]):
            if len(pattern) == 1 and _is_plain(pattern[0]):
                self._of_one_token.add(str(number), [pattern])
                for attribute, value in _values(pattern[0]):
                    named[attribute].add(vocab.strings.as_int(value))
            else:
                self._others.add(str(number), [pattern])
        self._named = [named[each] for each in _SEEN]

    def __call__(self, doc: Doc, **options: bool) -> list[tuple[int, int, int]]:
        """The matches in a tagged and parsed document: rule, first token, token after the last."""
        found = list(self._others(doc, allow_missing=True)) if len(self._others) else []
        ids = doc.to_array(list(_SEEN))
        pairs = zip(ids.T.tolist(), self._named, strict=True)
        columns = [[i if i in named else _UNNAMED for i in own] for own, named in pairs]
        for i, kind in enumerate(zip(*columns, strict=True)):
            if kind not in self._remembered:
                matches = self._of_one_token(doc[i : i + 1], allow_missing=True)
                self._remembered[kind] = [rule for rule, _, _ in matches]
            found += [(rule, i, i + 1) for rule in self._remembered[kind]]
        return found


def _is_plain(token: Mapping[str, Any]) -> bool:
    """Whether a token's pattern names values of attributes, and nothing else."""
    choices = [value for value in token.values() if isinstance(value, dict)]
    return token.keys() <= set(_SEEN) and all(each.keys() <= {"IN", "NOT_IN"} for each in choices)


def _values(token: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The attributes and the words that they are compared with."""
    for attribute, value in token.items():
        for choice in value.values() if isinstance(value, dict) else [[value]]:
            yield from ((attribute, each) for each in choice if isinstance(each, str))


def _set(ruler: AttributeRuler, doc: Doc, matches: Iterable[tuple[int, int, int, int]]) -> None:
    """Set the attributes of a token of each match; the ruler itself makes spans of it to do so."""
    for rule, _, start, end in matches:
        index = ruler.indices[rule]
        set_token_attrs(doc[(start if index >= 0 else end) + index], ruler.attrs[rule])


def remember_token_rules(nlp: Language) -> None:
    """Let the attribute rulers of a pipeline match with `RememberingMatcher`, and its lemmatizers
    look words up in sets instead of lists."""
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, AttributeRuler):
            pipe.matcher = RememberingMatcher(nlp.vocab, pipe)  # type: ignore[assignment]
            pipe.set_annotations = partial(_set, pipe)  # type: ignore[method-assign]
        elif isinstance(pipe, Lemmatizer) and pipe.lookups.has_table("lemma_index"):
            index = pipe.lookups.get_table("lemma_index")
            for part_of_speech, words in list(index.items()):
                index[part_of_speech] = frozenset(words)
