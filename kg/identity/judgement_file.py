"""Judgements by a person of two entities each: whether they are the same or not, in a text file.

There is one a line, in columns separated by tabs:

    same    person/jane-doe    person/j-doe    Jane Doe    seen in both reports, A. B.

The columns are the verdict (same, different, unsure), two entities (paths below the base, or IRIs
of other knowledge bases), the name of the entity that stays (may be empty) and a note (may be
missing). Empty lines and lines that begin with "#" are ignored. `doc/<id>/person/jane-doe` is the
Jane Doe of one document, to tell namesakes apart. Events, `doc/<id>/frame/3-9`, are judged alike,
but stay two.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.documents.whole_files import written_whole
from kg.errors import KnowledgeError

_WIKIDATA = "http://www.wikidata.org/entity/"
_EVENT = re.compile(r"doc/[0-9a-f]+/frame/[0-9/-]+")
_KEY = re.compile(
    r"(?:doc/[0-9a-f]+/)?(?:person|organization|country|place|group|entity)/[^\s/]+|"
    + _EVENT.pattern
)
_EXTERNAL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_TYPE = re.compile(r"(?:doc/[0-9a-f]+/)?(person|organization|country|place|group)/")
# What stays gives all mentions its type. One name is read now as a place and now as the body that
# sits there ("the Pentagon"), as a body and as a group ("the Taliban"), as a place and as the
# country that it is ("Holland"); nothing else goes by two types.
_MAY_BE_SAME = ({"organization", "group"}, {"organization", "place"}, {"country", "place"})
_COLUMNS = "a judgement, two entities, a name and a note, set apart by tabs"


class Verdict(StrEnum):
    """What a person can judge about two entities."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A line of the file: the verdict, two entities, the name of the one that stays, a note (who,
    when, why), and where the line is ("judgements.tsv:3")."""

    verdict: Verdict
    entity: str
    other: str
    name: str = ""
    note: str = ""
    where: str = ""

    @property
    def pair(self) -> frozenset[str]:
        """Both entities, without order."""
        return frozenset((self.entity, self.other))

    def line(self) -> str:
        """The judgement as a line of the file."""
        parts = (self.verdict, self.entity, self.other, self.name, self.note)
        return "\t".join(" ".join(part.split()) for part in parts).rstrip("\t")


def is_external(entity: str) -> bool:
    """Whether an entity is the IRI of another knowledge base's."""
    return "://" in entity


def is_event(entity: str) -> bool:
    """Whether a judged name is that of an event."""
    return _EVENT.fullmatch(entity) is not None


def judged_name(text: str, where: str = "") -> str:
    """An entity as judgements name it, with "wd:Q42" written out; KnowledgeError where it is
    neither the path of an entity nor an IRI."""
    full = _WIKIDATA + text[3:] if text.startswith("wd:") else text
    if not (_KEY.fullmatch(full) or _EXTERNAL.fullmatch(full)):
        place = f"{where}: " if where else ""
        raise KnowledgeError(
            f"{place}{text!r} is no entity or event; write one as person/jane-doe, wd:Q42, "
            "doc/0c0ffee0/frame/3-9 or a full IRI"
        )
    return full


def read_judgements(path: Path, lines: Iterable[str] | None = None) -> list[Judgement]:
    """The judgements of a file, or of lines that it had, in its order; none where there is no file.
    KnowledgeError, with file and line, where it cannot be read or a line is broken."""
    found: dict[frozenset[str], Judgement] = {}
    for number, text in enumerate(_lines(path) if lines is None else lines, 1):
        if text.strip() and not text.startswith("#"):
            line = _parse(text, f"{path}:{number}")
            first = found.setdefault(line.pair, line)
            if first.verdict is not line.verdict:
                raise KnowledgeError(f"{line.where}: contradicts {first.where}; remove one of them")
    return list(found.values())


def write_judgement(path: Path, new: Judgement | None, pair: frozenset[str]) -> None:
    """Replace the judgement of a pair in a file, or add it.

    All other lines stay as they are. The file is replaced as a whole or not at all.

    Args:
        new: the judgement, None to remove the present one.

    Raises:
        KnowledgeError: the file is broken, or cannot be written.
    """
    read_judgements(path)  # which refuses a broken file
    kept = [
        text
        for number, text in enumerate(_lines(path), 1)
        if text.startswith("#") or not text.strip() or _parse(text, f"{path}:{number}").pair != pair
    ]
    text = "".join(f"{line}\n" for line in (*kept, *([new.line()] if new else [])))
    try:
        with written_whole(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise KnowledgeError(
            f"{path}: cannot be written ({error.strerror}); "
            'name another file as judgements = "…" in kg.toml'
        ) from error


def _parse(text: str, where: str) -> Judgement:
    verdict, *rest = (part.strip() for part in text.split("\t"))
    if verdict not in list(Verdict):
        raise KnowledgeError(f"{where}: {verdict!r} is no judgement; write {', '.join(Verdict)}")
    if not 2 <= len(rest) <= 4:
        raise KnowledgeError(f"{where}: not a judgement; a line has {_COLUMNS}")
    entity, other = (judged_name(each, where) for each in rest[:2])
    name, note = (*rest[2:], "", "")[:2]
    judgement = Judgement(Verdict(verdict), entity, other, name, note, where)
    check(judgement)
    return judgement


def check(judgement: Judgement) -> None:
    """Refuse (KnowledgeError) a judgement that cannot be meant: of one entity alone, of none of
    this graph, or that two are the same whose types, which their keys begin with, say otherwise."""
    place = f"{judgement.where}: " if judgement.where else ""
    if len(judgement.pair) == 1 or all(map(is_external, judgement.pair)):
        raise KnowledgeError(f"{place}judges no two entities; one at least must be of this graph")
    if len({is_event(each) for each in judgement.pair}) == 2:
        raise KnowledgeError(f"{place}judges an event and an entity; name two of one kind")
    if judgement.verdict is not Verdict.SAME:
        return
    types = {found[1] for each in judgement.pair if (found := _TYPE.match(each))}
    if len(types) == 2 and types not in _MAY_BE_SAME:
        raise KnowledgeError(
            f"{place}{judgement.entity} and {judgement.other} cannot be the same: one is of type "
            f"{' and one of type '.join(sorted(types))}; name two of one type"
        )


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: is not UTF-8; save it as UTF-8") from error
