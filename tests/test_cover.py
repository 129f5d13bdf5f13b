"""Many spans at once say what each of them says."""

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import Span
from kg.extraction.text.cover import Cover

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30),
                  st.integers(1, 8))  # fmt: skip


@given(st.lists(SPANS), SPANS)
def test_a_cover_overlaps_what_one_of_its_spans_does(spans: list[Span], asked: Span) -> None:
    shared = [set(range(*asked)) & set(range(*span)) for span in spans]
    assert Cover(spans).overlaps(asked) == any(shared) == any(map(asked.overlaps, spans))
