"""The component that finds frames: predicates with their arguments."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

import numpy as np
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import Argument, Frame, Statement
from kg.extraction.extensions import register_extensions
from kg.extraction.frames.circumstances import circumstances
from kg.extraction.frames.doers import governing_doer, is_light, is_misplaced
from kg.extraction.frames.event_types import Pattern, event_lexicon, is_called, names_of
from kg.extraction.frames.fillers import (
    extent,
    filler,
    filler_word,
    included,
    joined,
    main_word,
    relative_pronoun,
)
from kg.extraction.frames.heads import Readings
from kg.extraction.frames.naming import Candidate
from kg.extraction.frames.roles import RoleFound, find_predicates, find_roles
from kg.extraction.frames.speaking import sources, tokens, with_source
from kg.extraction.frames.surroundings import Surroundings
from kg.extraction.frames.telling import is_done, is_of_another, is_told, lacks_doer
from kg.extraction.frames.tree import Tree
from kg.extraction.statements.holding import holding_statements


@Language.factory("kg_frames")
def kg_frames(nlp: Language, name: str) -> FrameFinder:
    """The component, as spaCy makes it.

    >>> nlp.add_pipe("kg_frames")  # doctest: +SKIP
    """
    return FrameFinder()


class FrameFinder:
    """Puts `tuple[Frame, ...]`, in the order of the text, on `doc._.kg_frames`.

    Reads the parse, `doc._.kg_tagged`, `doc._.kg_mentions`, `doc._.kg_statements`,
    `doc._.kg_quantities` and `doc._.kg_times`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the frames of a document."""
        finder = _Finder(doc)
        doc._.kg_frames = tuple(finder.frames())
        return doc


def _readings(doc: Doc) -> Readings | None:
    """What the tagger's encoder made of a document, None where it has read nothing. The document
    keeps it no longer: of a long one it takes much memory."""
    tagged = doc._.kg_tagged
    if tagged is None or not tagged.states:
        return None
    states = np.concatenate(tagged.states)
    tagged.states.clear()
    return Readings(tagged.words, states, doc.to_array(IDX))


class _Finder:
    """Finds the frames of one document."""

    def __init__(self, doc: Doc) -> None:
        self._tree = Tree(doc)
        self._statements: Sequence[Statement] = doc._.kg_statements
        self._contents = [tokens(doc, each.content) for each in self._statements]
        self._sources = sources(doc, self._statements)
        self._reported = set[int]().union(*self._contents)
        self._around = Surroundings(doc, self._tree)
        self._readings = _readings(doc)

    def frames(self) -> Iterator[Frame]:
        """The frames in the order of the text."""
        predicates = find_predicates(self._tree, self._readings)
        roles = find_roles(self._tree, predicates, self._readings)
        spans = [self._tree.span(token, token) for token in predicates]
        holders = holding_statements(spans, self._statements)
        return map(self._frame, predicates, roles, map(holders.get, spans))

    def _frame(self, token: int, roles: Sequence[RoleFound], statement: int | None) -> Frame:
        """The frame of a predicate, which is in the content of a statement or in none."""
        tree = self._tree
        content: Container[int] = () if statement is None else self._contents[statement]
        particle = tree.particle(token)
        if token in self._sources:
            roles = with_source(tree.doc, token, self._sources[token], roles)
        above = (each.slot.token for each in roles if each.role in ("MOD", "NEG"))
        shared = {tree.lower[word] for word in above if tree.heads[word] != token}
        how = circumstances(tree, token, shared, self._reported, content)
        roles = self._without_times_of_others(roles)
        pattern = self._pattern(token, roles)
        if token in content and tree.deps[token] == "conj" and tree.heads[token] not in content:
            # "Sank" of "he said it fell and sank", where the parse joins it to "said".
            roles = [each for each in roles if each.slot.token in content]
        elif pattern is not None:
            roles = self._with_doer(token, pattern, roles)
            pattern = self._pattern(token, roles)
        own = [each for each in roles if not is_of_another(tree, self._around, token, roles, each)]
        arguments = tuple(
            self._argument(token, each, roles, pattern if each in own else None) for each in roles
        )
        time = self._around.time(own)
        claimed = pattern is None or is_done(tree, self._around, pattern, token, roles, arguments)
        words = (token,) if particle is None else (token, particle)
        found = zip(roles, arguments, strict=True)
        return Frame(
            span=tuple(tree.span(word, word) for word in words),
            lemma=" ".join((tree.lemmas[token], *(tree.lower[word] for word in words[1:]))),
            type=None if pattern is None else pattern.type,
            arguments=arguments,
            joint=tuple(joint for each in found for joint in self._joint(token, *each)),
            negated=how.negated,
            modality=how.modality,
            tense=how.tense,
            conditional=how.conditional,
            time=time,
            place=self._around.place(roles),
            asserted=how.is_fact and statement is None and not self._around.is_ahead(time),
            statement=statement,
            told=pattern is None
            or is_told(tree, self._around, pattern, roles, arguments, done=claimed),
            claimed=claimed,
        )

    def _without_times_of_others(self, roles: Sequence[RoleFound]) -> Sequence[RoleFound]:
        """The arguments without the times of another verb, where the predicate has one of its own:
        "in May" for "left" in "they came in May and left in June"."""
        times = [r for r in roles if r.role == "TMP" and self._around.time([r]) is not None]
        shared = [r for r in times if "^" in r.slot.path]
        return roles if len(shared) == len(times) else [r for r in roles if r not in shared]

    def _with_doer(
        self, token: int, pattern: Pattern, roles: Sequence[RoleFound]
    ) -> Sequence[RoleFound]:
        """The arguments with who does it, where only what governs the predicate tells that."""
        tree = self._tree
        roles = [r for r in roles if r.role != "ARG0" or not is_misplaced(tree, token, r.slot)]
        slot = governing_doer(tree, token) if lacks_doer(tree, pattern, token, roles) else None
        taken = {each.slot.token for each in roles}
        if slot is None or slot.token in taken or self._around.is_time(slot.token):
            return roles
        is_somebody = self._around.is_somebody(slot.token, self._around.mention(slot.token))
        if not is_somebody and "alone" not in pattern.roles:
            return roles
        return sorted([*roles, RoleFound("ARG0", slot, 1.0)], key=lambda each: each.slot.token)

    def _pattern(self, token: int, roles: Sequence[RoleFound]) -> Pattern | None:
        tree = self._tree
        if tree.tags[token].startswith("JJ") or self._is_light(token) or is_called(tree, token):
            return None
        mention = self._around.mention(token)
        if mention is not None and tree.tags[token].startswith("NNP"):
            return None  # "the General Agreement on Tariffs and Trade"
        noun = not tree.tags[token].startswith("VB")
        names = names_of(tree, token)
        patterns = event_lexicon().patterns(names, noun)
        beside, beyond = self._around.words(token, roles, noun) if patterns else ((), ())
        return next((p for p in patterns if p.fits({*names[:-1], *beside}, beyond)), None)

    def _is_light(self, verb: int) -> bool:
        """Whether a verb only says that the event that its object names takes place."""
        tree, nouns = self._tree, event_lexicon().nouns
        things = (c for c in tree.children[verb] if is_light(tree, verb, c))
        return any(word in nouns for thing in things for word in names_of(tree, thing))

    def _argument(
        self, predicate: int, found: RoleFound, roles: Sequence[RoleFound], pattern: Pattern | None
    ) -> Argument:
        tree, token = self._tree, found.slot.token
        inner = filler(tree, token)
        main = main_word(tree, inner)
        pronoun = relative_pronoun(tree, predicate, token)
        mention = self._around.mention(inner)
        if mention is not None and mention == self._around.mention(predicate):
            pattern = mention = None  # "the Plaza Agreement" is no party to itself
        return Argument(
            role=found.role,
            name=None
            if pattern is None
            else Candidate(tree, self._around, pattern, predicate, found, mention).name(),
            span=extent(tree, predicate, token, [each.slot.token for each in roles]),
            head=tree.span(main, main),
            lemma=filler_word(tree, inner),
            mention=mention,
            quantity=self._around.quantity(inner),
            found_by=found.slot.path,
            pronoun=None if pronoun is None else tree.span(pronoun, pronoun),
        )

    def _joint(self, predicate: int, found: RoleFound, argument: Argument) -> Iterator[Argument]:
        """What else fills a role: "Peru" of "Norway and Peru", "planes" of "ships and planes"."""
        tree, filling = self._tree, filler(self._tree, found.slot.token)
        is_of_noun = tree.tags[predicate].startswith("NN") and found.role.startswith("ARG")
        if argument.name in ("Amount", "Time") or (argument.name is None and not is_of_noun):
            return
        for token in (*joined(tree, filling), *included(tree, filling)):
            mention = self._around.mention(token)
            is_noun = tree.tags[token].startswith("NN")
            is_no_actor = argument.name == "Actor" and not self._around.is_somebody(token, mention)
            if is_noun if mention is None else mention != argument.mention:
                main = main_word(tree, token)
                yield replace(
                    argument,
                    name=None if is_no_actor else argument.name,
                    span=tree.span(*tree.edges(token)),
                    head=tree.span(main, main),
                    lemma=filler_word(tree, token),
                    mention=mention,
                    quantity=self._around.quantity(token),
                    pronoun=None,
                )


register_extensions()
