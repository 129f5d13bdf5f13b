"""A process that works on an Oxigraph store for the server, and that can be killed at any time.

It is run as a script and imports as little as it can, which halves the time of its start. It reads
requests from standard input: each is a line of JSON with the name of an operation and its
arguments. For each it writes to standard output a line of JSON and then the bytes of the result; a
long result goes to a file instead. When the server is gone, even in the middle of a query, the
process removes the server's folder and ends.

engine_process.py PID-OF-SERVER FOLDER [network]
"""

import ctypes
import errno
import io
import os
import platform
import shutil
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from importlib import util
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import pyoxigraph
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

# By its path: the package that it belongs to imports all that kg needs for queries.
_PATH = Path(__file__).parents[2] / "queries" / "csv_results.py"
_SPEC = util.spec_from_file_location("csv_results", _PATH)
assert _SPEC is not None and _SPEC.loader is not None
csv_results = util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(csv_results)

_SOCKET_CALL = {"x86_64": 41, "aarch64": 198}
_MESSAGE_LENGTH = 2000
_IN_MEMORY = 1 << 16  # bytes
_LOOK_EVERY = 0.5  # seconds

Outcome = tuple[dict[str, Any], bytes]
"""The answer to a request, and the bytes of the result if they did not go to a file."""


class TooLargeError(Exception):
    """A result has more bytes than the server allows."""


class NotAcceptableError(Exception):
    """A result is of a kind that has none of the formats that the client takes."""


class _Spool(io.BytesIO):
    """Takes the bytes of a result: in memory, and from 64 KB on in a file.

    Args:
        path: the file, made when it is needed.
        limit: bytes of the longest result; TooLargeError ends a longer one.
    """

    def __init__(self, path: str, limit: int) -> None:
        super().__init__()
        self._path = path  # to make a Path of it takes a tenth of the time of a small query
        self._limit = limit
        self._length = 0
        self._file: BinaryIO | None = None

    def write(self, data: Any) -> int:
        self._length += len(data)
        if self._length > self._limit:
            raise TooLargeError
        if self._file is None and self._length > _IN_MEMORY:
            self._file = Path(self._path).open("wb")  # noqa: SIM115
            self._file.write(self.getvalue())
        return super().write(data) if self._file is None else self._file.write(data)

    def clear(self) -> None:
        """Forget what was written."""
        if self._file is not None:
            self._file.close()
        self._file, self._length = None, 0
        self.seek(0)
        self.truncate()

    def finish(self) -> Outcome:
        """Whether the result is in the file, and else its bytes."""
        if self._file is None:
            return {"in_file": False}, self.getvalue()
        self._file.flush()
        return {"in_file": True}, b""

    def close(self) -> None:
        super().close()
        if self._file is not None:
            self._file.close()


def _format_of(results: Any, media_types: Mapping[str, str | None]) -> tuple[str, Any]:
    """The media type of results, and the engine's format for it."""
    triples = isinstance(results, QueryTriples)
    media_type = media_types["triples" if triples else "results"]
    if media_type is None:
        raise NotAcceptableError("a graph" if triples else "a table of results")
    kind = RdfFormat if triples else QueryResultsFormat
    return media_type, kind.from_media_type(media_type)


