"""The parts of the OpenAPI description that FastAPI cannot derive from the routes."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def raw_paths() -> dict[str, Any]:
    """The descriptions of the routes that `raw_route` makes, by path."""
    text = Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8")
    paths: dict[str, Any] = yaml.safe_load(text)
    return paths


def described_responses(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The responses of a route: an answer in one of some media types, or an error."""
    content: dict[str, dict[str, Any]] = {media_type: {} for media_type in media_types}
    error = raw_paths()["/sparql"]["get"]["responses"]["default"]
    return {200: {"description": "The answer.", "content": content}, "default": error}
