"""What answers: SPARQL, graphs, saved queries, linked data and their descriptions."""
