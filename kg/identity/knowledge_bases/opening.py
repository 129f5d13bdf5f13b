"""The knowledge base that kg.toml names."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.errors import SettingsError
from kg.identity.knowledge_bases.base import KnowledgeBase

# Imported when they are chosen: a build by none of them need not know the network.
_WIKIDATA = "kg.identity.wikidata.index:Index"
_SERVICE = "kg.identity.reconciliation.service:open_service"
_FORMS = "wikidata:FILE, reconciliation:ADDRESS, FILE.py:NAME or package.module:NAME"


def open_knowledge_base(choice: str | Path) -> KnowledgeBase:
    """Open a knowledge base.

    Args:
        choice: "wikidata:" and an index that `kg kb import` made, or its path alone;
            "reconciliation:" and the address of a service; or a file or module of Python and
            what to call there, without arguments, for a knowledge base: "people.py:People",
            "package.module:open_people".

    Raises:
        SettingsError: the choice means no knowledge base.
        KgError: whatever the knowledge base raises that cannot be opened.
    """
    text = str(choice)
    kind, _, address = text.partition(":")
    base: object
    if index := index_file(choice):
        base = _named(_WIKIDATA)(index)
    else:
        base = _named(_SERVICE)(address) if kind == "reconciliation" else _named(text)()
    if not isinstance(base, KnowledgeBase):
        raise SettingsError(f"{text}: gives no knowledge base; it must have the members of "
                            "kg.identity.knowledge_bases.KnowledgeBase")  # fmt: skip
    return base


def index_file(choice: str | Path) -> Path | None:
    """The file of the index of Wikidata that a choice names, None where it names another base."""
    kind, colon, rest = str(choice).partition(":")
    if isinstance(choice, Path) or not colon:
        return Path(choice)
    return Path(rest) if kind == "wikidata" else None


def _named(place: str) -> Any:
    """What a file or module of Python has under a name."""
    home, _, name = place.rpartition(":")
    try:
        module = _file(Path(home)) if home.endswith(".py") else importlib.import_module(home)
        return getattr(module, name)
    except (ImportError, OSError, AttributeError, ValueError) as error:
        raise SettingsError(
            f"{place}: no such knowledge base ({error}); name one as {_FORMS}"
        ) from error


def _file(path: Path) -> Any:
    module = ModuleType(f"kg:{path}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where dataclasses look for what their annotations name
    # Not by way of Python's cache: there a file that changes within a second stays as it was.
    exec(compile(path.read_bytes(), path, "exec"), vars(module))
    return module