class Engine:
    """Carries out requests. It keeps the snapshot open that it used last.

    Args:
        network: whether it may call other servers.
    """

    def __init__(self, network: bool) -> None:
        self._network = network
        self._path = ""
        self._store: pyoxigraph.Store | None = None
        self._written: pyoxigraph.Store | None = None
        self._operations: Mapping[str, Callable[..., Outcome]] = {
            "query": self._query,
            "graph": self._graph,
            "update": self._update,
            "backup": self._backup,
        }

    def carry_out(self, operation: str, arguments: Mapping[str, Any]) -> Outcome:
        """Carry out a request; a failure becomes a part of the answer.

        Args:
            operation: query, graph, update or backup.
            arguments: those of the method for it.
        """
        try:
            answer, result = self._operations[operation](**arguments)
            return {"ok": True, **answer}, result
        except TooLargeError:
            return _failure("too large", "")
        except NotAcceptableError as error:
            return _failure("not acceptable", str(error))
        except SyntaxError as error:
            return _failure("syntax", str(error))
        except RuntimeError as error:
            damaged = str(error).startswith("Corruption: ")  # a file of the store
            return _failure("failed" if damaged else "refused", str(error))
        except OSError as error:
            full, far = error.errno == errno.ENOSPC, self._network and operation != "backup"
            return _failure("full" if full else "far" if far else "failed", str(error))
        except Exception as error:
            return _failure("failed", str(error))

    def _query(
        self,
        snapshot: str,
        text: str,
        base: str | None,
        default: list[str] | None,
        named: list[str] | None,
        formats: dict[str, str | None],
        spool: str,
        limit: int,
    ) -> Outcome:
        """The results of a query, in the format for their kind: "results" or "triples"."""
        ask = partial(
            self._open(snapshot).query,
            text,
            base_iri=base,
            default_graph=None if default is None else [NamedNode(iri) for iri in default],
            named_graphs=None if named is None else [NamedNode(iri) for iri in named],
        )
        results: Any = ask()
        media_type, result_format = _format_of(results, formats)
        with _Spool(spool, limit) as file:
            if result_format == QueryResultsFormat.CSV and isinstance(results, QuerySolutions):

                def begin_anew() -> Any:
                    file.clear()
                    return ask()

                csv_results.write_csv_quickly(results, file, begin_anew)
            else:
                results.serialize(file, result_format)
            place, result = file.finish()
        return {"media_type": media_type, **place}, result

    def _graph(
        self, snapshot: str, graph: str | None, media_type: str, spool: str, limit: int
    ) -> Outcome:
        """A named graph, or the default graph for None."""
        store = self._open(snapshot)
        name = DefaultGraph() if graph is None else NamedNode(graph)
        if graph is not None and not store.contains_named_graph(name):
            return {"exists": False}, b""
        with _Spool(spool, limit) as file:
            store.dump(file, RdfFormat.from_media_type(media_type), from_graph=name)
            place, result = file.finish()
        return {"exists": True, **place}, result

    def _update(
        self, store: str, text: str, kept: str, base: str | None, probe: str | None
    ) -> Outcome:
        """Carry out an update, as `keep_merge` made it of a text.

        The answer says whether the graph `probe` existed before.
        """
        engine = self._writable(store)
        existed = probe is None or engine.contains_named_graph(NamedNode(probe))
        try:
            engine.update(kept, base_iri=base)
        except SyntaxError:
            pyoxigraph.Store().update(text, base_iri=base)  # says where the text itself is wrong
            raise
        return {"existed": existed}, b""

    def _backup(self, store: str, target: str) -> Outcome:
        """Back the store up to a new folder."""
        self._writable(store).backup(target)
        return {}, b""

    def _writable(self, store: str) -> pyoxigraph.Store:
        if self._written is None:
            # It fails where opening to write would empty a damaged store.
            pyoxigraph.Store.read_only(store)
            self._written = pyoxigraph.Store(store)
        return self._written

    def _open(self, snapshot: str) -> pyoxigraph.Store:
        """The store of a snapshot; it is opened if it is not open yet."""
        if self._store is None or self._path != snapshot:
            self._store = pyoxigraph.Store.read_only(snapshot)
            self._path = snapshot
        return self._store


def _failure(kind: str, message: str) -> Outcome:
    return {"ok": False, "kind": kind, "message": message[:_MESSAGE_LENGTH]}, b""


def forbid_sockets() -> None:
    """Take from this process, for good, the right to open a socket (seccomp(2)).

    The server refuses queries with SERVICE or LOAD; this stops one that it should fail to see.
    """
    number = _SOCKET_CALL.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return
    refuse = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
    steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, refuse), (0x06, 0, 0, 0x7FFF0000)]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(buffer))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    libc.prctl(22, 2, ctypes.c_void_p(ctypes.addressof(program)), 0, 0)  # PR_SET_SECCOMP, a filter


def be_killed_first() -> None:
    """Tell the system to kill this process before any other when memory runs out."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _watch_server(server: int, folder: str) -> None:
    while os.getppid() == server:
        time.sleep(_LOOK_EVERY)
    _leave(folder)


def _leave(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def main(server: str, folder: str, *network: str) -> None:
    """Answer requests until the server closes the input."""
    if not network:
        forbid_sockets()
    be_killed_first()
    threading.Thread(target=_watch_server, args=(int(server), folder), daemon=True).start()
    engine, output = Engine(bool(network)), sys.stdout.buffer
    with suppress(ConnectionError):
        for request in sys.stdin.buffer:
            answer, result = engine.carry_out(*orjson.loads(request))
            output.write(orjson.dumps({**answer, "length": len(result)}) + b"\n" + result)
            output.flush()
    _leave(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
