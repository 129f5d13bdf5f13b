"""Fetches pages, feeds and sitemaps into a folder, each only when it has changed."""

from dataclasses import replace
from pathlib import Path

from kg.documents.headers import Headers, charset_of, is_html
from kg.errors import ServiceError
from kg.sources.client import Answer, Client
from kg.sources.feeds import Entry, entries_of, feeds_of, sitemap_of
from kg.sources.saved import Folder

_MOST_SITEMAPS = 100


class Fetcher:
    """Fetches into a folder."""

    def __init__(self, client: Client, folder: Folder) -> None:
        self._client = client
        self._folder = folder

    def page(self, entry: Entry, *, again: bool = True) -> Path | None:
        """Fetch a page and save it.

        Args:
            entry: its address, and what the feed that named it says.
            again: whether the site is asked if a page has changed that is saved already; else it
                is only where the feed tells of a change.

        Returns:
            The file where it is new or has changed, None where it has not.

        Raises:
            ServiceError: it cannot be fetched, or is no web page.
        """
        file = self._folder.file(entry.url)
        saved = self._folder.headers(file)
        if saved is not None and not again and saved.updated == entry.updated:
            return None
        answer = self._client.get(entry.url, _conditions(saved))
        kind = answer.headers.get("content-type")
        if answer.status == 304:
            if saved is not None and saved.updated != entry.updated:
                self._remember(file, entry)
            return None
        if kind and not is_html(kind):
            raise ServiceError(f"{entry.url}: is no web page but {kind}")
        headers = _headers(answer, entry.url)
        said = replace(headers, title=entry.title, published=entry.published, updated=entry.updated)
        self._folder.save(file, said, answer.body)
        return file

    def feed(self, url: str) -> list[Entry]:
        """The articles that a feed names, from the saved one where it has not changed; ServiceError
        where it cannot be fetched, or is no feed."""
        body, kind = self._feed_body(url)
        return entries_of(body, url, kind)

    def feeds(self, url: str) -> list[str]:
        """The feeds that a file or address in OPML lists; another address is a feed itself.
        ServiceError where it cannot be fetched."""
        path = Path(url)
        if "://" not in url:
            try:
                listed = feeds_of(path.read_bytes())
            except OSError as error:
                raise ServiceError(f"{url}: cannot be read: {error.strerror}") from None
            if listed is None:
                raise ServiceError(f"{url}: is no file in OPML; give a feed by its address")
            return listed
        if path.suffix.lower() != ".opml":
            return [url]
        return feeds_of(self._client.get(url).body) or [url]

    def sitemap(self, url: str, most: int) -> list[Entry]:
        """The first articles that a sitemap names, and those that it lists; ServiceError where one
        cannot be fetched, or is no sitemap."""
        waiting, entries, seen = [url], list[Entry](), set[str]()
        while waiting and len(entries) < most and len(seen) < _MOST_SITEMAPS:
            each = waiting.pop(0)
            if each not in seen:
                seen.add(each)
                found, listed = sitemap_of(self._client.get(each).body, each)
                entries += found
                waiting += listed
        return entries[:most]

    def _feed_body(self, url: str) -> tuple[bytes, str]:
        file = self._folder.file(url, ".feed")
        saved = self._folder.read(file)
        answer = self._client.get(url, _conditions(saved[0] if saved else None))
        if answer.status == 304 and saved is not None:
            return saved[1], f"text/xml; charset={saved[0].charset}" if saved[0].charset else ""
        self._folder.save(file, _headers(answer, url), answer.body)
        return answer.body, answer.headers.get("content-type", "")

    def _remember(self, file: Path, entry: Entry) -> None:
        saved = self._folder.read(file)
        if saved is not None:
            self._folder.save(file, replace(saved[0], updated=entry.updated), saved[1])


def _conditions(saved: Headers | None) -> dict[str, str]:
    """The headers that ask whether what is saved has changed."""
    if saved is None:
        return {}
    said = {"If-None-Match": saved.etag, "If-Modified-Since": saved.modified}
    return {name: value for name, value in said.items() if value is not None}


def _headers(answer: Answer, url: str) -> Headers:
    said = answer.headers.get
    return Headers(
        url=answer.url,
        asked=url if url != answer.url else None,
        charset=charset_of(said("content-type")),
        date=said("date"),
        modified=said("last-modified"),
        etag=said("etag"),
    )
