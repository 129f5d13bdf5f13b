"""The W3C's tests of the SPARQL 1.1 Protocol, Graph Store Protocol and Service Description."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace

from conftest import needed
from kg.store import GraphStore
from server_process import serving

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    GraphStore.open(tmp_path / "store").close()
    return tmp_path / "store"


def test_protocol_and_graph_store(store: Path, tmp_path: Path) -> None:
    runner, out = needed("w3c-sparql11") / "run_protocol.py", tmp_path / "out.json"
    with serving(store, "--update", "--no-token") as client:
        sparql, graphs = (str(client.base_url.join(path)) for path in ("/sparql", "/store"))
        command = [sys.executable, str(runner), "--query", sparql, "--update", sparql,
                   "--gsp", graphs, "--json", str(out)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
    results = json.loads(out.read_text())
    assert [each["log"][-1] for each in results if not each["ok"]] == []
    assert Counter(each["suite"].partition("/")[0] for each in results) == {
        "protocol": 34,
        "graph-store-protocol": 13,
    }


def test_service_description(store: Path) -> None:
    with serving(store) as client:
        endpoint = str(client.base_url.join("/sparql"))
        response = client.get("/sparql")
    # returns-rdf, has-endpoint-triple, conforms-to-schema: the three tests, by their names.
    assert response.headers["content-type"] == "text/turtle"
    described = Graph().parse(data=response.text, format="turtle")
    endpoints = list(described.subject_objects(SD.endpoint))
    assert [str(iri) for _, iri in endpoints] == [endpoint]
    assert (endpoints[0][0], RDF.type, SD.Service) in described
    dataset = described.value(endpoints[0][0], SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in described
