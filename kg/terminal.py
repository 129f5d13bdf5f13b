"""What is printed for people: no character of it can command a terminal or hide another."""

import codecs
import io
import logging
from typing import BinaryIO, cast

_JOINERS = "\u200c\u200d"  # inside words of some languages, and inside emoji


def visible(text: str, keep: str = "") -> str:
    """A text that is safe to print, of the same length.

    Each control, formatting or unknown character becomes U+FFFD, and white space of every kind,
    line ends among them, a space.

    Args:
        text: any text: an article's, a service's, the name of a file.
        keep: characters to leave as they are.

    >>> visible("a\\x1b[31m\\nb")
    'a\\ufffd[31m b'
    """
    return text if text.isprintable() else "".join(_shown(each, keep) for each in text)


class VisibleFormatter(logging.Formatter):
    """Formats what is logged as `visible` makes it: messages and tracebacks may hold any text."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines of a message."""
        return visible(super().format(record), keep="\n")


def for_terminal(out: BinaryIO) -> BinaryIO:
    """A stream for a format of programs that goes to a terminal after all, in UTF-8.

    What could command the terminal is written as JSON and Turtle write it (`\\u001b`).
    """
    return cast(BinaryIO, _Escaped(out))


def _shown(character: str, keep: str) -> str:
    if character.isprintable() or character in keep or character in _JOINERS:
        return character
    return " " if character.isspace() else "\ufffd"


class _Escaped:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        # Ends of lines may be "\r\n": a "\r" alone could write over its line.
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._decoder = io.IncrementalNewlineDecoder(decoder, translate=True)

    def write(self, data: bytes) -> int:
        text = self._decoder.decode(bytes(data))
        self._out.write("".join(map(_escaped, text)).encode())
        return len(data)

    def flush(self) -> None:
        self._out.flush()


def _escaped(character: str) -> str:
    harmless = character.isprintable() or character > "\uffff"
    if harmless or character in "\n\t" or character in _JOINERS:
        return character
    return f"\\u{ord(character):04x}"
