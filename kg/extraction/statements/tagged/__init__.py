"""The attributions of the trained tagger, put right by the parse."""
