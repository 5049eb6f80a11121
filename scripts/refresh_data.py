"""
Refresh the names of AWS in `organization/`: the managed policies and the regions.

Run `make data` after an update of botocore or moto, whose copies of AWS's lists it reads. A test fails when they are
outdated.
"""

from __future__ import annotations

import json
from pathlib import Path

from botocore.loaders import Loader
from moto.iam.aws_managed_policies import aws_managed_policies_data

DATA = Path(__file__).resolve().parent.parent / "organization" / "data"


def managed_policies() -> list[str]:
    """
    Return the names of AWS's managed policies with paths (``job-function/ViewOnlyAccess``), without those of services.
    """
    policies = json.loads(aws_managed_policies_data)
    names = {policy["Path"].removeprefix("/") + name for name, policy in policies.items()}
    return sorted(name for name in names if not name.startswith("aws-service-role/"))


def regions() -> list[str]:
    """Return the regions of the partition `aws`."""
    partitions = Loader().load_data("endpoints")["partitions"]
    (aws,) = (partition for partition in partitions if partition["partition"] == "aws")
    return sorted(aws["regions"])


if __name__ == "__main__":
    for name, words in {"aws_managed_policies": managed_policies(), "regions": regions()}.items():
        (DATA / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
        print(f"organization/data/{name}.txt: {len(words)} names")
