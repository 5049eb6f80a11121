"""The roles that a caller might assume by the plainest rules, before anything is decided."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from access.assuming import ASSUME_ROLE
from access.bounded import Bounded
from access.decision import Caller
from access.decision.narrowing import may_be_about
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.principals import Role
from access.trust import ANY_PRINCIPAL, allowing, trusted_accounts
from policies.reading import texts

_WILD = re.compile(r"[*?$]")
_PARTS = Bounded[str, tuple[frozenset[str], tuple[str, ...]]]()


def _is_about(policy: Policy, arn: str) -> bool:
    """Return whether an Allow statement of a policy may be about assuming the role with an ARN."""
    if policy.digest not in _PARTS:
        said = [
            one
            for statement in allowing(policy)
            if may_be_about(statement, ASSUME_ROLE)
            for one in texts(statement.get("Resource")) or ("*",)
        ]
        wild = [one for one in said if _WILD.search(one) or one.count(":") < 5]
        _PARTS[policy.digest] = frozenset(said), tuple({_WILD.split(one, maxsplit=1)[0]: None for one in wild})
    exact, heads = _PARTS[policy.digest]
    return arn in exact or arn.startswith(heads)


class Candidates:
    """
    The roles of an organization, by the callers that might assume them.

    Left out are roles whose trust policy names neither the caller's account nor every principal, and roles of other
    accounts that no Allow statement of the caller's policies is about.
    """

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._named: dict[str, frozenset[str]] = {}

    def of(self, caller: Caller) -> Iterator[Role]:
        """Yield the roles that a caller might assume, in the order of the organization."""
        account = caller.account.number if caller.account else ""
        named = frozenset[str]().union(*(self._about(policy) for policy in caller.identity))
        order = self._places
        own = {role.arn for role in self._by_account.get(account, ())}
        for arn in sorted(named | own, key=order.__getitem__):
            role = self._by_arn[arn]
            if account in self._trusted[arn] or ANY_PRINCIPAL in self._trusted[arn]:
                yield role

    def may_assume(self, caller: Caller, role: Role) -> bool:
        """Return whether a caller might assume a role, which need not be one of the organization."""
        account = caller.account.number if caller.account else ""
        trusted = trusted_accounts(role.trust)
        if account not in trusted and ANY_PRINCIPAL not in trusted:
            return False
        return account == role.account or any(_is_about(policy, role.arn) for policy in caller.identity)

    def _about(self, policy: Policy) -> frozenset[str]:
        """Return the ARNs of the roles that an Allow statement of a policy may be about."""
        if policy.digest not in self._named:
            found: set[str] = set()
            for statement in allowing(policy):
                if may_be_about(statement, ASSUME_ROLE):
                    found |= self._matching(texts(statement.get("Resource")) or ("*",))
            self._named[policy.digest] = frozenset(found)
        return self._named[policy.digest]

    def _matching(self, patterns: Sequence[str]) -> set[str]:
        found = {one for one in patterns if one in self._by_arn}
        for pattern in patterns:
            if _WILD.search(pattern) or pattern.count(":") < 5:
                head = _WILD.split(pattern, maxsplit=1)[0]
                found |= {arn for arn in self._by_arn if arn.startswith(head)}
        return found

    @cached_property
    def _by_arn(self) -> Mapping[str, Role]:
        return {role.arn: role for role in self._organization.assumable_roles}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {arn: place for place, arn in enumerate(self._by_arn)}

    @cached_property
    def _by_account(self) -> Mapping[str, Sequence[Role]]:
        found: defaultdict[str, list[Role]] = defaultdict(list)
        for role in self._organization.assumable_roles:
            found[role.account].append(role)
        return found

    @cached_property
    def _trusted(self) -> Mapping[str, frozenset[str]]:
        known: dict[str, frozenset[str]] = {}
        for role in self._organization.assumable_roles:
            if role.trust.digest not in known:
                known[role.trust.digest] = trusted_accounts(role.trust)
        return {role.arn: known[role.trust.digest] for role in self._organization.assumable_roles}
