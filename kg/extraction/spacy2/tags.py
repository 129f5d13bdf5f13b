"""What a spaCy 2 model's tags say: parts of speech and morphology, as attribute ruler patterns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import srsly
from spacy.parts_of_speech import NAMES

from kg.extraction.lexicon import lexicon

# The key under which a tag map keeps the part of speech, a symbol's number in spaCy 2.
_POS = 74
# Values that Universal Dependencies writes otherwise than by a capital letter.
_VALUES = {"Degree_comp": "Cmp", "ConjType_comp": "Cmp", "Person_three": "3"}
# Tags whose part of speech Universal Dependencies, and so spaCy 3, sees differently.
_CLASSES = {"MD": "AUX", "PRP$": "PRON", "WP$": "PRON"}

Pattern = dict[str, Any]


def _tag_map(folder: Path) -> dict[str, dict[Any, Any]]:
    tags: dict[str, dict[Any, Any]] = srsly.msgpack_loads((folder / "tag_map").read_bytes())
    return tags


def tag_names(folder: Path) -> list[str]:
    """The tags in the order of the tagger's scores."""
    return sorted(_tag_map(folder))


def morphology(folder: Path) -> list[Pattern]:
    """A pattern for each tag: its part of speech and morphology."""
    patterns = []
    for tag, features in _tag_map(folder).items():
        attrs = {"POS": _CLASSES.get(tag, NAMES[features[_POS]])}
        named = sorted(_feature(each) for each in features if isinstance(each, str))
        if named:
            attrs["MORPH"] = "|".join(named)
        patterns.append(_pattern({"TAG": tag}, attrs))
    return patterns


def _feature(name: str) -> str:
    """The Universal Dependencies form of a feature: "Tense_past" is Tense=Past."""
    key, value = name.split("_")
    return f"{key}={_VALUES.get(name, value.capitalize())}"


def word_classes() -> list[Pattern]:
    """Patterns for what the tag alone does not tell; they go after those of `morphology`."""
    return [_pattern(token, attrs) for token, attrs in lexicon("word_classes")["patterns"]]


def _pattern(token: Pattern, attrs: dict[str, str]) -> Pattern:
    return {"patterns": [[token]], "attrs": attrs}
