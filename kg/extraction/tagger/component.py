"""The component that reads a text with the trained tagger, once for all that use it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import PARSE_ONLY
from kg.extraction.extensions import register_extensions
from kg.extraction.tagger.span_tagger import SpanTagger
from kg.extraction.text.paragraphs import paragraphs


@Language.factory("kg_tagger", default_config={"tagger": True})
def kg_tagger(nlp: Language, name: str, tagger: bool) -> TextTagger:
    """The component, as spaCy makes it.

    Args:
        nlp, name: the pipeline and what it calls the component.
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

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document."""
        doc._.kg_tagger = PARSE_ONLY if self._tagger is None else self._tagger.version
        if self._tagger is not None:
            passages = doc._.kg_paragraphs or tuple(paragraphs(doc.text))
            doc._.kg_tagged = self._tagger.tag(doc.text, passages)
        return doc


register_extensions()
