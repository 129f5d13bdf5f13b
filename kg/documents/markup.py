"""What the markup of a web page says about the article in it: JSON-LD, meta elements, paragraphs.

JSON-LD is read for the terms of https://schema.org/NewsArticle, without a context.
"""

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from kg.documents.dates import first_date

_SEPARATOR = r"\s+[|–—·:-]\s+"
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_BESIDE_THE_TEXT = frozenset({"aside", "nav", "footer", "figure", "form", "header"})
_DEEPEST = 100  # levels of elements above a paragraph


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page says about its article, None for what it does not say.

    Attributes:
        headline: without the name of the site.
        bodies: other forms of the article's text: that in JSON-LD, and all paragraphs of the
            longest `article` element, one a line.
    """

    headline: str | None
    published: date | datetime | None
    publisher: str | None
    bodies: tuple[str, ...]


def read_markup(page: str) -> Markup:
    """What the markup of a page says; nothing where the page cannot be parsed."""
    # Imported here because it is slow to load, and most inputs do not need it.
    from trafilatura import load_html

    tree: Any = load_html(page)
    if tree is None:
        return Markup(None, None, None, ())
    linked = list(_linked(tree))
    article = next((each for each in linked if _is_article(each)), {})
    dates = (article.get("datePublished"), *_meta(tree, "article:published_time", "datePublished"))
    return Markup(
        headline=_string(article.get("headline")) or _only_heading(tree),
        published=first_date(dates),
        publisher=next(_meta(tree, "og:site_name"), None) or _publisher(article, linked),
        bodies=tuple(filter(None, (_string(article.get("articleBody")), _paragraphs(tree)))),
    )


def without_site(title: str, headline: str | None, publisher: str | None) -> str:
    """A page's title without what stands around its headline.

    >>> without_site("Rain | Culture | DW", "Rain", None), without_site("Rain - DW", None, "DW")
    ('Rain', 'Rain')
    """
    if headline and re.match(rf"{re.escape(headline)}{_SEPARATOR}", title, re.IGNORECASE):
        return headline
    site = publisher and re.search(rf"{_SEPARATOR}{re.escape(publisher)}$", title, re.IGNORECASE)
    return title[: site.start()] if site else title


def date_in_title(title: str) -> date | None:
    """A whole date that stands apart in a page's title: "Rain | DW | 10.06.2013"."""
    for part in re.split(_SEPARATOR, title):
        if found := _DAY_FIRST.fullmatch(part):
            with suppress(ValueError):
                return date(int(found[3]), int(found[2]), int(found[1]))
    return None


def _linked(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD, those of its graphs among them."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for each in value if isinstance(value, list) else [value]:
            graph = each.get("@graph", each) if isinstance(each, dict) else None
            for one in graph if isinstance(graph, list) else [graph]:
                if isinstance(one, dict):
                    yield one


def _is_article(value: dict[str, Any]) -> bool:
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(str(name).endswith(("Article", "Posting")) for name in names)


def _publisher(article: dict[str, Any], linked: Iterable[dict[str, Any]]) -> str | None:
    named = article.get("publisher")
    if isinstance(named, dict) and "name" not in named:
        named = next((each for each in linked if each.get("@id") == named.get("@id")), None)
    return _string(named.get("name") if isinstance(named, dict) else named)


def _string(value: object) -> str | None:
    return (html.unescape(value).strip() or None) if isinstance(value, str) else None


def _meta(tree: Any, *names: str) -> Iterator[str]:
    for name in names:
        for found in tree.xpath("//meta[@property=$n or @itemprop=$n]/@content", n=name):
            if found.strip():
                yield found.strip()


def _only_heading(tree: Any) -> str | None:
    headings = list(islice(tree.iter("h1"), 2))
    return " ".join(headings[0].text_content().split()) or None if len(headings) == 1 else None


def _paragraphs(tree: Any) -> str:
    """All paragraphs of the `article` element that has most text, one a line."""
    found: dict[Any, list[str]] = defaultdict(list)
    for paragraph in tree.iter("p"):
        article = None
        for above in islice(paragraph.iterancestors(), _DEEPEST):
            if above.tag in _BESIDE_THE_TEXT or "comment" in (above.get("class") or ""):
                break
            article = above if above.tag == "article" else article
        else:
            if article is not None:
                found[article].append(" ".join(paragraph.text_content().split()))
    texts = ("\n".join(filter(None, lines)) for lines in found.values())
    return max(texts, key=len, default="")
