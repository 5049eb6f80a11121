"""A policy and where it comes from."""

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
    """A kind of policies by its part in a decision: those of the organization, of principals and of resources."""

    SERVICE_CONTROL = "scp"
    RESOURCE_CONTROL = "rcp"
    OTHER = "other"
    """Of the organization, and without a say in decisions: tag policies, backup policies, …"""
    IDENTITY = "identity"
    """Managed."""
    INLINE = "inline"
    BOUNDARY = "boundary"
    TRUST = "trust"
    RESOURCE = "resource"

    @classmethod
    def of_type(cls, type_: str) -> PolicyKind:
        """Return the kind that policies of a type of the organization are."""
        return _OF_TYPE.get(type_, cls.OTHER)

    @property
    def is_control(self) -> bool:
        """Whether it is attached to targets, and denies or lets pass for all below."""
        return self in (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL)


_OF_TYPE: Mapping[str, PolicyKind] = {
    PolicyType.SERVICE_CONTROL: PolicyKind.SERVICE_CONTROL,
    PolicyType.RESOURCE_CONTROL: PolicyKind.RESOURCE_CONTROL,
}


AWS = Origin("AWS", "")
"""What AWS makes itself, as the policies that it manages and the access role of a new account."""


@dataclass(frozen=True)
class Policy:
    """
    A policy: its name, what it says with every reference resolved, and where it stands.

    `type` is AWS's name for the type of a policy of the organization; it may be newer than `PolicyType`.
    """

    name: str
    kind: PolicyKind
    document: Document = field(compare=False)
    origin: Origin
    type: str = ""
    written: int = field(default=0, compare=False)
    """Characters of the text as it is deployed, white space and all; 0: not known."""

    @cached_property
    def text(self) -> str:
        """The document as JSON without white space."""
        return json.dumps(self.document, separators=(",", ":"), sort_keys=True)

    @cached_property
    def digest(self) -> str:
        """The same for equal documents."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:20]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its statements; a policy may have one without a list."""
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
