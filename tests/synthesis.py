"""Reader of synthesized Terraform JSON for tests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs import Construct

ROOT = Path(__file__).resolve().parent.parent
Synth = Callable[[Callable[["Construct"], object]], dict[str, Any]]


def synthesize_organization(organization: Any, folder: Path, source: Path = ROOT) -> dict[str, dict[str, Any]]:
    """Return the Terraform JSON of every stack by name. `source` holds the organization's policy files."""
    from cdktf import App

    from stacks import synthesize

    synthesize(App(outdir=str(folder)), organization, source)
    return {path.parent.name: json.loads(path.read_text()) for path in sorted(folder.glob("stacks/*/cdk.tf.json"))}


def without_metadata(value: Any) -> Any:
    """Return Terraform JSON without the comments that CDKTF adds."""
    if isinstance(value, dict):
        return {key: without_metadata(item) for key, item in value.items() if key != "//"}
    return [without_metadata(item) for item in value] if isinstance(value, list) else value


def reviewable(value: Any) -> Any:
    """Return Terraform JSON for snapshots: without CDKTF's comments, with policies as JSON instead of one long line."""
    if isinstance(value, dict):
        return {key: reviewable(item) for key, item in value.items() if key != "//"}
    if isinstance(value, list):
        return [reviewable(item) for item in value]
    return json.loads(value) if isinstance(value, str) and value.startswith('{"Version"') else value


def resources(tf: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    """Return the resources of some types, or all."""
    return [item for kind in kinds or tf.get("resource", {}) for item in tf.get("resource", {}).get(kind, {}).values()]


def addresses(tf: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every resource: its type, its path in CDKTF's tree, its body."""
    for kind, found in tf.get("resource", {}).items():
        for item in found.values():
            yield kind, item.get("//", {}).get("metadata", {}).get("path", ""), item


def provider(tf: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """Return the provider of a resource."""
    alias = item["provider"].removeprefix("aws.") if "provider" in item else None
    (found,) = (one for one in tf["provider"]["aws"] if one.get("alias") == alias)
    assert isinstance(found, dict)
    return found


def after(tf: dict[str, Any], first: str) -> set[str]:
    """Return the addresses of all resources that depend on one, directly or not."""
    found = {f"{kind}.{name}": item for kind, items in tf["resource"].items() for name, item in items.items()}
    names = {
        address: set(re.findall(r"\b(?:aws|terraform)_\w+\.[\w-]+", json.dumps(without_metadata(item))))
        for address, item in found.items()
    }
    waiting: set[str] = set()
    while more := {address for address, named in names.items() if named & {first, *waiting}} - waiting:
        waiting |= more
    return waiting


def made_by(tf: dict[str, Any], construct: str) -> set[str]:
    """Return the addresses of the resources of a construct that is directly in the stack, by its id."""
    return {
        f"{kind}.{name}"
        for kind, items in tf["resource"].items()
        for name, item in items.items()
        if item["//"]["metadata"]["path"].split("/")[1] == construct
    }


def statements(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every statement of every policy document in Terraform JSON."""
    if isinstance(value, str) and value.startswith('{"Version"'):
        yield from policy(value)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from statements(item)


def resource(tf: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the only resource of a type."""
    (found,) = tf["resource"][kind].values()
    assert isinstance(found, dict)
    return found


def named(tf: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """Return the resource of a type with a name."""
    (found,) = (item for item in tf["resource"][kind].values() if item["name"] == name)
    assert isinstance(found, dict)
    return found


def policy(text: str) -> list[dict[str, Any]]:
    """Return the statements of a policy in the form that AWS gets, without Terraform's escapes."""
    found = json.loads(re.sub(r"\$\$\{", "${", text))["Statement"]
    return found if isinstance(found, list) else [found]
