"""A folder of what was fetched: pages that `kg build` reads, and feeds beside them."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from kg.documents.headers import Headers, split_headers
from kg.documents.whole_files import written_whole


class Folder:
    """Pages and feeds by the addresses that they were asked for.

    A page is HTML as it came, with what the server said in a comment before it; a feed likewise,
    under a name that no build reads. A file is there as a whole or not at all.

    Args:
        path: the folder; made when the first file is saved.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, url: str, suffix: str = ".html") -> Path:
        """Where what this address gives is saved; suffix .feed for a feed."""
        host = re.sub(r"[^\w.-]", "_", urlsplit(url).netloc.lower()).lstrip(".") or "_"
        name = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return self.path / host / f"{name}{suffix}"

    def headers(self, file: Path) -> Headers | None:
        """What was said of a saved page or feed; None where there is none."""
        found = self.read(file)
        return found[0] if found else None

    def read(self, file: Path) -> tuple[Headers, bytes] | None:
        """A saved page or feed; None where there is none."""
        try:
            return split_headers(file.read_bytes())
        except FileNotFoundError:
            return None

    def save(self, file: Path, headers: Headers, body: bytes) -> None:
        """Save a page or feed; OSError where the folder cannot be written."""
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file) as out:
            out.write(headers.written() + body)
