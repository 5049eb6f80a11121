"""
The items of a paginated operation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def pages(client: Any, operation: str, key: str, **arguments: str) -> list[dict[str, Any]]:
    """Return the items under `key` of all pages."""
    found: Iterator[dict[str, Any]] = client.get_paginator(operation).paginate(**arguments)
    return [item for page in found for item in page[key]]
