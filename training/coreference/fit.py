"""Fits the weights of signs in kg/extraction/data/coreference.yaml to texts that nobody marked.

Whom "she" means is often told by gender alone: of the people named before, some are known to be
men. The weights are those with which the others are the likelier ones though gender is not looked
at (as Ge, Hale and Charniak 1998 learned gender from salience, this learns salience from gender).
They are drawn to those that the file has, and are for a person to judge.

    python training/coreference/fit.py ../shared/gold/polnear-train.jsonl --documents 200
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from kg.extraction.annotations import EntityType, MentionKind
from kg.extraction.genders import gender_of
from kg.extraction.mentions.coreference.context import Context
from kg.extraction.mentions.coreference.people import People
from kg.extraction.mentions.coreference.salience import REACH, Salience
from kg.extraction.pipeline import load_pipeline
from kg.extraction.wordlists import word_lists

_LOG = logging.getLogger(__name__)
_STEPS, _RATE, _DRAWN = 400, 0.5, 10.0
_Example = list[tuple[bool, list[tuple[str, ...]]]]
"""For each person whom a pronoun may mean: whether the gender fits, and their mentions' signs."""


def main() -> None:
    """Log the weights, and how often the likeliest person is one whose gender fits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path, help="JSON lines with a text each")
    parser.add_argument("--documents", type=int, default=200, help="how many of each file")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load_pipeline(tagger=True)
    lines = (line for path in given.texts for line in islice(path.open(), given.documents))
    examples = [each for line in lines for each in _examples(nlp(json.loads(line)["text"]))]
    held = examples[::5]
    weights = _fitted([each for i, each in enumerate(examples) if i % 5])
    _LOG.info(
        "%d pronouns, of those held out %.3f right", len(examples), _share_right(held, weights)
    )
    for sign, weight in weights.items():
        _LOG.info("%s: %.2f", sign, weight)


def _examples(doc: Doc) -> Iterator[_Example]:
    """The pronouns that some of the people named before do not fit, and some do."""
    context = Context(doc, doc._.kg_mentions)
    people = People(context)
    salience = Salience(context, people)
    antecedents = (mention.antecedent for mention in context.mentions)
    salience.chains = {i: each for i, each in enumerate(antecedents) if each is not None}
    for i, mention in enumerate(context.mentions):
        gender = gender_of(context.text, mention)
        if mention.kind is not MentionKind.PRONOUN or gender is None:
            continue
        signs: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        fits: dict[str, bool] = {}
        for name, each in salience.candidates(i, EntityType.PERSON, REACH):
            if (known := people.gender(name)) is not None:
                signs[people.key(name)].append(each)
                fits[people.key(name)] = known == gender
        if len(set(fits.values())) == 2:
            yield [(fits[key], signs[key]) for key in signs]


def _fitted(examples: list[_Example]) -> dict[str, float]:
    """The weights by sign, fitted by gradient ascent."""
    start = {s: w for s, w in word_lists("coreference").items() if s != "unknown gender"}
    number = {sign: i for i, sign in enumerate(start)}
    flat = [(n, fits, m) for n, each in enumerate(examples) for fits, ms in each for m in ms]
    counts = np.zeros((len(flat), len(start)))
    for row, (_, _, signs) in enumerate(flat):
        np.add.at(counts[row], [number[sign] for sign in signs], 1)
    of = np.array([n for n, _, _ in flat])
    fits = np.array([each for _, each, _ in flat], dtype=float)
    first = np.array(list(start.values()))
    weights = first.copy()
    for _ in range(_STEPS):
        scores = np.exp(counts @ weights)
        right, total = np.bincount(of, scores * fits), np.bincount(of, scores)
        slopes = counts.T @ (scores * (fits / right[of] - 1 / total[of]))
        weights += _RATE * (slopes - _DRAWN * (weights - first)) / len(examples)
    return dict(zip(start, weights.tolist(), strict=True))


def _share_right(examples: list[_Example], weights: dict[str, float]) -> float:
    def score(each: tuple[bool, list[tuple[str, ...]]]) -> float:
        return float(sum(np.exp(sum(weights[sign] for sign in signs)) for signs in each[1]))

    return sum(max(each, key=score)[0] for each in examples) / max(1, len(examples))


if __name__ == "__main__":
    main()
