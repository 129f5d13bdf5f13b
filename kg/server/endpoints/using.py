"""Writes into an update the dataset that its request names.

SPARQL 1.1 Protocol, section 2.2.3: `using-graph-uri` acts as USING in each operation.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import QueryError
from kg.queries.tokens import Token, tokens


def with_using(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """An update with USING and USING NAMED before each WHERE.

    Args:
        text: the update.
        using: the IRIs for USING.
        using_named: the IRIs for USING NAMED.

    Raises:
        QueryError: the update names a dataset too (USING, WITH).
    """
    if not using and not using_named:
        return text
    clauses = [f"USING <{iri}>" for iri in using] + [f"USING NAMED <{iri}>" for iri in using_named]
    clause = "\n" + "\n".join(clauses) + "\n"
    found = list(tokens(text))
    written: list[str] = []
    depth, before = 0, ""
    for position, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" and depth == 0 else ""
        if word in ("USING", "WITH"):
            raise QueryError(f"{word} in the update and a dataset in the request: give one of them")
        if word == "WHERE":
            # DELETE WHERE {…} is short for DELETE {…} WHERE {…}.
            written += [_block(found[position + 1 :]) if before == "DELETE" else "", clause]
        depth += (token.text == "{") - (token.text == "}")
        before = word or before
        written.append(token.text)
    return "".join(written)


def _block(rest: Sequence[Token]) -> str:
    depth, block = 0, ""
    for token in rest:
        block += token.text
        depth += (token.text == "{") - (token.text == "}")
        if token.text == "}" and depth == 0:
            break
    return block
