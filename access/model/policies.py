"""A policy and its origin."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from foundation.policy_types import PolicyType
from policies.reading import Statement, statements
from terraform_json.origin import Origin

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
