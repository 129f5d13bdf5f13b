"""Goes through addresses, feeds and sitemaps, and through those of feeds again and again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import ServiceError
from kg.sources.feeds import Entry
from kg.sources.fetching import Fetcher
from kg.sources.waits import BusyError

_ATTEMPTS = 3


class Gathering:
    """What is fetched in one run, `most` pages at most of one feed or sitemap in a round."""

    def __init__(self, fetcher: Fetcher, most: int) -> None:
        self._fetcher = fetcher
        self._most = most
        self._failed: Counter[str] = Counter()

    def pages(self, urls: Iterable[str]) -> Iterator[Path | ServiceError | None]:
        """Fetch pages: for each the new file, None for no change, or why it cannot be had."""
        for url in urls:
            yield self._tried(Entry(url), again=True)

    def feeds(self, urls: Iterable[str]) -> Iterator[Path | ServiceError | None]:
        """Fetch what feeds name, and those that files in OPML list; see `pages`."""
        for url in urls:
            try:
                listed = self._fetcher.feeds(url)
            except ServiceError as error:
                yield error
                continue
            for each in listed:
                yield from self._entries(lambda each=each: self._fetcher.feed(each))  # type: ignore[misc]

    def sitemaps(self, urls: Iterable[str]) -> Iterator[Path | ServiceError | None]:
        """Fetch what sitemaps name; see `pages`."""
        for url in urls:
            yield from self._entries(lambda url=url: self._fetcher.sitemap(url, self._most))  # type: ignore[misc]

    def _entries(self, named: Callable[[], list[Entry]]) -> Iterator[Path | ServiceError | None]:
        try:
            entries = named()
        except ServiceError as error:
            yield error
            return
        for entry in entries[: self._most]:
            if self._failed[entry.url] < _ATTEMPTS:
                yield self._tried(entry, again=False)

    def _tried(self, entry: Entry, again: bool) -> Path | ServiceError | None:
        try:
            return self._fetcher.page(entry, again=again)
        except BusyError as error:
            return error
        except ServiceError as error:
            self._failed[entry.url] += 1
            return error
