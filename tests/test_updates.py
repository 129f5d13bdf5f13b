"""Updates keep the default graph: the merge of the named graphs, each triple once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.errors import QueryError
from kg.mapping import DEFAULT_BASE, Namespaces
from kg.queries.updates import keep_merge

NAMES = Namespaces()
G, H = "<urn:g>", "<urn:h>"
DEFAULT = str(NAMES.default_graph)


def update(store: Store, text: str) -> None:
    store.update(keep_merge(text, DEFAULT_BASE))


def named(store: Store) -> set[Quad]:
    return {quad for quad in store if not isinstance(quad.graph_name, DefaultGraph)}


def default(store: Store) -> set[Quad]:
    return set(store.quads_for_pattern(None, None, None, DefaultGraph()))


def merge(store: Store) -> set[Quad]:
    return {Quad(each.subject, each.predicate, each.object) for each in named(store)}


def plain(store: Store) -> set[Quad]:
    """The named graphs, where what was written to none is in the default graph again."""
    own = NAMES.default_graph
    return {
        Quad(q.subject, q.predicate, q.object) if q.graph_name == own else q for q in named(store)
    }


node = st.sampled_from(["<urn:a>", "<urn:b>", "e:c"])
term = node | st.sampled_from(['"x . }"', "12", "1.5", "true", "'{'@en", "[]"])
graph = st.sampled_from([G, H, "e:i"])
triple = st.builds("{} {} {}".format, node, node, term)
ground = triple.filter(lambda text: "[" not in text)
dot = st.sampled_from([" . ", " .\n", ".# }\n"])


def joined(triples: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda each, by: by.join(each), st.lists(triples, max_size=3), dot)


def quads(triples: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    block = st.builds("graph {} {{ {} }} ".format, graph, joined(triples))
    blocks = st.lists(block | st.builds("{}. ".format, block), max_size=2)
    return st.builds(lambda first, rest: " ".join([first, *rest]), joined(triples), blocks)


pattern = st.sampled_from(["?s ?p ?o", "?s <urn:b> ?o", "<urn:a> ?p ?o"])
template = st.one_of(
    st.builds("GRAPH {} {{ ?s ?p ?o }}".format, graph | st.just("?g")),
    st.just("?s ?p <urn:new>"),
    st.just("?o2 ?p ?s . GRAPH ?g { ?s ?p 'new' . }"),
)
transfer = st.sampled_from(["ADD", "MOVE", "COPY"])
operations = st.one_of(
    st.builds("INSERT DATA {{ {} }}".format, quads(triple)),
    st.builds("delete data {{ {} }}".format, quads(ground)),
    st.builds("DELETE WHERE {{ GRAPH {} {{ {} }} }}".format, graph | st.just("?g"), pattern),
    st.builds(
        "DELETE {{ {} }} INSERT {{ {} }} WHERE {{ GRAPH ?g {{ {} . BIND(?s AS ?o2) }} }}".format,
        template, template, pattern,
    ),
    st.builds("DELETE {{ {} }} WHERE {{ GRAPH ?g {{ {} }} }}".format, template, pattern),
    st.builds("INSERT {{ {} }} WHERE {{ GRAPH ?g {{ {} }} }}".format, template, pattern),
    st.builds("WITH {} DELETE {{ ?s ?p ?o }} INSERT {{ ?s <urn:a> ?o }} WHERE {{ {} }}".format,
              graph, pattern),
    st.builds("with<urn:g>insert{{ ?s <urn:b> ?o }}where{{ {} }}".format, pattern),
    st.builds("WITH {} INSERT {{ <urn:w> ?p ?o . GRAPH {} {{ ?s ?p 1 }} }} WHERE {{ {} }}".format,
              graph, graph, pattern),
    st.builds("{} SILENT GRAPH {}".format, st.sampled_from(["CLEAR", "Drop"]), graph),
    st.builds("{} {}".format, st.sampled_from(["CLEAR", "DROP"]),
              st.sampled_from(["SILENT DEFAULT", "ALL"])),
    st.builds("{} SILENT {} TO {}".format, transfer, graph, graph | st.just("DEFAULT")),
    st.builds("CREATE SILENT GRAPH {}".format, graph),
)  # fmt: skip
updates = st.lists(operations, min_size=1, max_size=5).map(
    lambda each: "PREFIX e: <urn:e> " + " ; ".join(each)
)


@given(st.lists(updates, min_size=1, max_size=3))
def test_the_default_graph_is_the_merge_after_any_updates(texts: list[str]) -> None:
    store = Store()
    for text in texts:
        update(store, text)
        assert default(store) == merge(store)
        assert NAMES.changed_graph not in store.named_graphs()


@given(updates)
def test_named_graphs_hold_what_the_update_alone_would_leave(text: str) -> None:
    # Without blank nodes, whose names differ from run to run, and with named graphs named.
    text = text.replace("[]", "0").replace("?g", G)
    kept, alone = Store(), Store()
    start = (
        f"INSERT DATA {{ GRAPH {G} {{ <urn:a> <urn:b> 1 }} GRAPH {H} {{ <urn:a> <urn:b> 1, 2 }} }}"
    )
    update(kept, start)
    alone.update(start)
    update(kept, text)
    alone.update(text)
    assert plain(kept) == set(alone)


def test_a_triple_leaves_with_the_last_graph_that_holds_it() -> None:
    store = Store()
    update(
        store,
        f"INSERT DATA {{ GRAPH {G} {{ <urn:a> <urn:b> 1 }} GRAPH {H} {{ <urn:a> <urn:b> 1 }} }}",
    )
    update(store, f"DROP GRAPH {G}")
    assert len(default(store)) == 1
    update(store, "DELETE { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p 1 } }")
    assert not set(store)


def test_what_names_no_graph_is_written_to_one_of_its_own() -> None:
    store = Store()
    update(store, "INSERT DATA { <urn:a> <urn:b> 1 . }")
    assert {quad.graph_name for quad in named(store)} == {NAMES.default_graph}
    update(store, f"COPY DEFAULT TO {G} ; DELETE DATA {{ <urn:a> <urn:b> 1 }}")
    assert {quad.graph_name for quad in named(store)} == {NamedNode("urn:g")}
    assert len(default(store)) == 1


def test_later_operations_read_what_earlier_ones_wrote() -> None:
    store = Store()
    first = f"INSERT DATA {{ GRAPH {G} {{ <urn:a> <urn:b> 1 }} }}"
    update(store, f"{first} ; INSERT {{ GRAPH {H} {{ ?s ?p 2 }} }} WHERE {{ ?s ?p 1 }}")
    assert len(named(store)) == 2


@pytest.mark.parametrize("text", ["INSERT DATA { <urn:a> }", "DROP", "nonsense", "INSERT {", "}"])
def test_what_is_no_update_stays_none(text: str) -> None:
    with pytest.raises(SyntaxError):
        update(Store(), text)


def test_a_hidden_keyword_is_refused() -> None:
    with pytest.raises(QueryError, match="outside of strings and IRIs"):
        keep_merge("\\u0049NSERT DATA { <urn:a> <urn:b> 1 }", DEFAULT_BASE)
