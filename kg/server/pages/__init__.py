"""Pages that show the graph in a browser. They work without a script."""
