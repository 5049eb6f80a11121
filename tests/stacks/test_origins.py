"""Every resource holds the key of the configuration that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from organization.keys import KEYS, STATEMENTS, parts
from organization.load import load
from organization.model import Organization
from tests.stacks.variations import VARIATIONS, varied
from tests.synthesis import ROOT, policy, synthesize_organization

Stacks = dict[str, dict[str, Any]]
END_TO_END = ROOT / "tests" / "end_to_end"


def comments(stacks: Stacks) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the stack, the address and the `//` of every resource."""
    for name, stack in stacks.items():
        for kind, found in stack["resource"].items():
            for label, resource in found.items():
                yield f"{name}: {kind}.{label}", resource["//"]


def value(organization: Organization, key: str) -> Any:
    """Return the value of a key in a configuration, given or by default."""
    found: Any = organization
    for part in parts(key):
        if isinstance(found, dict):
            found = found[part]
        else:
            found = found[int(part)] if isinstance(found, list) else getattr(found, part)
    return found


def without_key(organization: Organization, stacks: Stacks) -> list[str]:
    """Return the resources without a key, or with one that does not exist."""
    return [
        address
        for address, comment in comments(stacks)
        if not comment.get(KEYS) or any(value(organization, key) in (None, False) for key in comment[KEYS])
    ]


@pytest.mark.parametrize("name", VARIATIONS)
def test_every_resource_has_a_key(name: str, variation: Callable[[str], Stacks]) -> None:
    assert without_key(varied(VARIATIONS[name]), variation(name)) == []


@pytest.mark.parametrize("file", ["large.yaml", "guide.yaml"])
def test_every_resource_of_another_organization_has_a_key(file: str, tmp_path: Path) -> None:
    organization, _ = load(END_TO_END / file)

    assert without_key(organization, synthesize_organization(organization, tmp_path, END_TO_END)) == []


def test_each_statement_of_a_policy_of_guardrails_has_an_identity_of_its_own(any_stacks: Stacks) -> None:
    for body in any_stacks["org-root"]["resource"].get("aws_organizations_policy", {}).values():
        keys, statements = body["//"][KEYS], body["//"].get(STATEMENTS, [])
        packed = body["name"].rpartition("/")[2].startswith(("guardrails-", "resource-guardrails-"))
        assert len(statements) == (len(policy(body["content"])) if packed else 0)
        assert len({(one["guardrail"], one["index"]) for one in statements}) == len(statements)
        assert keys == (list(dict.fromkeys(one["guardrail"] for one in statements)) if packed else keys[:1])


def test_keys_of_the_example(stacks: Stacks, snapshot: SnapshotAssertion) -> None:
    """The keys by stack and construct; constructs whose resources have the same keys are one entry."""
    found: dict[str, dict[str, str]] = {}
    for _, comment in comments(stacks):
        path = comment["metadata"]["path"]
        found.setdefault(path.rpartition("/")[0], {})[path] = " ".join(comment[KEYS])

    keys: dict[str, str] = {}
    for construct, resources in sorted(found.items()):
        keys |= {construct: next(iter(resources.values()))} if len(set(resources.values())) == 1 else resources
    assert keys == snapshot
