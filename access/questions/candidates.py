"""The roles that a caller might assume by the plainest rules, before anything is decided."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from access.bounded import Bounded
from access.decision import Caller
from access.decision.narrowing import may_be_about
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.principals import Role
from access.model.trust import ANY_PRINCIPAL, allowing, trusted_accounts
from access.questions.assuming import ASSUME_ROLE
from policies.reading import texts

_WILD = re.compile(r"[*?$]")


@dataclass(frozen=True)
class _Said:
    """The roles that Allow statements of a policy may be about: by their ARN, or by what it begins with."""

    arns: frozenset[str]
    heads: tuple[str, ...]

    @classmethod
    def of(cls, policy: Policy) -> _Said:
        about = [statement for statement in allowing(policy) if may_be_about(statement, ASSUME_ROLE)]
        said = [one for statement in about for one in texts(statement.get("Resource")) or ("*",)]
        wild = [one for one in said if _WILD.search(one) or one.count(":") < 5]
        return cls(frozenset(said), tuple({_WILD.split(one, maxsplit=1)[0]: None for one in wild}))


_SAID = Bounded[str, _Said]()


def _said(policy: Policy) -> _Said:
    if policy.digest not in _SAID:
        _SAID[policy.digest] = _Said.of(policy)
    return _SAID[policy.digest]


def may_assume(caller: Caller, role: Role) -> bool:
    """Return whether a caller might assume a role by the rules of `Candidates`; the role need not exist yet."""
    account = caller.account.number if caller.account else ""
    if trusted_accounts(role.trust).isdisjoint((account, ANY_PRINCIPAL)):
        return False
    found = [_said(policy) for policy in caller.identity]
    return account == role.account or any(role.arn in one.arns or role.arn.startswith(one.heads) for one in found)


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
        own = {role.arn for role in self._by_account.get(account, ())}
        trusting = self._trusting.get(account, frozenset()) | self._trusting.get(ANY_PRINCIPAL, frozenset())
        for arn in sorted((named | own) & trusting, key=self._places.__getitem__):
            yield self._by_arn[arn]

    def _about(self, policy: Policy) -> frozenset[str]:
        """Return the ARNs of the roles that an Allow statement of a policy may be about."""
        if policy.digest not in self._named:
            said = _said(policy)
            wild = {arn for arn in self._by_arn if arn.startswith(said.heads)} if said.heads else set[str]()
            self._named[policy.digest] = frozenset((said.arns & self._by_arn.keys()) | wild)
        return self._named[policy.digest]

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
    def _trusting(self) -> Mapping[str, frozenset[str]]:
        """The ARNs of the roles whose trust policies name an account, or every principal, by number or `*`."""
        known: dict[str, frozenset[str]] = {}
        found: defaultdict[str, set[str]] = defaultdict(set)
        for role in self._organization.assumable_roles:
            if role.trust.digest not in known:
                known[role.trust.digest] = trusted_accounts(role.trust)
            for account in known[role.trust.digest]:
                found[account].add(role.arn)
        return {account: frozenset(arns) for account, arns in found.items()}
