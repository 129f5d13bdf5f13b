"""Requests that no client in use sends: each gets a 4xx with a sentence, and the server goes on."""

import re
import socket
from collections.abc import Iterator

import httpx
import pytest

from server_process import make_store, serving

QUERY = "application/sparql-query"
ASK = "/sparql?query=ASK%7B%7D"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = make_store(tmp_path_factory.mktemp("hostile") / "store")
    with serving(store, "--update", "--no-token") as client:
        yield client


def get(path: str, *headers: bytes) -> bytes:
    return b"\r\n".join(
        [b"GET %b HTTP/1.1" % path.encode("latin-1"), b"Host: localhost", *headers, b"", b""]
    )


def post(*headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([b"POST /sparql HTTP/1.1", b"Host: localhost", *headers, b"", body])


CHUNKED = (b"Content-Type: application/sparql-query", b"Transfer-Encoding: chunked")
RAW = {
    "nothing of HTTP": b"\x16\x03\x01\x02\x00\x01" * 20 + b"\r\n\r\n",
    "an unknown method": b"FETCH /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no host": b"GET /sparql HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1\r\n\r\n",
    "a host that is none": b"GET /sparql HTTP/1.1\r\nHost: [\r\n\r\n",
    "bytes in the path": get("/caf\xe9"),
    "bytes in the parameters": get("/sparql?query=\xff"),
    "encoded bytes": get("/sparql?query=%FF"),
    "half an encoded byte": get("/sparql?query=ASK%7B%7"),
    "an encoded surrogate": get("/sparql?query=ASK%7B%ED%A0%80%7D"),
    "a long address": get("/" + "a" * 70_000),
    "a long header": get(ASK, b"X: " + b"a" * 100_000),
    "many headers": get(ASK, *(b"X-%d: a" % n for n in range(10_000))),
    "a header without end": get(ASK, b"X: " + b"a" * 3_000_000)[:-4],
    "headers without end": get(ASK, *[b"X: a"] * 500_000)[:-4],
    "many parameters": get(ASK + "".join(f"&a{n}=1" for n in range(2_000))),
    "a length below nought": post(b"Content-Length: -1", body=b"ASK {}"),
    "two lengths": post(*CHUNKED, b"Content-Length: 6", body=b"6\r\nASK {}\r\n0\r\n\r\n"),
    "a chunk of no length": post(*CHUNKED, body=b"zz\r\nASK {}\r\n"),
    "a chunk too long": post(*CHUNKED, body=b"f" * 40 + b"\r\nASK {}\r\n"),
    "no media type": post(b"Content-Length: 6", body=b"ASK {}"),
    "a media type that is none": post(b"Content-Type: ;=", b"Content-Length: 6", body=b"ASK {}"),
    "a charset that is none": post(b"Content-Type: application/sparql-query; charset=\xff",
                                   b"Content-Length: 6", body=b"ASK {}"),
    "a compressed body": post(b"Content-Type: application/sparql-query", b"Content-Encoding: gzip",
                              b"Content-Length: 6", body=b"ASK {}"),
    "a header Accept that is none": get(ASK, b"Accept: ;;q=,\xff"),
    "a quality that is none": get(ASK, b"Accept: text/csv;q=nan"),
    "a method that is not there": b"PATCH /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_raw_requests(client: httpx.Client, name: str) -> None:
    status, body = exchange(client, RAW[name])
    assert 400 <= status < 500
    assert body.count("\n") == 0
    assert re.search(r"\w+ \w+ \w+", body)
    assert "Traceback" not in body
    assert client.get(ASK).status_code == 200


def exchange(client: httpx.Client, request: bytes) -> tuple[int, str]:
    """The status and the body of the answer to some bytes."""
    address = (client.base_url.host, client.base_url.port)
    with socket.create_connection(address, timeout=300) as connection:  # type: ignore[arg-type]
        connection.sendall(request)
        answer = b""
        while (chunk := connection.recv(65536)) and not _is_whole(answer := answer + chunk):
            pass
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


def _is_whole(answer: bytes) -> bool:
    head, separator, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return bool(separator) and length is not None and len(body) >= int(length[1])


@pytest.mark.parametrize("path", ["/sparql", "/store?default", "/queries", "/openapi.json"])
def test_a_body_of_100_mb(client: httpx.Client, path: str) -> None:
    response = client.post(path, content=b"#" * 100_000_000, headers={"Content-Type": QUERY})
    assert response.status_code in (405, 413, 415)
    assert response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/sparql", "GET, HEAD, POST"),
        ("DELETE", "/queries", "GET, HEAD"),
        ("PATCH", "/store", "GET, HEAD, POST, PUT, DELETE"),
        ("POST", "/person/jane-alderman", "GET, HEAD"),
    ],
)
def test_methods(client: httpx.Client, method: str, path: str, allowed: str) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)
    options = client.options(path)
    assert (options.status_code, options.headers["allow"]) == (204, allowed)


@pytest.mark.parametrize(
    "path", [ASK, "/queries", "/queries/entities", "/store?default", "/.well-known/void"]
)
def test_head_is_get_without_a_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]
