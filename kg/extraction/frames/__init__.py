"""Frames: the predicates of a text and their arguments, from the parse and tables of weights."""
