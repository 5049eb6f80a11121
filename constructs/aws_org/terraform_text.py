"""Escapes for text in which Terraform would read ``${`` and ``%{`` as the beginning of a template."""

from __future__ import annotations

import re

_TEMPLATE = re.compile(r"\$\{(?!TfToken\[)|%\{")


def literal(text: str) -> str:
    """Escape the policy variables of IAM (``${aws:username}``), but not the tokens of CDKTF."""
    return _TEMPLATE.sub(lambda match: match[0][0] + match[0], text)
