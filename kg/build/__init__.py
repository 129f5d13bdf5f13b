"""Articles -> store: where the stages meet."""
