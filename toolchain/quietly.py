"""Terraform runs whose output is captured."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path


def quietly(
    terraform: str, *arguments: str, folder: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Terraform to its end, and capture both of its streams as one; the caller shows them after a failure."""
    return subprocess.run(
        [terraform, *arguments],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
