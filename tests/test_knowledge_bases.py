"""Knowledge bases of one's own: whatever has the members of the protocol serves to link by."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.build.fingerprint import Fingerprints
from kg.cli import main
from kg.errors import SettingsError
from kg.identity import open_knowledge_base
from kg.identity.reconciliation.cache import Cache
from kg.identity.reconciliation.client import Client
from kg.identity.reconciliation.protocol import Query
from kg.identity.reconciliation.service import DEFAULT_CACHE
from kg.identity.reconciliation.web import Manners, Web
from kg.settings import Settings, load_settings
from newsroom import nquads, open_store, write_articles
from reconciliation_servers import MANIFEST, SPACE, Misbehaving, Reply, good

OWN = """
from kg.identity.knowledge_bases import Entry, KnowledgeBase

class Staff(KnowledgeBase):
    name, version, space = "Staff", "7", "https://staff.example/"
    people = {"Jane Alderman": Entry(space + "14", "Jane Alderman", "mayor", 40)}

    def lookup(self, name, type=None, limit=50):
        return [self.people[name]] if name in self.people else []
"""
LINK = "SELECT ?link { ?link <https://example.org/kg/ns#external> <https://staff.example/14> }"


def test_a_knowledge_base_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_articles(tmp_path / "articles", "bridge.txt")
    Path("kg.toml").write_text('knowledge_base = "staff.py:Staff"')
    Path("staff.py").write_text(OWN)

    def kg(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["kg", *arguments])
        assert main() == 0
        return capsys.readouterr().out

    kg("build", "articles", "--jobs", "2")
    link = kg("query", LINK, "--format", "csv").split()[1]
    assert "(name, 0.93, Staff 7)" in kg("explain", "person/jane-alderman")
    assert "that won  https://staff.example/14 (Jane Alderman, mayor)" in kg("explain", link)
    assert kg("kb", "lookup", "Jane Alderman") == "14\tJane Alderman\t40\tlabel\t\t\n"
    assert "1 unchanged" in kg("build", "articles")
    Path("staff.py").write_text(OWN.replace("mayor", "governor"))
    assert "1 built" in kg("build", "articles")
    assert kg("kb", "info") == "name\tStaff\nversion\t7\n"


def test_the_example_of_the_docs_is_a_knowledge_base(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "knowledge-bases.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "people.py").write_text(code, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,name,office\n14,Jane Alderman,mayor\n")
    with closing(open_knowledge_base(f"{tmp_path / 'people.py'}:People")) as base:
        (found,) = base.lookup("Jane Alderman")
    assert (found.iri, found.description) == ("https://staff.example/14", "mayor")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("staff:Staff", "staff:Staff: no such knowledge base .No module named 'staff'.; name one"),
        ("missing.py:Staff", "no such knowledge base"),
        ("kg.identity:Staff", "has no attribute 'Staff'"),
        ("builtins:dict", "gives no knowledge base; it must have the members of kg.identity"),
        ("reconciliation:example.org", "example.org: give the address of a service"),
        ("reconciliation:https://example.org/ Robot", "no type 'Robot'; choose from Person"),
    ],
)
def test_what_is_no_knowledge_base_is_told_in_one_line(choice: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        open_knowledge_base(choice)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("kb/wikidata.sqlite", "{folder}/kb/wikidata.sqlite"),
        ("wikidata:kb/wikidata.sqlite", "{folder}/kb/wikidata.sqlite"),
        ("staff.py:Staff", "{folder}/staff.py:Staff"),
        ("staff.people:Staff", "staff.people:Staff"),
        ("reconciliation:https://a.example/b Person=Q5",) * 2,
    ],
)
def test_paths_are_relative_to_the_settings(tmp_path: Path, written: str, expected: str) -> None:
    (tmp_path / "kg.toml").write_text(f'knowledge_base = "{written}"')
    found = load_settings(tmp_path / "kg.toml").knowledge_base
    assert str(found) == expected.format(folder=tmp_path)


def test_documents_are_read_again_with_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    versions = []
    for written in (OWN, OWN.replace('"7"', '"8"'), OWN):
        (tmp_path / "staff.py").write_text(written)
        os.utime(tmp_path / "staff.py", (0, 0))  # as if all were written within a second
        settings = Settings(knowledge_base=f"{tmp_path}/staff.py:Staff")
        versions.append(Fingerprints(settings).versions)
    assert versions[0] == versions[2] != versions[1]


# A service on the network, chosen for a build.


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Misbehaving, str]]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)  # where the cache is
    server = Misbehaving()
    with server.running() as address:
        yield server, f"reconciliation:{address} Person=Q5"


def test_a_build_links_by_a_service_and_again_from_its_cache(
    service: tuple[Misbehaving, str], tmp_path: Path
) -> None:
    server, choice = service
    server.replies = [MANIFEST, *[good("Jane Alderman")] * 9]
    articles = write_articles(tmp_path / "articles", "bridge.txt", "budget.txt")
    with open_store(tmp_path / "store", knowledge_base=choice) as graph:
        assert graph.build(articles).failed == 0
        first = nquads(graph)
    asked = [query for each in server.asked[1:] for query in each.values()]
    assert {str(query["type"]) for query in asked} == {"Q5"}
    assert {str(query["query"]) for query in asked} >= {"Jane Alderman", "Peter Halvorsen"}
    assert SPACE.encode() + b"id-Jane" in first
    server.replies = []
    with open_store(tmp_path / "again", knowledge_base=choice) as graph:
        graph.build(articles)
        assert nquads(graph) == first
        assert graph.link() > 0
        assert nquads(graph) == first


def test_a_document_that_a_service_does_not_answer_for_is_read_again(
    service: tuple[Misbehaving, str], tmp_path: Path
) -> None:
    server, choice = service
    server.replies = [MANIFEST, *[Reply(404)] * 9]
    articles = write_articles(tmp_path / "articles", "bridge.txt")
    with open_store(tmp_path / "store", knowledge_base=choice) as graph:
        assert graph.build(articles).failed == 1
        server.replies = [good("Jane Alderman")] * 9
        assert graph.build(articles).built == 1


def test_an_answer_that_changes_is_another_version(
    service: tuple[Misbehaving, str], tmp_path: Path
) -> None:
    server, choice = service
    settings = Settings(knowledge_base=choice)
    server.replies = [MANIFEST, good("Jane Alderman")]
    with closing(open_knowledge_base(choice)) as base:
        assert [each.id for each in base.lookup("Jane Alderman")] == ["id-Jane%20Alderman"]
    before = Fingerprints(settings).versions
    assert Fingerprints(settings).versions == before
    server.replies = [good()]
    address = choice.split(":", 1)[1].split()[0]
    with closing(Cache(DEFAULT_CACHE)) as cache, closing(Web(Manners(pause=0))) as web:
        client = Client(address, web, cache, refresh=True)
        assert client.answers([Query("Jane Alderman")])
    assert Fingerprints(settings).versions != before
