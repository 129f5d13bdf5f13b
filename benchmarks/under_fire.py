"""A server under attack: fuzzed requests, slow connections, and processes that are killed.

python benchmarks/under_fire.py --requests 10000 --slow 500 --rounds 20
"""

from __future__ import annotations

import argparse
import random
import re
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import psutil
from pyoxigraph import Literal, NamedNode, Quad

from kg.store import GraphStore

_NAME, _GRAPH = NamedNode("x:name"), NamedNode("x:graph")
_ASK = {"query": "ASK {}"}
_UNREAD = "unread answers"
_PATIENCE = 2.0  # seconds
_LONG = Literal("long " * 4000)
_ROWS = "SELECT ?o { ?s <x:long> ?o . ?s1 <x:name> ?o1 . ?s2 <x:name> ?o2 } LIMIT 500"  # 10 MB
_POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
_PUT = b"PUT /store?graph=x:fuzz HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/turtle\r\n"
_END = b" HTTP/1.1\r\nHost: localhost\r\n"
_PAGE = _END + b"Accept: text/html\r\n\r\n"
# What comes before a text, the text, and what comes after it. A body has the length of the text
# and an address is encoded, so that faults in the text reach what is behind HTTP.
_SEEDS = [
    (_POST, b"SELECT ?s ?o { ?s <x:name> ?o FILTER(STRLEN(?o) > 1 + 2) } ORDER BY ?o LIMIT 3", b""),
    (_POST, b"CONSTRUCT { ?s ?p 'x'@en } WHERE { GRAPH ?g { ?s <x:name>* ?o } } LIMIT 5", b""),
    (_POST.replace(b"query", b"update"), b"INSERT DATA { GRAPH <x:f> { <x:a> <x:b> 'c' } }", b""),
    (_PUT, b"@prefix a: <x:> . a:b a:c [ a:d 'e'@en , 1.5e3 ; a:f (1 2 a:g) ] .", b""),
    (b"GET /sparql?query=", b"ASK { ?s <x:name> 'a' }", _END + b"\r\n"),
    (b"GET /queries/statements?since=", b"2024-01-01&speaker=person/ann", _PAGE),
    (b"GET /search?q=", b"ann of the hill", _PAGE),
    (b"GET /store?graph=", b"x:graph", _END + b"Accept: a/b;q=.3, */*\r\n\r\n"),
    (b"GET /", b"person/ann?format=turtle", _END + b"\r\n"),
]
_PIECES = [b"\r\n", b"\x00", b"%00", b"%FF", b"{" * 300, b"&", b"\xff\xfe", b"<", b"Host: a\r\n",
           b"Content-Length: 99\r\n", b"Expect: 100-continue\r\n", b"Upgrade: websocket\r\n",
           b"Connection: upgrade\r\n", b"a" * 5000, b"format=", b"\x1b[2J", b"-1", b"HTTP/9.9",
           b"\\u0041", b"((((((((", b'"""', b"@", b"1e999999999", b"SERVICE <x:y>"]  # fmt: skip


@dataclass
class Server:
    """A server that runs.

    Attributes:
        process: its process.
        url: its endpoint.
        said: what it has printed.
    """

    process: subprocess.Popen[bytes]
    url: str
    said: list[bytes] = field(default_factory=list)

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        """A connection that comes from a loopback address."""
        parts = urlsplit(self.url)
        address = (parts.hostname or "", parts.port or 0)
        return socket.create_connection(address, timeout=120, source_address=(source, 0))


