"""The lemma tables of a spaCy 2 model, for spaCy 3's lemmatizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import srsly
from spacy.lookups import Lookups
from spacy.strings import get_string_id

_TABLES = ("lemma_rules", "lemma_index", "lemma_exc")
_CLASSES = ("noun", "verb", "adj", "adv", "punct")
# Leaves a word as it is, in lower case.
_SAME = ["", ""]

Rules = list[list[str]]


def lemma_tables(folder: Path) -> Lookups:
    """The rules, known words and exceptions by part of speech.

    Auxiliaries, which spaCy 2 took for verbs, get the verbs' tables.
    """
    stored = srsly.msgpack_loads((folder / "vocab" / "lookups.bin").read_bytes())
    rules, index, exceptions = (_by_class(stored[name]) for name in _TABLES)
    rules = {pos: _in_order(rules.get(pos, [])) for pos in ("aux", "part", *_CLASSES)}
    # The lemmatizer asks for members only, for which a list of 57,000 nouns is slow.
    index = {pos: frozenset(words) for pos, words in index.items()}
    lookups = Lookups()
    for name, table in zip(_TABLES, (rules, index, exceptions), strict=True):
        lookups.add_table(name, table)
    return lookups


def _by_class(table: dict[int, Any]) -> dict[str, Any]:
    """A stored table's keys are hashes of the names of parts of speech."""
    named = {pos: table[get_string_id(pos)] for pos in _CLASSES if get_string_id(pos) in table}
    return named | ({"aux": named["verb"]} if "verb" in named else {})


def _in_order(rules: Rules) -> Rules:
    """The rules so that the first that fits wins, as in spaCy 2.

    Of rules that give a known word, spaCy 3 takes the last; of others, the first. So "hoped"
    would be a form of hop. A word that no rule fits is its own lemma.
    """
    return [*rules, _SAME, *reversed(rules)]
