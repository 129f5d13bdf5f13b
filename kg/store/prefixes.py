"""Prefixes: full IRIs made short, in Turtle and in tables."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

WRITING: Mapping[str, Any] = yaml.load(
    (Path(__file__).parent / "data" / "turtle.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
"""How Turtle is written: see data/turtle.yaml."""

VOCABULARIES: Mapping[str, str] = WRITING["vocabularies"]

# PN_LOCAL of Turtle 1.1, section 6.5; what is not a name character there is escaped or refused.
_LETTERS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = "\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPABLE = "~!$&'()*+,;=/?#@%"
_LOCAL = re.compile(rf"[{_LETTERS}_0-9:{_ESCAPABLE}-][{_LETTERS}_0-9:.{_ESCAPABLE}{_INNER}-]*")
_ESCAPED = re.compile(r"^-|[~!$&'()*+,;=/?#@]|%(?![0-9A-Fa-f]{2})")

# What a parser resolves against the base to the very same IRI (RFC 3986, section 5.2).
_RELATIVE = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*(?:#[\w.,=-]*)?")


class Prefixes:
    """Prefixes for the vocabularies in use, for our own terms, and for each kind of thing below
    the base, which ends in a slash: `person:lloyd-austin` for `<base>person/lloyd-austin`."""

    def __init__(self, base: str) -> None:
        self.base = base
        own = {kind: f"{base}{kind}/" for kind in WRITING["kinds"]}
        self.namespaces = {
            **VOCABULARIES,
            **own,
            "kg": base + "ns#",
            "cue": base + "ns/cues#",
            "event": base + "ns/events#",
        }
        self._written: dict[str, str] = {}
        self._longest_first = sorted(self.namespaces.items(), key=lambda n: (-len(n[1]), n[0]))

    def split(self, iri: str) -> tuple[str, str, str] | None:
        """Prefix, its namespace and the rest of an IRI, None where no prefix serves."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace):
                return prefix, namespace, iri[len(namespace) :]
        return None

    def full(self, short: str) -> str:
        """The IRI that a short form stands for; the text itself where its prefix is unknown.

        >>> Prefixes("https://example.org/kg/").full("person:jane-doe")
        'https://example.org/kg/person/jane-doe'
        """
        prefix, colon, rest = short.partition(":")
        if not colon or rest.startswith("//") or prefix not in self.namespaces:
            return short
        return self.namespaces[prefix] + rest

    def short(self, iri: str) -> str:
        """A short form for people, `doc:1f2e#char=3,9`; the IRI itself where there is none."""
        parts = self.split(iri)
        if parts is None or not parts[2] or parts[2].startswith("//"):
            return iri
        return f"{parts[0]}:{parts[2]}"

    def turtle(self, iri: str) -> str:
        """An IRI as Turtle writes it after the `declarations`, as readable as can be.

        `person:jane-doe`; below the base without escapes `<doc/1f2e#char=3,9>`; else with them.
        """
        if iri not in self._written:
            self._written[iri] = self._write(iri)
        return self._written[iri]

    def _write(self, iri: str) -> str:
        parts = self.split(iri)
        name = None if parts is None else local_name(parts[2])
        relative = iri.removeprefix(self.base)
        if parts is not None and name == parts[2]:
            return f"{parts[0]}:{name}"
        if relative != iri and _RELATIVE.fullmatch(relative) is not None:
            return f"<{relative}>"
        return f"<{iri}>" if parts is None or name is None else f"{parts[0]}:{name}"

    def declarations(self, iris: Iterable[str]) -> list[str]:
        """The `@base` and `@prefix` lines that the IRIs need when written short, sorted."""
        written = {iri: self.turtle(iri) for iri in iris}
        used = {name.partition(":")[0] for name in written.values() if not name.startswith("<")}
        lines = [f"@prefix {prefix}: <{self.namespaces[prefix]}> ." for prefix in sorted(used)]
        relative = any(name[0] == "<" and name != f"<{iri}>" for iri, name in written.items())
        return [f"@base <{self.base}> .", *lines] if relative else lines


def local_name(text: str) -> str | None:
    """A local name with Turtle's escapes, None where the text cannot be one.

    A dot at either end could be escaped, but not every parser reads that.
    """
    if text and (_LOCAL.fullmatch(text) is None or text.endswith(".")):
        return None
    return _ESCAPED.sub(r"\\\g<0>", text)