def main() -> None:
    """Print what happened."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=10_000, help="fuzzed requests")
    parser.add_argument("--slow", type=int, default=500, help="slow connections")
    parser.add_argument("--rounds", type=int, default=20, help="rounds of kill -9")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        with GraphStore.open(store) as graphs:
            names = [NamedNode(f"x:{n}") for n in range(40)]
            quads = [Quad(name, _NAME, Literal("a"), _GRAPH) for name in names]
            graphs.replace_graphs(
                {_GRAPH: [*quads, Quad(_GRAPH, NamedNode("x:long"), _LONG, _GRAPH)]}
            )
        with serving(store) as server:
            fuzz(server, options.requests)
            slow(server, options.slow)
        kill(store, options.rounds)


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """A server to which anybody may write, killed at the end."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
    command += ["--update", "--no-token"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(rb"http://\S+", line)
        if found is None:
            raise SystemExit(line.decode())
        server = Server(process, found[0].decode())
        listen = threading.Thread(target=lambda: server.said.extend(process.stderr or ()))
        listen.start()
        try:
            yield server
        finally:
            process.kill()
            listen.join()


def fuzz(server: Server, count: int) -> None:
    """Send requests with random faults, and count the answers by their status."""
    dice = random.Random(1)
    requests = [_broken(dice) for _ in range(count)]
    started = time.perf_counter()
    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(lambda request: _status(server, request), requests))
    seconds = time.perf_counter() - started
    alive = httpx.get(server.url, params=_ASK, timeout=60).status_code == 200
    tracebacks = sum(b"Traceback" in line for line in server.said)
    print(f"{count} fuzzed requests in {seconds:.0f} s: {dict(sorted(statuses.items()))}")
    print(f"  tracebacks: {tracebacks}, lines: {len(server.said)}, answers afterwards: {alive}")


def _broken(dice: random.Random) -> bytes:
    before, text, after = dice.choice(_SEEDS)
    faulty = _with_faults(text, dice) if dice.random() < 0.7 else text
    if after:
        request = before + quote(faulty, safe="/?&=").encode() + after
    else:
        request = before + b"Content-Length: %d\r\n\r\n" % len(faulty) + faulty
    if faulty == text:
        request = _with_faults(request, dice)
    return request if dice.random() < 0.95 else request[: dice.randrange(1, len(request))]


def _with_faults(text: bytes, dice: random.Random) -> bytes:
    changed = bytearray(text)
    for _ in range(dice.randint(1, 3)):
        start = dice.randrange(len(changed) + 1)
        end = start + dice.randint(0, 8)
        kind = dice.randrange(4)
        if kind == 0:
            changed[start:end] = dice.choice(_PIECES)
        elif kind == 1:
            changed[start : start + 1] = dice.randbytes(1)
        elif kind == 2:
            changed[start:end] = changed[start:end] * dice.randint(0, 20)
        else:
            changed[start:start] = dice.randbytes(dice.randint(1, 20))
    return bytes(changed)


def _status(server: Server, request: bytes) -> str:
    """The status of the answer to a request; "part" where the server waits for the rest of it."""
    try:
        with server.connect() as connection:
            connection.sendall(request)
            connection.settimeout(_PATIENCE)
            answer = connection.recv(1 << 16)
    except TimeoutError:
        return "part"
    except ConnectionError:
        return "ended"
    return answer[9:12].decode("ascii", "replace") if answer else "ended"


