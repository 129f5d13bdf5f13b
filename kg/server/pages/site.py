"""All pages together."""

from collections.abc import Mapping

from kg.queries import SavedQuery
from kg.server.engine.answers import Answers
from kg.server.pages.asking import AskingPages
from kg.server.pages.pages import Pages
from kg.server.pages.searching import Indexes, SearchPages
from kg.server.web.guard import Calls

_MOST_BYTES = 8 << 20  # of a result that a page shows


class Site:
    """The pages.

    Args:
        answers: runs queries whose results are downloaded whole.
        indexes: searches; None where no store is at hand.
    """

    def __init__(
        self,
        answers: Answers,
        indexes: Indexes | None,
        calls: Calls,
        queries: Mapping[str, SavedQuery],
        base: str,
    ) -> None:
        shown = Answers(answers.source, _MOST_BYTES)
        self.graph = Pages(shown, queries, base)
        self.asking = AskingPages(self.graph, answers, calls)
        self.searching = SearchPages(self.graph, indexes)
