#!/usr/bin/env bash
# Attached to Terraform by TF_REATTACH_PROVIDERS, the AWS provider has one configuration for all of its aliases.
#
# Expected: a provider that runs on its own (`-debug`) and is attached, to save its start in each command or to look into
#           it, does what Terraform's own child would do: each alias has its region, role and credentials.
# Happens:  Terraform asks the one process to configure itself once for each alias, and the last one counts for all.
#           Two aliases of different regions then read, and would write, in the same region, without a word; with roles
#           they would act in the same account. A process that is configured again with custom_ca_bundle, as by the next
#           command, fails with "unable to add custom RootCAs HTTPClient".
# Versions: Terraform 1.11.4 (on PATH), AWS provider 5.100.0 (from TF_PROVIDER_MIRROR or a mirror on disk, else
#           fetched). Seen on 2026-12-01: the lines at the end.
# Means:    attach the provider for `terraform validate` and other commands that do not configure it, or where there is
#           one block of it; never for a plan with aliases.
set -euo pipefail
work=$(mktemp -d)
process=
trap 'if [ "$process" ]; then kill -INT "$process"; wait "$process" || true; fi; rm -rf "$work"' EXIT
cd "$work"

found=$(find /opt /usr/share /usr/local/share -type d -path '*/hashicorp/aws/5.100.0' -print -quit 2> /dev/null || true)
mirror=${TF_PROVIDER_MIRROR:-${found%/*/hashicorp/aws/5.100.0}}
block='provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n'
printf "${mirror:+$block}" "$mirror" > rc
export TF_CLI_CONFIG_FILE=$work/rc AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none
unset AWS_CA_BUNDLE

# "here" and "again" are read when both blocks have been configured, whichever of them was first.
cat > main.tf.json <<'JSON'
{
  "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}},
  "provider": {"aws": [
    {
      "region": "us-east-1",
      "skip_credentials_validation": true, "skip_requesting_account_id": true, "skip_metadata_api_check": true
    },
    {
      "alias": "other", "region": "eu-west-1",
      "skip_credentials_validation": true, "skip_requesting_account_id": true, "skip_metadata_api_check": true
    }
  ]},
  "data": {"aws_region": {
    "there": {"provider": "aws.other"},
    "here": {"depends_on": ["data.aws_region.there"]},
    "again": {"provider": "aws.other", "depends_on": ["data.aws_region.here"]}
  }},
  "output": {
    "here": {"value": "${data.aws_region.here.name}"},
    "same": {"value": "${data.aws_region.here.name == data.aws_region.again.name}"}
  }
}
JSON
terraform init > log
look() { terraform plan -no-color | sed -n 's/^  + \(same\) *= /'"$1"': one region for both: /p'; }

look "its own child" > seen
program=$(ls "$work"/.terraform/providers/*/hashicorp/aws/5.100.0/*/terraform-provider-aws*)
"$program" -debug > address 2> /dev/null &
process=$!
until grep -q TF_REATTACH address; do sleep 0.2; done
TF_REATTACH_PROVIDERS=$(sed -n "s/^.*TF_REATTACH_PROVIDERS='\(.*\)'$/\1/p" address)
export TF_REATTACH_PROVIDERS
look "attached" >> seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
its own child: one region for both: false
attached: one region for both: true
EXPECTED
