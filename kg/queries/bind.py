"""Puts values in the place of parameters, as data that cannot change what the query does."""

from collections.abc import Mapping

from kg.errors import QueryError
from kg.mapping import DEFAULT_BASE
from kg.queries.saved import SavedQuery
from kg.queries.tokens import Token, tokens


def bind(query: SavedQuery, values: Mapping[str, str], *, base: str = DEFAULT_BASE) -> str:
    """The query's text with each parameter that has a value replaced by that value's term.

    A parameter that has neither a value nor a default stays a variable, which matches anything.

    Args:
        values: values by parameter name, as the user typed them.
        base: the base IRI of the store: it completes IRIs such as person/jane-doe, and takes the
            place of the default base in the query.

    Raises:
        QueryError: an unknown parameter, a required one that is missing, a value of another type.
    """
    _check_names(query, values)
    given = {**query.defaults, **values}
    terms = {p.variable: p.term(given[p.name], base) for p in query.parameters if p.name in given}
    return "".join(_bound(token, terms, base) for token in tokens(query.text))


def _bound(token: Token, terms: Mapping[str, str], base: str) -> str:
    if token.kind == "variable":
        return terms.get(token.text[1:], token.text)
    if token.kind == "iri":
        # The files are written for the default base, so that they run in any SPARQL editor.
        return token.text.replace("<" + DEFAULT_BASE, "<" + base)
    return token.text


def _check_names(query: SavedQuery, values: Mapping[str, str]) -> None:
    names = {parameter.name for parameter in query.parameters}
    unknown = sorted(values.keys() - names)
    if unknown:
        raise QueryError(
            f"{query.name}: no parameter {', '.join(unknown)}; {_list_parameters(query)}"
        )
    given = values.keys() | query.defaults.keys()
    missing = [p.name for p in query.parameters if p.required and p.name not in given]
    if missing:
        raise QueryError(
            f"{query.name}: give a value for {', '.join(missing)} with -p {missing[0]}=…; "
            f"{_list_parameters(query)}"
        )


def _list_parameters(query: SavedQuery) -> str:
    if not query.parameters:
        return "it takes none"
    return "its parameters are " + ", ".join(str(parameter) for parameter in query.parameters)
