"""The Python interface: what the command line does, in a few lines.

import kg

with kg.open("store") as graph:
    graph.build("articles/")
    for row in graph.query("statements", speaker="person/jane-doe"):
        print(row["speakerName"], row["text"])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QueryTriples

from kg.errors import QueryError, StoreError
from kg.mapping import Validator
from kg.mapping.terms import RDF
from kg.queries import bind, find_query, run
from kg.queries.python_values import parameter_text, python_value, rdflib_graph, rdflib_term
from kg.queries.rows import Rows
from kg.resources import resource
from kg.review.explain import Explanation, explain, full_iri
from kg.review.judging import Proposal, judge, propose, sentence, unjudge, unknown
from kg.review.relinking import relink
from kg.settings import Settings, load_settings
from kg.store import GraphStore, QueryResults, export
from kg.store.facts import text_of
from kg.store.ledger import Ledger

if TYPE_CHECKING:
    import rdflib

    from kg.build.run import BuildReport, Progress


@dataclass(frozen=True, slots=True)
class Stats:
    """What a store holds: documents, named graphs, quads, and how many things of each type."""

    documents: int
    graphs: int
    quads: int
    types: Mapping[str, int]


def open(
    path: str | Path | None = None, *, settings: Settings | None = None, read_only: bool = False
) -> Graph:
    """Open a graph.

    Args:
        path: the store's folder, by default the one that the settings name.
        settings: by default those of kg.toml in the working directory.
        read_only: many processes can read a store together, one at a time can write it.

    Raises:
        SettingsError: kg.toml is broken.
        StoreError: the store cannot be opened.
    """
    chosen = (settings or load_settings()).but(store=None if path is None else Path(path))
    base = None if read_only else chosen.base
    return Graph(GraphStore.open(chosen.store, base=base, read_only=read_only), chosen)


class Graph:
    """An open graph. A context manager: leaving it closes the store.

    Attributes:
        store: the store below, for what is not offered here.
        settings: model, knowledge and so on.
    """

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *raised: Any) -> None:
        self.store.__exit__(*raised)

    def close(self) -> None:
        """Close the store and let others in."""
        self.store.close()

    def build(
        self,
        *paths: str | Path,
        published: date | datetime | None = None,
        jobs: int | None = None,
        force: bool = False,
        prune: bool = False,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Read articles into the graph; see `kg.build.run.build`.

        Args:
            paths: files and folders; the articles that come with kg where none is given.
            published: date of the documents that give none themselves.
            jobs: number of processes. With more than one, a script must stand below
                ``if __name__ == "__main__":``, as with everything that starts processes.
            force: build unchanged documents again.
            prune: remove the documents of files that have vanished.
            progress: called once for each document.
        """
        # The language library takes a second to import, which questions need not wait for.
        from kg.build.run import build

        return build(
            paths or [resource("seeds")],
            self.settings.but(jobs=jobs),
            self.store,
            published=published,
            force=force,
            prune=prune,
            progress=progress,
        )

    def query(self, query: str | Path, **parameters: object) -> Rows | bool | rdflib.Graph:
        """Ask a question.

        Args:
            query: name of a saved query, path of a .rq file, or SPARQL text.
            parameters: values of its parameters: strings, numbers, dates.

        Returns:
            Of a SELECT, rows of plain Python values by variable, which Jupyter shows as a table
            and `to_pandas()` and `to_polars()` turn into data frames; of an ASK, whether it is so;
            of a CONSTRUCT or DESCRIBE, an rdflib graph.

        Raises:
            QueryError: no such query, a wrong parameter or no SPARQL.
        """
        values = {
            name: parameter_text(value) for name, value in parameters.items() if value is not None
        }
        results = self.results(query, values)
        if isinstance(results, QueryBoolean):
            return bool(results)
        if isinstance(results, QueryTriples):
            return rdflib_graph(results)
        names = [variable.value for variable in results.variables]
        rows = ({name: python_value(row[name]) for name in names} for row in results)
        return Rows(rows, names)

    def sparql(self, text: str) -> Rows | bool | rdflib.Graph:
        """Ask a question in SPARQL; see `query`."""
        return self.query(text)

    def results(self, query: str | Path, values: Mapping[str, str]) -> QueryResults:
        """The results of a query as they come from the store, for `kg.queries.write_results`."""
        bound = bind(find_query(query, self.settings.queries), values, base=self.store.base)
        return run(self.store, bound)

    def export(
        self,
        out: BinaryIO,
        format: str = "turtle",
        *,
        graph: str | None = None,
        text: bool = True,
        runs: bool = False,
        merge: bool = True,
        rdf12: bool = False,
    ) -> None:
        """Write the graph, sorted; see `kg.store.export`.

        Args:
            format: turtle, trig, nquads, ntriples, jsonld or rdfxml.
            graph: the IRI of one named graph, a document's for one.
            text: whether to write the articles' text.
            runs: whether to write the graph of runs, the only one with clock times.
            merge: whether trig, nquads and jsonld have the merge of all graphs as default graph.
            rdf12: whether turtle, trig, nquads and ntriples say in triple terms what statements,
                claims, memberships and links are about.
        """
        options = {"text": text, "runs": runs, "merge": merge, "rdf12": rdf12}
        graphs = None if graph is None else [full_iri(graph, self.store.base)]
        export(self.store, out, format, graphs=graphs, **options)

    def explain(self, iri: str) -> Explanation:
        """How something came into the graph; see `kg.review.explain.explain`."""
        return explain(self.store, iri, self.settings.knowledge_base)

    def link(self) -> int:
        """Link the stored entities anew; see `kg.review.relinking.relink`."""
        return relink(self.store, self.settings)

    def proposals(self) -> list[Proposal]:
        """Pairs of entities that may be the same; see `kg.review.judging.propose`."""
        return propose(self.store, self.settings.judgements_file)

    def judge(self, verdict: str, entity: str, other: str, note: str = "") -> str:
        """Write a judgement (same, different, unsure); the next build follows it.

        Returns:
            The line written.

        Raises:
            KnowledgeError: the store has no such entity, or the file cannot be used.
        """
        path = self.settings.judgements_file
        return judge(self.store, path, verdict, entity, other, note).line()

    def unjudge(self, entity: str, other: str) -> None:
        """Take the judgement of two entities or events away."""
        own = (each.removeprefix(self.store.base) for each in (entity, other))
        unjudge(self.settings.judgements_file, *own)

    def unknown_judgements(self) -> list[str]:
        """A line for each judged entity that the graph does not have."""
        return unknown(self.store, self.settings.judgements_file)

    def sentence(self, entity: str) -> str:
        """A sentence that names an entity."""
        return sentence(self.store, entity)

    def documents(self) -> list[NamedNode]:
        """The documents, sorted by IRI; each is the name of its graph too."""
        return self.store.facts.documents()

    def validate(self) -> Iterator[tuple[str, str]]:
        """What is wrong in the documents' graphs: pairs of document and violation."""
        validator = Validator(self.store.namespaces)
        for document in self.documents():
            for violation in validator.violations(list(self.store.quads(document))):
                yield document.value, violation

    def stats(self) -> Stats:
        """How much of what the graph holds."""
        merge = DefaultGraph()
        typed = self.store.engine.quads_for_pattern(None, RDF.type, None, merge)
        counts = Counter(text_of(quad.object) for quad in typed)
        types = dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
        return Stats(len(self.documents()), len(self.store.graphs()), self.store.count(), types)

    def remove(self, document: str) -> list[str]:
        """Remove a document, or what a file or folder gave.

        A document that another file gives as well stays when one of them is removed by its path.
        What a path gave goes in one transaction, or in several of a hundred sources each.

        Args:
            document: IRI, id, or path it was read from.

        Returns:
            The IRI or the sources removed.

        Raises:
            StoreError: the store has no such document, or two things are called so.
        """
        from kg.build.kept import clear

        ledger = Ledger(self.store)
        for text in (document, f"doc/{document}"):
            iri = _iri_or_none(text, self.store.base)
            if iri is not None and self.store.facts.is_document(iri) and self.store.has_graph(iri):
                ledger.remove(iri)
                clear(self.store)
                return [iri.value]
        sources = ledger.sources_called(document)
        if not sources:
            raise StoreError(f"{document}: the store has no such document; give its IRI or path")
        ledger.forget(sources)
        clear(self.store)
        return [ledger.shown(source) for source in sources]

    def rdflib(self) -> rdflib.Dataset:
        """A copy of the whole graph as an rdflib dataset whose default graph is the merge."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        for quad in self.store.quads():
            graph = quad.graph_name
            name = rdflib.URIRef(graph.value) if isinstance(graph, NamedNode) else None
            dataset.graph(name).add(tuple(rdflib_term(term) for term in quad.triple))
        return dataset


def _iri_or_none(text: str, base: str) -> NamedNode | None:
    try:
        return full_iri(text, base)
    except QueryError:
        return None
