"""The CDKTF app: one stack for each account of the organization that `organization.yaml` describes."""

import os
import sys
from pathlib import Path

import fast_synthesis
from toolchain import jsii_index

ROOT = Path(__file__).resolve().parent
sys.path.append(str(ROOT / "constructs"))  # a source root: see docs/architecture.md


def main() -> int:
    """Synthesize the organization. Return the exit status: 1 when its file has errors, which are printed."""
    jsii_index.use(ROOT)
    if os.environ.get("FAST_SYNTHESIS") != "off":
        fast_synthesis.enable()  # first: Node starts in the background

    from organization.check import report
    from organization.load import default_file, load
    from organization.problem import InvalidFile

    file = default_file()
    try:
        organization, warnings = load(file)
    except InvalidFile as invalid:
        return report(invalid.file, invalid.problems)
    report(str(file), warnings)

    from cdktf import App

    from stacks import synthesize

    app = App()
    synthesize(app, organization, file.parent)
    if pipe := os.environ.get("ORGCTL_PROOF_LINE"):
        _say_whether_proven(file, Path(app.outdir), int(pipe))
    return 0


def _say_whether_proven(file: Path, synthesized: Path, pipe: int) -> None:
    """Write the line of `cdktf deploy` about the new stacks into the pipe that `bin/cdktf` gives this program."""
    from foundation.proof_record import deployment_line

    with os.fdopen(pipe, "w", encoding="utf-8") as stream:
        print(deployment_line(Path.cwd(), file, synthesized), file=stream)


if __name__ == "__main__":
    sys.exit(main())
