"""Resources with an ARN, some of them with a resource policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from access.model.policies import Policy
from terraform_json.origin import Origin


@dataclass(frozen=True)
class Resource:
    """A resource that policies protect or share: a bucket, a key, a topic, a trail."""

    type: str
    """Terraform's type: `aws_s3_bucket`."""
    account: str
    """Number of the resource's account."""
    region: str
    name: str
    arn: str
    policy: Policy | None
    origin: Origin
    uses: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    """Other resources that it uses, by name: the `bucket` and the `key` of a trail, the `key` of a bucket."""
