"""The language model's own parts, with faster code for the same results."""
