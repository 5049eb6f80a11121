"""A small organization around the policies of a test: management account, an account with users, one with resources."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from access.decision import Callers, Evaluator, Request, Verdict
from access.decision.narrowing import whole
from access.decision.process import Process
from access.model import Organization, Role, User
from access.read.organization import from_stacks
from terraform_json.stacks import Stack

PEOPLE, WORK, THIRD = "000011112222", "000033334444", "123456789012"
NUMBERS = {"root": "000099998888", "people": PEOPLE, "work": WORK}
BUCKET, ROLE = "arn:aws:s3:::data", f"arn:aws:iam::{WORK}:role/worker"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
TRUST = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
Statement = Mapping[str, Any]


def document(*statements: Statement) -> str:
    """Return a policy in the form of Terraform JSON, with policy variables escaped."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}).replace("${", "$${")


def attached(name: str, content: str, target: str, kind: str = "SERVICE_CONTROL_POLICY") -> dict[str, Any]:
    """Return a policy of the organization, attached to a target, in the form of Terraform JSON."""
    return {
        "aws_organizations_policy": {name: {"name": name, "content": content, "type": kind}},
        "aws_organizations_policy_attachment": {
            name: {"policy_id": f"${{aws_organizations_policy.{name}.id}}", "target_id": target}
        },
    }


def organization(
    *,
    identity: Sequence[Statement] | None = None,
    boundary: Sequence[Statement] | None = None,
    scp: Sequence[Statement] | None = None,
    rcp: Sequence[Statement] | None = None,
    bucket: Sequence[Statement] | None = None,
    trust: Sequence[Statement] | None = None,
    rights: Sequence[Statement] | None = None,
    numbers: Mapping[str, str] = NUMBERS,
    changes: Mapping[str, Any] | None = None,
) -> Organization:
    """Return user ann in the account people, role worker and bucket data in the account work, with these policies."""
    parts: list[dict[str, Any]] = [
        {
            "aws_organizations_organization": {
                "o": {"enabled_policy_types": ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]}
            },
            "aws_organizations_account": {
                key: {"name": key, "email": f"{key}@example.com"} for key in numbers if key != "root"
            },
            "aws_iam_user": {"ann": {"name": "ann", "provider": "aws.people"}},
            "aws_iam_user_policy": {
                "ann": {
                    "name": "own",
                    "user": "ann",
                    "provider": "aws.people",
                    "policy": document(*([EVERYTHING] if identity is None else identity)),
                }
            },
            "aws_iam_role": {
                "worker": {
                    "name": "worker",
                    "provider": "aws.work",
                    "assume_role_policy": document(*([TRUST] if trust is None else trust)),
                    "inline_policy": {"name": "own", "policy": document(*([EVERYTHING] if rights is None else rights))},
                }
            },
            "aws_s3_bucket": {"data": {"bucket": "data", "provider": "aws.work"}},
        }
    ]
    root = "${aws_organizations_organization.o.roots[0].id}"
    if scp is not None:
        parts.append(attached("scp", document(*scp), root))
    if rcp is not None:
        parts.append(attached("rcp", document(*rcp), root, "RESOURCE_CONTROL_POLICY"))
    if boundary is not None:
        parts.append({"aws_iam_policy": {"b": {"name": "b", "provider": "aws.people", "policy": document(*boundary)}}})
        parts[0]["aws_iam_user"]["ann"]["permissions_boundary"] = "${aws_iam_policy.b.arn}"
    if bucket is not None:
        of = {"bucket": "data", "provider": "aws.work", "policy": document(*bucket)}
        parts.append({"aws_s3_bucket_policy": {"data": of}})
    if changes is not None:
        parts.append(dict(changes))
    access = "arn:aws:iam::${{aws_organizations_account.{}.id}}:role/OrganizationAccountAccessRole"
    providers = [
        {"alias": key, "region": "us-west-2", "assume_role": {"role_arn": access.format(key)}}
        for key in numbers
        if key != "root"
    ]
    provider = {"aws": [{"region": "us-west-2"}, *providers]}
    found = from_stacks([Stack("root", {"resource": parts, "provider": provider})], numbers)
    assert found.unresolved == ()
    return found


def ann(found: Organization) -> User:
    return next(user for user in found.users if user.name == "ann")


def worker(found: Organization) -> Role:
    return next(role for role in found.roles if role.name == "worker")


def request(found: Organization, action: str, resource: str = "*", context: Mapping[str, Any] | None = None) -> Request:
    """Return a request of ann, with MFA, in the account work."""
    caller = Callers(found).with_mfa(ann(found))
    own = worker(found).trust if action.lower().startswith("sts:") else None
    if resource.startswith(BUCKET):
        own = found.resource_by_arn[BUCKET].policy
    return Request(caller, action, resource, found.account_by_key["work"], own, context or {})


def decided(process: Process, asked: Request, found: Organization) -> tuple[Verdict, Verdict]:
    """Return the decision on the narrowed and renamed question, and the one on the whole question."""
    short = Evaluator(found, process=process).decide(asked)
    long = Evaluator(found, narrow=whole, rename=False, process=process).decide(asked)
    return short, long
