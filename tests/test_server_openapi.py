"""What /openapi.json describes is what the server does, whatever schemathesis makes of it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server_process import make_store, serving


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = make_store(tmp_path_factory.mktemp("openapi") / "store")
    with serving(store, "--update", "--no-token", "--deadline", "10") as client:
        yield client


@pytest.mark.parametrize(
    "options",
    [
        # Any text fits the schema of a query or a graph, but it need not be one; nor an id.
        [
            "--include-path-regex",
            "^/(sparql|store|reconcile)",
            "--exclude-checks",
            "positive_data_acceptance",
            "--max-examples",
            "4",
        ],
        # Most of these are saved queries, whose parameters are read in one way.
        ["--exclude-path-regex", "^/(sparql|store|reconcile)", "--max-examples", "3"],
    ],
    ids=["languages", "parameters"],
)
def test_schemathesis_finds_nothing(
    client: httpx.Client, options: list[str], tmp_path: Path
) -> None:
    schema = str(client.base_url.join("/openapi.json"))
    run = [str(Path(sys.executable).with_name("st")), "run", schema]
    fixed = ["--generation-deterministic", "--seed", "1", "--no-color"]
    ended = subprocess.run([*run, *fixed, *options], cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert "Tested: " in ended.stdout


def test_every_route_is_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"get", "post"} <= paths["/sparql"].keys()
    assert {"get", "put", "post", "delete"} <= paths["/store"].keys()
    assert {"/reconcile", "/reconcile/preview", "/reconcile/suggest/entity"} <= paths.keys()
    assert {"/queries", "/.well-known/void", "/.well-known/sparql-examples"} <= paths.keys()
    since = next(
        p for p in paths["/queries/statements"]["get"]["parameters"] if p["name"] == "since"
    )
    assert since["schema"] == {"type": "string", "format": "date"}
