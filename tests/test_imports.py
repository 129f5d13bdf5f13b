"""Data flows one way: a stage imports those before it and nothing of those after it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
STAGES = ["documents", "extraction", "identity", "mapping", "store", "queries", "search", "server"]
# What every stage may use: it imports nothing of the stages itself.
COMMON = {"errors", "resources"}
MEETING = {"reading", "writing", "ledger", "fingerprint", "build", "explain", "annotation_rows"}
MEETING |= {"judging", "linking", "index_links", "reconcile"}
ABOVE = {"api", "cli"}
# Reading a Turtle file of cues or of knowledge is not making RDF.
READERS_OF_TURTLE = {"extraction/cues.py", "identity/turtle.py"}
RDF = {"pyoxigraph", "rdflib", "shacl", "pyshacl"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The modules that a file imports, those inside functions and for type checking too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {node.module or ""} if node.module != "kg" else names
    return found


def own(path: Path) -> set[str]:
    """The stages and modules of kg, by the first part of their names, that a file imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("kg.")} - {
        "__version__"
    }


def part(path: Path) -> str:
    """The stage or module that a file belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_what_stands_before_it(stage: str) -> None:
    allowed = COMMON | set(STAGES[: STAGES.index(stage) + 1])
    files = sorted((PACKAGE / stage).rglob("*.py"))
    assert files
    for path in files:
        assert own(path) <= allowed, f"{path.relative_to(PACKAGE)} imports a later stage"


def test_what_is_common_imports_no_stage() -> None:
    for path in modules():
        if part(path) in COMMON | {"settings", "workers"}:
            assert own(path) <= COMMON, path.name


def test_only_the_outside_imports_the_command_line_and_the_interface() -> None:
    for path in modules():
        if part(path) not in ABOVE | {"__init__", "__main__"}:
            assert not own(path) & ABOVE, path.name


def test_the_command_line_reaches_extraction_and_identity_through_the_build() -> None:
    for path in modules():
        if part(path) in ABOVE:
            assert not own(path) & {"extraction", "identity"}, path.name


def test_stages_meet_only_where_they_should() -> None:
    for path in modules():
        if len(own(path) & set(STAGES)) > 1 and part(path) not in STAGES:
            assert part(path) in MEETING | ABOVE, path.name


def test_rdf_first_appears_in_mapping() -> None:
    for path in modules():
        name = path.relative_to(PACKAGE).as_posix()
        if part(path) in STAGES[:3] and name not in READERS_OF_TURTLE:
            tops = {imported.split(".")[0] for imported in imports(path)}
            assert not tops & RDF, f"{name} imports {sorted(tops & RDF)}"
