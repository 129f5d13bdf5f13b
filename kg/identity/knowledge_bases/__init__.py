"""Knowledge bases: what every one of them can do, and entities linked to their entries."""

from kg.identity.knowledge_bases.base import Entry, KnowledgeBase
from kg.identity.knowledge_bases.linking import add_links
from kg.identity.knowledge_bases.opening import open_knowledge_base

__all__ = ["Entry", "KnowledgeBase", "add_links", "open_knowledge_base"]
