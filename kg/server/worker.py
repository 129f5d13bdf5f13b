"""A worker: a process to which the server lends connections, for queries that take a moment.

It looks at a request before it takes it off the connection, and takes it only with the answer in
its hands. So when a query lasts and the worker with it is ended by its timer, the request is still
there for the server to read; and what the worker does not answer it gives back with the connection.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector

from kg.server.engine_process import forbid_sockets, offer_to_the_system
from kg.server.quick import LONGEST, QuickAnswers

NUMBER = struct.Struct("=q")
"""The number of a connection: sent with it to the worker, and back to have it again."""

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


class Worker:
    """Answers what it can of what comes over the connections that are lent to it.

    Args:
        server: where they come from.
        answers: what it answers.
    """

    def __init__(self, server: socket.socket, answers: QuickAnswers) -> None:
        self._server = server
        self._answers = answers
        self._selector = DefaultSelector()
        self._lent: dict[int, socket.socket] = {}
        self._heard: set[int] = set()
        self._next_look = time.monotonic()

    def work(self) -> None:
        """Go on until the server is gone."""
        self._selector.register(self._server, EVENT_READ, 0)
        while True:
            for key, _ in self._selector.select(_PATIENCE):
                if key.data:
                    self._hear(key.data)
                elif not self._borrow():
                    return
            if time.monotonic() >= self._next_look:
                self._end_silent()

    def _borrow(self) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self._server, NUMBER.size, 1)
        if not data:
            return False
        if not descriptors:  # too many are open
            self._server.sendall(data)
            return True
        number, connection = NUMBER.unpack(data)[0], socket.socket(fileno=descriptors[0])
        self._lent[number] = connection
        self._heard.add(number)
        self._selector.register(connection, EVENT_READ, number)
        return True

    def _hear(self, number: int) -> None:
        connection = self._lent[number]
        self._heard.add(number)
        try:
            request = connection.recv(LONGEST, socket.MSG_PEEK)
        except OSError:
            request = b""
        answer = self._answers.answer(request, number)
        if answer is None:
            self._give_back(number)
            return
        data, sent = answer.dated(), 0
        with suppress(OSError):
            connection.recv(len(request))
            sent = connection.send(data)
        if sent < len(data) or answer.closes:
            self._end(number)

    def _end_silent(self) -> None:
        self._next_look = time.monotonic() + _PATIENCE
        for number in self._lent.keys() - self._heard:
            self._end(number)
        self._heard.clear()

    def _end(self, number: int) -> None:
        with suppress(OSError):
            self._lent[number].shutdown(socket.SHUT_RDWR)
        self._give_back(number)

    def _give_back(self, number: int) -> None:
        connection = self._lent.pop(number)
        self._selector.unregister(connection)
        connection.close()
        self._server.sendall(NUMBER.pack(number))
