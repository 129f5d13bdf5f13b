"""Finding a saved query: kg's own, and those of a folder that the user names."""

import difflib
from pathlib import Path

from kg.errors import QueryError
from kg.queries.saved import SavedQuery, load_queries, load_query, parse_query
from kg.resources import resource


def saved_queries(folder: Path | None = None) -> dict[str, SavedQuery]:
    """The saved queries by name: kg's, then the user's.

    Args:
        folder: the user's own queries, as `queries` in kg.toml names it; None for kg's alone.

    Raises:
        QueryError: there is no such folder, one of its files cannot be read or has the name of a
            query of kg's.
    """
    saved = load_queries(resource("queries"))
    if folder is None:
        return saved
    if not folder.is_dir():
        raise QueryError(f"{folder}: no such folder; make it, or mend `queries` in kg.toml")
    own = load_queries(folder)
    taken = next((name for name in own if name in saved), None)
    if taken is not None:
        raise QueryError(f"{folder / taken}.rq: kg has a query of that name; name the file anew")
    return saved | own


def find_query(query: str | Path, folder: Path | None = None) -> SavedQuery:
    """A saved query by its name, a query file by its path, or SPARQL text as it stands.

    Args:
        query: the name, the path (it has a slash or ends in .rq) or the text (it has a brace).
        folder: the user's own queries, as in `saved_queries`.

    Raises:
        QueryError: it is none of these, or a file cannot be read.
    """
    text = str(query)
    if "{" in text:
        return parse_query("query", text)
    if text.endswith(".rq") or "/" in text:
        return load_query(Path(query))
    saved = saved_queries(folder)
    if text not in saved:
        near = difflib.get_close_matches(text, saved, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise QueryError(f"no saved query {text!r}; {hint}`kg queries` lists them")
    return saved[text]
