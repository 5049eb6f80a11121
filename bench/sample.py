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
_NOTHING = """\
cloudtrail: false
access_analyzer: false
centralized_root_access: false
account_defaults: {block_public_s3: false, encrypt_ebs: false, block_public_snapshots: false, require_imdsv2: false}
deployment: {state: local}
"""
_SERVICES = """\
regions: [us-west-2, us-east-1]
security_account: {security}
log_account: {logs}
cloudtrail: true
guardduty: true
config: true
access_analyzer: true
centralized_root_access: true
root_sign_in_alarm: {{email: security@example.com}}
alternate_contacts:
  security: {{name: Security, title: Security, email: security@example.com, phone: +1 555 0100}}
  operations: {{name: Operations, title: Operations, email: operations@example.com, phone: +1 555 0101}}
  billing: {{name: Billing, title: Billing, email: billing@example.com, phone: +1 555 0102}}
responder: {{group: {responders}}}
deployment: {{state: account}}
"""
_GUARDRAILS = """\
guardrails:
  deny-leaving-organization: root
  deny-root-user: root
  deny-region-changes: root
  protect-cloudtrail: root
  protect-guardduty: root
  protect-config: root
  require-tls: root
  deny-log-deletion: workloads
  require-ebs-encryption: workloads
  require-imdsv2: workloads
"""
_IN_A_UNIT = 10
_AT_THE_ROOT = ("deny-leaving-organization", "deny-root-user", "protect-deployment-roles", "protect-cloudtrail")
_IN_EACH_UNIT = ("deny-log-deletion", "deny-kms-key-deletion", "require-ebs-encryption", "require-imdsv2")


def organization(accounts: int, *, everything: bool = False) -> str:
    """
    Return an organization of `accounts` member accounts, each with a role for each of five groups.

    Without `everything` it has no services and local state, as the targets of synthesis want it. With it, it has the
    services of the example, guardrails, and a state bucket in each account.
    """
    keys = _keys(accounts)
    lines = ["organizational_units:", *_unit("workloads", keys), *_groups(keys)]
    rest = services(security="a0001", logs="a0002", responders="operators") + _GUARDRAILS if everything else _NOTHING
    return _HEAD + "\n".join(lines) + "\n" + rest


def with_small_change(text: str) -> str:
    """Return an organization with a guardrail at a unit, and with a further policy of a group's role in one account."""
    role = "      a0001: ReadOnlyAccess\n"
    assert role in text
    guardrail = "guardrails:\n  deny-leaving-organization: workloads\n"
    return text.replace(role, role.replace("ReadOnlyAccess", "[ReadOnlyAccess, SecurityAudit]"), 1) + guardrail


def services(*, security: str, logs: str, responders: str) -> str:
    """Return the settings of all services, and of a state bucket in each account."""
    return _SERVICES.format(security=security, logs=logs, responders=responders)


def guarded(accounts: int) -> str:
    """Return the same organization in OUs of ten accounts, with guardrails at the root and in every OU."""
    keys = _keys(accounts)
    units = {f"unit{start:04}": keys[start : start + _IN_A_UNIT] for start in range(0, accounts, _IN_A_UNIT)}
    lines = ["organizational_units:"]
    for name, members in units.items():
        lines += _unit(name, members)
    lines += [*_groups(keys), "guardrails:"]
    lines += [f"  {name}: root" for name in _AT_THE_ROOT]
    lines += [f"  {name}: [{', '.join(units)}]" for name in _IN_EACH_UNIT]
    return _HEAD + "\n".join(lines) + "\n" + _NOTHING


def _keys(accounts: int) -> list[str]:
    return ["id", *(f"a{number:04}" for number in range(1, accounts))]


def _unit(name: str, keys: list[str]) -> list[str]:
    return [f"  {name}:", "    accounts:", *(f"      {key}: {{}}" for key in keys)]


def _groups(keys: list[str]) -> list[str]:
    lines = ["groups:"]
    for group in GROUPS:
        lines += [f"  {group}:", "    users: [ann, ben]", "    roles:"]
        lines += [f"      {key}: ReadOnlyAccess" for key in keys]
    return lines
