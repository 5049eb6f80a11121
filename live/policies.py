"""
The policies of an organization and what they are attached to.

Policies are asked for their targets, not targets for their policies: there are fewer of them in a large organization.
What AWS attaches to everything by itself is left out.
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
"""Policies by the id of what they are attached to."""

Attachments = list[tuple[dict[str, Any], set[str]]]
"""Policies as Organizations summarizes them, each with the ids of what it is attached to."""


def read_policies(organizations: Any, kinds: Iterable[str], pool: Executor) -> Attached:
    """The policies of some kinds, by the id of the root, OU or account that they are attached to."""
    attached = defaultdict[str, list[Policy]](list)
    for policy, targets in read_attachments(organizations, kinds, pool, aws_managed=False):
        for target in targets:
            attached[target].append(parse_policy(policy))
    return {target: tuple(sorted(policies, key=lambda policy: policy.name)) for target, policies in attached.items()}


def read_attachments(
    organizations: Any, kinds: Iterable[str], pool: Executor, *, aws_managed: bool = True
) -> Attachments:
    """The policies of some kinds as Organizations summarizes them, each with the ids of what it is attached to."""
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
    """A policy as Organizations summarizes it. `root/tags`, named after its target, is called `tags`."""
    name = str(summary["Name"])
    if PACKED.fullmatch(name):
        names = tuple(part.strip() for part in str(summary.get("Description") or name).split(","))
    else:
        names = (name.rpartition("/")[2] or name,)
    return Policy(name, str(summary["Type"]), names)
