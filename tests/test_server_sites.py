"""What pages of other sites may read, and the names that a server answers to."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server_process import make_store, serving

ASK = "/sparql?query=ASK%7B%7D"
PAGE = "https://pages.example"
OTHER = {"Origin": "https://elsewhere.example"}
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "accept"}
ALLOWED = "access-control-allow-origin"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(make_store(tmp_path_factory.mktemp("sites") / "store")) as client:
        yield client


def answers(client: httpx.Client, headers: dict[str, str]) -> Iterator[httpx.Response]:
    """To queries that are right and wrong, a preflight, data and pages."""
    yield client.get(ASK, headers=headers)
    yield client.get("/sparql?query=no+query", headers=headers)
    yield client.options("/sparql", headers={**headers, **PREFLIGHT})
    yield client.get("/queries", headers={**headers, "Cookie": "a=b"})
    yield client.get("/", headers={**headers, "Accept": "text/html"})


def test_no_page_of_another_site_reads(client: httpx.Client) -> None:
    for response in answers(client, OTHER):
        assert not [name for name in response.headers if name.startswith("access-control")]
        assert response.headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_of_an_allowed_site_read_without_credentials(store: Path) -> None:
    with serving(store, "--allow-origin", "https://x.example", "--allow-origin", PAGE) as client:
        for response in answers(client, {"Origin": PAGE}):
            assert response.headers[ALLOWED] == PAGE
            assert "access-control-allow-credentials" not in response.headers
        assert not any(ALLOWED in response.headers for response in answers(client, OTHER))


def test_all_sites_may_be_allowed(store: Path) -> None:
    with serving(store, "--allow-origin", "*") as client:
        for response in answers(client, OTHER):
            assert response.headers[ALLOWED] == "*"
            assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.8.7.6:99", "[::1]"])
def test_the_machine_by_its_own_names(client: httpx.Client, host: str) -> None:
    assert client.get(ASK, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "localhost.elsewhere.example", "127.0.0.1.nip.example", "10.0.0.1"],
)
def test_a_loopback_server_has_no_other_name(client: httpx.Client, host: str) -> None:
    for path in (ASK, "/", "/queries", "/store?default", "/static/kg.js"):
        response = client.get(path, headers={"Host": host})
        assert response.status_code == 421
        assert host in response.json()["error"]


def test_a_server_with_names_answers_to_these(store: Path) -> None:
    names = ("--server-name", "News.example", "--server-name", "kg.example:8080")
    for address in ((), ("--host", "0.0.0.0")):
        with serving(store, *names, *address) as client:
            for host, status in (
                ("news.example:1", 200),
                ("KG.example:8080", 200),
                ("kg.example", 421),
                ("elsewhere.example", 421),
                ("localhost", 200),
            ):
                assert client.get(ASK, headers={"Host": host}).status_code == status


def test_a_server_that_others_reach_has_any_name(store: Path) -> None:
    with serving(store, "--host", "0.0.0.0") as client:
        assert client.get(ASK, headers={"Host": "news.example"}).status_code == 200
