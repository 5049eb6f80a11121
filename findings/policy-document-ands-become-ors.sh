#!/usr/bin/env bash
# Two condition blocks of aws_iam_policy_document with one test and one variable are joined by "or", not by "and".
#
# Expected: all conditions of a statement must hold, as the data source's page says of several condition blocks.
# Happens:  blocks with equal `test` and `variable` become one list of values, and IAM takes any of them: a statement
#           that should need both patterns is met by either. Lists come out in descending order, whatever the order
#           written, and aws_organizations_policy, unlike aws_iam_policy, plans an update for another order.
# Versions: Terraform 1.11.4 (on PATH), AWS provider 5.100.0 (from TF_PROVIDER_MIRROR or a mirror on disk, else
#           fetched). Seen on 2026-11-30: the lines at the end.
# Means:    one `test` and `variable` per statement; say "and" with another operator (StringLike beside ArnLike), or
#           with a second statement that denies. CDKTF's DataAwsIamPolicyDocument is the same data source.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

found=$(find /opt /usr/share /usr/local/share -type d -path '*/hashicorp/aws/5.100.0' -print -quit 2> /dev/null || true)
mirror=${TF_PROVIDER_MIRROR:-${found%/*/hashicorp/aws/5.100.0}}
block='provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n'
printf "${mirror:+$block}" "$mirror" > rc
export TF_CLI_CONFIG_FILE=$work/rc AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none

cat > main.tf.json <<'JSON'
{
  "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}},
  "provider": {"aws": {
    "region": "us-east-1",
    "skip_credentials_validation": true, "skip_requesting_account_id": true, "skip_metadata_api_check": true
  }},
  "data": {"aws_iam_policy_document": {"d": {"statement": {
    "actions": ["iam:GetRole", "s3:GetObject", "sts:AssumeRole"],
    "resources": ["*"],
    "condition": [
      {"test": "StringLike", "variable": "aws:PrincipalArn", "values": ["arn:aws:iam::111122223333:role/*"]},
      {"test": "StringLike", "variable": "aws:PrincipalArn", "values": ["arn:aws:iam::*:role/admin"]}
    ]
  }}}},
  "output": {"json": {"value": "${data.aws_iam_policy_document.d.json}"}}
}
JSON
terraform init > log
terraform apply -auto-approve > log
terraform output -raw json | grep -E '"(iam|s3|sts|arn|aws):' > seen
diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
        "sts:AssumeRole",
        "s3:GetObject",
        "iam:GetRole"
          "aws:PrincipalArn": [
            "arn:aws:iam::111122223333:role/*",
            "arn:aws:iam::*:role/admin"
EXPECTED
