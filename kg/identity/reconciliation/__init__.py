"""Entities looked up in a service that speaks the W3C Entity Reconciliation API 0.2."""
