"""kg fetch"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.shared.fetching import Tally, with_gathering
from kg.cli.shared.printing import say

if TYPE_CHECKING:
    from kg.sources.gathering import Gathering

_EPILOG = "Example: kg fetch --feed https://news.example/rss.xml --out news && kg build news"


@click.command(epilog=_EPILOG)
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--feed", "feeds", multiple=True, metavar="FEED|OPML", help="The articles of a feed.")
@click.option("--sitemap", "sitemaps", multiple=True, metavar="URL", help="Those of a sitemap.")
@with_gathering
def command(
    urls: tuple[str, ...],
    feeds: tuple[str, ...],
    sitemaps: tuple[str, ...],
    folder: Path,
    gathering: Gathering,
) -> int:
    """Save web pages into a folder that `kg build` reads.

    A page is saved as it came, with its address and date. What has not changed is not fetched
    again, and what a site's robots.txt forbids is left alone. What cannot be fetched is named, and
    the exit status is 1.
    """
    if not urls and not feeds and not sitemaps:
        raise click.UsageError("give a URL, --feed or --sitemap")
    tally = Tally()
    files = tally.new(
        chain(gathering.pages(urls), gathering.feeds(feeds), gathering.sitemaps(sitemaps))
    )
    say(f"{len(files)} fetched, {tally.unchanged} unchanged, {tally.failed} failed; in {folder}")
    return 1 if tally.failed else 0
