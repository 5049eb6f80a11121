"""
The policies of an organization and their targets.

The targets are read for each policy, not the policies for each target: a large organization has fewer policies.
Policies that AWS attaches to every target are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from typing import Any

from live.model import Policy
from live.pages import pages

PACKED = re.compile(r".+/(resource-)?guardrails-\d+")
"""Names of policies into which several guardrails are packed; their description lists them."""

Attached = Mapping[str, tuple[Policy, ...]]
"""Policies by the id of their target."""

Attachments = list[tuple[dict[str, Any], set[str]]]
"""AWS's summaries of policies, each with the ids of its targets."""


def read_policies(organizations: Any, kinds: Iterable[str], pool: Executor) -> Attached:
    """Return the policies of these types, by the id of their target: root, OU or account."""
    attached = defaultdict[str, list[Policy]](list)
    for policy, targets in read_attachments(organizations, kinds, pool, aws_managed=False):
        for target in targets:
            attached[target].append(parse_policy(policy))
    return {target: tuple(sorted(policies, key=lambda policy: policy.name)) for target, policies in attached.items()}


def read_attachments(
    organizations: Any, kinds: Iterable[str], pool: Executor, *, aws_managed: bool = True
) -> Attachments:
    """Return AWS's summaries of the policies of these types, each with the ids of its targets."""
    lists = pool.map(lambda kind: pages(organizations, "list_policies", "Policies", Filter=kind), kinds)
    found = [policy for policies in lists for policy in policies if aws_managed or not policy["AwsManaged"]]
    targets = pool.map(
        lambda policy: pages(organizations, "list_targets_for_policy", "Targets", PolicyId=policy["Id"]), found
    )
    return [
        (policy, {str(target["TargetId"]) for target in its_targets})
        for policy, its_targets in zip(found, targets, strict=True)
    ]


def parse_policy(summary: dict[str, Any]) -> Policy:
    """Return a policy from AWS's summary. `root/tags`, named after its target, becomes `tags`."""
    name = str(summary["Name"])
    if PACKED.fullmatch(name):
        names = tuple(part.strip() for part in str(summary.get("Description") or name).split(","))
    else:
        names = (name.rpartition("/")[2] or name,)
    return Policy(name, str(summary["Type"]), names)
