"""Terraform resources: account defaults, AWS Config, CloudTrail and its destinations."""

from __future__ import annotations

import json
from typing import Any

from tests.emulator.terraform import HOME, INFRA, Resources, merged

PRINCIPALS = ("account.amazonaws.com", "cloudtrail.amazonaws.com", "config.amazonaws.com")
IN_INFRA = {"provider": "aws.infra"}
MANAGEMENT = "123456789012"
TRAIL = f"arn:aws:cloudtrail:{HOME}:{MANAGEMENT}:trail/spacecats"
ORG = "${aws_organizations_organization.org.id}"


def policy(*statements: dict[str, Any]) -> str:
    full = [{"Effect": "Allow", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": full})


def contact(name: str, **more: Any) -> dict[str, Any]:
    person = {"name": name, "title": "Team", "email_address": "security@example.com", "phone_number": "+1 206 555 0100"}
    return {"alternate_contact_type": "SECURITY", **person, **more}


def account_defaults() -> Resources:
    settings: dict[str, dict[str, Any]] = {
        "aws_ebs_encryption_by_default": {"enabled": True},
        "aws_ebs_snapshot_block_public_access": {"state": "block-all-sharing"},
        "aws_ec2_image_block_public_access": {"state": "block-new-sharing"},
        "aws_ec2_instance_metadata_defaults": {"http_tokens": "required", "http_put_response_hop_limit": 2},
    }
    resources: Resources = {}
    for key, provider in {"home": "aws.infra", "other": "aws.infra_other", "management": "aws"}.items():
        where = {"provider": provider, "depends_on": ["aws_organizations_account.infra"]}
        for type, arguments in settings.items():
            resources.setdefault(type, {})[key] = {**arguments, **where}
    return resources


def contacts(title: str) -> Resources:
    address = {"address_line_1": "1 Street", "city": "Seattle", "postal_code": "98101", "country_code": "US"}
    primary = {"full_name": title, "phone_number": "+12065550100", "state_or_region": "WA", **address}
    return {
        "aws_s3_account_public_access_block": {
            "infra": {
                "block_public_acls": True,
                "block_public_policy": True,
                "ignore_public_acls": True,
                "restrict_public_buckets": True,
                **IN_INFRA,
            }
        },
        "aws_account_alternate_contact": {
            "management": contact(title, depends_on=["aws_organizations_account.infra"]),
            "member": contact(title, account_id=INFRA),
            "own": contact(title, alternate_contact_type="BILLING", **IN_INFRA),
        },
        "aws_account_primary_contact": {"member": {**primary, "account_id": INFRA}},
    }


def config(bucket: str) -> Resources:
    root = f"arn:aws:s3:::{bucket}"
    service = {"Principal": {"Service": "config.amazonaws.com"}}
    source = {"StringEquals": {"aws:SourceAccount": INFRA}}
    acl = {"StringEquals": {"aws:SourceAccount": INFRA, "s3:x-amz-acl": "bucket-owner-full-control"}}
    statements = policy(
        {**service, "Action": ["s3:GetBucketAcl", "s3:ListBucket"], "Resource": root, "Condition": source},
        {**service, "Action": "s3:PutObject", "Resource": f"{root}/AWSLogs/{INFRA}/Config/*", "Condition": acl},
    )
    trust = policy({**service, "Action": "sts:AssumeRole"})
    read = "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
    resources: Resources = {
        "aws_s3_bucket": {"config": {"bucket": bucket, "depends_on": ["aws_organizations_account.infra"]}},
        "aws_s3_bucket_policy": {"config": {"bucket": "${aws_s3_bucket.config.id}", "policy": statements}},
        "aws_iam_service_linked_role": {"config": {"aws_service_name": "config.amazonaws.com", **IN_INFRA}},
        "aws_iam_role": {"aggregator": {"name": "aggregator", "assume_role_policy": trust, **IN_INFRA}},
        "aws_iam_role_policy_attachment": {
            "aggregator": {"role": "${aws_iam_role.aggregator.name}", "policy_arn": read, **IN_INFRA}
        },
        "aws_organizations_delegated_administrator": {
            "config": {"account_id": INFRA, "service_principal": "config.amazonaws.com"}
        },
        "aws_config_configuration_aggregator": {
            "organization": {
                "name": "organization",
                "organization_aggregation_source": [
                    {"all_regions": True, "role_arn": "${aws_iam_role.aggregator.arn}"}
                ],
                "depends_on": ["aws_organizations_delegated_administrator.config"],
                **IN_INFRA,
            }
        },
    }
    for region, provider in {"home": "aws.infra", "other": "aws.infra_other"}.items():
        group = {"all_supported": True, "include_global_resource_types": region == "home"}
        role = "${aws_iam_service_linked_role.config.arn}"
        per_region: Resources = {
            "aws_config_configuration_recorder": {
                region: {"name": "default", "role_arn": role, "recording_group": group, "provider": provider}
            },
            "aws_config_delivery_channel": {
                region: {
                    "name": "default",
                    "s3_bucket_name": "${aws_s3_bucket_policy.config.bucket}",
                    "snapshot_delivery_properties": {"delivery_frequency": "TwentyFour_Hours"},
                    "depends_on": [f"aws_config_configuration_recorder.{region}"],
                    "provider": provider,
                }
            },
            "aws_config_configuration_recorder_status": {
                region: {
                    "name": f"${{aws_config_configuration_recorder.{region}.name}}",
                    "is_enabled": True,
                    "depends_on": [f"aws_config_delivery_channel.{region}"],
                    "provider": provider,
                }
            },
        }
        for type, found in per_region.items():
            resources.setdefault(type, {}).update(found)
    return resources


def private_bucket(key: str, bucket: str, key_arn: str, policy: str, **logging: Any) -> Resources:
    """Return the resources of a private bucket in the member account."""
    of = {"bucket": f"${{aws_s3_bucket.{key}.id}}", **IN_INFRA}
    sse = {"sse_algorithm": "aws:kms", "kms_master_key_id": key_arn}
    block = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    return {
        "aws_s3_bucket": {key: {"bucket": bucket, "force_destroy": True, "tags": {"a": "b"}, **IN_INFRA}},
        "aws_s3_bucket_versioning": {key: {"versioning_configuration": {"status": "Enabled"}, **of}},
        "aws_s3_bucket_server_side_encryption_configuration": {
            key: {"rule": [{"apply_server_side_encryption_by_default": sse, "bucket_key_enabled": True}], **of}
        },
        "aws_s3_bucket_ownership_controls": {key: {"rule": {"object_ownership": "BucketOwnerEnforced"}, **of}},
        "aws_s3_bucket_public_access_block": {key: {**dict.fromkeys(block, True), **of}},
        "aws_s3_bucket_policy": {
            key: {"policy": policy, "depends_on": [f"aws_s3_bucket_public_access_block.{key}"], **of}
        },
        **logging,
    }


def trail_policy(bucket: str) -> str:
    root, service = f"arn:aws:s3:::{bucket}", {"Principal": {"Service": "cloudtrail.amazonaws.com"}}
    source = {"aws:SourceArn": TRAIL}
    acl = {"StringEquals": {**source, "s3:x-amz-acl": "bucket-owner-full-control"}}
    put = [
        {**service, "Action": "s3:PutObject", "Resource": f"{root}/AWSLogs/{owner}/*", "Condition": acl}
        for owner in (MANAGEMENT, ORG)
    ]
    look = {**service, "Action": "s3:GetBucketAcl", "Resource": root, "Condition": {"StringEquals": source}}
    tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [root, f"{root}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return policy(look, *put, tls)


def trail_key() -> str:
    context = {"StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{MANAGEMENT}:trail/*"}}
    service = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Resource": "*"}
    return policy(
        {"Principal": {"AWS": f"arn:aws:iam::{INFRA}:root"}, "Action": "kms:*", "Resource": "*"},
        {
            **service,
            "Action": "kms:GenerateDataKey*",
            "Condition": {**context, "StringEquals": {"aws:SourceArn": TRAIL}},
        },
        {**service, "Action": "kms:DescribeKey"},
    )


def logs_key() -> str:
    logs = {"Principal": {"Service": f"logs.{HOME}.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}
    return policy({"Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}, "Action": "kms:*", "Resource": "*"}, logs)


def trail() -> Resources:
    target = {"target_bucket": "${aws_s3_bucket.access.id}", "target_prefix": "trail/"}
    logging = {"bucket": "${aws_s3_bucket.trail.id}", **target, **IN_INFRA}
    logs = {"Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
    access = policy({**logs, "Resource": "arn:aws:s3:::spacecats-access/*"})
    trust = policy({"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole"})
    write = policy(
        {"Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "${aws_cloudwatch_log_group.trail.arn}:*"}
    )
    rotated = {"enable_key_rotation": True, "deletion_window_in_days": 30}
    return {
        "aws_kms_key": {
            "trail": {"policy": trail_key(), **rotated, **IN_INFRA},
            "logs": {"policy": logs_key(), **rotated},
        },
        "aws_kms_alias": {"trail": {"name": "alias/trail", "target_key_id": "${aws_kms_key.trail.key_id}", **IN_INFRA}},
        **(
            merged(
                private_bucket("trail", "spacecats-trail", "${aws_kms_key.trail.arn}", trail_policy("spacecats-trail")),
                private_bucket("access", "spacecats-access", "${aws_kms_key.trail.arn}", access),
            )
        ),
        "aws_s3_bucket_logging": {"trail": {**logging, "depends_on": ["aws_s3_bucket_policy.access"]}},
        "aws_cloudwatch_log_group": {
            "trail": {"name": "trail", "retention_in_days": 365, "kms_key_id": "${aws_kms_key.logs.arn}"}
        },
        "aws_iam_role": {"trail": {"name": "trail", "assume_role_policy": trust}},
        "aws_iam_role_policy": {"trail": {"role": "${aws_iam_role.trail.id}", "policy": write}},
        "aws_cloudtrail": {
            "organization": {
                "name": "spacecats",
                "s3_bucket_name": "spacecats-trail",
                "is_organization_trail": True,
                "is_multi_region_trail": True,
                "include_global_service_events": True,
                "enable_log_file_validation": True,
                "kms_key_id": "${aws_kms_key.trail.arn}",
                "cloud_watch_logs_group_arn": "${aws_cloudwatch_log_group.trail.arn}:*",
                "cloud_watch_logs_role_arn": "${aws_iam_role.trail.arn}",
                "tags": {"a": "b"},
                "depends_on": ["aws_s3_bucket_policy.trail", "aws_iam_role_policy.trail"],
            }
        },
    }


def alarm() -> Resources:
    root = '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}'
    transformation = {"name": "RootSignIn", "namespace": "Organization", "value": "1"}
    return {
        "aws_sns_topic": {"security": {"name": "security", "kms_master_key_id": "alias/aws/sns"}},
        "aws_sns_topic_subscription": {
            "mail": {"topic_arn": "${aws_sns_topic.security.arn}", "protocol": "email", "endpoint": "a@example.com"}
        },
        "aws_sns_topic_policy": {
            "security": {
                "arn": "${aws_sns_topic.security.arn}",
                "policy": policy(
                    {
                        "Principal": {"Service": "cloudwatch.amazonaws.com"},
                        "Action": "sns:Publish",
                        "Resource": "${aws_sns_topic.security.arn}",
                    }
                ),
            }
        },
        "aws_cloudwatch_log_metric_filter": {
            "root": {
                "name": "root-sign-in",
                "log_group_name": "${aws_cloudwatch_log_group.trail.name}",
                "pattern": root,
                "metric_transformation": transformation,
            }
        },
        "aws_cloudwatch_metric_alarm": {
            "root": {
                "alarm_name": "root-sign-in",
                "namespace": "Organization",
                "metric_name": "RootSignIn",
                "statistic": "Sum",
                "comparison_operator": "GreaterThanOrEqualToThreshold",
                "evaluation_periods": 1,
                "period": 300,
                "threshold": 1,
                "treat_missing_data": "notBreaching",
                "alarm_actions": ["${aws_sns_topic.security.arn}"],
            }
        },
        "aws_cloudwatch_event_rule": {
            "root": {"name": "root-sign-in", "event_pattern": '{"detail-type":["AWS Console Sign In via CloudTrail"]}'}
        },
        "aws_cloudwatch_event_target": {
            "root": {"rule": "${aws_cloudwatch_event_rule.root.name}", "arn": "${aws_sns_topic.security.arn}"}
        },
    }


def locks(protected: bool) -> Resources:
    table = {"name": "locks", "billing_mode": "PAY_PER_REQUEST", "hash_key": "LockID"}
    return {
        "aws_dynamodb_table": {
            "locks": {
                **table,
                "attribute": [{"name": "LockID", "type": "S"}],
                "deletion_protection_enabled": protected,
                "point_in_time_recovery": {"enabled": True},
                "server_side_encryption": {"enabled": True},
                **IN_INFRA,
            }
        }
    }


def first_stage() -> Resources:
    """Return all resources of this module."""
    accounts = (account_defaults(), contacts("Ann"), config("spacecats-config"))
    return merged(*accounts, trail(), alarm(), locks(True))


def change(resources: Resources) -> None:
    """Change resources of the first stage, as its second stage."""
    for type, found in merged(contacts("Bob"), locks(False)).items():
        resources[type] |= found
    resources["aws_ec2_instance_metadata_defaults"]["home"] |= {
        "http_endpoint": "enabled",
        "instance_metadata_tags": "enabled",
    }
    resources["aws_ebs_snapshot_block_public_access"]["home"]["state"] = "block-new-sharing"
    resources["aws_config_configuration_recorder"]["home"]["recording_group"] = {
        "all_supported": False,
        "include_global_resource_types": False,
        "resource_types": ["AWS::S3::Bucket"],
        "recording_strategy": {"use_only": "INCLUSION_BY_RESOURCE_TYPES"},
    }
    resources["aws_config_configuration_recorder"]["other"]["recording_mode"] = {"recording_frequency": "DAILY"}
    resources["aws_cloudtrail"]["organization"]["tags"] = {"c": "d"}
    resources["aws_cloudtrail"]["organization"]["enable_logging"] = False
    resources["aws_cloudwatch_metric_alarm"]["root"]["threshold"] = 2
