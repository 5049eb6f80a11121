"""Checks of buckets and keys by CloudTrail and AWS Config, and access to buckets of other accounts."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.emulator.conftest import Aws, refused, trust

REGION, MANAGEMENT, BUCKET = "us-west-2", "123456789012", "spacecats-logs"
TRAIL = f"arn:aws:cloudtrail:{REGION}:{MANAGEMENT}:trail/organization"
ROOT = f"arn:aws:s3:::{BUCKET}"
ACL = {"s3:x-amz-acl": "bucket-owner-full-control"}
SLR = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


def client(aws: Aws, service: Any, account: str | None = None, region: str = REGION) -> Any:
    return aws.emulator.session(account).client(service, region_name=region)


def policy(*statements: dict[str, Any]) -> str:
    full = [{"Effect": "Allow", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": full})


@pytest.fixture
def log(aws: Aws) -> str:
    """Return the number of a member account with a bucket."""
    account = aws.account("log")
    where = {"LocationConstraint": REGION}
    client(aws, "s3", account).create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
    return account


def set_policy(aws: Aws, account: str, *statements: dict[str, Any]) -> None:
    client(aws, "s3", account).put_bucket_policy(Bucket=BUCKET, Policy=policy(*statements))


def trail_statements(aws: Aws) -> list[dict[str, Any]]:
    service = {"Principal": {"Service": "cloudtrail.amazonaws.com"}}
    source = {"aws:SourceArn": TRAIL}
    organization = aws.organizations.describe_organization()["Organization"]["Id"]
    puts = [
        {
            **service,
            "Action": "s3:PutObject",
            "Resource": f"{ROOT}/AWSLogs/{owner}/*",
            "Condition": {"StringEquals": {**source, **ACL}},
        }
        for owner in (MANAGEMENT, organization)
    ]
    return [
        {**service, "Action": "s3:GetBucketAcl", "Resource": ROOT, "Condition": {"StringEquals": source}},
        *puts,
    ]


def create_trail(aws: Aws, **changes: Any) -> None:
    arguments = {"Name": "organization", "S3BucketName": BUCKET, "IsMultiRegionTrail": True}
    client(aws, "cloudtrail").create_trail(**{**arguments, "IsOrganizationTrail": True, **changes})


@pytest.fixture
def trusted(aws: Aws) -> None:
    aws.organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")


@pytest.mark.usefixtures("trusted")
def test_an_organization_trail_needs_three_statements(aws: Aws, log: str) -> None:
    statements = trail_statements(aws)
    for missing in range(3):
        set_policy(aws, log, *statements[:missing], *statements[missing + 1 :])
        with refused("InsufficientS3BucketPolicyException"):
            create_trail(aws)
    set_policy(aws, log, *statements)
    create_trail(aws)

    with refused("TrailAlreadyExistsException"):
        create_trail(aws)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("operator", "condition"),
    [
        ("StringEquals", {"aws:SourceArn": TRAIL.replace("organization", "other")}),
        ("StringEquals", {"aws:SourceArn": TRAIL.replace(REGION, "us-east-1")}),
        ("StringEquals", {"aws:SourceAccount": "111122223333"}),
        ("StringEquals", {"aws:PrincipalOrgID": "o-abcdefghij"}),
        ("Bool", {"aws:SecureTransport": "false"}),
    ],
)
def test_the_conditions_of_the_bucket_policy_must_hold(
    aws: Aws, log: str, operator: str, condition: dict[str, str]
) -> None:
    statements = trail_statements(aws)
    broken = copy.deepcopy(statements)
    broken[1]["Condition"][operator] = {**broken[1]["Condition"].get(operator, {}), **condition}
    set_policy(aws, log, *broken)

    with refused("InsufficientS3BucketPolicyException"):
        create_trail(aws)


@pytest.mark.usefixtures("trusted")
def test_a_statement_that_denies_cloudtrail_counts(aws: Aws, log: str) -> None:
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"{ROOT}/*"}
    org_only = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-other"}}
    services_too = {**deny, "Condition": org_only}
    set_policy(aws, log, *trail_statements(aws), services_too)
    with refused("InsufficientS3BucketPolicyException"):
        create_trail(aws)

    exempt = {**org_only, "Bool": {"aws:PrincipalIsAWSService": "false"}}
    set_policy(aws, log, *trail_statements(aws), {**deny, "Condition": exempt})
    create_trail(aws)


@pytest.mark.usefixtures("trusted")
def test_an_update_that_breaks_delivery_changes_nothing(aws: Aws, log: str) -> None:
    set_policy(aws, log, *trail_statements(aws))
    create_trail(aws)
    with refused("InsufficientS3BucketPolicyException"):
        client(aws, "cloudtrail").update_trail(Name="organization", S3KeyPrefix="elsewhere")
    with refused("S3BucketDoesNotExistException"):
        client(aws, "cloudtrail").update_trail(Name="organization", S3BucketName="no-such-bucket")

    trail = client(aws, "cloudtrail").get_trail(Name="organization")["Trail"]
    assert (trail["S3BucketName"], trail.get("S3KeyPrefix")) == (BUCKET, None)


def test_an_organization_trail_needs_trusted_access_and_the_management_account(aws: Aws, log: str) -> None:
    set_policy(aws, log, *trail_statements(aws))
    with refused("CloudTrailAccessNotEnabledException"):
        create_trail(aws)
    with refused("NotOrganizationMasterAccountException"):
        client(aws, "cloudtrail", log).create_trail(Name="own", S3BucketName=BUCKET, IsOrganizationTrail=True)


@pytest.mark.usefixtures("trusted")
def test_the_key_of_a_trail_lets_cloudtrail_encrypt(aws: Aws, log: str) -> None:
    set_policy(aws, log, *trail_statements(aws))
    root = {"Principal": {"AWS": f"arn:aws:iam::{log}:root"}, "Action": "kms:*", "Resource": "*"}
    context = {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{MANAGEMENT}:trail/*"}
    encrypt = {
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "kms:GenerateDataKey*",
        "Resource": "*",
        "Condition": {"StringLike": context, "StringEquals": {"aws:SourceArn": TRAIL}},
    }
    kms = client(aws, "kms", log)
    key = kms.create_key(Policy=policy(root))["KeyMetadata"]
    with refused("InsufficientEncryptionPolicyException"):
        create_trail(aws, KmsKeyId=key["Arn"])
    with refused("KmsKeyNotFoundException"):
        create_trail(aws, KmsKeyId=key["KeyId"])  # an id alone names a key of the management account
    kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=policy(root, encrypt))

    create_trail(aws, KmsKeyId=key["Arn"])
    assert client(aws, "cloudtrail").get_trail(Name="organization")["Trail"]["KmsKeyId"] == key["Arn"]


@pytest.mark.usefixtures("trusted")
def test_the_log_group_and_role_of_a_trail_exist(aws: Aws, log: str) -> None:
    set_policy(aws, log, *trail_statements(aws))
    group = f"arn:aws:logs:{REGION}:{MANAGEMENT}:log-group:trail:*"
    role = f"arn:aws:iam::{MANAGEMENT}:role/trail"
    with refused("InvalidCloudWatchLogsLogGroupArnException"):
        create_trail(aws, CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
    client(aws, "logs").create_log_group(logGroupName="trail")
    with refused("InvalidCloudWatchLogsRoleArnException"):
        create_trail(aws, CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
    aws.iam.create_role(RoleName="trail", AssumeRolePolicyDocument=trust("cloudtrail.amazonaws.com"))
    create_trail(aws, CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)


def put_channel(aws: Aws, account: str, role: str = SLR, bucket: str = BUCKET) -> None:
    config = client(aws, "config", account)
    recorder = {"name": "default", "roleARN": f"arn:aws:iam::{account}:{role}"}
    config.put_configuration_recorder(ConfigurationRecorder=recorder)
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": bucket})


def config_statements(account: str) -> list[dict[str, Any]]:
    service = {"Principal": {"Service": "config.amazonaws.com"}}
    source = {"aws:SourceAccount": account}
    return [
        {**service, "Action": "s3:GetBucketAcl", "Resource": ROOT, "Condition": {"StringEquals": source}},
        {
            **service,
            "Action": "s3:PutObject",
            "Resource": f"{ROOT}/AWSLogs/{account}/Config/*",
            "Condition": {"StringEquals": {**source, **ACL}},
        },
    ]


def test_a_delivery_channel_needs_a_bucket_that_lets_config_in(aws: Aws, log: str) -> None:
    team = aws.account("team")
    with refused("NoSuchBucketException"):
        put_channel(aws, team, bucket="no-such-bucket")
    with refused("InsufficientDeliveryPolicyException"):
        put_channel(aws, team)
    set_policy(aws, log, *config_statements(log))
    with refused("InsufficientDeliveryPolicyException"):
        put_channel(aws, team)
    set_policy(aws, log, *config_statements(team))

    put_channel(aws, team)


def test_a_role_of_the_recorder_may_deliver_instead(aws: Aws, log: str) -> None:
    team = aws.account("team")
    put_channel(aws, log, role="role/config")  # in the bucket's own account the role's permissions decide
    with refused("InsufficientDeliveryPolicyException"):
        put_channel(aws, team, role="role/config")
    root = {"Principal": {"AWS": f"arn:aws:iam::{team}:root"}, "Action": "s3:*", "Resource": [ROOT, f"{ROOT}/*"]}
    set_policy(aws, log, root)
    put_channel(aws, team, role="role/config")
    with refused("InsufficientDeliveryPolicyException"):
        put_channel(aws, team)


def test_recording_starts_after_there_is_a_channel_and_the_channel_goes_last(aws: Aws, log: str) -> None:
    config = client(aws, "config", log)
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": f"arn:aws:iam::{log}:{SLR}"})
    with refused("NoAvailableDeliveryChannelException"):
        config.start_configuration_recorder(ConfigurationRecorderName="default")
    set_policy(aws, log, *config_statements(log))
    put_channel(aws, log)
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    with refused("LastDeliveryChannelDeleteFailedException"):
        config.delete_delivery_channel(DeliveryChannelName="default")


def test_only_the_management_account_and_delegated_administrators_aggregate_the_organization(aws: Aws) -> None:
    account = aws.account("security")

    def aggregate(where: str | None) -> None:
        source = {"RoleArn": f"arn:aws:iam::{where or MANAGEMENT}:role/config", "AllAwsRegions": True}
        client(aws, "config", where).put_configuration_aggregator(
            ConfigurationAggregatorName="all", OrganizationAggregationSource=source
        )

    with refused("OrganizationAccessDeniedException"):
        aggregate(account)
    aggregate(None)
    services = aws.organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [each["ServicePrincipal"] for each in services] == ["config.amazonaws.com"]
    aws.organizations.register_delegated_administrator(AccountId=account, ServicePrincipal="config.amazonaws.com")
    aggregate(account)


def test_another_account_s_bucket_is_reached_through_its_policy_only(aws: Aws, log: str) -> None:
    own, s3 = client(aws, "s3", log), client(aws, "s3")
    own.put_object(Bucket=BUCKET, Key="a", Body=b"a")
    with refused("AccessDenied"):
        s3.get_object(Bucket=BUCKET, Key="a")
    with refused("AccessDenied"):
        s3.put_object(Bucket=BUCKET, Key="b", Body=b"b")
    with refused("AccessDenied"):
        s3.list_objects_v2(Bucket=BUCKET)
    with refused("AccessDenied"):
        s3.get_bucket_encryption(Bucket=BUCKET)
    with refused("403"):
        s3.head_bucket(Bucket=BUCKET)

    organization = aws.organizations.describe_organization()["Organization"]["Id"]
    members = {"StringEquals": {"aws:PrincipalOrgID": organization}}
    read = {"Principal": {"AWS": "*"}, "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [ROOT, f"{ROOT}/*"]}
    set_policy(aws, log, {**read, "Condition": members})
    assert s3.get_object(Bucket=BUCKET, Key="a")["Body"].read() == b"a"
    s3.head_bucket(Bucket=BUCKET)
    with refused("AccessDenied"):
        s3.put_object(Bucket=BUCKET, Key="b", Body=b"b")


def test_a_bucket_policy_may_name_a_role(aws: Aws, log: str) -> None:
    team = aws.account("team")
    role = f"arn:aws:iam::{team}:role/OrganizationAccountAccessRole"
    statement = {"Action": "s3:*", "Resource": [ROOT, f"{ROOT}/*"]}
    set_policy(aws, log, {**statement, "Principal": {"AWS": role}})
    client(aws, "s3", team).put_object(Bucket=BUCKET, Key="b", Body=b"b")
    with refused("AccessDenied"):
        client(aws, "s3").put_object(Bucket=BUCKET, Key="b", Body=b"b")

    set_policy(
        aws, log, {**statement, "Principal": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": f"{role[:-4]}*"}}}
    )
    client(aws, "s3", team).put_object(Bucket=BUCKET, Key="b", Body=b"b")
    with refused("AccessDenied"):
        client(aws, "s3").put_object(Bucket=BUCKET, Key="b", Body=b"b")


def test_conditions_of_a_bucket_policy_do_not_lock_out_the_bucket_s_own_account(aws: Aws, log: str) -> None:
    tls = {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ROOT, f"{ROOT}/*"], "Condition": tls}
    set_policy(aws, log, deny)
    own = client(aws, "s3", log)
    own.put_object(Bucket=BUCKET, Key="a", Body=b"a")

    assert own.get_object(Bucket=BUCKET, Key="a")["Body"].read() == b"a"
    assert own.head_object(Bucket=BUCKET, Key="a")["ContentLength"] == 1


def test_the_key_of_a_log_group_lets_cloudwatch_logs_encrypt(aws: Aws) -> None:
    logs, kms = client(aws, "logs"), client(aws, "kms")
    root = {"Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}, "Action": "kms:*", "Resource": "*"}
    group = f"arn:aws:logs:{REGION}:{MANAGEMENT}:log-group:a"
    condition = {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": group}}
    service = {"Principal": {"Service": f"logs.{REGION}.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}
    key = kms.create_key(Policy=policy(root))["KeyMetadata"]["Arn"]
    with refused("AccessDeniedException", "is not allowed to be used with Arn"):
        logs.create_log_group(logGroupName="a", kmsKeyId=key)
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(root, {**service, "Condition": condition}))

    logs.create_log_group(logGroupName="a", kmsKeyId=key)
    logs.create_log_group(logGroupName="b")
    with refused("AccessDeniedException"):
        logs.associate_kms_key(logGroupName="b", kmsKeyId=key)
    logs.disassociate_kms_key(logGroupName="a")
    assert [each.get("kmsKeyId") for each in logs.describe_log_groups()["logGroups"]] == [None, None]
    logs.associate_kms_key(resourceIdentifier=group, kmsKeyId=key)
    assert logs.describe_log_groups(logGroupNamePrefix="a")["logGroups"][0]["kmsKeyId"] == key


def test_a_lifecycle_rule_is_kept_whole(aws: Aws, log: str) -> None:
    own = client(aws, "s3", log)
    rule = {
        "ID": "old",
        "Status": "Enabled",
        "Filter": {"ObjectSizeGreaterThan": 500},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 90, "NewerNoncurrentVersions": 5},
    }
    own.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [rule]})
    found = own.get_bucket_lifecycle_configuration(Bucket=BUCKET)
    assert found["Rules"] == [rule]
    assert found["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"

    own.delete_bucket_lifecycle(Bucket=BUCKET)
    with refused("NoSuchLifecycleConfiguration"):
        own.get_bucket_lifecycle_configuration(Bucket=BUCKET)


def test_the_recording_frequency_of_config_is_kept(aws: Aws, log: str) -> None:
    config = client(aws, "config", log)
    recorder = {"name": "default", "roleARN": f"arn:aws:iam::{log}:{SLR}"}

    def frequency(**mode: Any) -> str:
        config.put_configuration_recorder(ConfigurationRecorder={**recorder, **mode})
        (found,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
        return str(found["recordingMode"]["recordingFrequency"])

    assert frequency() == "CONTINUOUS"
    assert frequency(recordingMode={"recordingFrequency": "DAILY"}) == "DAILY"
