#!/usr/bin/env bash
# A JSON snapshot of syrupy leaves out every key that is not text, and passes whatever changes below it.
#
# Expected: JSONSnapshotExtension writes what json.dumps writes: the key 443 becomes "443"; or it fails.
# Happens:  entries whose key is a number, a bool or None are left out, at any depth and without a word. The snapshot
#           of {111122223333: "admin"} is {}, and equals that of {111122223333: "anything"}. Lists, tuples and sets
#           become one, and the text of an object's repr equals the object.
# Versions: syrupy 7.0.2, pytest 9.2.0. Seen on 2026-11-30: the lines at the end.
# Means:    account numbers that YAML read as numbers, ports and status codes as keys are not tested. Snapshot the
#           JSON text, parsed again, as what came from json.loads has text keys only; or assert on it plainly.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet syrupy==7.0.2 pytest==9.2.0
cat > test_accounts.py <<'PY'
import os

from syrupy.extensions.json import JSONSnapshotExtension


def test_accounts(snapshot):
    role = os.environ["ROLE"]
    found = {"accounts": {111122223333: role, "444455556666": "reader"}, "ports": {443: role}, True: role, None: role}
    assert found == snapshot(extension_class=JSONSnapshotExtension)
PY
{
  ROLE=reader venv/bin/pytest -q -p no:cacheprovider --snapshot-update | grep -oE '^[0-9]+ snapshot .*'
  cat __snapshots__/test_accounts/test_accounts.json
  ROLE=administrator venv/bin/pytest -q -p no:cacheprovider | grep -oE '^[0-9]+ (snapshot .*|passed|failed)'
} > seen || true
diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
1 snapshot generated.
{
  "accounts": {
    "444455556666": "reader"
  },
  "ports": {}
}
1 snapshot passed.
1 passed
EXPECTED
