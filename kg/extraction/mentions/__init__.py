"""What is named, described or meant by a pronoun, and which of these are one thing."""
