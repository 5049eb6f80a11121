"""Principals outside of the organization: named by policies of every kind, and admitted by resources of every type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from access.questions.world import World
from tests.access.asking import PARTNER, TRAIL, bucket, kept, key, outcome_of, texts, topic, trusting, with_resources
from tests.access.conftest import Broken, Edit, Stacks
from tests.access.edits import Statement
from tests.access.small import document

TOPIC = "arn:aws:sns:*:*:organization-alarms"
FOREIGN = {
    f"arn:aws:iam::{PARTNER}:role/partner": f"the role partner of account {PARTNER}",
    f"arn:aws:iam::{PARTNER}:role/teams/partner": f"the role teams/partner of account {PARTNER}",
    f"arn:aws:iam::{PARTNER}:user/bob": f"the user bob of account {PARTNER}",
    f"arn:aws:sts::{PARTNER}:assumed-role/partner/ci": f"the session ci of role partner of account {PARTNER}",
    f"arn:aws:iam::{PARTNER}:root": f"a principal of account {PARTNER}",
    PARTNER: f"a principal of account {PARTNER}",
}
"""Principals by name, and how a counterexample names them."""


def at_bucket(statement: Statement) -> Edit:
    return bucket({"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{TRAIL}/*", **statement})


def at_key(statement: Statement) -> Edit:
    return key({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", **statement})


def at_topic(statement: Statement) -> Edit:
    return topic({"Effect": "Allow", "Action": "sns:Subscribe", "Resource": TOPIC, **statement})


def at_role(stack: str, path: str) -> Callable[[Statement], Edit]:
    return lambda statement: trusting(statement, stack, path)


DOORS: Mapping[str, tuple[Callable[[Statement], Edit], str]] = {
    "infra": (at_role("infra", "roles/infra/role"), "sts:AssumeRole on role infra of infra"),
    "admin": (at_role("org-root", "administrators/role/role"), "sts:AssumeRole on role admin of org-root"),
    "responder": (at_role("logs", "responder/role"), "sts:AssumeRole on role incident-responder of logs"),
    "bucket": (at_bucket, "s3:GetObject on spacecats-logs-cloudtrail-us-west-2"),
    "key": (at_key, "kms:Decrypt on key"),
    "topic": (at_topic, "sns:Subscribe on organization-alarms"),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("principal", FOREIGN)
def test_a_foreign_principal_by_name_is_found(broken: Broken, door: str, principal: str) -> None:
    edit, what = DOORS[door]

    assert texts(broken(edit({"Principal": {"AWS": principal}})), "outsiders") == [f"{FOREIGN[principal]} can {what}"]


def test_each_of_several_foreign_principals_is_found(broken: Broken) -> None:
    world = broken(trusting({"Principal": {"AWS": [*FOREIGN][:3]}}))

    assert texts(world, "outsiders") == [
        f"{label} can sts:AssumeRole on role infra of infra" for label in [*FOREIGN.values()][:3]
    ]


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"StringEquals": {"sts:ExternalId": "x"}}, ", with sts:ExternalId x"),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, ", with aws:MultiFactorAuthPresent true"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, ", with aws:SourceIp 203.0.113.7"),
        ({"StringEquals": {"aws:PrincipalTag/team": "ops"}}, ""),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-0000000000"}}, ""),
        ({"StringEquals": {"aws:PrincipalArn": f"arn:aws:iam::{PARTNER}:role/partner"}}, ""),
    ],
)
def test_a_foreign_principal_under_a_condition_that_it_can_meet_is_found(
    broken: Broken, condition: Statement, met: str
) -> None:
    trusted = {"AWS": f"arn:aws:iam::{PARTNER}:role/partner"}
    (text,) = texts(broken(trusting({"Principal": trusted, "Condition": condition})), "outsiders")

    assert text.startswith(f"the role partner of account {PARTNER} can sts:AssumeRole on role infra of infra{met}")


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-0000000000/*"}},
        {"StringEquals": {"aws:PrincipalAccount": "999988887777"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/another"}},
        {"StringEquals": {"aws:PrincipalIsAWSService": "true"}},
        {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
    ],
)
def test_a_foreign_principal_under_a_condition_that_it_cannot_meet_is_right(
    broken: Broken, condition: Statement
) -> None:
    trusted = {"AWS": f"arn:aws:iam::{PARTNER}:role/partner"}

    assert kept(broken(trusting({"Principal": trusted, "Condition": condition})), "outsiders")


@pytest.mark.parametrize(
    "edit",
    [
        at_bucket({"Principal": {"AWS": PARTNER}, "Resource": "arn:aws:s3:::another/*"}),
        at_bucket({"Principal": {"AWS": PARTNER}, "Resource": TRAIL}),
        at_bucket({"Principal": {"AWS": PARTNER}, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}),
        at_bucket({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}}),
        at_topic({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}}),
        at_key({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}}),
    ],
)
def test_a_policy_that_lets_no_foreign_principal_in_is_right(broken: Broken, edit: Edit) -> None:
    assert kept(broken(edit), "outsiders")


def test_a_key_that_asks_for_the_callers_account_is_open_to_that_account_only(broken: Broken, world: World) -> None:
    """`kms:CallerAccount` is no choice of the caller, as in the policies of the keys that AWS makes."""
    number = world.organization.account_by_key["logs"].number

    def asking_for(account: str) -> World:
        condition = {"StringEquals": {"kms:CallerAccount": account}}
        return broken(at_key({"Principal": "*", "Condition": condition}))

    assert kept(asking_for(number), "outsiders")
    assert set(texts(asking_for(PARTNER), "outsiders")) == {
        f"a principal of account {PARTNER} can kms:Decrypt on key, with kms:CallerAccount {PARTNER}"
    }


# resources of other types

FUNCTION = {"f": {"function_name": "f"}}
PERMISSION = {"function_name": "f", "action": "lambda:InvokeFunction", "statement_id": "s"}


def permission(**more: str) -> Edit:
    return with_resources("logs", aws_lambda_function=FUNCTION, aws_lambda_permission={"p": {**PERMISSION, **more}})


def event_bus(**more: Any) -> Edit:
    return with_resources("logs", aws_cloudwatch_event_permission={"p": {"statement_id": "s", **more}})


def vault(principal: Any, **condition: Any) -> Edit:
    said = {"Effect": "Allow", "Principal": principal, "Action": "backup:CopyIntoBackupVault", "Resource": "*"}
    policy = document({**said, "Condition": condition})
    return with_resources("logs", aws_backup_vault_policy={"p": {"backup_vault_name": "Default", "policy": policy}})


def queue(**condition: Any) -> Edit:
    said = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*", "Condition": condition}
    return with_resources("logs", aws_sqs_queue={"q": {"name": "q", "policy": document(said)}})


def public_list(*, ignored: bool) -> Edit:
    """Return an edit that makes the list of the trail's files public, where S3 ignores such lists or does not."""

    def edit(stacks: Stacks) -> None:
        acl = {"bucket": TRAIL.rpartition(":")[2], "acl": "public-read"}
        with_resources("logs", aws_s3_bucket_acl={"a": acl})(stacks)
        if not ignored:
            del stacks["logs"]["resource"]["aws_s3_account_public_access_block"]
            del stacks["logs"]["resource"]["aws_s3_bucket_public_access_block"]

    return edit


