"""Cuts passages of a text into the windows that the tagger reads at once.

A window is a sequence of passages, each followed by a separator, of at most `WINDOW_PIECES` word
pieces. Windows do not overlap and depend on the text and the passages alone, so the same document
always gives the same windows. Training makes its examples with this code too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tokenizers import Tokenizer

from kg.extraction.annotations import Span

WINDOW_PIECES = 256
"""The most word pieces of a window, its first marker and its separators among them."""

FEATURES = 6
"""Number of word shapes: lower case, capitalized or capitals, each outside or inside quotes."""

_OPENING, _CLOSING, _STRAIGHT = frozenset("“«„"), frozenset("”»"), '"'
_SENTENCE_ENDS = frozenset(".!?")


class Word(NamedTuple):
    """A word of the text: its span, the ids of its word pieces, its shape (a number below
    `FEATURES`) and whether it ends a sentence."""

    span: Span
    pieces: tuple[int, ...]
    feature: int
    ends_sentence: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What the tagger reads at once.

    Attributes:
        pieces: the ids of the word pieces, markers and separators among them.
        features: by piece, the shape of its word; 0 for markers.
        words: the spans of the words in the text.
        first: by word, the index of its first piece.
        passage: by word, the number of its passage in the window.
    """

    pieces: tuple[int, ...]
    features: tuple[int, ...]
    words: tuple[Span, ...]
    first: tuple[int, ...]
    passage: tuple[int, ...]


class Windower:
    """Cuts passages into windows.

    Args:
        tokenizer: makes word pieces; its vocabulary has the markers [CLS] and [SEP].

    Raises:
        ValueError: the vocabulary lacks a marker.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._first_marker = _marker(tokenizer, "[CLS]")
        self._separator = _marker(tokenizer, "[SEP]")

    def windows(
        self, text: str, passages: Sequence[Span], first_room: int = WINDOW_PIECES
    ) -> Iterator[Window]:
        """Yield the windows over the passages, in their order.

        Args:
            passages: spans of it in its order, paragraphs or parts of them.
            first_room: the most pieces of the first window; training varies it, so that a paragraph
                is seen beside different neighbours.
        """
        held: list[list[Word]] = []
        room = first_room - 1
        for chunk in self._chunks(text, passages):
            size = _size(chunk)
            if size > room and held:
                yield self._window(held)
                held, room = [], WINDOW_PIECES - 1
            held.append(chunk)
            room -= size
        if held:
            yield self._window(held)

    def _chunks(self, text: str, passages: Sequence[Span]) -> Iterator[list[Word]]:
        for passage in passages:
            if any(character.isalnum() for character in text[passage.start : passage.end]):
                yield from _split(self._words(text, passage))

    def _words(self, text: str, passage: Span) -> list[Word]:
        encoding = self._tokenizer.encode(
            text[passage.start : passage.end], add_special_tokens=False
        )
        words: list[Word] = []
        quoted = ends = False
        for start, end, pieces in _grouped(encoding.ids, encoding.offsets, encoding.word_ids):
            span = Span(passage.start + start, passage.start + end)
            surface = text[span.start : span.end]
            opened = surface in _OPENING or (surface == _STRAIGHT and not quoted)
            closed = surface in _CLOSING or (surface == _STRAIGHT and quoted)
            ends = surface in _SENTENCE_ENDS or (ends and closed)
            words.append(Word(span, pieces, _shape(surface) + 3 * (quoted or opened), ends))
            quoted = opened or (quoted and not closed)
        return words

    def _window(self, chunks: list[list[Word]]) -> Window:
        pieces, features = [self._first_marker], [0]
        words: list[Span] = []
        first: list[int] = []
        passage: list[int] = []
        for number, chunk in enumerate(chunks):
            for word in chunk:
                words.append(word.span)
                first.append(len(pieces))
                passage.append(number)
                pieces.extend(word.pieces)
                features.extend([word.feature] * len(word.pieces))
            pieces.append(self._separator)
            features.append(0)
        return Window(tuple(pieces), tuple(features), tuple(words), tuple(first), tuple(passage))


def _marker(tokenizer: Tokenizer, name: str) -> int:
    number = tokenizer.token_to_id(name)
    if number is None:
        raise ValueError(f"no {name} in the vocabulary")
    return number


def _size(chunk: list[Word]) -> int:
    return sum(len(word.pieces) for word in chunk) + 1


def _shape(surface: str) -> int:
    if not surface[:1].isupper():
        return 0
    return 2 if len(surface) > 1 and surface.isupper() else 1


def _grouped(
    ids: list[int], offsets: list[tuple[int, int]], word_ids: list[int | None]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """The words that word pieces make: start, end and ids of the pieces."""
    begin = 0
    for index in range(1, len(ids) + 1):
        if index == len(ids) or word_ids[index] != word_ids[begin]:
            yield offsets[begin][0], offsets[index - 1][1], tuple(ids[begin:index])
            begin = index


def _split(words: list[Word]) -> Iterator[list[Word]]:
    """The words of a passage in chunks that fit into a window, cut after a sentence if possible."""
    chunk: list[Word] = []
    size, sentence_end = 1, 0
    for word in words:
        while chunk and size + len(word.pieces) > WINDOW_PIECES - 1:
            cut = sentence_end or len(chunk)
            yield chunk[:cut]
            chunk, sentence_end = chunk[cut:], 0
            size = _size(chunk)
        chunk.append(word)
        size += len(word.pieces)
        if word.ends_sentence:
            sentence_end = len(chunk)
    if chunk:
        yield chunk
