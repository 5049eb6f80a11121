"""Every policy in the stacks is read as the policy of its resource, or is listed as unread with its address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from access.explain import ConfigurationLines
from access.model import Organization
from access.model.resources import Resource
from access.promises.registry import PROMISES
from access.questions.world import World, open_worlds
from access.read.policy_types import DATA, How, policy_arguments
from scripts import refresh_policies
from terraform_json.stacks import Stack
from tests.access.small import NUMBERS, WORK, document, organization
from tests.access.small import Statement as Said
from tests.terraform_environment import terraform_environment

HERE = f"us-west-2:{WORK}"
PARTNER = {"AWS": "arn:aws:iam::123456789012:root"}
SAID = {"Sid": "Partner", "Effect": "Allow", "Principal": PARTNER, "Action": "*", "Resource": "*"}
POLICY = document(SAID)
Resources = Mapping[str, Mapping[str, Mapping[str, Any]]]


def read(resources: Resources) -> Organization:
    """Return an organization with these resources in the account work."""
    placed = {
        type_: {name: {"provider": "aws.work", **body} for name, body in named.items()}
        for type_, named in resources.items()
    }
    return organization(changes=placed)


def at(found: Organization, arn: str) -> Resource:
    """Return the only resource with an ARN."""
    (one,) = (resource for resource in found.resources if resource.arn == arn)
    return one


def said(found: Organization, arn: str) -> list[Said]:
    policy = at(found, arn).policy
    return list(policy.statements) if policy else []


OF: dict[str, tuple[Resources, str]] = {
    "certificate authority": (
        {
            "aws_acmpca_policy": {
                "p": {"resource_arn": f"arn:aws:acm-pca:{HERE}:certificate-authority/1", "policy": POLICY}
            },
        },
        f"arn:aws:acm-pca:{HERE}:certificate-authority/1",
    ),
    "backup vault": (
        {
            "aws_backup_vault": {"v": {"name": "daily"}},
            "aws_backup_vault_policy": {"p": {"backup_vault_name": "${aws_backup_vault.v.name}", "policy": POLICY}},
        },
        f"arn:aws:backup:{HERE}:backup-vault:daily",
    ),
    "a backup vault that no stack makes": (
        {"aws_backup_vault_policy": {"p": {"backup_vault_name": "Default", "policy": POLICY}}},
        f"arn:aws:backup:{HERE}:backup-vault:Default",
    ),
    "search domain": (
        {"aws_cloudsearch_domain_service_access_policy": {"p": {"domain_name": "d", "access_policy": POLICY}}},
        f"arn:aws:cloudsearch:{HERE}:domain/d",
    ),
    "event bus": (
        {
            "aws_cloudwatch_event_bus": {"b": {"name": "orders"}},
            "aws_cloudwatch_event_bus_policy": {
                "p": {"event_bus_name": "${aws_cloudwatch_event_bus.b.name}", "policy": POLICY}
            },
        },
        f"arn:aws:events:{HERE}:event-bus/orders",
    ),
    "the default event bus": (
        {"aws_cloudwatch_event_bus_policy": {"p": {"policy": POLICY}}},
        f"arn:aws:events:{HERE}:event-bus/default",
    ),
    "log delivery": (
        {
            "aws_cloudwatch_log_delivery_destination_policy": {
                "p": {"delivery_destination_name": "d", "delivery_destination_policy": POLICY}
            }
        },
        f"arn:aws:logs:{HERE}:delivery-destination:d",
    ),
    "log destination": (
        {
            "aws_cloudwatch_log_destination": {"d": {"name": "d", "role_arn": "x", "target_arn": "y"}},
            "aws_cloudwatch_log_destination_policy": {
                "p": {"destination_name": "${aws_cloudwatch_log_destination.d.name}", "access_policy": POLICY}
            },
        },
        f"arn:aws:logs:{HERE}:destination:d",
    ),
    "log group": (
        {
            "aws_cloudwatch_log_group": {"g": {"name": "app"}},
            "aws_cloudwatch_log_resource_policy": {"p": {"policy_name": "p", "policy_document": POLICY}},
        },
        f"arn:aws:logs:{HERE}:log-group:app",
    ),
    "package domain": (
        {
            "aws_codeartifact_domain": {"d": {"domain": "d"}},
            "aws_codeartifact_domain_permissions_policy": {
                "p": {"domain": "${aws_codeartifact_domain.d.domain}", "policy_document": POLICY}
            },
        },
        f"arn:aws:codeartifact:{HERE}:domain/d",
    ),
    "package repository": (
        {
            "aws_codeartifact_repository": {"r": {"domain": "d", "repository": "r"}},
            "aws_codeartifact_repository_permissions_policy": {
                "p": {"domain": "d", "repository": "r", "policy_document": POLICY}
            },
        },
        f"arn:aws:codeartifact:{HERE}:repository/d/r",
    ),
    "build project": (
        {
            "aws_codebuild_project": {"b": {"name": "b"}},
            "aws_codebuild_resource_policy": {
                "p": {"resource_arn": "${aws_codebuild_project.b.arn}", "policy": POLICY}
            },
        },
        f"arn:aws:codebuild:{HERE}:project/b",
    ),
    "table": (
        {
            "aws_dynamodb_table": {"t": {"name": "t"}},
            "aws_dynamodb_resource_policy": {"p": {"resource_arn": "${aws_dynamodb_table.t.arn}", "policy": POLICY}},
        },
        f"arn:aws:dynamodb:{HERE}:table/t",
    ),
    "image repository": (
        {
            "aws_ecr_repository": {"r": {"name": "team/app"}},
            "aws_ecr_repository_policy": {"p": {"repository": "${aws_ecr_repository.r.name}", "policy": POLICY}},
        },
        f"arn:aws:ecr:{HERE}:repository/team/app",
    ),
    "public image repository": (
        {
            "aws_ecrpublic_repository": {"r": {"repository_name": "app"}},
            "aws_ecrpublic_repository_policy": {
                "p": {"repository_name": "${aws_ecrpublic_repository.r.repository_name}", "policy": POLICY}
            },
        },
        f"arn:aws:ecr-public::{WORK}:repository/app",
    ),
    "file system": (
        {"aws_efs_file_system_policy": {"p": {"file_system_id": "fs-12345678", "policy": POLICY}}},
        f"arn:aws:elasticfilesystem:{HERE}:file-system/fs-12345678",
    ),
    "elasticsearch": (
        {"aws_elasticsearch_domain": {"d": {"domain_name": "d", "access_policies": POLICY}}},
        f"arn:aws:es:{HERE}:domain/d",
    ),
    "elasticsearch, beside": (
        {
            "aws_elasticsearch_domain": {"d": {"domain_name": "d"}},
            "aws_elasticsearch_domain_policy": {
                "p": {"domain_name": "${aws_elasticsearch_domain.d.domain_name}", "access_policies": POLICY}
            },
        },
        f"arn:aws:es:{HERE}:domain/d",
    ),
    "archive": (
        {"aws_glacier_vault": {"v": {"name": "v", "access_policy": POLICY}}},
        f"arn:aws:glacier:{HERE}:vaults/v",
    ),
    "locked archive": (
        {
            "aws_glacier_vault": {"v": {"name": "v"}},
            "aws_glacier_vault_lock": {"l": {"vault_name": "${aws_glacier_vault.v.name}", "policy": POLICY}},
        },
        f"arn:aws:glacier:{HERE}:vaults/v",
    ),
    "stream": (
        {
            "aws_kinesis_stream": {"s": {"name": "s"}},
            "aws_kinesis_resource_policy": {"p": {"resource_arn": "${aws_kinesis_stream.s.arn}", "policy": POLICY}},
        },
        f"arn:aws:kinesis:{HERE}:stream/s",
    ),
    "media container": (
        {"aws_media_store_container_policy": {"p": {"container_name": "c", "policy": POLICY}}},
        f"arn:aws:mediastore:{HERE}:container/c",
    ),
    "broker": (
        {"aws_msk_cluster_policy": {"p": {"cluster_arn": f"arn:aws:kafka:{HERE}:cluster/c/1", "policy": POLICY}}},
        f"arn:aws:kafka:{HERE}:cluster/c/1",
    ),
    "firewall": (
        {
            "aws_networkfirewall_firewall_policy": {"f": {"name": "f"}},
            "aws_networkfirewall_resource_policy": {
                "p": {"resource_arn": "${aws_networkfirewall_firewall_policy.f.arn}", "policy": POLICY}
            },
        },
        f"arn:aws:network-firewall:{HERE}:firewall-policy/f",
    ),
    "sink": (
        {"aws_oam_sink_policy": {"p": {"sink_identifier": f"arn:aws:oam:{HERE}:sink/1", "policy": POLICY}}},
        f"arn:aws:oam:{HERE}:sink/1",
    ),
    "opensearch": (
        {"aws_opensearch_domain": {"d": {"domain_name": "d", "access_policies": POLICY}}},
        f"arn:aws:es:{HERE}:domain/d",
    ),
    "opensearch, beside": (
        {"aws_opensearch_domain_policy": {"p": {"domain_name": "d", "access_policies": POLICY}}},
        f"arn:aws:es:{HERE}:domain/d",
    ),
    "warehouse": (
        {
            "aws_redshift_resource_policy": {
                "p": {"resource_arn": f"arn:aws:redshift:{HERE}:namespace:n", "policy": POLICY}
            }
        },
        f"arn:aws:redshift:{HERE}:namespace:n",
    ),
    "serverless warehouse": (
        {
            "aws_redshiftserverless_resource_policy": {
                "p": {"resource_arn": f"arn:aws:redshift-serverless:{HERE}:snapshot/s", "policy": POLICY}
            }
        },
        f"arn:aws:redshift-serverless:{HERE}:snapshot/s",
    ),
    "bucket": (
        {"aws_s3_bucket_policy": {"p": {"bucket": "${aws_s3_bucket.data.bucket}", "policy": POLICY}}},
        "arn:aws:s3:::data",
    ),
    "bucket, by ARN": (
        {"aws_s3_bucket_policy": {"p": {"bucket": "${aws_s3_bucket.data.id}", "policy": POLICY}}},
        "arn:aws:s3:::data",
    ),
    "a bucket that no stack makes": (
        {"aws_s3_bucket_policy": {"p": {"bucket": "other", "policy": POLICY}}},
        "arn:aws:s3:::other",
    ),
    "table bucket": (
        {
            "aws_s3tables_table_bucket": {"b": {"name": "b"}},
            "aws_s3tables_table_bucket_policy": {
                "p": {"table_bucket_arn": "${aws_s3tables_table_bucket.b.arn}", "resource_policy": POLICY}
            },
        },
        f"arn:aws:s3tables:{HERE}:bucket/b",
    ),
    "models": (
        {
            "aws_sagemaker_model_package_group_policy": {
                "p": {"model_package_group_name": "g", "resource_policy": POLICY}
            }
        },
        f"arn:aws:sagemaker:{HERE}:model-package-group/g",
    ),
    "schemas": (
        {"aws_schemas_registry_policy": {"p": {"registry_name": "r", "policy": POLICY}}},
        f"arn:aws:schemas:{HERE}:registry/r",
    ),
    "secret": (
        {"aws_secretsmanager_secret": {"s": {"name": "s", "policy": POLICY}}},
        f"arn:aws:secretsmanager:{HERE}:secret:s",
    ),
    "secret, beside": (
        {
            "aws_secretsmanager_secret": {"s": {"name": "s"}},
            "aws_secretsmanager_secret_policy": {
                "p": {"secret_arn": "${aws_secretsmanager_secret.s.arn}", "policy": POLICY}
            },
        },
        f"arn:aws:secretsmanager:{HERE}:secret:s",
    ),
    "mail domain": (
        {
            "aws_ses_domain_identity": {"d": {"domain": "example.com"}},
            "aws_ses_identity_policy": {
                "p": {"identity": "${aws_ses_domain_identity.d.domain}", "name": "p", "policy": POLICY}
            },
        },
        f"arn:aws:ses:{HERE}:identity/example.com",
    ),
    "mail identity": (
        {
            "aws_sesv2_email_identity": {"d": {"email_identity": "example.com"}},
            "aws_sesv2_email_identity_policy": {
                "p": {
                    "email_identity": "${aws_sesv2_email_identity.d.email_identity}",
                    "policy_name": "p",
                    "policy": POLICY,
                }
            },
        },
        f"arn:aws:ses:{HERE}:identity/example.com",
    ),
    "topic": ({"aws_sns_topic": {"t": {"name": "t", "policy": POLICY}}}, f"arn:aws:sns:{HERE}:t"),
    "topic, beside": (
        {
            "aws_sns_topic": {"t": {"name": "t"}},
            "aws_sns_topic_policy": {"p": {"arn": "${aws_sns_topic.t.arn}", "policy": POLICY}},
        },
        f"arn:aws:sns:{HERE}:t",
    ),
    "queue": ({"aws_sqs_queue": {"q": {"name": "q", "policy": POLICY}}}, f"arn:aws:sqs:{HERE}:q"),
    "queue, by id": (
        {
            "aws_sqs_queue": {"q": {"name": "q"}},
            "aws_sqs_queue_policy": {"p": {"queue_url": "${aws_sqs_queue.q.id}", "policy": POLICY}},
        },
        f"arn:aws:sqs:{HERE}:q",
    ),
    "queue, by URL": (
        {
            "aws_sqs_queue": {"q": {"name": "q"}},
            "aws_sqs_queue_policy": {"p": {"queue_url": "${aws_sqs_queue.q.url}", "policy": POLICY}},
        },
        f"arn:aws:sqs:{HERE}:q",
    ),
    "service network": (
        {
            "aws_vpclattice_resource_policy": {
                "p": {"resource_arn": f"arn:aws:vpc-lattice:{HERE}:servicenetwork/sn-1", "policy": POLICY}
            }
        },
        f"arn:aws:vpc-lattice:{HERE}:servicenetwork/sn-1",
    ),
}


@pytest.mark.parametrize(("resources", "arn"), OF.values(), ids=OF)
def test_a_policy_is_that_of_its_resource(resources: Resources, arn: str) -> None:
    found = read(resources)

    assert said(found, arn) == [SAID]
    assert at(found, arn).account == WORK
    unread = [str(one) for one in found.unread]
    groups = "root: aws_cloudwatch_log_resource_policy.p, policy_document: it is also about log groups that no stack"
    assert unread == ([f"{groups} makes"] if "aws_cloudwatch_log_resource_policy" in resources else [])


@pytest.mark.parametrize("kind", ["key", "external_key", "replica_key", "replica_external_key"])
def test_a_key_has_its_policy(kind: str) -> None:
    found = read({f"aws_kms_{kind}": {"k": {"policy": POLICY}}})

    (key,) = (one for one in found.resources if one.type == f"aws_kms_{kind}")
    assert said(found, key.arn) == [SAID]


def test_a_key_has_the_policy_beside_it_instead_of_its_own() -> None:
    beside = {"k": {"key_id": "${aws_kms_key.k.key_id}", "policy": document({**SAID, "Sid": "Beside"})}}
    found = read({"aws_kms_key": {"k": {"policy": POLICY}}, "aws_kms_key_policy": beside})

    (key,) = (one for one in found.resources if one.type == "aws_kms_key")
    assert [one["Sid"] for one in said(found, key.arn)] == ["Beside"]


def test_a_file_system_made_by_a_stack_has_its_policy() -> None:
    found = read(
        {
            "aws_efs_file_system": {"f": {}},
            "aws_efs_file_system_policy": {"p": {"file_system_id": "${aws_efs_file_system.f.id}", "policy": POLICY}},
        }
    )

    (one,) = (one for one in found.resources if one.type == "aws_efs_file_system")
    assert said(found, one.arn) == [SAID]


def test_resources_of_the_same_name_have_each_its_own_policy() -> None:
    found = read(
        {
            "aws_ecr_repository": {"r": {"name": "data"}},
            "aws_ecr_repository_policy": {"p": {"repository": "data", "policy": POLICY}},
        }
    )

    assert said(found, f"arn:aws:ecr:{HERE}:repository/data") == [SAID]
    assert at(found, "arn:aws:s3:::data").policy is None


def test_every_type_that_is_read_has_a_test() -> None:
    tested = {type_ for resources, _ in OF.values() for type_ in resources}
    tested |= {
        f"aws_kms_{kind}" for kind in ("key", "external_key", "replica_key", "replica_external_key", "key_policy")
    }
    tested |= {"aws_lambda_permission", "aws_lambda_function_url", "aws_cloudwatch_event_permission", "aws_s3_bucket"}
    tested |= {"aws_s3_bucket_acl", "aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"}

    ways = (How.IN, How.BESIDE, How.ALSO, How.GROUPS, How.PERMISSION, How.ACL)
    read_types = {one.type for several in policy_arguments().values() for one in several if one.how in ways}
    assert read_types - tested == set()


# permissions

FUNCTION = f"arn:aws:lambda:{HERE}:function:f"
PERMISSION = {"statement_id": "s", "action": "lambda:InvokeFunction", "function_name": "f"}
PERMISSIONS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "everyone": ({"principal": "*"}, {"Principal": "*"}),
    "an account": ({"principal": "123456789012"}, {"Principal": PARTNER}),
    "a role": (
        {"principal": "arn:aws:iam::123456789012:role/r"},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:role/r"}},
    ),
    "a service": ({"principal": "s3.amazonaws.com"}, {"Principal": {"Service": "s3.amazonaws.com"}}),
    "a service for a bucket": (
        {"principal": "s3.amazonaws.com", "source_arn": "arn:aws:s3:::data", "source_account": WORK},
        {
            "Principal": {"Service": "s3.amazonaws.com"},
            "Condition": {
                "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::data"},
                "StringEquals": {"AWS:SourceAccount": WORK},
            },
        },
    ),
    "an organization": (
        {"principal": "*", "principal_org_id": "o-1234567890"},
        {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}},
    ),
    "by URL": (
        {"principal": "*", "function_url_auth_type": "AWS_IAM"},
        {"Principal": "*", "Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}},
    ),
    "a token": (
        {"principal": "alexa-appkit.amazon.com", "event_source_token": "t"},
        {
            "Principal": {"Service": "alexa-appkit.amazon.com"},
            "Condition": {"StringEquals": {"lambda:EventSourceToken": "t"}},
        },
    ),
    "an alias": ({"principal": "*", "qualifier": "live"}, {"Principal": "*", "Resource": f"{FUNCTION}:live"}),
    "an ARN": ({"principal": "*", "function_name": "${aws_lambda_function.f.arn}"}, {"Principal": "*"}),
    "a name by reference": (
        {"principal": "*", "function_name": "${aws_lambda_function.f.function_name}"},
        {"Principal": "*"},
    ),
    "part of an ARN": ({"principal": "*", "function_name": f"{WORK}:function:f"}, {"Principal": "*"}),
}


@pytest.mark.parametrize(("arguments", "expected"), PERMISSIONS.values(), ids=PERMISSIONS)
def test_a_permission_of_a_function_is_the_statement_that_aws_makes_of_it(
    arguments: dict[str, str], expected: dict[str, Any]
) -> None:
    function = {"f": {"function_name": "f"}}
    found = read({"aws_lambda_function": function, "aws_lambda_permission": {"p": {**PERMISSION, **arguments}}})

    statement = {"Sid": "s", "Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": FUNCTION}
    assert said(found, FUNCTION) == [{**statement, **expected}]
    assert found.unread == ()


def test_several_permissions_are_one_policy_that_names_them_all() -> None:
    permissions = {name: {**PERMISSION, "statement_id": name, "principal": "*"} for name in ("a", "b")}
    found = read({"aws_lambda_function": {"f": {"function_name": "f"}}, "aws_lambda_permission": permissions})

    policy = at(found, FUNCTION).policy
    assert policy
    assert [one["Sid"] for one in policy.statements] == ["a", "b"]
    assert str(policy.origin) == "root: aws_lambda_permission.a, aws_lambda_permission.b"


@pytest.mark.parametrize(("authorization", "public"), [("NONE", True), ("AWS_IAM", False)])
def test_a_url_without_authentication_is_public(authorization: str, public: bool) -> None:
    url = {"u": {"function_name": "f", "authorization_type": authorization}}
    found = read({"aws_lambda_function": {"f": {"function_name": "f"}}, "aws_lambda_function_url": url})

    assert [(one["Principal"], one["Action"]) for one in said(found, FUNCTION)] == (
        [("*", "lambda:InvokeFunctionUrl")] if public else []
    )


@pytest.mark.parametrize(
    ("arguments", "bus", "expected"),
    [
        ({"principal": "*"}, "default", {"Principal": "*"}),
        ({"principal": "123456789012"}, "default", {"Principal": PARTNER}),
        ({"principal": "123456789012", "event_bus_name": "orders"}, "orders", {"Principal": PARTNER}),
        ({"principal": "*", "action": "events:PutRule"}, "default", {"Principal": "*", "Action": "events:PutRule"}),
        (
            {
                "principal": "*",
                "condition": {
                    "type": "StringEquals",
                    "key": "aws:PrincipalOrgID",
                    "value": "${aws_organizations_organization.o.id}",
                },
            },
            "default",
            {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}},
        ),
    ],
)
def test_a_permission_of_an_event_bus_is_a_statement(
    arguments: dict[str, Any], bus: str, expected: dict[str, Any]
) -> None:
    arn = f"arn:aws:events:{HERE}:event-bus/{bus}"
    found = read({"aws_cloudwatch_event_permission": {"p": {"statement_id": "s", **arguments}}})

    statement = {"Sid": "s", "Effect": "Allow", "Action": "events:PutEvents", "Resource": arn}
    assert said(found, arn) == [{**statement, **expected}]


def test_a_permission_is_added_to_the_policy_of_the_event_bus() -> None:
    found = read(
        {
            "aws_cloudwatch_event_bus_policy": {"p": {"policy": POLICY}},
            "aws_cloudwatch_event_permission": {"p": {"statement_id": "s", "principal": "*"}},
        }
    )

    assert [one["Sid"] for one in said(found, f"arn:aws:events:{HERE}:event-bus/default")] == ["Partner", "s"]


# access control lists

BUCKET = "arn:aws:s3:::data"
LIST = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"]
WRITE = ["s3:PutObject", "s3:DeleteObject"]
EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers"
ACCOUNTS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"


def granting(uri: str, permission: str) -> dict[str, Any]:
    grant = {"grantee": {"type": "Group", "uri": uri}, "permission": permission}
    return {"access_control_policy": {"owner": {"id": "me"}, "grant": [grant]}}


LISTS: dict[str, tuple[dict[str, Any], list[tuple[list[str], str]]]] = {
    "private": ({"acl": "private"}, []),
    "read by everyone": ({"acl": "public-read"}, [(LIST, BUCKET)]),
    "written by everyone": ({"acl": "public-read-write"}, [(LIST, BUCKET), (WRITE, f"{BUCKET}/*")]),
    "read by every account": ({"acl": "authenticated-read"}, [(LIST, BUCKET)]),
    "written by S3's logs": ({"acl": "log-delivery-write"}, []),
    "a grant to everyone": (granting(EVERYONE, "READ"), [(LIST, BUCKET)]),
    "a grant to every account": (granting(ACCOUNTS, "WRITE"), [(WRITE, f"{BUCKET}/*")]),
    "a grant of the list itself": (granting(EVERYONE, "WRITE_ACP"), [(["s3:PutBucketAcl"], BUCKET)]),
    "a grant of everything": (
        granting(EVERYONE, "FULL_CONTROL"),
        [(LIST, BUCKET), (WRITE, f"{BUCKET}/*"), (["s3:GetBucketAcl"], BUCKET), (["s3:PutBucketAcl"], BUCKET)],
    ),
    "a grant to S3's logs": (granting(DELIVERY, "WRITE"), []),
}


@pytest.mark.parametrize(("body", "expected"), LISTS.values(), ids=LISTS)
def test_a_list_of_a_bucket_is_what_it_allows_to_everyone(
    body: dict[str, Any], expected: list[tuple[list[str], str]]
) -> None:
    found = read({"aws_s3_bucket_acl": {"a": {"bucket": "${aws_s3_bucket.data.id}", **body}}})

    assert [(one["Action"], one["Resource"]) for one in said(found, BUCKET)] == expected
    assert {(one["Effect"], one["Principal"]) for one in said(found, BUCKET)} <= {("Allow", "*")}
    assert found.unread == ()


@pytest.mark.parametrize("type_", ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"])
@pytest.mark.parametrize(("acl", "public"), [("private", False), ("public-read", True), ("authenticated-read", True)])
def test_a_list_of_an_object_is_what_it_allows_to_everyone(type_: str, acl: str, public: bool) -> None:
    found = read({type_: {"o": {"bucket": "data", "key": "a/b.html", "acl": acl}}})

    expected = [(["s3:GetObject", "s3:GetObjectVersion"], f"{BUCKET}/a/b.html")]
    assert [(one["Action"], one["Resource"]) for one in said(found, BUCKET)] == (expected if public else [])


def test_a_list_in_the_bucket_itself_is_read() -> None:
    found = read({"aws_s3_bucket": {"b": {"bucket": "b", "acl": "public-read"}}})

    assert [one["Action"] for one in said(found, "arn:aws:s3:::b")] == [LIST]


def test_a_list_is_added_to_the_policy_of_the_bucket() -> None:
    found = read(
        {
            "aws_s3_bucket_policy": {"p": {"bucket": "data", "policy": POLICY}},
            "aws_s3_bucket_acl": {"a": {"bucket": "data", "acl": "public-read"}},
        }
    )

    assert [one["Sid"] for one in said(found, BUCKET)] == ["Partner", "AclRead"]


@pytest.mark.parametrize(
    "block",
    [
        {"aws_s3_bucket_public_access_block": {"b": {"bucket": "data", "ignore_public_acls": True}}},
        {"aws_s3_account_public_access_block": {"b": {"ignore_public_acls": True}}},
    ],
    ids=["bucket", "account"],
)
def test_a_public_list_that_s3_ignores_allows_nothing(block: Resources) -> None:
    found = read({"aws_s3_bucket_acl": {"a": {"bucket": "data", "acl": "public-read"}}, **block})

    assert said(found, BUCKET) == []


# what is not read

WHAT_IS_NOT: dict[str, tuple[Resources, str]] = {
    "grant of a key": (
        {"aws_kms_grant": {"g": {"key_id": "k", "grantee_principal": "x", "operations": ["Decrypt"]}}},
        "root: aws_kms_grant.g: a grant allows what no policy says",
    ),
    "share": (
        {"aws_ram_principal_association": {"s": {"principal": "123456789012", "resource_share_arn": "x"}}},
        "root: aws_ram_principal_association.s: shares resources",
    ),
    "organization": (
        {"aws_organizations_resource_policy": {"p": {"content": POLICY}}},
        "root: aws_organizations_resource_policy.p, content: delegates the administration of the organization",
    ),
    "access point": (
        {"aws_s3_access_point": {"a": {"bucket": "data", "name": "a", "policy": POLICY}}},
        "root: aws_s3_access_point.a, policy: decides together with the bucket's policy",
    ),
    "access point of several regions": (
        {"aws_s3control_multi_region_access_point_policy": {"a": {"details": [{"name": "a", "policy": POLICY}]}}},
        "root: aws_s3control_multi_region_access_point_policy.a, details.policy: decides together with the buckets' "
        "policies",
    ),
    "endpoint": (
        {"aws_vpc_endpoint": {"e": {"vpc_id": "v", "policy": POLICY}}},
        "root: aws_vpc_endpoint.e, policy: limits what passes through the endpoint",
    ),
    "catalog": (
        {"aws_glue_resource_policy": {"p": {"policy": POLICY}}},
        "root: aws_glue_resource_policy.p, policy: the policy of the whole catalog of an account",
    ),
    "layer": (
        {"aws_lambda_layer_version_permission": {"p": {"layer_name": "l", "principal": "*"}}},
        "root: aws_lambda_layer_version_permission.p: shares a layer",
    ),
    "image": (
        {"aws_ami_launch_permission": {"p": {"image_id": "i", "group": "all"}}},
        "root: aws_ami_launch_permission.p: shares an image",
    ),
    "people of IAM Identity Center": (
        {"aws_ssoadmin_permission_set_inline_policy": {"p": {"inline_policy": POLICY}}},
        "root: aws_ssoadmin_permission_set_inline_policy.p, inline_policy: people of IAM Identity Center are not "
        "modelled",
    ),
    "CloudFormation": (
        {"aws_cloudformation_stack": {"s": {"template_body": "{}"}}},
        "root: aws_cloudformation_stack.s: CloudFormation creates its resources",
    ),
    "a type that is newer": (
        {"aws_bedrock_resource_policy": {"p": {"resource_arn": "x", "policy": POLICY}}},
        "root: aws_bedrock_resource_policy.p, policy: this type is not known",
    ),
    "an argument that is newer": (
        {"aws_kinesis_stream": {"s": {"name": "s", "settings": {"sharing": POLICY}}}},
        "root: aws_kinesis_stream.s, settings.sharing: this argument is not known as a policy",
    ),
    "an argument by reference": (
        {"aws_kinesis_stream": {"s": {"name": "s", "sharing": "${data.aws_iam_policy_document.d.json}"}}},
        "root: aws_kinesis_stream.s, sharing: this argument is not known as a policy",
    ),
    "another provider": (
        {"awscc_s3_bucket": {"b": {"bucket_name": "b"}}},
        "root: awscc_s3_bucket.b: resources of this provider are not read",
    ),
    "a canonical user": (
        {
            "aws_s3_bucket_acl": {
                "a": {
                    "bucket": "data",
                    "access_control_policy": {
                        "owner": {"id": "me"},
                        "grant": [
                            {"grantee": {"type": "CanonicalUser", "id": "me"}, "permission": "FULL_CONTROL"},
                            {"grantee": {"type": "CanonicalUser", "id": "them"}, "permission": "READ"},
                        ],
                    },
                }
            }
        },
        "root: aws_s3_bucket_acl.a, grant: no file tells the account of them",
    ),
    "a list of no known name": (
        {"aws_s3_bucket_acl": {"a": {"bucket": "data", "acl": "aws-exec-read"}}},
        "root: aws_s3_bucket_acl.a, acl: the list aws-exec-read is not known",
    ),
    "a resource of another organization": (
        {"aws_acmpca_policy": {"p": {"resource_arn": "arn:aws:acm-pca:us-west-2:123456789012:x", "policy": POLICY}}},
        "root: aws_acmpca_policy.p: arn:aws:acm-pca:us-west-2:123456789012:x is outside of the organization",
    ),
    "other log groups": (
        {"aws_cloudwatch_log_resource_policy": {"p": {"policy_name": "p", "policy_document": POLICY}}},
        "root: aws_cloudwatch_log_resource_policy.p, policy_document: it is also about log groups that no stack makes",
    ),
}


@pytest.mark.parametrize(("resources", "line"), WHAT_IS_NOT.values(), ids=WHAT_IS_NOT)
def test_what_is_not_read_is_listed(resources: Resources, line: str) -> None:
    assert [str(one) for one in read(resources).unread] == [line]


@pytest.mark.parametrize(
    "resources",
    [
        {"aws_vpc_endpoint": {"e": {"vpc_id": "v"}}},
        {"aws_s3_access_point": {"a": {"bucket": "data", "name": "a"}}},
        {"aws_lb_listener": {"l": {"ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}}},
        {"aws_ecr_lifecycle_policy": {"p": {"repository": "r", "policy": '{"rules": []}'}}},
        {"aws_transfer_user": {"u": {"user_name": "u", "policy": POLICY}}},
        {"terraform_data": {"t": {"input": "x"}}},
    ],
)
def test_what_grants_nothing_is_not_listed(resources: Resources) -> None:
    assert read(resources).unread == ()


def test_a_log_policy_about_log_groups_of_the_stacks_is_read_completely() -> None:
    arn = f"arn:aws:logs:{HERE}:log-group:app"
    statement = {**SAID, "Resource": [arn, f"{arn}:*"]}
    found = read(
        {
            "aws_cloudwatch_log_group": {"g": {"name": "app"}},
            "aws_cloudwatch_log_resource_policy": {"p": {"policy_name": "p", "policy_document": document(statement)}},
        }
    )

    assert said(found, arn) == [statement]
    assert found.unread == ()


def test_a_policy_whose_resource_is_known_after_the_deployment_only_is_listed() -> None:
    from access.read.organization import from_stacks

    body = {"backup_vault_name": "${aws_backup_vault.other.name}", "policy": POLICY}
    resources = {"aws_organizations_organization": {"o": {}}, "aws_backup_vault_policy": {"p": body}}
    found = from_stacks([Stack("root", {"resource": resources, "provider": {"aws": [{"region": "us-west-2"}]}})])

    assert [str(one) for one in found.unread] == [
        "root: aws_backup_vault_policy.p: the resource that it belongs to is not known"
    ]


def test_modules_are_listed() -> None:
    from access.read.organization import from_stacks

    document_ = {"resource": {"aws_organizations_organization": {"o": {}}}, "module": {"vpc": {"source": "./vpc"}}}
    found = from_stacks([Stack("root", {**document_, "provider": {"aws": [{"region": "us-west-2"}]}})])

    assert [str(one) for one in found.unread] == ["root: module.vpc: the resources of modules are not read"]


def test_what_is_not_read_has_its_line() -> None:
    comment = {"configuration": ["/guardrails/x"]}
    found = read({"aws_kms_grant": {"g": {"key_id": "k", "//": comment}}})

    (one,) = found.unread
    assert ConfigurationLines(b"name: x\nguardrails:\n  x: root\n").of_origin(one.origin) == (
        "organization.yaml line 3 (guardrails.x)"
    )


def test_everything_of_the_example_is_read(world: World) -> None:
    assert world.organization.unread == ()


# what follows

OPEN: dict[str, Resources] = {
    "function": {"aws_lambda_permission": {"p": {**PERMISSION, "principal": "*"}}},
    "event bus": {"aws_cloudwatch_event_permission": {"p": {"statement_id": "s", "principal": "123456789012"}}},
    "backup vault": {
        "aws_backup_vault_policy": {
            "p": {
                "backup_vault_name": "Default",
                "policy": document({**SAID, "Action": "backup:CopyIntoBackupVault"}),
            }
        }
    },
    "bucket": {"aws_s3_bucket_acl": {"a": {"bucket": "data", "acl": "public-read"}}},
    "object": {"aws_s3_object": {"o": {"bucket": "data", "key": "a.html", "acl": "public-read"}}},
    "repository": {
        "aws_ecr_repository_policy": {
            "p": {"repository": "r", "policy": json.dumps({"Statement": {**SAID, "Action": "ecr:BatchGetImage"}})}
        }
    },
}


@pytest.mark.parametrize("resources", OPEN.values(), ids=OPEN)
def test_what_lets_outside_principals_in_is_found(resources: Resources) -> None:
    """In an organization whose role trusts nobody outside."""
    placed = {
        type_: {name: {"provider": "aws.work", **body} for name, body in named.items()}
        for type_, named in resources.items()
    }
    trust = [{"Effect": "Allow", "Principal": {"AWS": NUMBERS["people"]}, "Action": "sts:AssumeRole"}]
    (promise,) = (one for one in PROMISES if one.name == "outsiders")

    with open_worlds((organization(trust=trust), None), (organization(trust=trust, changes=placed), None)) as worlds:
        before, after = (promise.look(world).status for world in worlds)

    assert (before, after) == ("kept", "broken")


def test_the_data_are_those_of_the_provider() -> None:
    found = refresh_policies.refresh(
        refresh_policies.lines(), refresh_policies.provider_schemas(terraform_environment())
    )

    assert found.errors == []
    assert refresh_policies.text(found) == (DATA / "policies.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["user", "role"])
def test_policies_attached_exclusively_are_those_of_the_principal(kind: str) -> None:
    name, account = ("ann", "people") if kind == "user" else ("worker", "work")
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    body = {f"{kind}_name": name, "policy_arns": [arn], "provider": f"aws.{account}"}
    found = organization(changes={f"aws_iam_{kind}_policy_attachments_exclusive": {"a": body}})

    policies = {**{one.name: one.policies for one in found.users}, **{one.name: one.policies for one in found.roles}}
    assert "AdministratorAccess" in [policy.name for policy in policies[name]]
