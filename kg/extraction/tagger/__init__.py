"""The trained tagger of attributions: its windows over a text, its network, what its scores mean."""
