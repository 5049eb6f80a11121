"""The policies of the report: those that are equal but for the account are one, with many places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from access.budgets import Budget as Used
from access.explain.configuration import ConfigurationLines, Place, place_in_file
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import Policy as Found
from access.model.policies import PolicyKind
from access.proof import Decision
from foundation.policy_types import short_of
from foundation.words import listed
from orgctl.report.data import Budget, Origin, Policy
from terraform_json.origin import Origin as ResourceOrigin


def kind_of(policy: Found) -> str:
    """Return the report's word for the kind of a policy; a managed and an inline policy are both of the principal."""
    if policy.kind.is_control or policy.kind is PolicyKind.OTHER:
        return short_of(policy.type)
    return PolicyKind.IDENTITY.value if policy.kind is PolicyKind.INLINE else policy.kind.value


class Origins:
    """The origins of policies and statements, in the report's form."""

    def __init__(self, lines: ConfigurationLines) -> None:
        self._lines = lines

    def of(self, policy: Found, statement: int | None = None) -> Origin:
        """Return the origin of a policy, or of one of its statements, counted from 1."""
        found = _origin(self._lines.places(policy, statement), policy.origin)
        return replace(found, part=place_in_file(policy, statement))

    def names(self, policy: Found, statement: int) -> tuple[str, ...]:
        """Return the guardrails of a statement, by their names in the configuration."""
        fields = [place.field for place in self._lines.places(policy, statement)]
        return tuple(field.removeprefix("guardrails.") for field in fields if field.startswith("guardrails."))


def _origin(places: Sequence[Place], resource: ResourceOrigin) -> Origin:
    address = f"{resource.stack}: {resource.address}" if resource.address else resource.stack
    if not places:
        return Origin(address=address)
    return Origin("organization.yaml", places[0].line, listed([place.field for place in places], word="or"), address)


class Policies:
    """Every policy that a stack creates in an organization."""

    def __init__(self, organization: Organization, origins: Origins, sizes: Sequence[Used]) -> None:
        self._organization = organization
        self._origins = origins
        self._sizes = {(one.place, one.what.partition("policy ")[2]): one for one in sizes if "policy" in one.what}
        self._keys: dict[tuple[str, str, str], str] = {}

    def id(self, policy: Found) -> str:
        """Return the policy's id in the report; or the name of an AWS managed policy, which is not in the report."""
        return self._ids.get(self._key(policy), policy.name)

    def id_of(self, decision: Decision) -> str:
        """Return the id of the policy that decides; or its name, when it is not in the report."""
        return self._id_of.get((decision.terraform, decision.policy), decision.policy)

    @cached_property
    def _id_of(self) -> Mapping[tuple[str, str], str]:
        return {
            (str(policy.origin), policy.name): self._ids[key]
            for key, places in self._places.items()
            for policy, _ in places
        }

    @cached_property
    def all(self) -> tuple[Policy, ...]:
        """Return all policies, those attached to the root first."""
        return tuple(self._policy(key, places) for key, places in self._places.items())

    def _key(self, policy: Found) -> str:
        """Return a key that is the same for policies that are equal, or equal but for the account."""
        name = policy.name if policy.kind is not PolicyKind.RESOURCE else ""
        said = (policy.kind, name, policy.digest)
        return self._keys.setdefault(said, f"{policy.kind} {name} {self._without_account(policy)}")

    def _without_account(self, policy: Found) -> str:
        text = policy.text
        if account := self._account_of.get(policy.origin.stack):
            text = account.erased_from(text)
        return text

    @cached_property
    def _account_of(self) -> Mapping[str, Account]:
        accounts = self._organization.accounts
        return {one.name: accounts[one.account] for one in self._organization.stacks if one.account in accounts}

    @cached_property
    def _places(self) -> Mapping[str, Sequence[tuple[Found, str]]]:
        found: dict[str, list[tuple[Found, str]]] = defaultdict(list)
        for policy, place in (*_of_targets(self._organization), *_of_identities(self._organization)):
            if policy.origin.address and (policy, place) not in found[self._key(policy)]:
                found[self._key(policy)].append((policy, place))
        return {key: places for key, places in found.items() if places}

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """Return the ids: the name, with a number if several have the same."""
        found: dict[str, str] = {}
        for key, places in self._places.items():
            name = f"{kind_of(places[0][0])} {_name(places[0][0])}"
            found[key] = name if name not in found.values() else f"{name} {len(found)}"
        return found

    def _policy(self, key: str, places: Sequence[tuple[Found, str]]) -> Policy:
        policy = places[0][0]
        statements = range(1, len(policy.statements) + 1)
        used = self._size(places)
        return Policy(
            id=self._ids[key],
            name=_name(policy),
            kind=kind_of(policy),
            document=dict(policy.document),
            attached=tuple(dict.fromkeys(place for _, place in places)),
            origins=tuple(self._origins.of(policy, one) for one in statements) or (self._origins.of(policy),),
            size=Budget(used.place, used.what, used.used, used.limit, used.unit) if used else None,
        )

    def _size(self, places: Sequence[tuple[Found, str]]) -> Used | None:
        """Return the policy's use of its limit, at the first of its places that has one."""
        for policy, place in places:
            name = "" if policy.kind is PolicyKind.TRUST else policy.name
            if used := self._sizes.get((place.replace(" in ", " of "), name)):
                return used
        return None


def _name(policy: Found) -> str:
    """Return a policy's name: for a trust policy the role's name, for a resource policy the resource's."""
    return policy.name.removeprefix("trust ").removeprefix("policy of ")


def _of_targets(organization: Organization) -> Iterator[tuple[Found, str]]:
    for target in organization.targets.values():
        place = f"account:{target.name}" if target.kind == "account" else target.name
        yield from ((policy, place) for policy in target.policies)


def _of_identities(organization: Organization) -> Iterator[tuple[Found, str]]:
    keys = {account.number: account.key for account in organization.accounts.values()}
    for group in organization.groups:
        yield from ((policy, f"group {group.name} in {keys[group.account]}") for policy in group.policies)
    for user in organization.users:
        own = {id(policy) for group in user.groups for policy in group.policies}
        direct = [policy for policy in user.policies if id(policy) not in own]
        yield from ((policy, f"user {user.name} in {keys[user.account]}") for policy in direct)
    for role in organization.roles:
        policies = (role.trust, *role.policies, *((role.boundary,) if role.boundary else ()))
        yield from ((policy, f"role {role.name} in {keys[role.account]}") for policy in policies)
    for resource in organization.resources:
        if resource.policy:
            kind = resource.type.removeprefix("aws_").replace("_", " ")
            yield resource.policy, f"{kind} {resource.name} in {keys[resource.account]}"