def slow(server: Server, count: int) -> None:
    """Hold slow connections of four kinds, and time the answers that others get beside them."""
    kinds = {
        "silent": (b"", b""),
        "dripping headers": (b"GET / HTTP/1.1\r\n", b"X: a\r\n"),
        "dripping bodies": (_POST + b"Content-Length: 1000000\r\n\r\n", b"#"),
        _UNREAD: (
            f"GET /sparql?query={quote(_ROWS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
            b"",
        ),
    }
    # From several addresses, so that it is the deadline that ends them.
    each = count // len(kinds)

    def hold(name: str, number: int) -> tuple[str, bytes, socket.socket, float]:
        start, drip = kinds[name]
        connection = server.connect(f"127.0.0.{2 + number % 8}")
        connection.sendall(start)
        if name == _UNREAD:
            connection.recv(1)
        return name, drip, connection, time.perf_counter()

    # A few at a time: that 32 long queries at once keep others waiting is another matter.
    with ThreadPoolExecutor(4) as pool:
        held = list(pool.map(hold, sorted([*kinds] * each, key=_UNREAD.__ne__), range(each * 4)))
    print(f"{len(held)} slow connections")
    most, waits, lasted = _hold(server, held)
    median, longest = sorted(waits)[len(waits) // 2] * 1000, max(waits) * 1000
    print(f"  at once: {most}; memory of the server afterwards: {_memory(server) >> 20} MB")
    print(f"  others: {len(waits)} answers, median {median:.0f} ms, longest {longest:.0f} ms")
    for name, seconds in lasted.items():
        print(f"  {name}: the last one was ended after {seconds:.0f} s")


def _hold(
    server: Server, held: list[tuple[str, bytes, socket.socket, float]]
) -> tuple[int, list[float], dict[str, float]]:
    """The most connections at once, for how long others waited, how long each kind lasted."""
    most, waits, lasted = 0, [], dict.fromkeys((name for name, *_ in held), 0.0)
    end = time.perf_counter() + 300
    while held and time.perf_counter() < end:
        found = psutil.Process(server.process.pid).net_connections()
        most = max(most, sum(each.status != psutil.CONN_LISTEN for each in found))
        for entry in list(held):
            name, drip, connection, started = entry
            with suppress(OSError):
                connection.send(drip)
            if _is_ended(connection):
                held.remove(entry)
                connection.close()
                lasted[name] = max(lasted[name], time.perf_counter() - started)
        begun = time.perf_counter()
        httpx.get(server.url, params=_ASK, timeout=120).raise_for_status()
        waits.append(time.perf_counter() - begun)
        time.sleep(0.3)
    if held:
        raise SystemExit(f"{len(held)} connections were never ended")
    return most, waits, lasted


def _is_ended(connection: socket.socket) -> bool:
    """Whether the server has ended a connection, though not all that it sent was read."""
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    return bool(poll.poll(0))


def _memory(server: Server) -> int:
    return int(psutil.Process(server.process.pid).memory_info().rss)


def kill(store: Path, rounds: int) -> None:
    """Kill the server or its engine processes amid updates, and look at the store afterwards."""
    dice, acknowledged, sent = random.Random(2), set[int](), 0
    statuses: Counter[str] = Counter()
    for number in range(rounds):
        with serving(store) as server, ThreadPoolExecutor(4) as pool:
            first, sent = sent, sent + 400
            written = [pool.submit(_write, server, n) for n in range(first, sent)]
            moment = dice.randint(5, 40)
            while sum(each.done() for each in written) < moment:
                time.sleep(0.005)
            time.sleep(dice.uniform(0, 0.1))
            if number % 2:
                server.process.kill()
            else:
                for engine in psutil.Process(server.process.pid).children():
                    with suppress(psutil.Error):
                        engine.kill()
                while sum(each.done() for each in written) < moment + 10:
                    time.sleep(0.005)
                server.process.kill()
            for each in written:
                each.cancel()
            for n, each in enumerate(written, first):
                if not each.cancelled():
                    statuses[each.result()] += 1
                    acknowledged |= {n} if each.result() in ("202", "204") else set()
        _check(store, acknowledged)
    print(f"{rounds} rounds of kill -9: {sum(statuses.values())} updates {dict(statuses)}")
    print(f"  {len(acknowledged)} acknowledged, all of them there; no update is there by half")


def _write(server: Server, number: int) -> str:
    pair = f"<x:{number}> <x:value> {number} ; <x:name> '{number}'"
    update = {"update": f"INSERT DATA {{ GRAPH <x:killed> {{ {pair} }} }}"}
    try:
        return str(httpx.post(server.url, data=update, timeout=120).status_code)
    except httpx.HTTPError:
        return "no answer"


def _check(store: Path, acknowledged: set[int]) -> None:
    """Raise SystemExit if an update is lost, or there by half."""
    with GraphStore.open(store, read_only=True) as graphs:
        quads = list(graphs.quads())
        merged = graphs.query("SELECT ?s ?o { ?s <x:value> ?o }")
        seen = {int(row["o"].value) for row in merged}  # type: ignore[union-attr,index]
    killed = Counter(quad.subject.value for quad in quads if quad.graph_name.value == "x:killed")
    whole = {int(name.removeprefix("x:")) for name, count in killed.items() if count == 2}
    if len(whole) != len(killed) or whole != seen or acknowledged - whole:
        raise SystemExit(f"lost or half: {acknowledged - whole}, {len(killed) - len(whole)}")


if __name__ == "__main__":
    main()
