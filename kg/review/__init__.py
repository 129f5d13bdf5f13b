"""A graph that was built, explained and mended: judgements, links made anew."""