ORGANIZATION = {"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-0000000000"}
OPEN = {
    "function": (permission(principal=PARTNER), f"a principal of account {PARTNER} can lambda:InvokeFunction on f"),
    "function for any source": (
        permission(principal="s3.amazonaws.com"),
        "s3.amazonaws.com for an outside account can lambda:InvokeFunction on f",
    ),
    "event bus": (event_bus(principal=PARTNER), f"a principal of account {PARTNER} can events:PutEvents on default"),
    "event bus for everyone": (event_bus(principal="*"), "an anonymous caller can events:PutEvents on default"),
    "backup vault": (
        vault({"AWS": f"arn:aws:iam::{PARTNER}:role/partner"}),
        f"the role partner of account {PARTNER} can backup:CopyIntoBackupVault on Default",
    ),
    "public list": (
        public_list(ignored=False),
        "an anonymous caller can s3:ListBucket on spacecats-logs-cloudtrail-us-west-2",
    ),
}
SHUT = {
    "function for a bucket": permission(principal="s3.amazonaws.com", source_arn=TRAIL),
    "function for the organization": permission(principal="*", principal_org_id="o-0000000000"),
    "event bus for the organization": event_bus(principal="*", condition=ORGANIZATION),
    "backup vault for the organization": vault("*", StringEquals={"aws:PrincipalOrgID": "o-0000000000"}),
    "public list that S3 ignores": public_list(ignored=True),
}


@pytest.mark.parametrize(("edit", "text"), OPEN.values(), ids=OPEN)
def test_a_resource_of_another_type_that_lets_outside_principals_in_is_found(
    broken: Broken, edit: Edit, text: str
) -> None:
    world = broken(edit)

    assert text in texts(world, "outsiders")
    assert world.organization.unread == ()


@pytest.mark.parametrize("edit", SHUT.values(), ids=SHUT)
def test_a_resource_of_another_type_that_lets_no_outside_principal_in_is_right(broken: Broken, edit: Edit) -> None:
    world = broken(edit)

    assert kept(world, "outsiders")
    assert world.organization.unread == ()


@pytest.mark.parametrize(
    ("condition", "service"),
    [
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:*:{PARTNER}:*"}}, "sns"),
        ({"ArnEquals": {"aws:SourceArn": f"arn:aws:events:us-west-2:{PARTNER}:rule/orders"}}, "events"),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::partner-bucket"}}, "s3"),
        ({"StringEquals": {"aws:SourceAccount": PARTNER}}, "sns"),
        ({"StringEquals": {"aws:SourceOrgID": "o-partner000"}}, "sns"),
    ],
)
def test_a_queue_that_takes_messages_of_a_foreign_source_is_found(
    broken: Broken, condition: Statement, service: str
) -> None:
    found = outcome_of(broken(queue(**condition)), "outsiders").counter_examples

    start = f"{service}.amazonaws.com for an outside account can sqs:SendMessage on q, with aws:Source"
    assert [one.text.startswith(start) for one in found] == [True]


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnLike": {"aws:SourceArn": TRAIL}},
        {"StringEquals": {"aws:SourceOrgID": "o-0000000000"}},
        {"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-0000000000/*"}},
    ],
)
def test_a_queue_that_takes_messages_of_sources_of_the_organization_is_right(
    broken: Broken, condition: Statement
) -> None:
    assert kept(broken(queue(**condition)), "outsiders")


