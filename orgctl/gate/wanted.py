"""The inputs of the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from live.session import Session
    from organization.model import Organization


@dataclass(frozen=True)
class Wanted:
    """The inputs of the gate: a project that is synthesized, and credentials that read its states."""

    folder: Path
    """The project's, which holds `cdktf.out`."""
    file: Path
    """The configuration."""
    configuration: Organization
    session: Session
    as_of: date
    accept: tuple[str, ...] = ()
    """The promises that are accepted in this run: names of built-in ones, sentences of others."""
