"""Remedies for errors of AWS, its tools and Terraform, in one or two lines of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orgctl.advice.situations import SITUATIONS

__all__ = ["advice", "explain", "hints"]

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^(?:[^│╷╵]*[│╷╵]|[\w-]+ {2,}(?=\S))\s*")
_BEGIN = re.compile(r"Error: |An error occurred \(")


def advice(code_or_text: str) -> str | None:
    """Return the remedy for an error's code or text; None without one."""
    text = " ".join(code_or_text.split())
    return next((situation.shown() for situation in SITUATIONS if situation.is_in(text)), None)


def explain(error: Exception) -> str:
    """Return an error's message, followed by its remedy if there is one."""
    remedy = advice(f"{type(error).__name__}: {error}")
    below = "".join(f"\n  {line}" for line in (remedy or "").splitlines())
    return _message(error) + below


def hints(text: str) -> list[str]:
    """Return the remedies for errors printed by Terraform or cdktf, each once, in the order of the text."""
    found = (advice(error) for error in _errors(text))
    return list(dict.fromkeys(remedy for remedy in found if remedy))


def _message(error: Exception) -> str:
    """Return AWS's message, without botocore's frame."""
    response: dict[str, dict[str, str]] = getattr(error, "response", None) or {}
    code, message = (response.get("Error", {}).get(key, "") for key in ("Code", "Message"))
    if not code:
        return str(error) or type(error).__name__
    what = getattr(error, "operation_name", "") or "the request"
    return f"AWS refused {what}: {' '.join(message.split())} ({code})" if message else f"AWS refused {what}: {code}"


def _errors(text: str) -> Iterator[str]:
    """Yield each error of a text, without colours, Terraform's frame and cdktf's stack names, which break up words."""
    block: list[str] = []
    for line in _COLOUR.sub("", text).splitlines():
        bare = _FRAME.sub("", line).strip()
        if _BEGIN.match(bare) and block:
            yield " ".join(block)
            block = []
        block.append(bare)
    yield " ".join(block)
