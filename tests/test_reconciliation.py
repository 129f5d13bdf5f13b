"""Reconciliation services: matches, none, slow, busy and broken ones, none at all."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api import Graph
from kg.cli import main
from kg.errors import ServiceError
from kg.identity.reconciliation.cache import Cache
from kg.identity.reconciliation.client import Client
from kg.identity.reconciliation.decision import Sureness, sure_candidate
from kg.identity.reconciliation.protocol import (
    Answer,
    Candidate,
    Manifest,
    Query,
    read_candidates,
    read_json,
    read_manifest,
)
from kg.identity.reconciliation.web import Manners, Web
from newsroom import nquads, open_store, write_articles
from reconciliation_servers import MANIFEST, SPACE, Misbehaving, Reply, datasette, good
from waiting import until


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with datasette(tmp_path_factory.mktemp("datasette") / "data") as address:
        yield address


@dataclass
class Asker:
    """A client on a misbehaving server, with a clock that only its own waits move."""

    server: Misbehaving
    address: str
    cache: Path
    waits: list[float] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def ask(self, *names: str, refresh: bool = False, **manners: float) -> dict[str, list[str]]:
        """The ids of each name's candidates, names without an answer left out."""
        with (
            closing(Cache(self.cache)) as cache,
            closing(Web(Manners(**{"pause": 0, **manners}), self.waits.append)) as web,
        ):
            client = Client(self.address, web, cache, self.warnings.append,
                            refresh=refresh, batch=2)  # fmt: skip
            answers = client.answers(map(Query, names))
        return {q.name: [c.id for c in answer.candidates] for q, answer in answers.items()}


@pytest.fixture
def asker(tmp_path: Path) -> Iterator[Asker]:
    server = Misbehaving()
    with server.running() as address:
        yield Asker(server, address, tmp_path / "cache" / "answers.sqlite")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again_after_waits_that_double(asker: Asker, status: int) -> None:
    asker.server.replies = [Reply(status), Reply(status), good("Ann")]
    assert asker.ask("Ann", "Bo") == {"Ann": ["id-Ann"], "Bo": []}
    assert asker.waits == [1, 2]
    assert asker.warnings == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "17"},
        {"Retry-After": "Tue, 05 Mar 2030 10:00:17 GMT", "Date": "Tue, 05 Mar 2030 10:00:00 GMT"},
    ],
)
def test_a_service_is_left_alone_as_long_as_it_asks(asker: Asker, headers: dict[str, str]) -> None:
    asker.server.replies = [Reply(429, headers=headers), good("Ann")]
    assert asker.ask("Ann") == {"Ann": ["id-Ann"]}
    assert asker.waits == [17]


@pytest.mark.parametrize("name", ["Date", "Retry-After", "Expires", "Last-Modified", "Set-Cookie"])
@pytest.mark.parametrize(
    "value",
    [
        "Fri, 31 Dec 9999 23:59:59 -0100",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "Mon, 99999999999999999999 Jan 2024 00:00:00 GMT",
        "Mon, 01 Jan 2024 00:00:00 +99999999999999999999",
        "x=y; Expires=Fri, 31 Dec 9999 23:59:59 -0100; Max-Age=" + "9" * 400,
        "-1",
        ",",
    ],
)
def test_a_date_that_no_calendar_has_is_as_good_as_none(
    asker: Asker, name: str, value: str
) -> None:
    headers = {"Date": "Fri, 31 Dec 9999 23:59:59 -0100", name: value}
    asker.server.replies = [
        Reply(429, headers=headers),
        Reply(200, headers=headers, names=("Ann",)),
    ]
    assert asker.ask("Ann", patience=1e9) == {"Ann": ["id-Ann"]}


