"""Condition keys in words, and texts that patterns match."""

from __future__ import annotations

from collections.abc import Mapping

ConditionKeys = Mapping[str, "str | tuple[str, ...]"]


def keys_in_words(context: ConditionKeys) -> str:
    """Return the chosen keys as the end of a sentence: `, with sts:ExternalId x`."""
    pairs = [f"{key} {value if isinstance(value, str) else value[0]}" for key, value in context.items()]
    return f", with {', '.join(pairs)}" if pairs else ""


def matching_text(pattern: str) -> str:
    """Return a text that a pattern with wildcards matches."""
    return pattern.replace("*", "example").replace("?", "x")
