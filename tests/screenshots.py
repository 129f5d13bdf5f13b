"""Puts pictures of the pages, as they are now, into docs/screenshots; run by `make screenshots`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from browser import Visit, browsing, installed, tab
from page_checks import BASE
from server_process import serving, wait_for_start_page

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "screenshots"
_AUSTIN = "/queries/statements?speaker=person/lloyd-austin&format=json"


def shots(client: httpx.Client) -> dict[str, tuple[str, int, str]]:
    """Address, width and colour scheme of each picture, by its name."""
    said = client.get(_AUSTIN).json()["results"]["bindings"]
    first = min(said, key=lambda row: int(row["begin"]["value"]))
    iri = first["statement"]["value"].removeprefix(BASE)
    document, _, spans = iri.partition("/statement/")
    opened = f"/{document}#statement-{spans}"
    return {
        "start": ("/", 1200, "light"),
        "article": (opened, 1200, "light"),
        "article-dark": (opened, 1200, "dark"),
        "article-phone": (opened, 390, "light"),
        "person": ("/person/volodymyr-zelenskyy", 1200, "light"),
        "country": ("/country/russia#about", 1200, "light"),
        "pictures": ("/#pairs", 1200, "light"),
        "statement": (f"/{iri}", 1200, "light"),
        "query": ("/queries/most-quoted", 1200, "light"),
        "graph": ("/queries/speech-graph?speaker=person/lloyd-austin", 1200, "light"),
        "search": ("/search?q=Zelensky", 1200, "light"),
    }


def main() -> None:
    """Build the articles of seeds/, serve them, and take the pictures."""
    if installed() is None:
        sys.exit("make screenshots needs Chromium: apt-get install chromium")
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        command = [sys.executable, "-m", "kg", "build", "seeds/", "--store", str(store)]
        subprocess.run(command, check=True, cwd=ROOT)
        with serving(store) as client, browsing() as browser:
            wait_for_start_page(client)
            for name, (address, width, scheme) in shots(client).items():
                visit = Visit(tab(browser, width, color_scheme=scheme), str(client.base_url))
                visit.go(address).screenshot(path=TARGET / f"{name}.png")
                visit.close()


if __name__ == "__main__":
    main()
