"""
Resources that stay without a stack: Terraform destroys nothing of a stack that is no longer synthesized.

An account in quarantine has no stack. Its roles and data stay, and so does the question who reaches them. So the
comparison counts what its stacks created, whichever side has the stacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from access.decision import Evaluator
from access.difference.snapshot import Snapshot
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.principals import Role
from access.model.resources import Resource


@contextmanager
def with_retained_resources(base: Snapshot, new: Snapshot) -> Iterator[tuple[Snapshot, Snapshot]]:
    """Yield both sides, the new one with the resources of removed stacks, the base with those of new ones."""
    gone = base.by_name.keys() - new.by_name.keys()
    had_none = base.organization.account_by_key.keys() - base.with_stack
    come = [name for name, account in _accounts(new).items() if account in had_none]
    with _with(new, _Retained(base, new, gone)) as after, _with(base, _Retained(new, base, come)) as before:
        yield before, after


@contextmanager
def _with(snapshot: Snapshot, retained: _Retained) -> Iterator[Snapshot]:
    if not retained.roles and not retained.resources:
        yield snapshot
        return
    policies = [policy for role in retained.roles for policy in (*role.policies, role.trust)]
    organization = replace(
        snapshot.organization,
        roles=(*snapshot.organization.roles, *retained.roles),
        resources=(*snapshot.organization.resources, *retained.resources),
        policies=(*snapshot.organization.policies, *policies),
    )
    with Evaluator(organization) as evaluator:
        yield Snapshot(
            replace(snapshot.world, organization=organization, evaluator=evaluator), snapshot.stacks, snapshot.lines
        )


def _accounts(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the key of the account that each stack deploys into."""
    return {stack.name: snapshot.account_key(stack.account) for stack in snapshot.organization.stacks}


class _Retained:
    """Roles and resources of some stacks of one side, with the account numbers of the other side."""

    def __init__(self, source: Snapshot, to: Snapshot, stacks: Collection[str]) -> None:
        self._numbers = _numbers(source.organization, to.organization)
        there = {(role.account, role.name) for role in to.organization.roles}
        self.roles = [
            role
            for found in source.organization.roles
            if found.origin.stack in stacks and not found.is_access_role and found.account in self._numbers
            if ((role := self._role(found)).account, role.name) not in there
        ]
        arns = to.organization.resource_by_arn
        self.resources = [
            resource
            for found in source.organization.resources
            if found.origin.stack in stacks and found.account in self._numbers
            if (resource := self._resource(found)).arn not in arns
        ]

    def _role(self, role: Role) -> Role:
        return replace(
            role,
            account=self._numbers[role.account],
            arn=self._text(role.arn),
            policies=tuple(self._policy(policy) for policy in role.policies),
            boundary=self._policy(role.boundary) if role.boundary else None,
            trust=self._policy(role.trust),
        )

    def _resource(self, resource: Resource) -> Resource:
        policy = self._policy(resource.policy) if resource.policy else None
        return replace(resource, account=self._numbers[resource.account], arn=self._text(resource.arn), policy=policy)

    def _policy(self, policy: Policy) -> Policy:
        text = self._text(policy.text)
        return policy if text == policy.text else replace(policy, document=json.loads(text))

    def _text(self, text: str) -> str:
        return re.sub(r"\d{12}", lambda match: self._numbers.get(match[0], match[0]), text)


def _numbers(source: Organization, to: Organization) -> Mapping[str, str]:
    """Return the numbers of the accounts on both sides: those of the source, with those of the target."""
    found = to.account_by_key
    return {one.number: found[one.key].number for one in source.accounts.values() if one.key in found}
