"""SERVICE and LOAD, which call other servers: allowed for listed hosts, refused for all others."""

import re
from collections.abc import Collection, Sequence

from kg.errors import QueryError
from kg.queries.tokens import Token, has_keyword, tokens

_HOST = re.compile(r"<https?://([\w.-]+|\[[\da-f:.]+\])(:\d+)?(?=[/?#>])", re.I | re.A)


def check_calls(text: str, keyword: str, hosts: Collection[str] = ()) -> str:
    """Check that a query or update calls no host but the listed ones.

    Args:
        text: a query or an update.
        keyword: the keyword that calls a server, SERVICE or LOAD.
        hosts: names or addresses in small letters, with a port or, for all ports, without.

    Returns:
        The text to run. It says the same as the text given, but has no comments and a line break
        after each IRI: so every parser divides it into the same parts as this check.

    Raises:
        QueryError: it calls another host, or a parser could read it so.
    """
    if keyword not in text.upper():
        return text
    found = list(tokens(text))
    said = [token for token in found if token.kind != "comment" and not token.text.isspace()]
    for position in _places(said, keyword):
        if not _is_listed(said[position:], keyword, hosts):
            raise QueryError(_refusal(keyword, hosts))
    _check_iris(said, keyword)
    return "".join(_unmistakable(token) for token in found)


def calls_out(text: str) -> bool:
    """Whether a query or update, once checked, calls another server."""
    return has_keyword(text, "SERVICE") or has_keyword(text, "LOAD")


def _places(said: Sequence[Token], keyword: str) -> list[int]:
    """Where the keyword stands, or may stand: `SERVICESILENT<x>` and `SERVICE:x{` are calls too."""
    depth, places = 0, []
    for position, token in enumerate(said):
        depth += (token.text == "{") - (token.text == "}")
        if token.kind == "word" and keyword in token.text.upper():
            places.append(position)
        if token.kind == "name" and keyword in token.text.partition(":")[0].upper():
            before = said[position - 1] if position else None
            after = said[position + 1] if position + 1 < len(said) else None
            if _may_be_call(before, after, depth):
                places.append(position)
    return places


def _may_be_call(before: Token | None, after: Token | None, depth: int) -> bool:
    # A prefixed name stands before a group as the name of a graph alone, and begins no update.
    if before is None or depth == 0:
        return before is None or before.text == ";" or before.kind == "iri"
    return after is not None and after.text == "{" and before.text.upper() != "GRAPH"


def _is_listed(call: Sequence[Token], keyword: str, hosts: Collection[str]) -> bool:
    called, *rest = call
    if rest and rest[0].text.upper() == "SILENT":
        rest = rest[1:]
    host = _HOST.match(rest[0].text) if rest and rest[0].kind == "iri" else None
    if called.text.upper() != keyword or host is None:
        return False
    return host[1].lower() in hosts or host[0].partition("//")[2].lower() in hosts


def _refusal(keyword: str, hosts: Collection[str]) -> str:
    if not hosts:
        return f"{keyword} is not allowed: queries and updates stay inside the store"
    return f"{keyword} is allowed to these hosts, by their full address: {', '.join(sorted(hosts))}"


def _check_iris(said: Sequence[Token], keyword: str) -> None:
    # Our tokens take `<?b)#>` in `?a<?b)#>` for an IRI. A parser may take it for a comparison and a
    # comment, which hides what follows. So such an IRI is refused; after any other the line ends.
    iris = [token.text for token in said if token.kind == "iri"]
    doubtful = next((iri for iri in iris if set(iri) & set("()'")), None)
    if doubtful is not None:
        raise QueryError(
            f"{doubtful} cannot stand in a query that has the word {keyword.lower()} in it; "
            "write its brackets and apostrophes as %28, %29 and %27, or leave out the word"
        )


def _unmistakable(token: Token) -> str:
    if token.kind == "comment":
        return ""
    return token.text + "\n" if token.kind == "iri" else token.text
