"""The component that reads a text with the trained tagger, once for all that use it."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import PARSE_ONLY
from kg.extraction.extensions import register_extensions, text_of
from kg.extraction.tagger.span_tagger import SpanTagger
from kg.extraction.text.paragraphs import paragraphs


@Language.factory("kg_tagger", default_config={"tagger": True})
def kg_tagger(nlp: Language, name: str, tagger: bool) -> TextTagger:
    """The component, as spaCy makes it.

    Args:
        tagger: whether the tagger is used, where its weights are installed; otherwise names are
            spaCy's entities, and statements are left to the parse.

    Raises:
        ModelError: the tagger's files are broken.
    """
    return TextTagger(SpanTagger.load() if tagger else None)


class TextTagger:
    """Puts what a tagger finds on `doc._.kg_tagged`, None without a tagger, and its version on
    `doc._.kg_tagger`. Reads `doc._.kg_paragraphs`."""

    def __init__(self, tagger: SpanTagger | None) -> None:
        self._tagger = tagger

    def begin(self, doc: Doc) -> None:
        """Begin to tag a document in a thread of its own, beside the language model: the encoder
        is most of the work, and runs without the interpreter's lock."""
        if self._tagger is not None:
            passages = tuple(paragraphs(text_of(doc)))
            doc._.kg_tagged = _thread(os.getpid()).submit(self._tagger.tag, text_of(doc), passages)

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document, or wait for what has begun."""
        doc._.kg_tagger = PARSE_ONLY if self._tagger is None else self._tagger.version
        if isinstance(doc._.kg_tagged, Future):
            doc._.kg_tagged = doc._.kg_tagged.result()
        elif self._tagger is not None:
            passages = doc._.kg_paragraphs or tuple(paragraphs(text_of(doc)))
            doc._.kg_tagged = self._tagger.tag(text_of(doc), passages)
        return doc


@cache
def _thread(process: int) -> ThreadPoolExecutor:
    """Where documents are tagged in a process: one that is forked has none of its parent's."""
    return ThreadPoolExecutor(1)


register_extensions()
