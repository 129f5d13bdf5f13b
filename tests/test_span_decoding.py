"""From scores to attributions: links tie spans, not nearness; thresholds drop what is unsure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("tokenizers", reason="tokenizers is not installed")

from kg.extraction import Span
from kg.extraction.tagger.span_decoding import LABELS, Scored, TaggedAttribution, Thresholds, decode
from kg.extraction.tagger.span_windows import Window

TEXT = "Ann said rain would fall , Bob warned , and snow"
#       0   1    2    3     4    5 6   7      8 9   10
ROLES = ["source", "cue", *["content"] * 3, "", "source", "cue", "", "", "content"]


def window(passages: Sequence[int] = (0,) * 11) -> Window:
    words = tuple(Span(*match.span()) for match in re.finditer(r"\S+", TEXT))
    length = len(words) + 2
    return Window((1,) * length, (0,) * length, words, tuple(range(1, length - 1)), tuple(passages))


def scored(
    roles: Sequence[str], to_cue: dict[int, int], to_source: dict[int, int], sure: float = 9.0
) -> Scored:
    """Scores that are `sure` of the roles, and of the links between words (-1 means none)."""
    length = len(roles) + 2
    labels = np.zeros((length, len(LABELS)), dtype=np.float32)
    links = np.zeros((2, length, length), dtype=np.float32)
    for word, role in enumerate(roles):
        begins = word == 0 or roles[word - 1] != role
        label = f"{'B' if begins else 'I'}-{role}" if role else "O"
        labels[word + 1, LABELS.index(label)] = sure
    for matrix, pairs in zip(links, (to_cue, to_source), strict=True):
        for row, column in pairs.items():
            matrix[row + 1, column + 1] = 9.0
    return Scored(labels, links[0], links[1], np.zeros((len(labels), 4), dtype=np.float32))


def found(scores: Scored, thresholds: Thresholds | None = None) -> list[tuple[str, str, str]]:
    thresholds = thresholds or Thresholds(untied=0.5)
    return [shown(a) for a in decode(TEXT, window(), scores, thresholds)]


def shown(attribution: TaggedAttribution) -> tuple[str, str, str]:
    source, cue, content = (
        " | ".join(TEXT[start:end] for start, end in spans)
        for spans in (attribution.source, attribution.cue, attribution.content)
    )
    return source, cue, content


NEAR = {2: 1, 3: 1, 4: 1, 10: 7}


def test_each_content_goes_to_its_cue_and_each_cue_to_its_source() -> None:
    assert found(scored(ROLES, NEAR, {1: 0, 7: 6})) == [
        ("Ann", "said", "rain would fall"),
        ("Bob", "warned", "snow"),
    ]


def test_links_outrank_nearness() -> None:
    assert found(scored(ROLES, {2: 7, 3: 7, 4: 7, 10: 7}, {7: 0})) == [
        ("Ann", "warned", "rain would fall | snow")
    ]


def test_a_cue_that_points_to_no_source_has_none() -> None:
    assert found(scored(ROLES, NEAR, {1: -1, 7: 6}))[0] == ("", "said", "rain would fall")


def test_a_cue_without_content_is_no_attribution() -> None:
    assert found(scored([*ROLES[:10], ""], NEAR, {1: 0, 7: 6})) == [
        ("Ann", "said", "rain would fall")
    ]


def test_a_content_that_points_to_no_cue_stands_alone() -> None:
    links = {**NEAR, 10: -1}
    expected = [("Ann", "said", "rain would fall"), ("", "", "snow")]
    assert found(scored(ROLES, links, {1: 0, 7: 6})) == expected
    strict = Thresholds(untied=1.0)
    assert found(scored(ROLES, links, {1: 0, 7: 6}), strict) == expected[:1]


def test_unsure_attributions_are_dropped() -> None:
    unsure = scored(ROLES, NEAR, {1: 0, 7: 6}, sure=2.0)
    assert len(found(unsure, Thresholds(attribution=0.1))) == 2
    assert found(unsure, Thresholds(attribution=0.5)) == []


def test_outside_moves_the_border_between_words_with_and_without_a_role() -> None:
    scores = scored(ROLES, NEAR, {1: 0, 7: 6}, sure=2.0)
    assert found(scores, Thresholds(outside=5.0)) == []


def test_a_run_ends_with_its_passage() -> None:
    scores = scored(ROLES, NEAR, {1: 0, 7: 6})
    parted = window(passages=[0, 0, 0, 1, *[1] * 7])
    first = next(decode(TEXT, parted, scores, Thresholds()))
    assert shown(first)[2] == "rain | would fall"


def test_commas_at_the_ends_are_no_part_of_a_span() -> None:
    roles = [*ROLES[:5], "content", *ROLES[6:]]
    first = found(scored(roles, {**NEAR, 5: 1}, {1: 0, 7: 6}))[0]
    assert first == ("Ann", "said", "rain would fall")


def test_marks_alone_are_no_content() -> None:
    roles = ["source", "cue", "", "", "", "content", *[""] * 5]
    assert found(scored(roles, {5: 1}, {1: 0})) == []
