"""The JSON types the demo server's modules pass to each other."""

from __future__ import annotations

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""One JSON object, as it is read from a request or written to an answer or a stream."""
