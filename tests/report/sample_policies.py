"""Policies for the organizations of `sample`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgctl.report.data import Budget, Json, Origin, Policy, Unit

FILE = "organization.yaml"
Statement = dict[str, Json]


def policies_of(root: Unit) -> Iterator[Policy]:
    """Return the policies of every target, and a few of each other kind."""
    for unit in _units(root):
        names = [each.name for each in unit.guardrails if each.kind == "SCP"]
        if names:
            yield scp(unit.target, names)
    yield scp("instance-types", ["limit-instance-types"], ("account:infra",))
    everybody: Statement = {"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "sqs:*"], "Resource": "*"}
    tls: Statement = {"Sid": "RequireTls", **everybody, "Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}}}
    yield Policy("require-tls", "root/resource-guardrails-1", "RCP", _document(tls), ("root",), origins(70, 1))
    bills: Statement = {"Sid": "ViewBilling", "Effect": "Allow", "Action": ["ce:Get*", "account:Get*"], "Resource": "*"}
    role = "role billing in org-root"
    yield Policy("view-billing", "view-billing", "identity", _document(bills), (role,), origins(42, 1))
    who: Statement = {"Effect": "Allow", "Principal": {"AWS": "000000000002"}, "Action": "sts:AssumeRole"}
    mfa: Statement = {**who, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
    places = tuple(f"role responder in {each.key}" for unit in _units(root) for each in unit.accounts)
    yield Policy("trust", "trust of responder", "trust", _document(mfa), places, origins(47, 1))
    tags: Statement = {"tags": {"CostCenter": {"tag_key": {"@@assign": "CostCenter"}}}}
    yield Policy("tags", "spacecats/tags", "tags", tags, ("spacecats",), (Origin(FILE, 97, "guardrails.tags"),))


def scp(target: str, names: Sequence[str], attached: tuple[str, ...] = ()) -> Policy:
    """Return a service control policy with a statement for each guardrail."""
    statements: list[Statement] = [
        {
            "Sid": "".join(word.title() for word in name.split("-")),
            "Effect": "Deny",
            "Action": ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "organizations:LeaveOrganization"],
            "Resource": "*",
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/OrganizationAccountAccessRole"]}},
        }
        for name in names
    ]
    size = Budget(target, "size of guardrails-1", 260 * len(names), 10_240)
    id, document = target if attached else f"{target}/guardrails-1", _document(*statements)
    return Policy(id, id, "SCP", document, attached or (target,), origins(63, len(names)), ", ".join(names), size)


def origins(line: int, number: int) -> tuple[Origin, ...]:
    """Return an origin for each of this number of statements."""
    address = "org-root: aws_organizations_policy.guardrails-1"
    return tuple(Origin(FILE, line + n, f"guardrails.number-{n}", address) for n in range(number))


def _document(*statements: Statement) -> Statement:
    return {"Version": "2012-10-17", "Statement": statements}


def _units(unit: Unit) -> Iterator[Unit]:
    yield unit
    for below in unit.units:
        yield from _units(below)
