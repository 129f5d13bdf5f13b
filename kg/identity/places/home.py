"""Where a document's publisher is at home, as its address on the Web tells."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.documents import Document
from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.tables import entries

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_BRITAIN = "uk"
# Below this a name is in too many addresses by chance.
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Home:
    """What a publisher's address tells.

    Attributes:
        country: the code of the country whose domain it is in, None in one of no country.
        host: the address without dots and hyphens: "oxfordpresscom".
    """

    country: str | None = None
    host: str = ""

    def is_in_name_of(self, place: str) -> bool:
        """Whether a publisher in no country's domain has a place in its name: "oxfordpress.com".
        Such are mostly papers of American towns."""
        name = fold(place).replace("-", "")
        return self.country is None and len(name) >= _SHORTEST and name in self.host


NOWHERE = Home()


def home_of(document: Document) -> Home:
    """The home of a document's publisher, by its URL or, without one, by its publisher's name."""
    metadata = document.metadata
    address = _host(metadata.url or "") or (metadata.publisher or "").lower()
    if not _HOST.fullmatch(address):
        return NOWHERE
    domain = address.rpartition(".")[2]
    code = "gb" if domain == _BRITAIN else domain
    local = code in countries().by_code and domain not in entries("world_domains.txt")
    return Home(code if local else None, address.replace(".", "").replace("-", ""))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # "http://[example"
        return None
