"""What the server and its workers tell each other: a little memory that they share."""

from __future__ import annotations

import mmap
import struct
import time
import zlib

_STATE = struct.Struct("=qd")  # the newest snapshot, and until when it counts as that
_TASK = struct.Struct("=qq")  # a connection, and the mark of what it asks
_MARKS = 1 << 16


class Board:
    """Memory that processes share which were forked after it was made.

    Args:
        workers: how many there are.
    """

    def __init__(self, workers: int) -> None:
        self._marks = _STATE.size + workers * _TASK.size
        self._memory = mmap.mmap(-1, self._marks + _MARKS)

    def post(self, snapshot: int, seconds: float) -> None:
        """Say which snapshot is the newest one now, and for how long nobody need look again."""
        if snapshot != _STATE.unpack_from(self._memory)[0]:
            self._memory[self._marks :] = bytes(_MARKS)
        _STATE.pack_into(self._memory, 0, snapshot, time.monotonic() + seconds)

    def newest(self) -> int | None:
        """The newest snapshot; None where nobody has looked for a newer one of late."""
        snapshot, end = _STATE.unpack_from(self._memory)
        return int(snapshot) if time.monotonic() < end else None

    def begin(self, worker: int, connection: int, query: bytes) -> bool:
        """Say what a worker is at.

        Returns:
            Whether it may be: none that asked the same took too long before.
        """
        mark = zlib.crc32(query) % _MARKS
        if self._memory[self._marks + mark]:
            return False
        _TASK.pack_into(self._memory, self._task(worker), connection, mark)
        return True

    def end(self, worker: int) -> None:
        """Say that a worker is at nothing."""
        _TASK.pack_into(self._memory, self._task(worker), 0, 0)

    def blame(self, worker: int) -> int:
        """Mark what a worker was at when it ended.

        Returns:
            The connection; 0 where it was at nothing.
        """
        connection, mark = _TASK.unpack_from(self._memory, self._task(worker))
        if connection:
            self._memory[self._marks + mark] = 1
        self.end(worker)
        return int(connection)

    def _task(self, worker: int) -> int:
        return _STATE.size + worker * _TASK.size
