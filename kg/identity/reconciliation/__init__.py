"""Entities looked up in a service that speaks the W3C Entity Reconciliation API 0.2."""

from kg.identity.reconciliation.cache import Cache
from kg.identity.reconciliation.client import Client
from kg.identity.reconciliation.decision import METHOD, Sureness, choose, link_to
from kg.identity.reconciliation.protocol import Answer, Candidate, Manifest, Query
from kg.identity.reconciliation.web import Manners, Web

__all__ = [
    "METHOD",
    "Answer",
    "Cache",
    "Candidate",
    "Client",
    "Manifest",
    "Manners",
    "Query",
    "Sureness",
    "Web",
    "choose",
    "link_to",
]
