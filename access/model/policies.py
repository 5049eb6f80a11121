"""A policy and its origin."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from foundation.policy_types import PolicyType
from organization.keys import parts
from policies.reading import Statement, statements
from terraform_json.origin import Origin, StatementOrigin

Document = Mapping[str, Any]


class PolicyKind(StrEnum):
    """The kind of a policy by its part in a decision: of the organization, of a principal or of a resource."""

    SERVICE_CONTROL = "scp"
    RESOURCE_CONTROL = "rcp"
    OTHER = "other"
    """Another policy of the organization, without part in a decision: tag policy, backup policy, …"""
    IDENTITY = "identity"
    """A managed policy of a principal."""
    INLINE = "inline"
    BOUNDARY = "boundary"
    TRUST = "trust"
    RESOURCE = "resource"

    @classmethod
    def of_type(cls, type_: str) -> PolicyKind:
        """Return the kind of an organization policy's type."""
        return _OF_TYPE.get(type_, cls.OTHER)

    @property
    def is_control(self) -> bool:
        """True for SCPs and RCPs, which are attached to targets and bind all accounts below."""
        return self in (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL)


_OF_TYPE: Mapping[str, PolicyKind] = {
    PolicyType.SERVICE_CONTROL: PolicyKind.SERVICE_CONTROL,
    PolicyType.RESOURCE_CONTROL: PolicyKind.RESOURCE_CONTROL,
}


AWS = Origin("AWS", "")
"""The origin of what AWS creates: its managed policies, and the access role of a new account."""


@dataclass(frozen=True)
class Policy:
    """
    A policy: its name, its document with every reference resolved, and its origin.

    `type` is AWS's name for the type of an organization policy; it may be newer than `PolicyType`.
    """

    name: str
    kind: PolicyKind
    document: Document = field(compare=False)
    origin: Origin
    type: str = ""
    written: int = field(default=0, compare=False)
    """Characters of the deployed text, with white space; 0 when not known."""

    @cached_property
    def text(self) -> str:
        """The document as JSON without white space."""
        return json.dumps(self.document, separators=(",", ":"), sort_keys=True)

    @cached_property
    def digest(self) -> str:
        """A hash that is the same for equal documents."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:20]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements; a policy may have a single one without a list."""
        return tuple(statements(self.document))

    def source(self, statement: int) -> StatementOrigin | None:
        """Return the identity of a statement, by its place from 1; None when it comes from no guardrail."""
        known = self.origin.statements
        return known[statement - 1] if len(known) == len(self.statements) and known[statement - 1].key else None

    def statement_name(self, statement: int) -> str:
        """
        Return the name of a statement, by its place from 1: its Sid, or else the place.

        For a statement of a guardrail both are the guardrail's own, whatever policy it is packed into, followed by the
        guardrail's name, unless that is the Sid itself.
        """
        sid = str(self.statements[statement - 1].get("Sid") or "")
        source = self.source(statement)
        if source is None:
            return sid or f"statement {statement}"
        sid, guardrail = source.sid or sid, parts(source.key)[-1]
        if sid and _letters(_PART.sub("", sid)) == _letters(guardrail):
            return sid
        return f"{sid or f'statement {source.index}'} of {guardrail}"


_PART = re.compile(r"Part\d+$")
"""The end of the Sids of a guardrail's further statements."""


def _letters(name: str) -> str:
    """Return the letters and digits of a name, in lower case."""
    return "".join(filter(str.isalnum, name)).lower()


FULL_AWS_ACCESS = Policy(
    "FullAWSAccess",
    PolicyKind.SERVICE_CONTROL,
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
    AWS,
    PolicyType.SERVICE_CONTROL,
)
"""
The service control policy that AWS attaches to every target. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11-22).
"""
