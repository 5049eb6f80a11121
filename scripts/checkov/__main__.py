"""`python -m scripts.checkov`, or `make checkov`: synthesize the organization, scan it, and print the findings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.checkov.accepted import judge, load
from scripts.checkov.scan import ROOT, ScanFailed, scan
from scripts.checkov.summary import summary
from toolchain.environment import prepare_synthesis


def main() -> int:
    """Print the findings. Return 1 when one is not accepted, or a stack was not scanned."""
    with TemporaryDirectory(prefix="checkov-") as folder:
        env = prepare_synthesis(os.environ, ROOT) | {"CDKTF_OUTDIR": folder}
        synthesis = subprocess.run([sys.executable, str(ROOT / "main.py")], env=env, check=False)
        if synthesis.returncode != 0:
            return synthesis.returncode
        stacks = {path.parent.name: json.loads(path.read_text()) for path in Path(folder).glob("stacks/*/cdk.tf.json")}
    try:
        found = scan(stacks)
    except ScanFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    verdict = judge(found.failed, load())
    print(summary(found, verdict))
    return 1 if verdict.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
