"""What a document's graph depends on, as a short string: while it is the same, it stands."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from functools import cached_property
from importlib import util
from pathlib import Path

from kg.build.libraries import library_versions
from kg.documents import Document
from kg.identity import open_knowledge_base
from kg.resources import resource
from kg.settings import Settings
from kg.version import __version__

_PACKAGE = Path(__file__).parent.parent


class Fingerprints:
    """Fingerprints under some settings.

    A fingerprint is `<versions>-<unknown><content>`: a hash of everything that documents have in
    common (code, model, ontology, knowledge, base), the number of metadata fields that the
    document leaves unknown, and a hash of its text and metadata. So among documents of the same
    text the lowest is the best described one, whatever the order in which they come.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def of(self, document: Document) -> str:
        """The fingerprint of a document; where it was read from is no part of it."""
        known = asdict(document.metadata)
        unknown = sum(value is None for value in known.values())
        content = document.text + "\0" + json.dumps(known, default=str, sort_keys=True)
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        return f"{self.versions}-{unknown}{digest}"

    @cached_property
    def reading(self) -> str:
        """Hash of what the annotations of all documents depend on, known names apart."""
        settings = self._settings
        libraries = map(" ".join, library_versions(settings.model).items())
        chosen = f"{settings.tagger} {settings.min_score}"
        files = [*_stages("documents", "extraction"), *_files(resource("ontology"))]
        return _hash(
            [settings.model, chosen, *libraries], files, _model_description(settings.model)
        )

    @cached_property
    def mapping(self) -> str:
        """Hash of what else graphs share: code after extraction, knowledge and base IRI."""
        base = _knowledge_base(self._settings.knowledge_base)
        return _hash([self.reading, self._settings.base, base], _stages("identity", "mapping"))

    @cached_property
    def knowledge(self) -> str:
        """Hash of what graphs have in common, judgements apart."""
        return _hash([self.mapping], self._settings.knowledge_files)

    @cached_property
    def versions(self) -> str:
        """Hash of all that documents have in common."""
        judgements = self._settings.judgements_file
        judged = judgements.read_bytes() if judgements.is_file() else b""
        return _hash([self.knowledge], [], judged)


def versions_of(fingerprint: str) -> str:
    """What a fingerprint says of code, model, ontology, knowledge and base."""
    return fingerprint.partition("-")[0]


def content_of(fingerprint: str) -> str:
    """What a fingerprint says of text and metadata."""
    return fingerprint.partition("-")[2]


def same_versions(one: str, other: str) -> bool:
    """Whether two fingerprints come from the same code, model, ontology, knowledge and base."""
    return versions_of(one) == versions_of(other)


def _hash(parts: Iterable[str], files: Iterable[Path], more: bytes = b"") -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    for path in files:
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(more)
    return digest.hexdigest()[:12]


def _stages(*names: str) -> list[Path]:
    return [path for name in names for path in _files(_PACKAGE / name)]


def model_version(model: str) -> str:
    """Name and version of a spaCy model, read from its description without loading it."""
    description = json.loads(_model_description(model) or "{}")
    return f"{model} {description.get('version', 'of unknown version')}"


def code_version() -> str:
    """The version of kg."""
    return f"kg {__version__}"


def _model_description(model: str) -> bytes:
    """meta.json of a model (https://spacy.io/api/data-formats#meta); empty where none is found."""
    found = util.find_spec(model) if model.isidentifier() else None
    folder = Path(model) if found is None or found.origin is None else Path(found.origin).parent
    path = folder / "meta.json"
    return path.read_bytes() if path.is_file() else b""


def _knowledge_base(choice: str | Path | None) -> str:
    """Its name and version, and the code of one that is a file of the user's own."""
    if choice is None:
        return "none"
    with closing(open_knowledge_base(choice)) as base:
        said = f"{base.name} {base.version}"
    own = Path(str(choice).rpartition(":")[0])
    return said + own.read_text(encoding="utf-8") if own.suffix == ".py" else said


def _files(folder: Path) -> Iterable[Path]:
    # Python writes its caches under other names first.
    paths = (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    return sorted(filter(Path.is_file, paths), key=lambda path: path.relative_to(folder).parts)
