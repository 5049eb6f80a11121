#!/usr/bin/env bash
# With its authentication switched on, moto denies requests that AWS allows, the commonest trust policy's among them.
#
# Expected: moto's source says that its IAM authentication knows little of resources and conditions, so it should err
#           by leaving them out; what it decides by action and principal should be what AWS decides.
# Happens:  AssumeRole is denied when the role trusts the caller's account (…:root); when an earlier statement of the
#           trust policy names another principal; when the caller's policy writes the action in another case or with
#           `?`. A Deny whose condition is not met denies.
# Versions: moto 5.2.5, boto3 1.44.5. Seen on 2026-11-30: the lines at the end.
# Means:    set_initial_no_auth_action_count cannot stand for AWS in a test of who may assume what, not even roughly:
#           such tests fail for right policies. Evaluate the policies with an IAM evaluator, and use moto for the
#           calls.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet moto==5.2.5 boto3==1.44.5
cat > ask.py <<'PY'
import json

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core import set_initial_no_auth_action_count

ACCOUNT = "arn:aws:iam::123456789012"
ALLOW = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
DENY = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def trust(*principals):
    return [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": arn}} for arn in principals]


@set_initial_no_auth_action_count(4)
@mock_aws
def assume(policy, trusted):
    iam = boto3.client("iam", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=document(*policy))
    iam.create_role(RoleName="admin", AssumeRolePolicyDocument=document(*trusted))
    as_ann = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    sts = boto3.client("sts", "us-east-1", **as_ann)
    try:
        sts.assume_role(RoleArn=f"{ACCOUNT}:role/admin", RoleSessionName="test")
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"


ann, bob, account = f"{ACCOUNT}:user/ann", f"{ACCOUNT}:user/bob", f"{ACCOUNT}:root"
print("trusts ann                 ", assume([ALLOW], trust(ann)))
print("trusts the account         ", assume([ALLOW], trust(account)))
print("trusts bob, then ann       ", assume([ALLOW], trust(bob, ann)))
print("trusts both in one         ", assume([ALLOW], trust([bob, ann])))
print("action in lower case       ", assume([{**ALLOW, "Action": "sts:assumerole"}], trust(ann)))
print("action with ?              ", assume([{**ALLOW, "Action": "sts:AssumeRol?"}], trust(ann)))
print("Deny, condition not met    ", assume([ALLOW, DENY], trust(ann)))
PY
venv/bin/python ask.py > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
trusts ann                  allowed
trusts the account          AccessDenied
trusts bob, then ann        AccessDenied
trusts both in one          allowed
action in lower case        AccessDenied
action with ?               AccessDenied
Deny, condition not met     AccessDenied
EXPECTED
