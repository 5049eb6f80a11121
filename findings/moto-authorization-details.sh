#!/usr/bin/env bash
# moto's GetAccountAuthorizationDetails leaves out the names of managed policies, and ignores MaxItems.
#
# Expected: the one call that describes a whole account has what the single calls have, in pages as asked for.
# Happens:  each entry of Policies lacks PolicyName and PolicyId (ListPolicies has both). CreateUser takes a
#           permissions boundary and forgets it: neither this call nor GetUser has it, while roles keep theirs.
#           MaxItems is ignored here and by ListUsers and ListGroups, but heeded by ListRoles and ListPolicies, so a
#           reader's loop over pages is tried for some kinds only.
# Versions: moto 5.2.5, boto3 1.44.5. Seen on 2026-11-30: the lines at the end.
# Means:    take a policy's name from its Arn. Test boundaries of users, and the loop over pages, with stubbed
#           answers.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet moto==5.2.5 boto3==1.44.5
cat > ask.py <<'PY'
import json

import boto3
from moto import mock_aws

DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})

with mock_aws():
    iam = boto3.client("iam", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    for n in range(9):
        arn = iam.create_policy(PolicyName=f"p{n}", PolicyDocument=DOCUMENT)["Policy"]["Arn"]
        iam.create_user(UserName=f"u{n}", PermissionsBoundary=arn)
        iam.create_group(GroupName=f"g{n}")
        iam.create_role(RoleName=f"r{n}", AssumeRolePolicyDocument=DOCUMENT, PermissionsBoundary=arn)

    details = iam.get_account_authorization_details()
    listed = iam.list_policies(Scope="Local")["Policies"][0]
    print("policy, missing:", sorted(set(listed) - set(details["Policies"][0])))
    print("boundary of user", "PermissionsBoundary" in details["UserDetailList"][0], end=", ")
    print("GetUser", "PermissionsBoundary" in iam.get_user(UserName="u0")["User"], end=", ")
    print("role", "PermissionsBoundary" in details["RoleDetailList"][0])
    for operation, key, rest in [
        ("get_account_authorization_details", "UserDetailList", {}),
        ("list_users", "Users", {}),
        ("list_groups", "Groups", {}),
        ("list_roles", "Roles", {}),
        ("list_policies", "Policies", {"Scope": "Local"}),
    ]:
        pages = iam.get_paginator(operation).paginate(**rest, PaginationConfig={"PageSize": 4})
        print(operation, [len(page[key]) for page in pages])
PY
venv/bin/python ask.py > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
policy, missing: ['PolicyId', 'PolicyName']
boundary of user False, GetUser False, role True
get_account_authorization_details [9]
list_users [9]
list_groups [9]
list_roles [4, 4, 1]
list_policies [4, 4, 1]
EXPECTED
