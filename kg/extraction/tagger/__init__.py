"""The trained tagger of attributions: windows over a text, its network, and decoding.

Importing this does not load what runs the network.
"""

import os
from pathlib import Path

# onnxruntime sends telemetry unless it is told not to before it is first imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

WEIGHTS = Path(__file__).with_name("model")


def has_weights() -> bool:
    """Whether the trained tagger's weights are installed."""
    return (WEIGHTS / "config.json").is_file()
