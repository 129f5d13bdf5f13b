"""Articles -> store: runs the stages one after the other."""
