"""A few short articles about invented people, and a store to build them in."""

from __future__ import annotations

import io
from pathlib import Path

from kg.api import Graph
from kg.api import open as open_graph
from kg.settings import Settings

ARTICLES = {
    "bridge.txt": (
        "The bridge over the Ladda will close on Monday, Mayor Jane Alderman said.\n\n"
        "“It cannot wait,” she told reporters in Oslo. About 3,000 drivers use it each day.\n"
    ),
    "budget.txt": (
        "Norway's finance minister, Peter Halvorsen, denied that taxes would rise.\n\n"
        "According to Anna Lindqvist of the Northern Institute, up to 12,000 jobs are at risk.\n"
    ),
    "harbour.txt": (
        "Sweden and Denmark agreed to dredge the harbour, officials said on Tuesday.\n\n"
        "“We will pay half,” Jane Alderman said.\n"
    ),
    "school.md": (
        "---\ntitle: A school opens\npublished: 2023-05-04\npublisher: The Ladda Post\n---\n"
        "Teacher Anna Lindqvist said the school in Oslo has 400 pupils. 🎉\n"
    ),
}


def write_articles(folder: Path, *names: str) -> Path:
    """Put articles, all of them or those named, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or ARTICLES:
        (folder / name).write_text(ARTICLES[name], encoding="utf-8")
    return folder


def open_store(folder: Path, **changes: object) -> Graph:
    """A graph in a folder, whatever kg.toml says."""
    return open_graph(folder, settings=Settings().but(**changes))


def nquads(graph: Graph) -> bytes:
    """The whole graph but for the runs, as N-Quads."""
    out = io.BytesIO()
    graph.export(out, "nquads", merge=False)
    return out.getvalue()


def fresh(articles: Path, store: Path) -> bytes:
    """What an undisturbed build of a folder into a new store gives."""
    with open_store(store) as graph:
        graph.build(articles)
        return nquads(graph)
