"""The backend of an account's Terraform state."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import TerraformProvider, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.dynamodb_table import DynamodbTable, DynamodbTableAttribute
from constructs import Construct

import policies
from aws_org.access_log_bucket import AccessLogBucket
from aws_org.private_bucket import PrivateBucket
from policies.buckets import keep_state, keep_states_from_others


class StateBackend(Construct):
    """
    The bucket of an account's Terraform state, with access logs.

    Every version of a state and the logs are kept permanently: both are small. `trusted_account_id` is the account
    whose administrators deploy, if it is another one. Then only they and `deployer_role`, the role that they assume in
    this account, may access the state of `stacks` or change the buckets. Other stacks may keep their state in the same
    bucket. S3 itself holds the locks. `lock_table` is the name of a DynamoDB table that holds them too, for older
    versions of Terraform. Terraform looks for the table in the account of its credentials, so one table in the
    management account is enough.
    """

    bucket: PrivateBucket
    log_bucket: AccessLogBucket

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket_name: str,
        log_bucket_name: str,
        account_id: str,
        trusted_account_id: str | None = None,
        deployer_role: str | None = None,
        stacks: Sequence[str] = (),
        lock_table: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        deployer = policies.role_arn(account_id, deployer_role) if deployer_role else None
        self.log_bucket = AccessLogBucket(
            self, "log", name=log_bucket_name, account_id=account_id, deployer_arn=deployer, provider=provider
        )
        statements = keep_state(bucket_name, trusted_account_id) if trusted_account_id else []
        if trusted_account_id and deployer:
            statements += keep_states_from_others(
                bucket_name, stacks, deploying_account_id=trusted_account_id, deployer_arn=deployer
            )
        self.bucket = PrivateBucket(
            self,
            "state",
            name=bucket_name,
            statements=statements,
            deployer_arn=deployer,
            log_bucket=self.log_bucket.bucket_name,
            provider=provider,
        )
        if lock_table:
            DynamodbTable(
                self,
                "lock",
                name=lock_table,
                billing_mode="PAY_PER_REQUEST",
                hash_key="LockID",
                attribute=[DynamodbTableAttribute(name="LockID", type="S")],
                provider=provider,
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
            )
