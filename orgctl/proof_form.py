"""The output formats of `orgctl prove`; the command line imports this without the proof."""

from __future__ import annotations

from enum import StrEnum


class ProofForm(StrEnum):
    """An output format of a proof."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    MARKDOWN = "markdown"