@pytest.mark.parametrize("after", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_service_that_asks_for_ever_is_left_alone(asker: Asker, after: str) -> None:
    headers = {"Retry-After": after, "Date": "Tue, 05 Mar 2030 10:00:00 GMT"}
    asker.server.replies = [Reply(429, headers=headers)]
    assert asker.ask("Ann") == {}
    assert "asks to wait" in asker.warnings[0]


def test_a_service_that_asks_for_an_hour_is_left_alone(asker: Asker) -> None:
    asker.server.replies = [Reply(429, headers={"Retry-After": "3600"})]
    assert asker.ask("Ann") == {}
    [warning] = asker.warnings
    assert "429" in warning
    assert "3600 seconds" in warning
    assert asker.waits == []


RUBBISH = {
    "html": b"<!doctype html><title>Down for maintenance</title>",
    "nothing": b"",
    "binary": b"\xff\x00\xfe",
    "list": b"[]",
    "not-a-number": b'{"q0": {"result": [{"id": "x", "name": "x", "score": NaN}]}}',
    "deep": b"[" * 100_000,
    "other-shape": b'{"q0": {"result": {}}, "q1": 3}',
    "half-a-character": b'{"q0": {"result": [{"id": "\\ud800", "name": "x", "score": 1}]}}',
}


@pytest.mark.parametrize("body", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_costs_its_batch_alone_and_one_line(asker: Asker, body: bytes) -> None:
    asker.server.replies = [Reply(body=body), good("Cy")]
    assert asker.ask("Ann", "Bo", "Cy") == {"Cy": ["id-Cy"]}
    [warning] = asker.warnings
    assert warning.startswith(asker.address)
    asker.server.replies = [good("Ann")]
    assert asker.ask("Ann", "Bo", "Cy") == {"Ann": ["id-Ann"], "Bo": [], "Cy": ["id-Cy"]}


def test_what_a_batch_answers_is_kept_though_it_leaves_some_out(asker: Asker) -> None:
    asker.server.replies = [Reply(body=json.dumps({"q1": {"result": []}}).encode())]
    assert asker.ask("Ann", "Bo") == {"Bo": []}
    assert asker.warnings == [f"{asker.address}: left 1 of 2 unanswered"]


def test_a_service_that_fails_again_and_again_is_not_asked_for_ever(asker: Asker) -> None:
    asker.server.replies = [Reply(404)] * 3
    assert asker.ask(*"abcdefghij") == {}
    assert asker.warnings == [f"{asker.address}: answered HTTP 404"] * 3


SLOW = {
    "silent": Reply(silent=True),
    "drip": Reply(drip=True),
    "dripping-headers": Reply(drip_headers=True),
}


@pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
def test_a_service_that_is_too_slow_is_given_up(asker: Asker, reply: Reply) -> None:
    asker.server.replies = [reply, reply]
    assert asker.ask("Ann", timeout=0.2, attempts=2) == {}
    assert asker.warnings == [f"{asker.address}: gave no answer within 0.2 seconds, 2 times"]
    until(lambda: len(asker.server.asked) == 2)


def test_requests_keep_their_distance(asker: Asker) -> None:
    asker.server.replies = [good(), good(), good()]
    with (
        closing(Cache(asker.cache)) as cache,
        closing(Web(Manners(pause=5), asker.waits.append, lambda: 0.0)) as web,
    ):
        Client(asker.address, web, cache, asker.warnings.append, batch=1).answers(
            map(Query, ["a", "b", "c"])
        )
    assert asker.waits == [5, 10]  # the clock stands: each turn is five seconds after the last


def test_cached_answers_are_not_asked_again_unless_told_to(asker: Asker) -> None:
    asker.server.replies = [good("Ann"), good("Ann", "Bo")]
    assert asker.ask("Ann", "Bo") == asker.ask("Bo", "Ann") == {"Ann": ["id-Ann"], "Bo": []}
    assert len(asker.server.asked) == 1
    assert asker.ask("Ann", "Bo", refresh=True)["Bo"] == ["id-Bo"]
    asker.server.replies = [Reply(404)]
    assert asker.ask("Ann", "Bo", refresh=True)["Bo"] == ["id-Bo"], "the old answer still serves"


def test_a_file_that_is_no_cache_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("a line of notes, long enough to be no empty database\n" * 20)
    with pytest.raises(ServiceError, match=r"notes\.txt: cannot be used to keep answers"):
        Cache(path)
    assert path.read_text().startswith("a line")


def candidate(id: str, score: float, match: bool = False) -> Candidate:
    return Candidate(id, id, (), score, match)


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        ((), None),
        ((candidate("a", 60, True), candidate("b", 60)), "a"),
        ((candidate("a", 100, True), candidate("b", 100, True)), None),
        ((candidate("a", 97), candidate("b", 80)), "a"),
        ((candidate("a", 97), candidate("b", 90)), None),
        ((candidate("a", 94),), None),
        ((candidate("a", 95), candidate("b", 85)), "a"),
    ],
)
def test_only_what_is_sure_is_chosen(candidates: tuple[Candidate, ...], chosen: str | None) -> None:
    found = sure_candidate(Answer(candidates), Sureness())
    assert (found.id if found else None) == chosen


@pytest.mark.parametrize(
    ("space", "view", "id", "iri"),
    [
        ("https://www.wikidata.org/entity/", None, "Q42", "http://www.wikidata.org/entity/Q42"),
        ("https://sws.example.org/", None, "3 3", "https://sws.example.org/3%203"),
        ("http://a.example/type.id", "https://b.example/{{id}}", "x", "https://b.example/x"),
        ("http://a.example/type.id", None, "x", None),
        ("http://a.example/", None, "https://c.example/1", "https://c.example/1"),
    ],
)
def test_ids_become_iris(space: str, view: str | None, id: str, iri: str | None) -> None:
    assert Manifest("service", space, view).iri(id) == iri


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["result", "id", "name", "score", "type", "match", "identifierSpace"]),
        inner,
    ),
)  # fmt: skip


