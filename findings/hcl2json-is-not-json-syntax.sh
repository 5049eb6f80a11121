#!/usr/bin/env bash
# What @cdktf/hcl2json makes of a valid HCL file, Terraform refuses as a JSON file.
#
# Expected: HCL turned into JSON by HashiCorp's own converter is Terraform's JSON syntax: save it as main.tf.json and
#           go on.
# Happens:  it wraps every bare reference in ${}, which the JSON syntax takes nowhere where HCL wants a bare one:
#           depends_on, ignore_changes, a variable's type, moved, removed, import. It also writes numbers as floating
#           point, so a long one, which Terraform keeps exactly, loses its last digits before Terraform sees it.
# Versions: @cdktf/hcl2json 0.21.0, Node 20 or 22, Terraform 1.11.4 (on PATH). Seen on 2026-11-30: the lines at the
#           end.
# Means:    for reading HCL it is fine. To move a module to JSON (or to CDKTF overrides), strip ${} at these six
#           places.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes > /dev/null
npm install --silent --no-audit --no-fund @cdktf/hcl2json@0.21.0
touch rc
export TF_CLI_CONFIG_FILE=$work/rc

mkdir hcl json
cat > hcl/main.tf <<'HCL'
variable "tags" {
  type    = map(string)
  default = {}
}
resource "terraform_data" "a" {
  input = 12345678901234567890123
}
resource "terraform_data" "b" {
  depends_on = [terraform_data.a]
  lifecycle {
    ignore_changes = [input]
  }
}
moved {
  from = terraform_data.x
  to   = terraform_data.b
}
removed {
  from = terraform_data.y
  lifecycle {
    destroy = false
  }
}
import {
  to = terraform_data.a
  id = "a"
}
HCL
cat > convert.js <<'JS'
const fs = require("fs");
require("@cdktf/hcl2json").parse("main.tf", fs.readFileSync("hcl/main.tf", "utf8")).then((json) => {
  fs.writeFileSync("json/main.tf.json", JSON.stringify(json, null, 1));
});
JS
node convert.js

{
  (cd hcl && terraform init > log && terraform validate -no-color | grep .)
  grep '"input": ' json/main.tf.json
  (cd json && terraform init -no-color 2>&1 || true) | awk '/^Error: /{e=$0} /^ *[0-9]+: /{if(e){print e ":" $0; e=""}}' | sort -u
} > seen
diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
Success! The configuration is valid.
     "input": 1.2345678901234568e+22
Error: Invalid character:   5:    "to": "${terraform_data.a}"
Error: Invalid expression:   5:    "to": "${terraform_data.a}"
Error: Invalid expression:  10:    "from": "${terraform_data.x}",
Error: Invalid expression:  11:    "to": "${terraform_data.b}"
Error: Invalid expression:  16:    "from": "${terraform_data.y}",
Error: Invalid expression:  34:       "${terraform_data.a}"
Error: Invalid expression:  39:         "${input}"
Error: Invalid type specification:  51:     "type": "${map(string)}"
EXPECTED
