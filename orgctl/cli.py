"""
The command line of `orgctl`.

Everything beyond Typer is imported by the command that needs it: `orgctl --help` answers at once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import boto3
    from rich.console import Console

REPOSITORY = Path(__file__).resolve().parents[1]
PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}


def examples(*lines: str) -> str:
    """An epilog that keeps its lines."""
    return "\b\n" + "\n".join(("Examples:", *(f"  {line}" for line in lines)))


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The companion of cdktf for an AWS organization: check its file, try it on an emulated AWS, see what stands.",
)


@app.command(
    context_settings={"ignore_unknown_options": True},
    epilog=examples("orgctl check", "orgctl check drafts/new.yaml", "orgctl check --json"),
)
def check(
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE] [--json]", help="Default: organization.yaml.")
    ] = None,
) -> None:
    """Check organization.yaml in a second, without credentials, and list every problem at once."""
    from organization.check import command as check_file

    raise typer.Exit(check_file(arguments or []))


@app.command(
    context_settings=PASS_ON,
    epilog=examples(
        "orgctl emulate -- cdktf deploy '*' --auto-approve",
        "orgctl emulate -- bash",
        "orgctl emulate --workdir /tmp/try --log /tmp/try.log -- cdktf deploy org-root",
    ),
)
def emulate(
    command: Annotated[list[str], typer.Argument(metavar="COMMAND", help="What to run, after two dashes.")],
    workdir: Annotated[
        Path | None, typer.Option(help="Use and keep this folder for the copy of the project.", show_default=False)
    ] = None,
    log: Annotated[Path | None, typer.Option(help="Write every request to this file.", show_default=False)] = None,
) -> None:
    """
    Run a command on an emulated AWS, in a copy of the project.

    The command sees fake credentials and can reach no real account. State files stay in the copy. Everything is gone
    when the command ends; its exit status is the result.
    """
    from orgctl.emulator.run import emulated_project, run_command

    with _one_message(), emulated_project(find_project(), os.environ, workdir=workdir, log=log) as project:
        _, folder, environment = project
        status = run_command(command, folder, environment)
    raise typer.Exit(status)


@app.command(
    epilog=examples(
        "orgctl show",
        "AWS_PROFILE=spacecats-org-root orgctl show",
        "orgctl show --regions us-west-2,eu-west-1",
        "orgctl show | less",
    )
)
def show(
    role_name: Annotated[
        str, typer.Option(help="The role to read member accounts with.")
    ] = "OrganizationAccountAccessRole",
    regions: Annotated[
        str,
        typer.Option(
            metavar="REGION,…",
            help="Where to look for services. Default: the profile's, the organization trail's, and us-east-1.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Show the organization as it stands: OUs, accounts, policies, services, users, groups and roles."""
    import boto3

    from orgctl.overview import read_organization, render

    console = make_console()
    with _one_message():
        session = boto3.Session()
        chosen = chosen_regions(regions, session)
        _sign_in(session)
        with console.status("reading the organization", spinner="line"):
            organization = read_organization(session, role_name=role_name, regions=chosen)
        render(organization, console)


@app.command(epilog=examples("make demo", "orgctl demo"))
def demo() -> None:
    """Deploy the example to an emulated AWS with cdktf, and show the organization that then stands there."""
    from orgctl.demo import demo as run_demo

    with _one_message():
        status = run_demo(find_project(), make_console())
    raise typer.Exit(status)


def main() -> None:
    """Run the command line; a reader that goes away (`orgctl show | head`) is no error."""
    try:
        app(prog_name="orgctl")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def make_console() -> Console:
    """Plain text where nobody looks: no colour and no spinner outside of a terminal."""
    from rich.console import Console

    return Console(highlight=False)


def find_project() -> Path:
    """The folder with `cdktf.json` that the current folder is in, else this repository."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "cdktf.json").is_file()), REPOSITORY)


def chosen_regions(text: str, session: boto3.Session) -> list[str]:
    """The regions in a list; a mistyped one would be asked in vain, and for a long time."""
    chosen = [name for name in re.split(r"[,\s]+", text) if name]
    known = {name for part in session.get_available_partitions() for name in session.get_available_regions("ec2", part)}
    if unknown := [name for name in chosen if name not in known]:
        print(f"orgctl: no AWS region: {', '.join(unknown)}", file=sys.stderr)
        raise typer.Exit(2)
    return chosen


def _sign_in(session: boto3.Session) -> None:
    """Get the credentials now, since botocore may ask for an MFA code: not in the spinner, nor without a terminal."""
    import getpass
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # its way to say that there is no terminal
        try:
            credentials = session.get_credentials()
            if credentials:
                credentials.get_frozen_credentials()
        except getpass.GetPassWarning:
            name = session.profile_name
            print(
                f"orgctl: the profile {name} needs an MFA code, and there is no terminal to ask for it. Where there is "
                f'one:\n  eval "$(aws configure export-credentials --profile {name} --format env)"',
                file=sys.stderr,
            )
            raise typer.Exit(1) from None


@contextmanager
def _one_message() -> Iterator[None]:
    """What can go wrong in the world outside ends in one clear message, never in a traceback."""
    from botocore.exceptions import BotoCoreError, ClientError

    from orgctl.emulator.process import EmulatorError
    from orgctl.emulator.scratch import ScratchError
    from orgctl.toolchain.errors import ToolchainError

    try:
        yield
    except (EmulatorError, ScratchError, ToolchainError, BotoCoreError, ClientError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        print(f"orgctl: {_explain(error)}", file=sys.stderr)
        raise typer.Exit(1) from None


def _explain(error: Exception) -> str:
    """What to do about the two errors that a beginner meets first."""
    if "AWSOrganizationsNotInUseException" in str(error):
        return "this account belongs to no organization yet; 'cdktf deploy org-root' creates one"
    if "Unable to locate credentials" in str(error):
        return "no AWS credentials found; set AWS_PROFILE, or try 'orgctl demo', which needs none"
    return str(error)
