"""Where the trained tagger's weights are. Importing this does not load what runs them."""

from pathlib import Path

WEIGHTS = Path(__file__).with_name("model")


def has_weights() -> bool:
    """Whether the trained tagger's weights are installed."""
    return (WEIGHTS / "config.json").is_file()
