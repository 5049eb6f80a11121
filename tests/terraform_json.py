"""Reading synthesized Terraform JSON in tests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs import Construct

ROOT = Path(__file__).resolve().parent.parent
Synth = Callable[[Callable[["Construct"], object]], dict[str, Any]]


def synthesize_organization(organization: Any, folder: Path, source: Path = ROOT) -> dict[str, dict[str, Any]]:
    """The Terraform JSON of every stack of an organization, by stack name. `source` holds its policy files."""
    from cdktf import App

    from stacks import add_stacks

    app = App(outdir=str(folder))
    add_stacks(app, organization, source)
    app.synth()
    return {path.parent.name: json.loads(path.read_text()) for path in sorted(folder.glob("stacks/*/cdk.tf.json"))}


def without_metadata(value: Any) -> Any:
    """Terraform JSON without the comments that CDKTF adds."""
    if isinstance(value, dict):
        return {key: without_metadata(item) for key, item in value.items() if key != "//"}
    return [without_metadata(item) for item in value] if isinstance(value, list) else value


def reviewable(value: Any) -> Any:
    """
    Terraform JSON as snapshots hold it: without CDKTF's comments, and with policies as JSON instead of one long line.
    """
    if isinstance(value, dict):
        return {key: reviewable(item) for key, item in value.items() if key != "//"}
    if isinstance(value, list):
        return [reviewable(item) for item in value]
    return json.loads(value) if isinstance(value, str) and value.startswith('{"Version"') else value


def resource(tf: dict[str, Any], kind: str) -> dict[str, Any]:
    """The only resource of a kind."""
    (found,) = tf["resource"][kind].values()
    assert isinstance(found, dict)
    return found


def named(tf: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """The resource of a kind with a name."""
    (found,) = (item for item in tf["resource"][kind].values() if item["name"] == name)
    assert isinstance(found, dict)
    return found


def policy(text: str) -> list[dict[str, Any]]:
    """The statements of a policy, as AWS gets it: with Terraform's escapes undone."""
    statements = json.loads(re.sub(r"\$\$\{", "${", text))["Statement"]
    assert isinstance(statements, list)
    return statements
