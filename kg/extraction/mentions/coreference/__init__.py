"""Coreference: which names pronouns and descriptions refer back to."""
