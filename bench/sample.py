"""Organizations of any size, as text of `organization.yaml`."""

from __future__ import annotations

GROUPS = ("admins", "auditors", "developers", "operators", "readers")

_HEAD = """\
name: bench
email: bench+{account}@example.com
region: us-west-2
org_root:
  admins: [ann]
users: [ann, ben]
"""


def organization(accounts: int) -> str:
    """An organization of `accounts` member accounts, with a role for each of five groups in every one of them."""
    keys = ["id", *(f"a{number:04}" for number in range(1, accounts))]
    lines = ["organizational_units:", "  workloads:", "    accounts:"]
    lines += [f"      {key}: {{}}" for key in keys]
    lines += ["groups:"]
    for group in GROUPS:
        lines += [f"  {group}:", "    users: [ann, ben]", "    roles:"]
        lines += [f"      {key}: ReadOnlyAccess" for key in keys]
    return _HEAD + "\n".join(lines) + "\n"
