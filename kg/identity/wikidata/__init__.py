"""Wikidata offline: a dump, or what an endpoint has, read into an index on disk; names looked up
there."""