@given(JSON)
def test_any_json_is_read_or_refused(sent: object) -> None:
    read_candidates(sent)
    with pytest.raises(ServiceError):
        read_manifest(read_json(json.dumps({"name": sent})))


# The whole path, with a real service.


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with open_store(tmp_path / "store") as graph:
        graph.build(write_articles(tmp_path / "articles"))
    return tmp_path / "store"


@pytest.fixture
def reconcile(
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    def call(service: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        command = ["kg", "kb", "reconcile", "--service", service, "--store", str(store), *arguments]
        monkeypatch.setattr("sys.argv", command)
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    return call


def links(graph: Graph) -> dict[str, tuple[object, ...]]:
    return {
        str(row["entity"]).rpartition("/kg/")[2]: (row["external"], row["method"], row["score"])
        for row in graph.query("links")
        if row["method"] == "reconciliation"
    }


def test_sure_matches_become_links_and_the_unsure_are_listed(
    reconcile: Callable[..., tuple[int, str, str]], service: str, store: Path
) -> None:
    status, out, err = reconcile(service, "--type", "Person=human", "--type", "Organization")
    assert (status, err) == (0, "")
    with open_store(store) as graph:
        found = links(graph)
        assert found["person/jane-alderman"] == (SPACE + "Q1", "reconciliation", 1)
        assert "person/peter-halvorsen" not in found, "two bear that name"
        assert list(graph.validate()) == []
    rows = [line.split("\t") for line in out.splitlines()[:-1]]
    assert {row[2] for row in rows if row[0] == "person/peter-halvorsen"} == {"Q2", "Q3"}


def test_links_outlast_a_build_and_end_with_their_entity(
    reconcile: Callable[..., tuple[int, str, str]], service: str, store: Path
) -> None:
    reconcile(service)
    articles = store.parent / "articles"
    with open_store(store) as graph:
        before = nquads(graph)
        assert links(graph)
        graph.build(articles, force=True)
        assert nquads(graph) == before
        for name in ("bridge.txt", "harbour.txt"):
            (articles / name).unlink()
        graph.build(articles, prune=True)
        assert "person/jane-alderman" not in links(graph)


def test_the_same_again_offline_gives_the_same_bytes(
    reconcile: Callable[..., tuple[int, str, str]], store: Path, tmp_path: Path
) -> None:
    with datasette(tmp_path / "datasette") as address:
        first = reconcile(address)
    with open_store(store) as graph:
        before = nquads(graph)
    assert reconcile(address) == first
    with open_store(store) as graph:
        assert nquads(graph) == before
    status, out, err = reconcile(address, "--refresh")
    assert (status, out) == first[:2]
    assert "cannot be reached" in err


def test_without_a_network_one_line_says_so(
    reconcile: Callable[..., tuple[int, str, str]], store: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, yet nothing listens
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/reconcile"
        status, out, err = reconcile(address)
    assert status == 0
    assert err == f"kg: {address}: cannot be reached; is there a network?\n"
    assert out.startswith("0 linked, 0 unsure, 0 without candidates, ")


def test_links_found_before_stay_while_the_service_is_broken(
    reconcile: Callable[..., tuple[int, str, str]], store: Path, tmp_path: Path
) -> None:
    server = Misbehaving()
    with server.running() as address:
        server.replies = [MANIFEST, good("Jane Alderman")]
        reconcile(address, "--type", "Person")
        with open_store(store) as graph:
            before = nquads(graph)
            assert links(graph)
        (tmp_path / "kb" / "reconciliation.sqlite").unlink()
        server.replies = [Reply(body=b"<html>")]
        assert "sent no JSON" in reconcile(address, "--type", "Person")[2]
    with open_store(store) as graph:
        assert nquads(graph) == before


def test_what_is_known_of_an_entity_is_sent_along(
    reconcile: Callable[..., tuple[int, str, str]],
) -> None:
    server = Misbehaving()
    with server.running() as address:
        server.replies = [MANIFEST, good()]
        reconcile(address, "--type", "Person=Q5", "--property", "post=P39", "--limit", "3")
    sent = {str(query["query"]): query for query in server.asked[1].values()}  # type: ignore
    mayor = sent["Jane Alderman"]
    assert (mayor["type"], mayor["limit"]) == ("Q5", 3)
    assert mayor["properties"] == [{"pid": "P39", "v": ["Mayor"]}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--type", "Robot"), "no type 'Robot'; choose from Person"),
        (("--property", "age=P1"), "no property 'age'; choose from country, post"),
    ],
)
def test_wrong_options_get_one_line(
    reconcile: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], said: str
) -> None:
    status, out, err = reconcile("http://127.0.0.1:9/reconcile", *arguments)
    assert (status, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1
