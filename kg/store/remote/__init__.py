"""Stores of other servers, reached by the SPARQL protocols over HTTP."""

from kg.store.remote.endpoint import Endpoint, EndpointError, LateError

__all__ = ["Endpoint", "EndpointError", "LateError"]
