"""The component that finds mentions: names, groups, descriptions and pronouns."""

from collections.abc import Mapping

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.extensions import register_extensions, text_of
from kg.extraction.mentions.coreference.resolver import with_antecedents
from kg.extraction.mentions.couples import with_shared_names
from kg.extraction.mentions.governments import find_governments
from kg.extraction.mentions.names import Name, find_names
from kg.extraction.mentions.references import find_groups, find_references
from kg.extraction.text.capitals import casing

Gazetteer = Mapping[str, EntityType]
"""Known names as written, with the type of what they name."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


class MentionFinder:
    """spaCy component: puts `tuple[Mention, ...]`, in text order, on `doc._.kg_mentions`."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._matcher = _matcher(nlp, gazetteer) if gazetteer else None
        self._casing = casing(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of a document that has been parsed and has entities."""
        found_names = find_names(doc, self._matcher, self._casing.is_common)
        written = [_mention(doc, name) for name in found_names]
        names = list(with_shared_names(text_of(doc), written))
        found = [*names, *find_groups(doc, names), *find_governments(doc, names)]
        found.extend(find_references(doc, tuple(found)))
        found.sort(key=lambda each: (each.span.start, -each.span.end))
        doc._.kg_mentions = with_antecedents(doc, found)
        return doc


@Language.factory("kg_mentions", default_config={"gazetteer": {}})
def kg_mentions(nlp: Language, name: str, gazetteer: dict[str, str]) -> MentionFinder:
    """The component, as spaCy makes it.

    >>> nlp.add_pipe("kg_mentions", config={"gazetteer": {"Kyiv": "Place"}})  # doctest: +SKIP
    """
    return MentionFinder(nlp, {form: EntityType(kind) for form, kind in gazetteer.items()})


def _matcher(nlp: Language, gazetteer: Gazetteer) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab)
    forms: dict[EntityType, list[Doc]] = {}
    for form in sorted(gazetteer):
        for written in {form: None, form.replace("'", "’"): None}:
            forms.setdefault(gazetteer[form], []).append(nlp.make_doc(written))
    for kind, docs in forms.items():
        matcher.add(str(kind), docs)
    return matcher


def _mention(doc: Doc, name: Name) -> Mention:
    tokens = doc[name.start : name.end]
    words = tokens.text
    words = words[: len(words) - _marks_after(tokens, name.type)]
    span = Span(tokens.start_char, tokens.start_char + len(words))
    text = " ".join(words.split())
    if name.type is EntityType.GROUP:
        return _people(doc, name, span, text)
    return Mention(span, MentionKind.NAME, name.type, text, found_by=name.found_by)


def _marks_after(tokens: Slice, kind: EntityType) -> int:
    """How many characters at the end are no part of a name: invisible ones, and a full stop before
    them or after a body's name, as in "bought Orrin Corp."."""
    last = tokens[-1]
    seen = last.text.rstrip(_INVISIBLE)
    word = seen.removesuffix(".")
    if word == seen or not word[1:].islower():
        return len(last) - len(seen)
    after = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
    ends = after is None or after.is_space or bool(after.is_sent_start)
    ends = ends or (after is not None and after.is_title and after.pos_ != "PROPN")
    is_stop = len(seen) < len(last) or (kind is EntityType.ORGANIZATION and ends)
    return len(last) - len(word if is_stop else seen)


def _people(doc: Doc, name: Name, span: Span, text: str) -> Mention:
    """The group "North Koreans", or "North Korean" before a noun, which stands for the country."""
    after = doc[name.end] if name.end < len(doc) else None
    is_glued = after is not None and after.text == "-" and not doc[name.end - 1].whitespace_
    adjective = is_glued or (after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ"))
    found_by = "adjective" if adjective else "demonym"
    return Mention(span, MentionKind.NAME, name.type, text, of_country=text, found_by=found_by)


register_extensions()
