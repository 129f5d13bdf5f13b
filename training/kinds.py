"""Teaches the head for kinds: whether a cue announces speech, thought, intent or no statement.

The gold marks attitudes and deeds like statements, and no kinds. Those are told by the lexicon of
cues and by what a newsroom would file: no deed, no bare future, no thought without a thinker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
import yaml
from model import SpanNetwork
from torch import Tensor
from torch.nn import functional

from examples import Gold
from kg.extraction.annotations import StatementKind
from kg.extraction.cues import Cue, cue_lexicon
from kg.extraction.tagger.span_decoding import KINDS
from kg.extraction.tagger.span_windows import Windower
from kg.extraction.text.paragraphs import paragraphs

NONE = KINDS.index(None)

_EPOCHS, _RATE, _DECAY = 300, 0.01, 1e-4
_WORD = re.compile(r"[\w'’-]+|:")
_WORDS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("cue_words.yaml").read_text("utf-8")
)


def kind_of(text: str, attribution: dict[str, Any]) -> StatementKind | None:
    """The kind of a gold attribution with a cue, None where it is no statement."""
    cue = " ".join(text[start:end].lower() for start, end in attribution["cue"])
    words = _WORD.findall(cue)
    rest = [w for w in words if w not in _WORDS["before_verb"] and not w.endswith("ly")] or words
    content = " ".join(text[start:end] for start, end in attribution["content"])
    quoted = sum(len(part) for part in re.findall(r'[“"]([^”"]*)', content))
    is_quoted = 2 * quoted > len(content)
    concept = _concept(rest)
    if is_quoted:
        thinks = concept is not None and concept.kind is StatementKind.THOUGHT
        return StatementKind.THOUGHT if thinks and not quoted else StatementKind.SPEECH
    if words[:1] and words[0] in _WORDS["phrases"]:
        return StatementKind.SPEECH
    if concept is None or not {*_WORDS["withheld"], *_WORDS["not_yet"]}.isdisjoint(words):
        return None
    if concept.kind is not StatementKind.SPEECH:
        is_mental = bool(attribution["source"]) and concept.labels[0] in _WORDS["mental"]
        return concept.kind if is_mental else None
    return concept.kind if concept.part_of_speech == "verb" or attribution["source"] else None


def _concept(words: Sequence[str]) -> Cue | None:
    lexicon = cue_lexicon()
    for first, second in zip(words[:1], [*words[1:2], ""], strict=False):
        for stem in _stems(first):
            for label in (f"{stem} {second}", stem):
                if label in lexicon.verbs:
                    return lexicon.verbs[label]
        for stem in _stems(first):
            if stem in lexicon.nouns:
                return lexicon.nouns[stem]
    return None


def _stems(word: str) -> Iterator[str]:
    yield _WORDS["irregular"].get(word, word)
    for ending, instead in (
        ("ies", "y"),
        ("ied", "y"),
        ("s", ""),
        ("es", ""),
        ("ed", ""),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead
    for ending in ("ed", "ing"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 2 and bare[-1] == bare[-2]:
            yield bare[:-1]


@torch.inference_mode()
def _cue_words(
    network: SpanNetwork, documents: Sequence[Gold], windower: Windower
) -> tuple[Tensor, Tensor]:
    """What the encoder makes of the words of all cues, and the number of the kind of each."""
    states: list[Tensor] = []
    kinds: list[int] = []
    network.eval()
    for document in documents:
        text = document["text"]
        cues = [
            (span, KINDS.index(kind_of(text, each)))
            for each in document["attributions"]
            for span in each["cue"]
        ]
        for window in windower.windows(text, paragraphs(text)):
            inside = [
                (place, kind)
                for place, word in zip(window.first, window.words, strict=True)
                for (start, end), kind in cues
                if word.start < end and word.end > start
            ]
            if inside:
                encoded = network.encode(
                    torch.tensor([window.pieces]), torch.tensor([window.features])
                )
                states.append(encoded[0, [place for place, _ in inside]].clone())
                kinds += [kind for _, kind in inside]
    return torch.cat(states), torch.tensor(kinds)


def teach_kinds(network: SpanNetwork, documents: Sequence[Gold], windower: Windower) -> None:
    """Set the head for kinds of a network that is trained otherwise, by logistic regression."""
    states, kinds = (each.clone() for each in _cue_words(network, documents, windower))
    torch.manual_seed(0)
    head = network.kinds
    optimizer = torch.optim.AdamW(head.parameters(), lr=_RATE, weight_decay=_DECAY)
    for _ in range(_EPOCHS):
        lost = functional.cross_entropy(head(states), kinds)
        optimizer.zero_grad()
        lost.backward()
        optimizer.step()
