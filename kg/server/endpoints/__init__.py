"""Endpoints: SPARQL, whole graphs, saved queries, linked data and their descriptions."""
