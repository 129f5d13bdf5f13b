"""The whole path on a real article: built by the command line, asked by the saved queries."""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PEOPLE = [
    "Lloyd Austin",
    "Seth Jones",
    "Volodymyr Zelenskyy",
    "Michael O'Hanlon",
    "Park Sun-won",
    "Lee Seong-kweun",
    "Kim Jong Un",
    "Donald Trump",
]
COUNTRIES = [
    "North Korea",
    "South Korea",
    "Russia",
    "Ukraine",
    "United States",
    "Iran",
    "China",
]
ORGANIZATIONS = [
    "Center for Strategic and International Studies",
    "Brookings Institution",
    "National Intelligence Service",
]
SPANS = """
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?span WHERE {
  ?span nif:anchorOf ?text ; nif:beginIndex ?begin ; nif:endIndex ?end ;
        nif:referenceContext/nif:isString ?article .
  FILTER(SUBSTR(?article, ?begin + 1, ?end - ?begin) != STR(?text))
}
"""
Rows = list[dict[str, str]]
Ask = Callable[..., Rows]


@pytest.fixture(scope="module")
def store(article: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("article") / "store"
    out = kg("build", str(article), "--published", "2024-10-23", "--store", str(folder))
    assert out.startswith("1 built")
    return folder


@pytest.fixture(scope="module")
def ask(store: Path) -> Ask:
    def run(query: str, *options: str) -> Rows:
        out = kg("query", query, "--format", "csv", "--store", str(store), *options)
        return list(csv.DictReader(io.StringIO(out)))

    return run


def kg(*arguments: str) -> str:
    command = [sys.executable, "-m", "kg", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("kind", "names"),
    [("Person", PEOPLE), ("Country", COUNTRIES), ("Organization", ORGANIZATIONS)],
)
def test_each_is_there_once_under_its_full_name(ask: Ask, kind: str, names: list[str]) -> None:
    rows = ask("entities")
    found = [row["name"] for row in rows if row["type"] == f"https://schema.org/{kind}"]
    for name in names:
        assert found.count(name) == 1, name
        assert [row["name"] for row in rows].count(name) == 1, f"{name} under another type too"


def test_no_person_goes_by_a_part_of_another_name(ask: Ask) -> None:
    names = [row["name"] for row in ask("entities") if row["type"].endswith("/Person")]
    assert not [n for n in names for other in names if n != other and n in other.split()]


@pytest.mark.parametrize(
    ("column", "value", "hedge", "speakers"),
    [
        ("value", "3000", "", {"South Korean lawmakers", "National Intelligence Service"}),
        ("value", "1500", "about", {"National Intelligence Service"}),
        ("max", "12000", "up to", {"Volodymyr Zelenskyy"}),
        ("value", "10000", "about", {"North Korea", "South Korean lawmakers"}),
    ],
)
def test_figures_have_those_who_gave_them(
    ask: Ask, column: str, value: str, hedge: str, speakers: set[str]
) -> None:
    names = {row["entity"]: row["name"] for row in ask("entities")}
    (row,) = [row for row in ask("quantities") if row[column] == value]
    assert hedge in row["approximation"]
    assert names[row["speaker"]] in speakers


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("Lloyd Austin", "secretary"),
        ("Seth Jones", "senior vice president"),
        ("Michael O'Hanlon", "senior fellow"),
        ("Volodymyr Zelenskyy", "president"),
    ],
)
def test_people_have_their_posts(ask: Ask, person: str, words: str) -> None:
    posts = [row["post"] for row in ask("positions") if row["personName"] == person]
    assert any(words.replace(" ", "-") in post for post in posts), posts


def test_quoted_sentences_have_their_speakers(ask: Ask) -> None:
    spoken = sorted(
        (int(row["begin"]), row["text"], row["speakerName"])
        for row in ask("statements")
        if row["form"].endswith("Direct")
    )
    turns = [("Lloyd Austin", 4), ("Seth Jones", 2), ("Michael O'Hanlon", 2),
             ("Park Sun-won", 2), ("Lee Seong-kweun", 4)]  # fmt: skip
    assert [speaker for _, _, speaker in spoken] == [name for name, n in turns for _ in range(n)]


def test_no_long_quotation_is_in_no_statement(ask: Ask, article: Path) -> None:
    said = " ".join(row["text"] for row in ask("statements"))
    (path,) = article.glob("*.txt")
    quoted = re.findall("“[^”]{30,}”", path.read_text(encoding="utf-8"))
    assert len(quoted) > 10
    assert [quotation for quotation in quoted if quotation not in said] == []


@pytest.mark.parametrize(
    ("speaker", "stance", "least"),
    [("Russia", "Denies", 2), ("North Korea", "Denies", 1), ("Seth Jones", "Demands", 1)],
)
def test_what_kind_of_statement_it_is(ask: Ask, speaker: str, stance: str, least: int) -> None:
    found = [row for row in ask("statements")
             if row["speakerName"] == speaker and row["stance"].endswith(f"#{stance}")]  # fmt: skip
    assert len({row["statement"] for row in found}) >= least


def test_every_span_is_its_characters(ask: Ask) -> None:
    assert ask(SPANS) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_graph_conforms_by_the_referee(store: Path) -> None:
    import pyshacl

    from kg.mapping import Namespaces, ontology_text

    assert kg("validate", "--store", str(store)) == "1 of 1 documents conform\n"
    shapes = ontology_text("shapes.ttl", Namespaces())
    (document,) = kg("query", "SELECT ?d { ?d a <https://schema.org/NewsArticle> }",
                     "-f", "csv", "--store", str(store)).split()[1:]  # fmt: skip
    data = kg("export", "-f", "ntriples", "--graph", document, "--store", str(store))
    conforms, _, text = pyshacl.validate(
        data, data_graph_format="nt", shacl_graph=shapes, shacl_graph_format="turtle", advanced=True
    )
    assert conforms, text
