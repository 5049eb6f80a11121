"""A policy and where it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, cast

from terraform_json.origin import Origin

Document = Mapping[str, Any]
Statement = Mapping[str, Any]
PolicyKind = Literal["scp", "rcp", "identity", "inline", "boundary", "trust", "resource", "other"]


AWS = Origin("AWS", "")
"""What AWS makes itself, as the policies that it manages and the access role of a new account."""


@dataclass(frozen=True)
class Policy:
    """
    A policy: its name, what it says with every reference resolved, and where it stands.

    `type` is AWS's name for the type of a policy of the organization, for those that are neither SCP nor RCP.
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
        found = self.document.get("Statement", ())
        return (cast(Statement, found),) if isinstance(found, Mapping) else tuple(found)


def texts(value: object) -> tuple[str, ...]:
    """One text or a list of them, as policies write most things."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in cast("Sequence[object]", value)) if isinstance(value, Sequence) else ()


FULL_AWS_ACCESS = Policy(
    "FullAWSAccess",
    "scp",
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
    AWS,
)
"""
The service control policy that AWS attaches to every target. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11-22).
"""
