"""The trained tagger of attributions: windows over a text, its network, and decoding."""

import os

# onnxruntime sends telemetry unless it is told not to before it is first imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
