"""Entities looked up in a service that speaks the W3C Entity Reconciliation API 0.2."""

from kg.identity.reconciliation.cache import Cache
from kg.identity.reconciliation.client import Client
from kg.identity.reconciliation.decision import Sureness, link_to, sure_candidate
from kg.identity.reconciliation.protocol import Answer, Candidate, Manifest, Query
from kg.identity.reconciliation.service import DEFAULT_CACHE, LOOKED_UP, open_service, types_asked
from kg.identity.reconciliation.web import Manners, Web

__all__ = [
    "DEFAULT_CACHE",
    "LOOKED_UP",
    "Answer",
    "Cache",
    "Candidate",
    "Client",
    "Manifest",
    "Manners",
    "Query",
    "Sureness",
    "Web",
    "link_to",
    "open_service",
    "sure_candidate",
    "types_asked",
]
