"""Where a document was read from, as a value and in writing."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ESCAPED = {"%23": "#", "%25": "%"}
_TO_ESCAPE = re.compile("#|%(?=23|25)")
_WITH_RECORD = re.compile(
    r"(-|.*?\.(?:jsonl?|warc|parquet)(?:\.gz|\.zst)?)#(.*)", re.IGNORECASE | re.DOTALL
)


def utf8_path(path: object) -> str:
    """A path as UTF-8 has it, though the locale may have another encoding.

    Where the locale is ASCII, Python gives each other byte of a name as half a character.
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of one document, or one record of a file of many.

    Attributes:
        file: the path, "-" for standard input.
        record: the record's name, None in a file of one document.
    """

    file: str
    record: str | None = None

    def __str__(self) -> str:
        """The one way to write it: the file, and then "#" and the record, where there is one.

        A number sign in the file's own name is written %23: no two sources are written alike.

        >>> str(Source("news.jsonl", "2")), str(Source("news#2.txt"))
        ('news.jsonl#2', 'news%232.txt')
        """
        file = _TO_ESCAPE.sub(lambda found: "%23" if found[0] == "#" else "%25", self.file)
        return file if self.record is None else f"{file}#{self.record}"

    @classmethod
    def parse(cls, written: str) -> Source:
        """The source that is written so.

        Stores of earlier versions have number signs in names of files as they are: only the files
        of many documents and standard input have records.

        >>> Source.parse("news.jsonl#2"), Source.parse("news#2.txt")
        (Source(file='news.jsonl', record='2'), Source(file='news#2.txt', record=None))
        """
        found = _WITH_RECORD.fullmatch(written)
        file, record = (found[1], found[2]) if found else (written, None)
        return cls(re.sub("%2[35]", lambda code: _ESCAPED[code[0]], file), record)

    def is_below(self, folder: str) -> bool:
        """Whether the file is this one, or lies in this folder."""
        return folder == "." or self.file == folder or self.file.startswith(folder + "/")
