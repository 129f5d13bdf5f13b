"""Who said what: found by constructions over the parse and by the trained tagger, then mended."""
