"""`python -m toolchain cdktf ARGUMENTS` runs cdktf-cli; `… fetch` downloads what later runs need."""

import os
import sys
from pathlib import Path

from foundation.errors import UserError
from toolchain import arguments, environment, node, preflight
from toolchain.errors import ToolchainError

ROOT = Path(__file__).resolve().parents[1]


def main(argv: list[str]) -> int:
    """Exit status: 1 with one message when a tool is missing or the configuration is wrong; else the tool's own."""
    try:
        if argv[:1] == ["cdktf"]:
            return cdktf(arguments.Request(tuple(argv[1:])))
        if argv == ["fetch"]:
            return fetch()
    except (UserError, OSError) as error:
        print(f"{argv[0]}: {error}", file=sys.stderr)
        return 1
    print("usage: python -m toolchain cdktf ARGUMENTS | fetch", file=sys.stderr)
    return 2


def cdktf(request: arguments.Request) -> int:
    """Replace this process by cdktf-cli; return only when it must not start."""
    folder = project_folder(Path.cwd())
    script = node.cdktf_cli(ROOT)
    os.chdir(folder)
    if request.synthesizes and preflight.check(folder, request):
        return 1
    prepare = environment.prepare if request.needs_terraform else environment.prepare_synthesis
    env = prepare(os.environ, ROOT)
    if not sys.stdout.isatty():
        # Into a file or pipe, cdktf-cli draws its progress over and over; where it finds CI it writes each line once.
        env.setdefault("CI", "true")
    (ROOT / ".tools" / "cdktf.log").unlink(missing_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    command = [env["JSII_NODE"], "--require", str(node.LAZY), str(script), *arguments.for_cdktf(request, folder)]
    os.execve(command[0], command, env)


def fetch() -> int:
    """What `make setup` does last, so that nothing has to be downloaded later. Works offline, with a note."""
    try:
        environment.prepare(os.environ, ROOT, offline=True)
    except ToolchainError as error:
        print(f"setup: all but Terraform is ready. `cdktf synth` works; to deploy:\n{error}", file=sys.stderr)
        return 0
    (ROOT / ".tools" / "ready").touch()
    return 0


def project_folder(here: Path) -> Path:
    """The folder to run in: this repository for whoever stands in a folder of it, as git does."""
    inside = ROOT in here.resolve().parents
    return ROOT if inside and not (here / "cdktf.json").is_file() else here


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
