"""Pages that show the graph in a browser. They work without a script."""

from kg.server.pages.asking import AskingPages
from kg.server.pages.headers import SafeHeaders
from kg.server.pages.pages import Pages
from kg.server.pages.routes import Site, page_errors, page_routes, wants_page
from kg.server.pages.searching import Indexes

__all__ = [
    "AskingPages",
    "Indexes",
    "Pages",
    "SafeHeaders",
    "Site",
    "page_errors",
    "page_routes",
    "wants_page",
]
