"""Tokens, paragraphs and quotations, which the rest of extraction builds on."""
