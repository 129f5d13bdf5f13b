"""A worker: a process to which the server lends connections, for queries that take a moment.

It looks at a request before it takes it off the connection, and takes it only with the answer in
its hands. So when a query lasts and the worker with it is ended by its timer, the request is still
there for the server to read; and what the worker does not answer it gives back with the connection.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from kg.server.engine.engine_process import forbid_sockets, offer_to_the_system
from kg.server.question import LONGEST, whole_length
from kg.server.quick import QuickAnswers

NUMBER = struct.Struct("=q")
"""The number of a connection, sent with it to the worker."""

RETURN = struct.Struct("=qI?")
"""Sent to have a connection again: its number, how many bytes of an answer that it did not take at
once follow, and whether it ends with them."""

_PATIENCE = 5.0  # seconds for which a connection may be silent


def fork_server(
    work: Callable[[int, socket.socket], None], unneeded: socket.socket
) -> socket.socket:
    """Fork a process that forks workers; it ends with this one, and they do.

    It must be called while this process has one thread.

    Args:
        work: what a worker does, with its number and its connection to the server.
        unneeded: what it is not to keep open.

    Returns:
        Where to ask for a worker: by its number in one byte, with its end of a connection.
    """
    ours, theirs = socket.socketpair()
    if os.fork():
        theirs.close()
        return ours
    try:
        os.setsid()
        ours.close()
        unneeded.close()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        gc.freeze()  # what is never looked at again stays one piece of memory for all
        forbid_sockets()
        with suppress(ConnectionError):
            _fork_workers(theirs, work)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(0)


def _fork_workers(asked: socket.socket, work: Callable[[int, socket.socket], None]) -> None:
    while True:
        place, descriptors, _, _ = socket.recv_fds(asked, 1, 1)
        if not place:
            return
        with socket.socket(fileno=descriptors[0]) as server:
            if _fork():
                asked.close()
                offer_to_the_system()
                with suppress(ConnectionError):
                    work(place[0], server)
                return


def _fork() -> bool:
    try:
        return os.fork() == 0
    except OSError:
        return False  # and the server sees the connection end


def hear_from(connection: socket.socket, length: int = 1) -> None:
    """Hear of what comes over a connection when it has some bytes."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, length)


@dataclass(slots=True, eq=False)
class _Lent:
    """A connection that is lent.

    Attributes:
        number: its number.
        heard: whether anything came of late.
        awaits: bytes of the request that is there in part; 0 where there is none.
    """

    number: int
    connection: socket.socket
    heard: bool = True
    awaits: int = 0


class Worker:
    """Answers what it can of what comes over the connections that are lent to it.

    Args:
        server: where they come from.
        answers: what it answers.
    """

    def __init__(self, server: socket.socket, answers: QuickAnswers) -> None:
        self._server = server
        self._answers = answers
        self._poll = select.poll()
        self._lent: dict[int, _Lent] = {}
        self._next_look = time.monotonic()
        self._buffer = memoryview(bytearray(LONGEST))

    def work(self) -> None:
        """Go on until the server is gone."""
        self._poll.register(self._server, select.POLLIN)
        while True:
            for descriptor, _ in self._poll.poll(1000 * _PATIENCE):
                lent = self._lent.get(descriptor)
                if lent is not None:
                    self._hear(lent)
                elif not self._borrow():
                    return
            if time.monotonic() >= self._next_look:
                self._end_silent()

    def _borrow(self) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self._server, NUMBER.size, 1)
        if not data:
            return False
        if not descriptors:  # too many are open
            self._server.sendall(RETURN.pack(NUMBER.unpack(data)[0], 0, False))
            return True
        connection = socket.socket(fileno=descriptors[0])
        self._lent[descriptors[0]] = _Lent(NUMBER.unpack(data)[0], connection)
        self._poll.register(connection, select.POLLIN)
        return True

    def _hear(self, lent: _Lent) -> None:
        lent.heard, connection = True, lent.connection
        try:
            length = connection.recv_into(self._buffer, 0, socket.MSG_PEEK)
        except OSError:
            length = 0
        request = bytes(self._buffer[:length])
        answer = self._answers.answer(request, lent.number)
        if answer is None:
            self._wait_or_give_back(lent, request)
            return
        try:
            connection.recv_into(self._buffer, length)
            rest = self._send(connection, answer.dated())
        except OSError:
            self._end(lent)
            return
        if rest:
            self._give_back(lent, rest, answer.closes)
        elif answer.closes:
            self._end(lent)
        elif lent.awaits:
            lent.awaits = 0
            hear_from(connection)

    def _send(self, connection: socket.socket, data: bytes) -> bytes:
        """What is left of some bytes when a connection has taken what it takes now."""
        try:
            return data[connection.send(data) :]
        except BlockingIOError:
            return data

    def _wait_or_give_back(self, lent: _Lent, request: bytes) -> None:
        length = whole_length(request)
        if len(request) < length <= LONGEST and lent.awaits != length:
            lent.awaits = length
            hear_from(lent.connection, length)
        else:
            self._give_back(lent)

    def _end_silent(self) -> None:
        self._next_look = time.monotonic() + _PATIENCE
        for lent in list(self._lent.values()):
            if lent.heard:
                lent.heard = False
            elif lent.awaits:
                self._give_back(lent)
            else:
                self._end(lent)

    def _end(self, lent: _Lent) -> None:
        with suppress(OSError):
            lent.connection.shutdown(socket.SHUT_RDWR)
        self._give_back(lent)

    def _give_back(self, lent: _Lent, rest: bytes = b"", closes: bool = False) -> None:
        del self._lent[lent.connection.fileno()]
        self._poll.unregister(lent.connection)
        hear_from(lent.connection)
        lent.connection.close()
        self._server.sendall(RETURN.pack(lent.number, len(rest), closes) + rest)
