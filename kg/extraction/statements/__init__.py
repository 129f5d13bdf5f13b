"""Finds who said what, by constructions over the parse and by the trained tagger."""
