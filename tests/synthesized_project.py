"""A project folder like one after `cdktf synth`, without running it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.synthesis import ROOT

FILES = ("organization.yaml", "access.yaml", "cdktf.json")


def write_project(folder: Path, stacks: Mapping[str, Any]) -> Path:
    """Write the example's files, and stacks as `cdktf.out`. Return the folder."""
    for name in FILES:
        shutil.copyfile(ROOT / name, folder / name)
    shutil.copytree(ROOT / "guardrails", folder / "guardrails")
    write_stacks(folder, stacks)
    return folder


def write_stacks(folder: Path, stacks: Mapping[str, Any]) -> None:
    """Write the Terraform JSON of stacks, newer than any other file."""
    out = folder / "cdktf.out"
    for name, document in stacks.items():
        (out / "stacks" / name).mkdir(parents=True, exist_ok=True)
        (out / "stacks" / name / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    paths = {name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json"} for name in stacks}
    manifest = out / "manifest.json"
    manifest.write_text(json.dumps({"version": "0.21.0", "stacks": paths}), encoding="utf-8")
    newest = max(path.stat().st_mtime for path in folder.iterdir())
    os.utime(manifest, (newest + 1, newest + 1))
