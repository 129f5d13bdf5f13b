"""The trained tagger of attributions: windows over a text, its network, and decoding."""
