"""Things with an ARN, and the policy of their own that some have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from access.model.policies import Policy
from terraform_json.origin import Origin


@dataclass(frozen=True)
class Resource:
    """A resource that policies protect or let others reach: a bucket, a key, a topic, a trail."""

    type: str
    """Terraform's type: `aws_s3_bucket`."""
    account: str
    """Number of its account."""
    region: str
    name: str
    arn: str
    policy: Policy | None
    origin: Origin
    uses: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    """What else it needs, by name: the `bucket` and the `key` of a trail, the `key` of a bucket."""
