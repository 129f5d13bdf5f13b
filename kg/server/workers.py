"""The workers of a server: connections are lent to them, and come back with what they leave."""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.server.board import Board
from kg.server.quick import QuickAnswers
from kg.server.worker import NUMBER, RETURN, Worker, fork_server, hear_from

COUNT = min(4, os.cpu_count() or 1)
"""How many workers there are."""

MOMENT = 0.02
"""Seconds of a processor that a worker has for a query."""

_CHUNK = 1 << 16
_PAUSE = 1.0  # seconds until there is another worker in the place of one that ended


Open = Callable[[socket.socket, bytes, bool], None]
"""Serves a connection: what is to be sent at first, and whether it ends with that."""


@dataclass(slots=True, eq=False)
class _Worker:
    """A worker as the server sees it: its number, what is lent to it, and what it says."""

    place: int
    connection: socket.socket
    lent: dict[int, socket.socket] = field(default_factory=dict)
    said: bytearray = field(default_factory=bytearray)

    def returned(self) -> Iterator[tuple[socket.socket, bytes, bool]]:
        """What comes back: a connection, what it has still to send, whether it then ends."""
        while len(self.said) >= RETURN.size:
            number, length, closes = RETURN.unpack_from(self.said)
            end = RETURN.size + length
            if len(self.said) < end:
                return
            rest = bytes(self.said[RETURN.size : end])
            del self.said[:end]
            yield self.lent.pop(number), rest, closes


class Workers:
    """Processes that answer short queries beside the server.

    Args:
        folder: where the snapshots lie.
        board: tells them which is the newest, and the server what they were at.
        deadline: seconds that a query may take.
    """

    def __init__(self, folder: Path, board: Board, deadline: float) -> None:
        self._folder = folder
        self._board = board
        self._moment = min(MOMENT, deadline)
        self._fork_server: socket.socket | None = None
        self._workers: set[_Worker] = set()
        self._numbers = itertools.count(1)
        self._open_here: Open

    def prepare(self, listener: socket.socket) -> None:
        """Fork, as long as this process has one thread, what forks the workers later.

        Args:
            listener: where connections come from, which is not for them.
        """
        self._fork_server = fork_server(self._work, listener)

    def start(self, open_here: Open) -> None:
        """Have the workers, if they were prepared for.

        Args:
            open_here: serves a connection that comes back.
        """
        self._open_here = open_here
        for place in range(COUNT):
            self._start(place)

    def lend(self, connection: socket.socket) -> bool:
        """Give a connection to a worker; False where there is none that takes it."""
        worker = min(self._workers, key=lambda worker: len(worker.lent), default=None)
        if worker is None:
            return False
        number = next(self._numbers)
        try:
            socket.send_fds(worker.connection, [NUMBER.pack(number)], [connection.fileno()])
        except OSError:
            return False
        worker.lent[number] = connection
        return True

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            asyncio.get_running_loop().remove_reader(worker.connection)
            worker.connection.close()
            for connection in worker.lent.values():
                connection.close()
        self._workers.clear()
        if self._fork_server is not None:
            self._fork_server.close()
            self._fork_server = None

    def _work(self, place: int, server: socket.socket) -> None:
        Worker(server, QuickAnswers(self._folder, self._board, place, self._moment)).work()

    def _start(self, place: int) -> None:
        if self._fork_server is None:
            return
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            try:
                socket.send_fds(self._fork_server, [bytes([place])], [theirs.fileno()])
            except ConnectionError:
                ours.close()
                return
        worker = _Worker(place, ours)
        self._workers.add(worker)
        asyncio.get_running_loop().add_reader(ours, partial(self._hear, worker))

    def _hear(self, worker: _Worker) -> None:
        said = b""
        with suppress(ConnectionError):
            said = worker.connection.recv(_CHUNK)
        worker.said += said
        for connection, rest, closes in worker.returned():
            self._open_here(connection, rest, closes)
        if not said:
            self._lose(worker)

    def _lose(self, worker: _Worker) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(worker.connection)
        worker.connection.close()
        self._workers.remove(worker)
        loop.call_later(_PAUSE, self._start, worker.place)
        at_work = self._board.blame(worker.place)
        for number, connection in worker.lent.items():
            hear_from(connection)
            if number == at_work or not self.lend(connection):
                self._open_here(connection, b"", False)
