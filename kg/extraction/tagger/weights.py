"""Where the trained tagger's weights are, without importing what runs them."""

from pathlib import Path

WEIGHTS = Path(__file__).with_name("model")


def has_weights() -> bool:
    """Whether this kg has the trained tagger's weights."""
    return (WEIGHTS / "config.json").is_file()
