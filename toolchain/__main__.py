"""
`python -m toolchain cdktf ARGUMENTS` runs cdktf-cli.

`… fetch` downloads the tools of later runs; `… providers` takes another version of the AWS provider.
"""

import os
import sys
from pathlib import Path

from foundation.errors import UserError
from foundation.files import configuration_file
from foundation.proof_record import deployment_line
from toolchain import arguments, environment, node, preflight, provider_lock
from toolchain.errors import ToolchainError

ROOT = Path(__file__).resolve().parents[1]


def main(argv: list[str]) -> int:
    """Return the tool's exit status, or 1 after one message when a tool is missing or the configuration is wrong."""
    try:
        if argv[:1] == ["cdktf"]:
            return cdktf(arguments.Request(tuple(argv[1:])))
        if argv == ["fetch"]:
            return fetch()
        if argv == ["providers"]:
            return update_providers()
    except (UserError, OSError) as error:
        print(f"{argv[0]}: {error}", file=sys.stderr)
        return 1
    print("usage: python -m toolchain cdktf ARGUMENTS | fetch | providers", file=sys.stderr)
    return 2


def cdktf(request: arguments.Request) -> int:
    """Replace this process by cdktf-cli; return only when it must not start."""
    folder = project_folder(Path.cwd())
    script = node.cdktf_cli(ROOT)
    os.chdir(folder)
    if request.synthesizes and preflight.check(folder, request):
        return 1
    prepare = environment.prepare if request.needs_terraform else environment.prepare_synthesis
    env = provider_lock.apply(prepare(os.environ, ROOT), folder)
    if not sys.stdout.isatty():
        # Into a file or pipe, cdktf-cli redraws its progress again and again; with CI set it writes each line once.
        env.setdefault("CI", "true")
    (ROOT / ".tools" / "cdktf.log").unlink(missing_ok=True)
    if request.deploys and not request.synthesizes:
        say_whether_proven(folder, request.value("--output", "-o"))
    sys.stdout.flush()
    sys.stderr.flush()
    loaded = [node.LAZY, *([node.PROOF_LINE] if request.deploys and request.synthesizes else [])]
    before = [word for file in loaded for word in ("--require", str(file))]
    command = [env["JSII_NODE"], *before, str(script), *arguments.for_cdktf(request, folder)]
    os.execve(command[0], command, env)


def say_whether_proven(folder: Path, output: str) -> None:
    """
    Print a line about the stacks that are deployed as they are; the app says it of those that it synthesizes.

    They are in the folder `output`, by default in `cdktf.out`.
    """
    file = configuration_file(os.environ)
    if (folder / "cdktf.json").is_file() and file.is_file():
        print(deployment_line(folder, file, folder / output if output else None), file=sys.stderr)


def fetch() -> int:
    """Download the tools as the last step of `make setup`. Without network, print a note and return 0."""
    from toolchain import first_run

    try:
        first_run.prepare(environment.prepare_synthesis(os.environ, ROOT), ROOT)
        provider_lock.apply(environment.prepare(os.environ, ROOT, offline=True), ROOT)
    except ToolchainError as error:
        print(f"setup: all but Terraform is ready. `cdktf synth` works; to deploy:\n{error}", file=sys.stderr)
        return 0
    (ROOT / ".tools" / "ready").touch()
    return 0


def update_providers() -> int:
    """Write the lock file of providers again. Raise ToolchainError when the provider cannot be had."""
    from toolchain import provider_update

    provider_update.update(environment.prepare(os.environ, ROOT, any_version=True), ROOT)
    return 0


def project_folder(here: Path) -> Path:
    """Return the folder of the CDKTF app: inside this repository its root, as git finds it; else `here`."""
    inside = ROOT in here.resolve().parents
    return ROOT if inside and not (here / "cdktf.json").is_file() else here


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