PARTNERS = f"arn:aws:iam::{PARTNER}:root"
UNREAD: Mapping[str, tuple[Edit, str]] = {
    "grant of a key": (
        with_resources(
            "logs", aws_kms_grant={"g": {"key_id": "k", "grantee_principal": PARTNERS, "operations": ["Decrypt"]}}
        ),
        "logs: aws_kms_grant.g: a grant allows what no policy says",
    ),
    "share": (
        with_resources("logs", aws_ram_principal_association={"g": {"principal": PARTNER, "resource_share_arn": "x"}}),
        "logs: aws_ram_principal_association.g: shares resources",
    ),
    "snapshot": (
        with_resources(
            "logs", aws_snapshot_create_volume_permission={"g": {"snapshot_id": "s", "account_id": PARTNER}}
        ),
        "logs: aws_snapshot_create_volume_permission.g: shares a snapshot",
    ),
    "image": (
        with_resources("logs", aws_ami_launch_permission={"g": {"image_id": "i", "account_id": PARTNER}}),
        "logs: aws_ami_launch_permission.g: shares an image",
    ),
    "entry of a cluster": (
        with_resources("logs", aws_eks_access_entry={"g": {"principal_arn": PARTNERS, "cluster_name": "c"}}),
        "logs: aws_eks_access_entry.g: permissions in Kubernetes",
    ),
    "delegation policy": (
        with_resources("org-root", aws_organizations_resource_policy={"g": {"content": document()}}),
        "org-root: aws_organizations_resource_policy.g, content: delegates the administration of the organization",
    ),
}


@pytest.mark.parametrize(("edit", "line"), UNREAD.values(), ids=UNREAD)
def test_a_policy_that_is_not_read_is_counted(broken: Broken, edit: Edit, line: str) -> None:
    assert [str(one) for one in broken(edit).organization.unread] == [line]


def opened(action: str, resource: str = "*") -> str:
    """Return a policy that allows an action to an account of another organization."""
    return document({"Effect": "Allow", "Principal": {"AWS": PARTNER}, "Action": action, "Resource": resource})


OPENED: dict[str, dict[str, Any]] = {
    "queue": {"aws_sqs_queue": {"q": {"name": "q", "policy": opened("sqs:*")}}},
    "topic": {"aws_sns_topic": {"t": {"name": "t", "policy": opened("sns:*")}}},
    "key": {"aws_kms_key": {"k": {"policy": opened("kms:*")}}},
    "secret": {"aws_secretsmanager_secret": {"s": {"name": "s", "policy": opened("secretsmanager:*")}}},
    "vault": {"aws_backup_vault_policy": {"p": {"backup_vault_name": "Default", "policy": opened("backup:*")}}},
    "repository": {"aws_ecr_repository_policy": {"p": {"repository": "r", "policy": opened("ecr:*")}}},
    "bucket": {"aws_s3_bucket_policy": {"p": {"bucket": "open", "policy": opened("s3:*", "arn:aws:s3:::open")}}},
    "objects": {"aws_s3_bucket_policy": {"p": {"bucket": "open", "policy": opened("s3:*", "arn:aws:s3:::open/*")}}},
    "search domain": {"aws_opensearch_domain": {"d": {"domain_name": "d", "access_policies": opened("es:*")}}},
    "paths of a domain": {
        "aws_opensearch_domain": {
            "d": {"domain_name": "d", "access_policies": opened("es:*", "arn:aws:es:*:*:domain/d/*")}
        }
    },
    "table": {
        "aws_dynamodb_table": {"t": {"name": "t"}},
        "aws_dynamodb_resource_policy": {
            "p": {"resource_arn": "${aws_dynamodb_table.t.arn}", "policy": opened("dynamodb:*")}
        },
    },
    "an index": {
        "aws_dynamodb_table": {"t": {"name": "t"}},
        "aws_dynamodb_resource_policy": {
            "p": {
                "resource_arn": "${aws_dynamodb_table.t.arn}",
                "policy": opened("dynamodb:*", "arn:aws:dynamodb:*:*:table/t/index/*"),
            }
        },
    },
}


@pytest.mark.parametrize("resources", OPENED.values(), ids=OPENED)
def test_a_thing_that_is_open_is_told_and_nothing_beside_it_is_undecided(
    broken: Broken, resources: dict[str, Any]
) -> None:
    assert texts(broken(with_resources("logs", **resources)), "outsiders")
