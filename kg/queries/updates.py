"""Updates that keep the default graph what it is: the merge of the named graphs.

SPARQL 1.1 Update, https://www.w3.org/TR/sparql11-update/. What an update writes to the default
graph goes to a named graph of its own. All triples that an operation may take from a graph or
write to one are noted in another named graph, by which the merge is then set right; at the end of
the operation that graph is gone. The whole is one update, carried out wholly or not at all.

A triple that is written twice in the text stays one triple, but for nodes without a name: `[]`,
`[…]`, `(…)` and `<<…>>` are new ones at each place. Where they stand in what is inserted, the
merge is set right by looking through all graphs instead.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.errors import QueryError
from kg.mapping import Namespaces
from kg.queries.tokens import Token, tokens

_OF_PATTERNS = {"INSERT", "DELETE", "WITH"}
_OF_GRAPHS = {"LOAD", "CLEAR", "DROP", "ADD", "MOVE", "COPY"}
_SMALL_WORDS = {"GRAPH", "TO", "INTO"}
_LAST_WORD = re.compile(r"(\w*)\s*$")
_NEW_NODES = {"[", "(", "<"}
_LOOK_THROUGH = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"


class Quads(NamedTuple):
    """Triples of a block, and what opens their graph ("GRAPH <…>"); "" for those that name none."""

    graph: str
    triples: str


def keep_merge(
    text: str, base: str, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> str:
    """An update that does the same and keeps the merge; what is no update gives none.

    Args:
        using: IRIs of graphs, as if USING stood with them in each operation (SPARQL 1.1 Protocol,
            section 2.2.3).
        using_named: the same for USING NAMED.

    Raises:
        QueryError: it has a codepoint escape, in which a keyword could hide, or an annotation of
            RDF 1.2; or it names a dataset itself where `using` does.
    """
    newline = Token("other", "\n")
    found = [newline if token.kind == "comment" else token for token in tokens(text)]
    if any(token.text == "\\" for token in found):
        raise QueryError("write the update without \\u outside of strings and IRIs")
    if any(one.text == "{" and other.text == "|" for one, other in pairwise(found)):
        raise QueryError("write the update without {| |}: annotations as triples of their own")
    names = Namespaces(base)
    dataset = [f"USING <{iri}>" for iri in using] + [f"USING NAMED <{iri}>" for iri in using_named]
    keeper = _Keeper(str(names.default_graph), str(names.changed_graph), " ".join(dataset))
    return " ;\n".join(keeper.operation(each) for each in _operations(found))


class _Keeper:
    """Rewrites operations.

    Args:
        written: the graph of what is written to the default graph, as SPARQL has it.
        changed: the graph in which changes are noted.
        dataset: what is to stand before each WHERE.
    """

    def __init__(self, written: str, changed: str, dataset: str) -> None:
        self._written = written
        self._changed = changed
        self._dataset = dataset
        elsewhere = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {changed})"
        self._mend = (
            f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH {changed} {{ ?s ?p ?o }} }}",
            f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {changed} {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ {elsewhere} }} }}",
            f"DROP SILENT GRAPH {changed}",
        )

    def operation(self, found: Sequence[Token]) -> str:
        """An operation, with its prologue, and what sets the merge right after it."""
        verbs = (n for n, token in enumerate(found) if _word(token) in _OF_PATTERNS | _OF_GRAPHS)
        start = next(verbs, len(found))
        prologue, said = _text(found[:start]), found[start:]
        if not said:
            return prologue
        by_graphs = _word(said[0]) in _OF_GRAPHS
        done = self._by_graphs(said) if by_graphs else self._by_patterns(list(_clauses(said)))
        return prologue + " ;\n".join([*done, *self._mend])

    def _by_patterns(self, clauses: Sequence[tuple[str, list[Token]]]) -> list[str]:
        form, block = clauses[0] if clauses else ("", [])
        keywords, quads = form.upper().split(), _quads(block)
        if keywords == ["INSERT", "DATA"]:
            done = f"{form}{{ {self._data(quads)} {self._note(quads)} }}"
            return [done, *_looked_through(block)]
        if keywords == ["DELETE", "DATA"]:
            return [f"{form}{{ {self._data(quads)} }}", f"INSERT DATA {{ {self._note(quads)} }}"]
        if keywords == ["DELETE", "WHERE"]:
            data = self._data(quads)
            templates = f"DELETE {{ {data} }} INSERT {{ {self._note(quads)} }}"
            return [f"{templates} {self._dataset} WHERE {{ {data} }}"]
        inserted = (block for head, block in clauses if _last_word(head) == "INSERT")
        done = self._modify(clauses, form.upper().startswith("WITH"))
        return [done, *_looked_through(next(inserted, []))]

    def _modify(self, clauses: Sequence[tuple[str, list[Token]]], has_graph: bool) -> str:
        """WITH … DELETE {…} INSERT {…} USING … WHERE {…}, `has_graph` where it begins by WITH."""
        templates, conditions, noted = "", "", list[Quads]()
        for head, block in clauses:
            keyword, quads = _last_word(head), _quads(block)
            data = _joined(quads) if has_graph else self._data(quads)
            if keyword == "DELETE":
                templates += f"{head}{{ {data} }} "
                noted += quads
            elif keyword == "INSERT":
                templates += f"{head}{{ {data} {self._note([*noted, *quads])} }} "
                noted = []
            elif self._dataset and (has_graph or head.upper().split() != ["WHERE"]):
                raise QueryError("USING or WITH in the update, and a dataset in the request")
            else:
                conditions += f"{self._dataset} {head}{{{_text(block)}}}"
        if noted:
            templates += f"INSERT {{ {self._note(noted)} }} "
        return templates + conditions

    def _by_graphs(self, said: Sequence[Token]) -> list[str]:
        """CLEAR and DROP; ADD, MOVE and COPY; LOAD: what they do to whole graphs."""
        verb, *rest = [token.text for token in said if token.text.strip()]
        verb = verb.upper()
        silent = "SILENT " if rest and rest[0].upper() == "SILENT" else ""
        words = [word for word in rest[bool(silent) :] if word.upper() not in _SMALL_WORDS]
        graphs = [self._written if word.upper() == "DEFAULT" else word for word in words]
        if verb in ("CLEAR", "DROP") and len(graphs) == 1:
            if graphs[0].upper() in ("ALL", "NAMED"):
                return [f"{verb} {silent}ALL"]
            silent = "SILENT " if graphs[0] == self._written else silent
            done = f"{verb} {silent}GRAPH {graphs[0]}"
        elif verb == "LOAD" and graphs:
            source, *graphs = [*graphs, self._written][:2]
            done = f"LOAD {silent}{source} INTO GRAPH {graphs[0]}"
        elif len(graphs) == 2:
            of_all = words[0].upper() == "DEFAULT" and verb != "MOVE" and graphs[0] != graphs[1]
            source = "DEFAULT" if of_all else f"GRAPH {graphs[0]}"
            done = f"{verb} {silent}{source} TO GRAPH {graphs[1]}"
        else:
            return [_text(said)]
        noted = [f"ADD SILENT GRAPH {graph} TO GRAPH {self._changed}" for graph in graphs]
        return [*noted, done, *noted]

    def _data(self, quads: Sequence[Quads]) -> str:
        """Quads, those that name no graph in the graph for them."""
        return _joined([Quads(q.graph or f"GRAPH {self._written}", q.triples) for q in quads])

    def _note(self, quads: Sequence[Quads]) -> str:
        """All the triples of some quads, noted as changed."""
        return _joined([Quads(f"GRAPH {self._changed}", each.triples) for each in quads])


def _operations(found: Sequence[Token]) -> Iterator[list[Token]]:
    """The operations of an update, which semicolons part."""
    operation: list[Token] = []
    depth = 0
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == ";" and depth == 0:
            yield operation
            operation = []
        else:
            operation.append(token)
    if _text(operation).strip():
        yield operation


def _clauses(said: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """The blocks of an operation, each with the words before it and without its braces."""
    head, block, depth = "", list[Token](), 0
    for token in said:
        depth -= token.text == "}"
        if depth > 0:
            block.append(token)
        elif token.text == "}":
            yield head, block
            head, block = "", []
        elif token.text != "{":
            head += token.text
        depth += token.text == "{"


def _quads(block: Sequence[Token]) -> list[Quads]:
    """What stands in a block of data or in a template, given without its braces."""
    found, graph, triples, depth = [], "", "", 0
    for token in block:
        depth -= token.text == "}"
        if depth == 0 and (token.text == "}" or _word(token) == "GRAPH"):
            found.append(Quads(graph, _without_dots(triples)))
            graph, triples = "", ""
        if depth == 0 and (graph or _word(token) == "GRAPH"):
            graph += token.text * (token.text != "{")
        elif depth > 0 or token.text != "}":
            triples += token.text
        depth += token.text == "{"
    found.append(Quads(graph, _without_dots(triples)))
    return [quads for quads in found if quads.triples]


def _looked_through(inserted: Sequence[Token]) -> list[str]:
    """What makes the merge hold new nodes without a name, where a block has some."""
    return [_LOOK_THROUGH] * any(token.text in _NEW_NODES for token in inserted)


def _joined(quads: Sequence[Quads]) -> str:
    return " ".join(f"{graph} {{ {t} }}" if graph else f"{t} ." for graph, t in quads)


def _without_dots(triples: str) -> str:
    """Triples without the dot that ends them, and without one that follows a graph's block."""
    return triples.strip().removeprefix(".").strip().removesuffix(".").strip()


def _last_word(head: str) -> str:
    return _LAST_WORD.search(head.upper())[1]  # type: ignore[index]


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""


def _text(found: Sequence[Token]) -> str:
    return "".join(token.text for token in found)
