"""Articles -> shards of N-Quads, which many machines can make apart and one can merge."""
