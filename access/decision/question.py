"""A request in the evaluator's form: policies of every level, and context; equal questions have equal form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access.decision.caller import Caller
from access.decision.callers import OUTSIDE_ACCOUNT
from access.decision.context import context_of
from access.decision.narrowing import Narrow, whole
from access.decision.renaming import Renaming
from access.decision.request import Request
from access.decision.symbolic.root_users import passes_over_policy
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import Policy
from policies.checks import aws_names

_Written = dict[tuple[str, tuple[str, ...]], tuple[str, str, str]]
"""Documents by policy text and replaced account numbers: id, text, and text in lower case."""


@dataclass(frozen=True)
class Question:
    """A request in the evaluator's form; equal questions have the same `key`."""

    body: Mapping[str, Any]
    documents: Mapping[str, str]
    """The JSON of the policies by their id."""
    key: str


class Questions:
    """Turns requests into questions."""

    def __init__(self, organization: Organization, narrow: Narrow, *, rename: bool) -> None:
        self._organization = organization
        self._narrow = narrow
        self._renaming = Renaming(organization)
        self._rename = rename
        self._documents: _Written = {}

    def ask(self, request: Request) -> Question:
        """Return the question for a request."""
        writer = _Writer(self._narrow, request, self._renaming, self._numbers(request), self._documents)
        caller, account = request.caller, request.account
        body: dict[str, Any] = {
            "principal": writer.text(caller.principal),
            "action": request.action,
            "resource": writer.text(request.resource),
            "account": writer.text(account.number if account else _other_account(request)),
            "identity": writer.several(caller.identity),
            "boundary": writer.one(caller.boundary) if caller.boundary else None,
            "scps": self._scps(writer, caller),
            "rcps": self._rcps(writer, caller, account),
            "policy": writer.one(policy) if (policy := _deciding_policy(request)) else None,
        }
        context = context_of(self._organization, request)
        body["context"] = {key: writer.value(value) for key, value in context.items() if writer.mentions(key)}
        return Question(body, writer.documents, json.dumps(body, separators=(",", ":"), sort_keys=True))

    def _numbers(self, request: Request) -> tuple[str, ...]:
        """Return the numbers of the two accounts that stand-ins replace."""
        numbers = [account.number for account in (request.caller.account, request.account) if account]
        return self._renaming.numbers(*numbers) if self._rename else ()

    def _scps(self, writer: _Writer, caller: Caller) -> list[tuple[str, list[str]]]:
        if not self._organization.has_scps or not caller.bound_by_scps or caller.account is None:
            return []
        path = caller.account.path
        return [(str(level), writer.several(target.scps)) for level, target in enumerate(path)]

    def _rcps(self, writer: _Writer, caller: Caller, account: Account | None) -> list[tuple[str, list[str]]]:
        """
        Return the levels of RCPs: they bind resources of member accounts for every caller but service-linked roles.

        They apply to some services only. Source:
        https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html (2026-11-22).
        """
        if not self._organization.has_rcps or account is None or account.is_management or caller.is_service_linked:
            return []
        if writer.service not in aws_names.services_with_resource_control():
            return []
        return [(str(level), writer.several(target.rcps)) for level, target in enumerate(account.path)]


class _Writer:
    """Collects the policies of one question."""

    def __init__(
        self,
        narrow: Narrow,
        request: Request,
        renaming: Renaming,
        numbers: tuple[str, ...],
        written: _Written,
    ) -> None:
        self.documents: dict[str, str] = {}
        self._lower: set[str] = set()
        self._narrow = narrow
        self._request = request
        self._renaming = renaming
        self._numbers = numbers
        self._written = written

    @property
    def service(self) -> str:
        """The service of the request's action, in lower case."""
        return self._request.action.partition(":")[0].lower()

    def text(self, value: str) -> str:
        return self._renaming.text(value, self._numbers)

    def value(self, value: str | tuple[str, ...]) -> str | list[str]:
        return self.text(value) if isinstance(value, str) else [self.text(one) for one in value]

    def mentions(self, key: str) -> bool:
        """Return whether a policy of the question uses a condition key, as a condition or as a policy variable."""
        wanted = key.lower()
        return not wanted.isascii() or any(wanted in text for text in self._lower)

    def several(self, policies: tuple[Policy, ...]) -> list[str]:
        """Return the ids of the policies that concern the request, each once."""
        return list(dict.fromkeys(found for policy in policies if (found := self._id(policy))))

    def one(self, policy: Policy) -> str:
        """Return the id of a policy that must be present even when it does not concern the request."""
        return self._id(policy) or self._keep(whole(policy, "", "") or policy.text)

    def _id(self, policy: Policy) -> str | None:
        text = self._narrow(policy, self._request.action, self._request.resource)
        return self._keep(text) if text is not None else None

    def _keep(self, text: str) -> str:
        key = (text, self._numbers)
        if key not in self._written:
            written = self.text(text)
            self._written[key] = (hashlib.sha256(written.encode()).hexdigest()[:20], written, written.lower())
        identifier, written, lower = self._written[key]
        self.documents[identifier] = written
        self._lower.add(lower)
        return identifier


def _deciding_policy(request: Request) -> Policy | None:
    """Return the policy of the resource; None when it has no part in the decision."""
    account = request.account.number if request.account else ""
    return None if passes_over_policy(request.action, account, request.caller.principal) else request.policy


def _other_account(request: Request) -> str:
    parts = request.resource.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[4] else OUTSIDE_ACCOUNT
