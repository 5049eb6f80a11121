#!/usr/bin/env bash
# Terraform prints "No changes" and still ends with 2 (-detailed-exitcode): an output became sensitive.
#
# Expected: -detailed-exitcode ends with 2 exactly when the plan names a change, and an update has two different
#           sides.
# Happens:  after `sensitive = true` is added to an output, `plan` says "No changes. Your infrastructure matches the
#           configuration." and ends with 2. The plan's JSON has an update whose before and after are equal and whose
#           before_sensitive is already true, so nothing in it tells what changed; the event stream counts 0, 0, 0.
#           The opposite case differs too: a check block that fails ends with 0.
# Versions: Terraform 1.11.4 (on PATH). Seen on 2026-11-30: the lines at the end.
# Means:    a nightly drift check that goes by the exit code reports drift without showing any, until the next apply.
#           Decide from resource_changes, resource_drift and output_changes whose sides differ; read checks[] for
#           checks.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
touch rc
export TF_CLI_CONFIG_FILE=$work/rc

config() { # the body of the output, further top-level keys
  local resource='"resource": {"terraform_data": {"a": {"input": "x"}}}'
  echo "{$resource, \"output\": {\"o\": {\"value\": \"x\"$1}}$2}" > main.tf.json
}
plan() {
  local code=0
  terraform plan -no-color -detailed-exitcode -out=plan > log || code=$?
  echo "$1: exit $code, $(grep -oE '^(No changes|Plan: .*|Changes to Outputs)' log)"
}
config "" ""
terraform init > log
terraform apply -auto-approve > log

{
  plan "as applied"
  config ', "sensitive": true' ""
  plan "output made sensitive"
  terraform show -json plan | grep -o '"output_changes":.*"prior_state"' | sed 's/,"prior_state"//'
  terraform plan -json | grep -o '"changes":{[^}]*}'
  config "" ', "check": {"c": {"assert": {"condition": "${terraform_data.a.output == \"y\"}", "error_message": "no"}}}'
  plan "check that fails"
} > seen
diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
as applied: exit 0, No changes
output made sensitive: exit 2, No changes
"output_changes":{"o":{"actions":["update"],"before":"x","after":"x","after_unknown":false,"before_sensitive":true,"after_sensitive":true}}
"changes":{"add":0,"change":0,"import":0,"remove":0,"operation":"plan"}
check that fails: exit 0, No changes
EXPECTED
