"""What follows from all judgements together: which entities are the same, and which are not.

Entities are joined as in the resolver of nomenklatura
(https://github.com/opensanctions/nomenklatura).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kg.errors import KnowledgeError
from kg.identity.judgement_file import Judgement, Verdict, is_event, is_external, read_judgements


class Judgements:
    """All judgements, and what follows from them.

    Of entities that are the same one stays: a curated one, else the one that the file names first,
    but one of a single document only after the others.

    Args:
        judgements: in the order of the file.
        known: the keys of curated entities.

    Raises:
        KnowledgeError: judgements contradict one another, or two curated entities are judged to be
            the same.

    Attributes:
        names: the names that judgements give to entities that stay, by key.
    """

    def __init__(self, judgements: Iterable[Judgement] = (), known: Collection[str] = ()) -> None:
        self._judgements = tuple(judgements)
        self._known = known
        self._asked: set[str] = set()
        self._group: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for line in self._judgements:
            if line.verdict is Verdict.SAME:
                self._join(line, known)
        self.names = {
            self.canonical(line.entity): line.name
            for line in reversed(self._judgements)
            if line.name and line.verdict is Verdict.SAME
        }
        for line in self._judgements:
            if line.verdict is Verdict.DIFFERENT:
                self._part(line)

    @classmethod
    def load(cls, path: Path, known: Collection[str] = ()) -> Judgements:
        """Read a file of judgements; a file that is missing has none. KnowledgeError, with file and
        line, where it is broken or contradicts itself."""
        return cls(read_judgements(path), known)

    def __str__(self) -> str:
        return "".join(f"{line.line()}\n" for line in self._judgements)

    def differing(self, lines: Iterable[str], path: Path) -> set[str]:
        """The entities of which lines that a file had say something else; of one that is of a
        single document, the key in all documents too."""
        other = Judgements(read_judgements(path, lines), self._known)
        judged = (*self._judged, *other._judged)
        found = {each for each in judged if self._said(each) != other._said(each)}
        return found | {re.sub("^doc/.*?/", "", each) for each in found}

    def noting(self) -> set[str]:
        """What the entities are added to that are asked about, until this is called again."""
        self._asked = set()
        return self._asked

    def _said(self, entity: str) -> tuple[object, ...]:
        """All that is answered about an entity."""
        name = self.names.get(self.canonical(entity))
        return entity in self._judged, self.same(entity), self.different(entity), name

    def canonical(self, entity: str) -> str:
        """The entity that stays, of those that are the same as this one."""
        return self._group.get(entity, [entity])[0]

    def same(self, entity: str) -> tuple[str, ...]:
        """All entities that are the same as this one and itself, the one that stays first."""
        self._asked.add(entity)
        return tuple(self._group.get(entity, [entity]))

    def key_in(self, document: str, key: str) -> str:
        """The key of an entity of a document after the judgements."""
        self._asked.add(key)
        own = f"doc/{document}/{key}"
        return self.canonical(own if own in self._judged else key)

    def different(self, entity: str) -> frozenset[str]:
        """The entities judged to be different from this one or from one that is the same."""
        self._asked.add(entity)
        return frozenset(self._apart.get(self.canonical(entity), ()))

    def events(self) -> Iterator[tuple[str, ...]]:
        """The events that are the same, each group once."""
        groups = {group[0]: group for group in self._group.values()}
        for group in groups.values():
            if any(map(is_event, group)):
                yield tuple(group)

    @property
    def _judged(self) -> Collection[str]:
        return self._group.keys() | self._apart.keys()

    def _join(self, line: Judgement, known: Collection[str]) -> None:
        for each in (line.entity, line.other):
            self._group.setdefault(each, [each])
        members = {*self.same(line.entity), *self.same(line.other)}
        joined = [each for each in self._group if each in members]  # as the file names them
        joined.sort(key=lambda each: (each not in known, is_external(each), "doc/" in each))
        if len([each for each in joined if each in known]) > 1:
            raise KnowledgeError(
                f"{line.where}: {joined[0]} and {joined[1]} are both curated; merge them there"
            )
        for each in joined:
            self._group[each] = joined

    def _part(self, line: Judgement) -> None:
        one, other = self.canonical(line.entity), self.canonical(line.other)
        if one == other:
            raise KnowledgeError(
                f"{line.where}: {line.entity} and {line.other} are different here, but the same "
                "by other lines; remove one of them"
            )
        for left, right in ((line.entity, line.other), (line.other, line.entity)):
            self._apart.setdefault(self.canonical(left), set()).update(self.same(right))
            self._apart.setdefault(left, set())
