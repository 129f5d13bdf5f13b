"""Mentions: names, descriptions and pronouns, and which of them refer to the same thing."""
