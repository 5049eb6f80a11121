"""What to do about an error of AWS, of its tools or of Terraform: a remedy of one or two lines of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orgctl.advice.situations import SITUATIONS

__all__ = ["advice", "explain", "hints"]

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^(?:[^│╷╵]*[│╷╵]|[\w-]+ {2,}(?=\S))\s*")
_BEGIN = re.compile(r"Error: |An error occurred \(")


def advice(code_or_text: str) -> str | None:
    """What to do about an error, of which the code or the text is known; None when nothing is known about it."""
    text = " ".join(code_or_text.split())
    return next((situation.shown() for situation in SITUATIONS if situation.is_in(text)), None)


def explain(error: Exception) -> str:
    """An error in words: what was said, and below it what to do, if that is known."""
    remedy = advice(f"{type(error).__name__}: {error}")
    below = "".join(f"\n  {line}" for line in (remedy or "").splitlines())
    return _said(error) + below


def hints(text: str) -> list[str]:
    """What to do about the errors that Terraform or cdktf printed, each remedy once, in the order of the text."""
    found = (advice(error) for error in _errors(text))
    return list(dict.fromkeys(remedy for remedy in found if remedy))


def _said(error: Exception) -> str:
    """What AWS said, without what botocore puts around it."""
    response: dict[str, dict[str, str]] = getattr(error, "response", None) or {}
    code, message = (response.get("Error", {}).get(key, "") for key in ("Code", "Message"))
    if not code:
        return str(error) or type(error).__name__
    what = getattr(error, "operation_name", "") or "the request"
    return f"AWS refused {what}: {' '.join(message.split())} ({code})" if message else f"AWS refused {what}: {code}"


def _errors(text: str) -> Iterator[str]:
    """Each error of a text, without Terraform's frame, cdktf's names of stacks and colours, which break up words."""
    block: list[str] = []
    for line in _COLOUR.sub("", text).splitlines():
        bare = _FRAME.sub("", line).strip()
        if _BEGIN.match(bare) and block:
            yield " ".join(block)
            block = []
        block.append(bare)
    yield " ".join(block)
