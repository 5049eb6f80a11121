"""
AWS's managed policies, read once for all accounts.

moto reads its file of some 1,400 policies for each account in each of AWS's partitions. For an organization that costs
seconds and hundreds of megabytes.
"""

from __future__ import annotations

import copy
import json
from functools import cache

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, ManagedPolicy


def managed_policies(account: str) -> list[ManagedPolicy]:
    """Return the policies of an account, each with its own count of attachments; the documents are shared."""
    policies = []
    for policy in _originals():
        own = copy.copy(policy)
        own.account_id = account
        policies.append(own)
    return policies


@cache
def _originals() -> tuple[ManagedPolicy, ...]:
    documents = json.loads(aws_managed_policies_data)
    return tuple(AWSManagedPolicy.from_data(name, "aws", "aws", data) for name, data in documents.items())
