"""Reader of users, groups and roles, with every policy that a stack attaches to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from access.model.accounts import Account
from access.model.policies import AWS, Policy, PolicyKind
from access.model.principals import Group, Role, User
from access.read.entries import account_entries
from access.read.managed_policies import managed_policy
from access.read.reading import Reading
from foundation.names import ACCESS_ROLE
from terraform_json.stacks import Entry

Named = tuple[str, str]
"""Number of an account, and the name of a user, group or role in it."""

_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def own_policies(reading: Reading) -> dict[str, Policy]:
    """Return the managed policies that stacks create, by ARN."""
    found: dict[str, Policy] = {}
    for entry in reading.of_type("aws_iam_policy"):
        policy = reading.policy(entry, "policy", reading.text(entry, "name", entry.key), PolicyKind.IDENTITY)
        if policy:
            found[reading.text(entry, "arn")] = policy
    return found


class Attachments:
    """The policies attached to users, groups and roles."""

    def __init__(self, reading: Reading, own: Mapping[str, Policy]) -> None:
        self._reading = reading
        self._own = own
        self._found: dict[tuple[str, Named], list[Policy]] = defaultdict(list)
        for kind in ("user", "group", "role"):
            self._attached(kind)
            self._inline(kind)
        self._everywhere()

    def of(self, kind: str, who: Named) -> tuple[Policy, ...]:
        """Return the policies of a `user`, `group` or `role`."""
        return tuple(self._found[kind, who])

    def _add(self, kind: str, entry: Entry, name: str, policy: Policy | None) -> None:
        if policy:
            self._found[kind, (self._reading.resolver.place(entry).account, name)].append(policy)

    def _attached(self, kind: str) -> None:
        for entry in self._reading.of_type(f"aws_iam_{kind}_policy_attachment"):
            arn = self._reading.text(entry, "policy_arn")
            policy = self._reading.managed(entry, "policy_arn", arn, self._own)
            self._add(kind, entry, self._reading.text(entry, kind), policy)
        for entry in self._reading.of_type(f"aws_iam_{kind}_policy_attachments_exclusive"):
            name = self._reading.text(entry, f"{kind}_name")
            for arn in self._reading.resolver.texts(entry, "policy_arns"):
                self._add(kind, entry, name, self._reading.managed(entry, "policy_arns", arn, self._own))

    def _inline(self, kind: str) -> None:
        for entry in self._reading.of_type(f"aws_iam_{kind}_policy"):
            name = self._reading.text(entry, "name", entry.key)
            policy = self._reading.policy(entry, "policy", name, PolicyKind.INLINE)
            self._add(kind, entry, self._reading.text(entry, kind), policy)

    def _everywhere(self) -> None:
        """Add aws_iam_policy_attachment: one policy, attached to users, groups and roles at once."""
        for entry in self._reading.of_type("aws_iam_policy_attachment"):
            arn = self._reading.text(entry, "policy_arn")
            policy = self._reading.managed(entry, "policy_arn", arn, self._own)
            for kind in ("user", "group", "role"):
                for name in self._reading.resolver.texts(entry, f"{kind}s"):
                    self._add(kind, entry, name, policy)


def read_groups(reading: Reading, attachments: Attachments) -> dict[Named, Group]:
    """Return every group."""
    found: dict[Named, Group] = {}
    for entry in reading.of_type("aws_iam_group"):
        who = (reading.resolver.place(entry).account, reading.text(entry, "name", entry.key))
        found[who] = Group(*who, attachments.of("group", who), entry.origin)
    return found


def read_users(
    reading: Reading, attachments: Attachments, groups: Mapping[Named, Group], own: Mapping[str, Policy]
) -> tuple[User, ...]:
    """Return every IAM user, with the groups that stacks add them to."""
    members = _memberships(reading)
    found: list[User] = []
    for entry in reading.of_type("aws_iam_user"):
        who = (reading.resolver.place(entry).account, reading.text(entry, "name", entry.key))
        theirs = tuple(groups[group] for group in members[who] if group in groups)
        policies = (*attachments.of("user", who), *(policy for group in theirs for policy in group.policies))
        arn = reading.text(entry, "arn")
        found.append(User(*who, arn, policies, _boundary(reading, entry, own), theirs, entry.origin))
    return tuple(found)


def _memberships(reading: Reading) -> dict[Named, list[Named]]:
    found: dict[Named, list[Named]] = defaultdict(list)
    for entry in reading.of_type("aws_iam_group_membership"):
        account = reading.resolver.place(entry).account
        for user in reading.resolver.texts(entry, "users"):
            found[account, user].append((account, reading.text(entry, "group")))
    for entry in reading.of_type("aws_iam_user_group_membership"):
        account = reading.resolver.place(entry).account
        for group in reading.resolver.texts(entry, "groups"):
            found[account, reading.text(entry, "user")].append((account, group))
    return found


def _boundary(reading: Reading, entry: Entry, own: Mapping[str, Policy]) -> Policy | None:
    arn = reading.text(entry, "permissions_boundary")
    policy = reading.managed(entry, "permissions_boundary", arn, own) if arn else None
    return replace(policy, kind=PolicyKind.BOUNDARY) if policy else None


def read_roles(
    reading: Reading, attachments: Attachments, own: Mapping[str, Policy], accounts: Mapping[str, Account]
) -> tuple[Role, ...]:
    """Return every role: those of the stacks, and those that AWS creates in new accounts for the management account."""
    made = [role for entry in reading.of_type("aws_iam_role") if (role := _role(reading, entry, attachments, own))]
    linked = [_service_linked(reading, entry) for entry in reading.of_type("aws_iam_service_linked_role")]
    return (*_access_roles(reading, accounts), *made, *linked)


def _role(reading: Reading, entry: Entry, attachments: Attachments, own: Mapping[str, Policy]) -> Role | None:
    who = (reading.resolver.place(entry).account, reading.text(entry, "name", entry.key))
    trust = reading.policy(entry, "assume_role_policy", f"trust policy of {who[1]}", PolicyKind.TRUST)
    if trust is None:
        return None
    policies = (*attachments.of("role", who), *_listed(reading, entry, own), *_inline_blocks(reading, entry))
    return Role(*who, reading.text(entry, "arn"), policies, _boundary(reading, entry, own), trust, entry.origin)


def _listed(reading: Reading, entry: Entry, own: Mapping[str, Policy]) -> Iterator[Policy]:
    """Yield the policies of managed_policy_arns, which older Terraform keeps in the role itself."""
    for arn in reading.resolver.texts(entry, "managed_policy_arns"):
        if policy := reading.managed(entry, "managed_policy_arns", arn, own):
            yield policy


def _inline_blocks(reading: Reading, entry: Entry) -> Iterator[Policy]:
    found: object = entry.body.get("inline_policy", [])
    blocks = cast("Sequence[Mapping[str, Any]]", [found] if isinstance(found, Mapping) else found)
    for block in blocks:
        name, text = str(block.get("name", "inline")), block.get("policy")
        if text and (policy := reading.policy(entry, "inline_policy", name, PolicyKind.INLINE, template=str(text))):
            yield policy


def _service_linked(reading: Reading, entry: Entry) -> Role:
    account = reading.resolver.place(entry).account
    service = reading.text(entry, "aws_service_name")
    trust = _trusting(f"trust policy of {service}", {"Service": service})
    name = reading.text(entry, "name")
    return Role(account, name, reading.text(entry, "arn"), (), None, trust, entry.origin, is_service_linked=True)


def _access_roles(reading: Reading, accounts: Mapping[str, Account]) -> Iterator[Role]:
    """
    Yield the access roles that AWS creates in new accounts: they trust the management account and may do everything.

    Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html (2026-11-22).
    """
    management = next(account for account in accounts.values() if account.is_management)
    administrator = managed_policy(_ADMINISTRATOR)
    by_origin = {account.origin: account for account in accounts.values()}
    for entry in account_entries(reading.stacks):
        account = by_origin[entry.origin]
        name = reading.text(entry, "role_name", ACCESS_ROLE)
        trust = _trusting(f"trust policy of {name}", {"AWS": f"arn:aws:iam::{management.number}:root"})
        arn = f"arn:aws:iam::{account.number}:role/{name}"
        policies = (administrator,) if administrator else ()
        yield Role(account.number, name, arn, policies, None, trust, entry.origin, is_access_role=True)


def _trusting(name: str, principal: Mapping[str, str]) -> Policy:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return Policy(name, PolicyKind.TRUST, {"Version": "2012-10-17", "Statement": [statement]}, AWS)
