"""The component that finds mentions: names, groups, descriptions and pronouns."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.extensions import register_extensions
from kg.extraction.mentions.coreference import with_antecedents
from kg.extraction.mentions.names import Name, find_names
from kg.extraction.mentions.references import find_descriptions, find_groups, find_pronouns

Gazetteer = Mapping[str, EntityType]
"""Known names as written, with the type of what they name."""


class MentionFinder:
    """spaCy component: puts `tuple[Mention, ...]`, in text order, on `doc._.kg_mentions`."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._matcher = _matcher(nlp, gazetteer) if gazetteer else None

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of a document that has been parsed and has entities."""
        names = [_mention(doc, name) for name in find_names(doc, self._matcher)]
        groups = list(find_groups(doc, names))
        pronouns = list(find_pronouns(doc, names))
        descriptions = list(find_descriptions(doc, [*names, *groups]))
        found = sorted(
            [*names, *groups, *pronouns, *descriptions], key=lambda m: (m.span.start, -m.span.end)
        )
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
    ends_sentence = _ends_sentence(tokens, name.type)
    span = Span(tokens.start_char, tokens.end_char - ends_sentence)
    # Not from doc.text, which spaCy makes anew each time.
    text = " ".join(tokens.text.removesuffix("." if ends_sentence else "").split())
    if name.type is EntityType.GROUP:
        return _people(doc, name, span, text)
    return Mention(span, MentionKind.NAME, name.type, text, found_by=name.found_by)


def _ends_sentence(tokens: Slice, kind: EntityType) -> bool:
    """Whether the dot at the end of a body's name is a full stop, as in "bought Orrin Corp."."""
    last = tokens[-1]
    word = last.text.removesuffix(".")
    if kind is not EntityType.ORGANIZATION or word == last.text or not word[1:].islower():
        return False
    after = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
    return after is None or after.is_space or (after.is_title and after.pos_ != "PROPN")


def _people(doc: Doc, name: Name, span: Span, text: str) -> Mention:
    """The group "North Koreans", or the country in "North Korean" before a noun."""
    adjective = name.end < len(doc) and doc[name.end].pos_ in ("NOUN", "PROPN", "ADJ")
    kind = EntityType.COUNTRY if adjective else EntityType.GROUP
    mention_kind = MentionKind.DESCRIPTION if adjective else MentionKind.NAME
    return Mention(span, mention_kind, kind, text, of_country=text, found_by="demonym")


register_extensions()
