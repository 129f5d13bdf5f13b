"""Data flows one way: a stage imports those before it and nothing of those after it."""

import ast
import graphlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
# What every stage may use: it imports nothing of the stages itself.
GROUND = ["version", "errors", "resources", "settings", "terminal"]
STAGES = ["documents", "sources", "extraction", "identity", "mapping", "store", "build", "review",
          "queries", "search", "server", "api", "cli"]  # fmt: skip
WITHOUT_RDF = ["documents", "extraction", "identity"]
RDF = {"pyoxigraph", "rdflib", "shacl", "pyshacl"}
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


def imports(path: Path) -> set[str]:
    """The modules that a file imports, those inside functions and for type checking too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else str(node.module) for name in names}
    return found


def part(module: str) -> str:
    """The stage or module of the ground that a module belongs to."""
    return module.partition(".")[2].partition(".")[0]


def own(path: Path) -> set[str]:
    """The stages and modules of the ground that a file imports."""
    return {part(name) for name in imports(path) if name.startswith("kg.")}


def test_the_folders_are_the_stages() -> None:
    parts = {part(module) for module in MODULES} - {"", "__main__"}
    assert parts == {*GROUND, *STAGES}


@pytest.mark.parametrize("name", [*GROUND, *STAGES])
def test_imports_go_back_alone(name: str) -> None:
    order = [*GROUND, *STAGES]
    allowed = set(order[: order.index(name) + 1])
    files = [path for module, path in MODULES.items() if part(module) == name]
    assert files
    for path in files:
        assert own(path) <= allowed, f"{path.relative_to(PACKAGE)} imports a later stage"


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module: imports(path) & MODULES.keys() for module, path in MODULES.items()}
    graphlib.TopologicalSorter(graph).prepare()


def test_the_command_line_reaches_extraction_and_identity_through_others() -> None:
    for module, path in MODULES.items():
        if part(module) in {"api", "cli"}:
            assert not own(path) & {"extraction", "identity"}, module


def test_rdf_first_appears_in_mapping() -> None:
    for module, path in MODULES.items():
        if part(module) in WITHOUT_RDF:
            tops = {imported.split(".")[0] for imported in imports(path)}
            assert not tops & RDF, f"{module} imports {sorted(tops & RDF)}"


def test_a_folder_can_be_read_at_a_glance() -> None:
    for folder in {path.parent for path in MODULES.values()}:
        modules = [path for path in folder.glob("*.py") if not path.stem.startswith("__")]
        assert len(modules) <= (6 if folder == PACKAGE else 20), folder
