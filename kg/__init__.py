"""kg: from news articles to a knowledge graph that answers."""

__version__ = "0.1.0"
