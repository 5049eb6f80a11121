"""
The command line of `orgctl`.

Everything beyond Typer is imported by the command that needs it: `orgctl --help` answers at once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foundation.errors import UsageError
from foundation.names import ACCESS_ROLE
from live.session import open_session
from orgctl.key_source import KeySource

if TYPE_CHECKING:
    from rich.console import Console

    from live.session import Session

REPOSITORY = Path(__file__).resolve().parents[1]
PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}


Outputs = Annotated[
    Path | None,
    typer.Option(help="What 'cdktf output org-root --outputs-file FILE' wrote, or a state.", show_default=False),
]
"""Where the accounts' numbers are, for whoever cannot read the state."""

Access = Annotated[
    Path | None,
    typer.Option(help="Promises of your own. Default: access.yaml, if it is there.", show_default=False),
]
"""A file like `access.yaml`."""


class Bare(StrEnum):
    """Whose credentials somebody has who begins."""

    user = "user"
    root = "root"


def examples(*lines: str, status: str = "") -> str:
    """An epilog that keeps its lines: examples, and what the exit status says."""
    shown = "\b\n" + "\n".join(("Examples:", *(f"  {line}" for line in lines)))
    return f"{shown}\n\nExit status: {status}." if status else shown


def subcommand(**settings: Any) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Register a function as a command: what it returns is the exit status, what it raises is reported once."""

    def register(function: Callable[..., int]) -> Callable[..., int]:
        @wraps(function)
        def command(*arguments: Any, **options: Any) -> None:
            from orgctl.outcome import run

            raise typer.Exit(run(lambda: function(*arguments, **options)))

        app.command(**settings)(command)
        return function

    return register


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The companion of cdktf for an AWS organization: its file, the way to it from a bare account, its people's "
    "profiles, what is wrong with it; and an emulated AWS to try all of it.",
    epilog="Exit status: 0 all is well, 1 something is wrong or failed, 2 wrong usage, 3 'orgctl up' was told not to "
    "go on, 130 Ctrl-C.",
)


@subcommand(
    short_help="Write a first organization.yaml from a few answers.",
    epilog=examples(
        "orgctl init",
        "orgctl init --name acme --email acme.com --user ann --user ben",
        "orgctl init drafts/new.yaml --group infra=ann,ben --group billing=ben",
    ),
)
def init(
    file: Annotated[Path | None, typer.Argument(help="Default: organization.yaml.", show_default=False)] = None,
    name: Annotated[str | None, typer.Option(help="Name; begins every account's alias.", show_default=False)] = None,
    email: Annotated[
        str | None,
        typer.Option(metavar="PATTERN", help="E-mail pattern with {account}, or a domain.", show_default=False),
    ] = None,
    region: Annotated[str | None, typer.Option(help="Home region. Default: the profile's.", show_default=False)] = None,
    admin: Annotated[
        str | None, typer.Option(metavar="NAME", help="First administrator. Default: you.", show_default=False)
    ] = None,
    user: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A user; once for each.", show_default=False)
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=ANN,BOB", help="A group and its people; once for each.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; take what can be guessed.")] = False,
) -> int:
    """Write a first organization.yaml from a few answers, and explain it there. Nothing is ever overwritten."""
    from orgctl.init import init as write_file

    status = write_file(
        file,
        name=name,
        email=email,
        region=region,
        admin=admin,
        users=user or [],
        groups=group or [],
        yes=yes,
        console=make_console(),
    )
    return status


@subcommand(
    short_help="Check organization.yaml, and sum it up.",
    context_settings={"ignore_unknown_options": True},
    epilog=examples("orgctl check", "orgctl check drafts/new.yaml", "orgctl check --json"),
)
def check(
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE] [--json]", help="Default: organization.yaml.")
    ] = None,
) -> int:
    """Check organization.yaml in a second, without credentials, and list every problem at once."""
    from organization.check import command as check_file

    return check_file(arguments or [])


@subcommand(
    context_settings=PASS_ON,
    epilog=examples(
        "orgctl emulate -- cdktf deploy '*' --auto-approve",
        "orgctl emulate --bare user -- orgctl up",
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
    bare: Annotated[
        Bare | None,
        typer.Option(help="Begin as in a new account, with this one's credentials.", show_default=False),
    ] = None,
) -> int:
    """
    Run a command on an emulated AWS, in a copy of the project.

    The command sees fake credentials and can reach no real account. State files stay in the copy. Everything is gone
    when the command ends; its exit status is the result.
    """
    from emulator.bare_account import BareAccount
    from emulator.run import emulated_project, run_command

    account = BareAccount(credentials=bare.value) if bare else None
    with (
        emulated_project(find_project(), os.environ, workdir=workdir, log=log, account=account) as project,
    ):
        _, folder, environment = project
        status = run_command(command, folder, environment)
    return status


@subcommand(
    short_help="Show the organization as it stands.",
    epilog=examples(
        "orgctl show",
        "AWS_PROFILE=spacecats-org-root orgctl show",
        "orgctl show --regions us-west-2,eu-west-1",
        "orgctl show | less",
    ),
)
def show(
    role_name: Annotated[str, typer.Option(help="The role to read member accounts with.")] = ACCESS_ROLE,
    regions: Annotated[
        str,
        typer.Option(
            metavar="REGION,…",
            help="Where to look for services. Default: the profile's, the organization trail's, and us-east-1.",
            show_default=False,
        ),
    ] = "",
) -> int:
    """Show the organization as it stands: OUs, accounts, policies, services, users, groups and roles."""
    from live.organization import read_organization
    from orgctl.overview import render

    console = make_console()
    session = open_session()
    chosen = chosen_regions(regions, session)
    with console.status("reading the organization", spinner="line"):
        organization = read_organization(session, role_name=role_name, regions=chosen)
    render(organization, console)
    return 0


@subcommand(
    short_help="From a bare AWS account to a working organization.",
    epilog=examples(
        "orgctl up --dry-run",
        "orgctl up",
        "orgctl up --until sign-in",
        "AWS_PROFILE=setup orgctl up --admin ann",
        status="0 done, 1 an error, 2 wrong usage, 3 somebody said no, 130 Ctrl-C; start again to go on",
    ),
)
def up(
    until: Annotated[
        str | None, typer.Option(metavar="PHASE", help="Stop after this phase.", show_default=False)
    ] = None,
    admin: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Which of org_root.admins you are. Default: the first.", show_default=False),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Agree to what is made or changed; what destroys, and codes, are asked.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look: say what would be done.")] = False,
) -> int:
    """
    From a bare AWS account to a working organization, phase by phase.

    Each phase says what it will do, as whom, what of it cannot be undone, and the way back; it shows Terraform's plan,
    asks, acts, and looks at the result in AWS. It can be stopped anywhere and started again.

    Phases: account, bootstrap, administrators, sign-in, first-credentials, organization, accounts, states, id, members,
    changes, profiles.
    """
    from orgctl.up import up as go_up

    status = go_up(folder=find_project(), until=until, admin=admin, yes=yes, dry_run=dry_run, console=make_console())
    return status


@subcommand(
    short_help="Say what is wrong, and what to do; only reads.",
    epilog=examples(
        "orgctl doctor",
        "orgctl doctor -v",
        "orgctl doctor --accounts id,org-root --only users,user-mfa",
        "orgctl doctor --json",
        status="0 nothing is wrong, 1 something is or cannot be read, 2 wrong usage",
    ),
)
def doctor(
    accounts: Annotated[
        str,
        typer.Option(
            metavar="KEY,…",
            help="Look at these accounts only; org-root stands for the organization as well.",
            show_default=False,
        ),
    ] = "",
    only: Annotated[
        str,
        typer.Option(metavar="CHECK,…", help="Run these checks only: docs/doctor.md lists them.", show_default=False),
    ] = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List what is fine, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as data.")] = False,
    role_name: Annotated[str, typer.Option(help="The role to read member accounts with.")] = ACCESS_ROLE,
) -> int:
    """
    Say what is wrong with the organization as it stands, and what to do. It reads, and never writes.

    What a person had to do by hand, what may have rotted, and what differs from organization.yaml. What cannot be known
    from here is said so, with the reason.
    """
    from live.session import open_session
    from organization.load import default_file
    from orgctl.doctor import doctor as examine

    session = open_session()
    status = examine(
        file=find_project() / default_file(),
        session=session,
        as_json=as_json,
        accounts=_listed(accounts),
        only=_listed(only),
        verbose=verbose,
        role_name=role_name,
        console=make_console(),
    )
    return status


@subcommand(
    short_help="The AWS profiles of a person.",
    epilog=examples(
        "orgctl profiles ann",
        "orgctl profiles ann --merge --envrc .",
        "orgctl profiles ann --form aws-vault",
        "orgctl profiles --all --directory profiles",
    ),
)
def profiles(
    user: Annotated[
        str | None, typer.Argument(help="Somebody in users or in org_root.admins.", show_default=False)
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="For everybody.")] = False,
    form: Annotated[
        KeySource, typer.Option(help="Where your user's keys come from: aws configure, aws-vault, or aws login.")
    ] = KeySource.CLI,
    merge: Annotated[bool, typer.Option("--merge", help="Merge into the AWS config file, keeping all else.")] = False,
    config: Annotated[
        Path | None, typer.Option(help="Instead of AWS_CONFIG_FILE or ~/.aws/config.", show_default=False)
    ] = None,
    outputs: Outputs = None,
    envrc: Annotated[
        Path | None, typer.Option(help="Write .envrc files for direnv into this folder.", show_default=False)
    ] = None,
    directory: Annotated[
        Path | None, typer.Option(help="With --all: a file for each person.", show_default=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Print the AWS profiles of a person, or merge them into the AWS config file."""
    from organization.load import default_file
    from orgctl.profiles.command import command

    def ask(change: str) -> bool:
        return typer.confirm(f"{change}Write this?")

    project = find_project()
    status = command(
        user,
        everybody=everybody,
        form=form.value,
        merge=merge,
        config=config,
        outputs=outputs,
        envrc=envrc,
        directory=directory,
        file=project / default_file(),
        folder=project,
        ask=None if yes or not sys.stdin.isatty() else ask,
    )
    return status


@subcommand(
    short_help="What a new colleague needs, as a text to send.",
    epilog=examples("orgctl invite ben", "orgctl invite ben > ben.txt", "orgctl invite ben --form login"),
)
def invite(
    user: Annotated[str, typer.Argument(help="Somebody in users or in org_root.admins.")],
    form: Annotated[
        KeySource, typer.Option(help="Where the colleague's keys come from: aws configure, aws-vault, or aws login.")
    ] = KeySource.CLI,
    outputs: Outputs = None,
) -> int:
    """Write what a new colleague needs, as a text to send. No secret is in it."""
    from organization.load import default_file
    from orgctl.invite import command

    project = find_project()
    status = command(user, form=form.value, outputs=outputs, file=project / default_file(), folder=project)
    return status


@subcommand(
    short_help="Prove who can reach what, before anything is deployed.",
    epilog=examples(
        "cdktf synth && orgctl prove",
        "orgctl prove --json > proof.json",
        "orgctl prove --junit proof.xml",
        "orgctl prove --outputs numbers.json --access audit/access.yaml",
        status="0 every promise is kept, 1 one is not, or nothing could be asked, 2 wrong usage",
    ),
)
def prove(
    as_json: Annotated[bool, typer.Option("--json", help="Print the proof as data: docs/prove.md.")] = False,
    junit: Annotated[
        Path | None, typer.Option(help="Write the promises as tests for CI into this file.", show_default=False)
    ] = None,
    access: Access = None,
    outputs: Outputs = None,
) -> int:
    """
    Prove from what 'cdktf synth' wrote who can reach what, and that the promises are kept: the built-in ones, and those
    of access.yaml. What breaks one is shown, with the statement that decides and its line of organization.yaml.
    """
    from organization.load import default_file
    from orgctl.prove import prove as prove_all

    project = find_project()
    status = prove_all(
        folder=project,
        file=project / default_file(),
        access=access,
        outputs=outputs,
        as_json=as_json,
        junit=junit,
        console=make_console(),
    )
    return status


@subcommand(
    short_help="Why somebody can do something, or cannot.",
    epilog=examples(
        "orgctl explain ann ec2:StartInstances infra",
        "orgctl explain ann --no-mfa sts:AssumeRole role:infra@infra",
        "orgctl explain role:infra@infra s3:GetObject s3://bucket/key",
        "orgctl explain root@logs iam:CreateUser logs",
        "orgctl explain 999999999999 sts:AssumeRole role:admin",
        "orgctl explain ann ec2:RunInstances infra --context ec2:InstanceType=t3.nano",
        status="0 it was explained, whatever the decision, 1 nothing could be asked, 2 wrong usage",
    ),
)
def explain(
    principal: Annotated[
        str,
        typer.Argument(
            metavar="PRINCIPAL", help="A user, role:NAME@ACCOUNT, root@ACCOUNT, an ARN, a service, an account's number."
        ),
    ],
    action: Annotated[str, typer.Argument(metavar="ACTION", help="As in policies: s3:GetObject.")],
    resource: Annotated[
        str,
        typer.Argument(
            metavar="RESOURCE",
            help="An ARN, s3://bucket/key, role:NAME@ACCOUNT, an account's key for anything in it, or *.",
        ),
    ],
    mfa: Annotated[bool, typer.Option("--mfa/--no-mfa", help="Whether the user has signed in with MFA.")] = True,
    key: Annotated[bool, typer.Option("--key", help="The user has an access key alone.")] = False,
    region: Annotated[str | None, typer.Option(help="Default: the home region.", show_default=False)] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="A condition key; once for each.", show_default=False),
    ] = None,
    outputs: Outputs = None,
) -> int:
    """
    Say whether somebody can do something, and why: what each layer of policies says, which statement decides, and which
    line of organization.yaml that comes from. Of a person also: through which roles.
    """
    from access.explain.asking import Question
    from access.model.sign_in import SignIn
    from organization.load import default_file
    from orgctl.explain import explain as explain_one

    when = {"region": region} if region else {}
    for item in context or []:
        name, equals, value = item.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"--context must look like KEY=VALUE, got '{item}'")
        when[name] = value
    way = SignIn.KEY if key else SignIn.MFA if mfa else SignIn.NO_MFA
    project = find_project()
    question = Question(principal, action, resource, way, when)
    status = explain_one(
        question, folder=project, file=project / default_file(), outputs=outputs, console=make_console()
    )
    return status


@subcommand(
    short_help="What a change means: who gains what, what begins to apply.",
    epilog=examples(
        "cdktf synth && orgctl diff HEAD~1",
        "orgctl diff main --markdown > comment.md",
        "orgctl diff ../before",
        "AWS_PROFILE=spacecats-org-root orgctl diff deployed",
        status="0 nothing is refused, 1 something is, or nothing could be compared, 2 wrong usage",
    ),
)
def diff(
    base: Annotated[
        str,
        typer.Argument(help="A Git revision, a folder that holds cdktf.out or is one, or 'deployed'.", metavar="BASE"),
    ],
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print it for a pull request.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as data: docs/diff.md.")] = False,
    outputs: Outputs = None,
) -> int:
    """
    Say what the change from BASE to what 'cdktf synth' wrote means: who gains and who loses which access, which
    guardrails begin or stop to apply where, which accounts move. What would destroy an account, the organization, the
    last administrator, the trail or a state is refused.
    """
    from organization.load import default_file
    from orgctl.diff import Form, command

    if as_markdown and as_json:
        raise UsageError("--markdown and --json exclude each other")
    form = Form.markdown if as_markdown else Form.json if as_json else Form.text
    project = find_project()
    status = command(
        base, project=project, file=project / default_file(), form=form, outputs=outputs, console=make_console()
    )
    return status


@subcommand(
    short_help="All of it in one HTML file: who reaches what, and what is proven.",
    epilog=examples(
        "cdktf synth && orgctl report",
        "orgctl report --base main",
        "orgctl report --base deployed --output audit/organization.html",
        status="0 it was written, whatever it says, 1 nothing could be asked, 2 wrong usage",
    ),
)
def report(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Default: report.html.", show_default=False)
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(help="What has changed since: a Git revision, a folder, or deployed.", show_default=False),
    ] = None,
    access: Access = None,
    outputs: Outputs = None,
) -> int:
    """
    Write one HTML file about what 'cdktf synth' wrote: promises, the organization as a tree, who reaches what, every
    policy with its origin, and how much room is left. It needs no network, and can be sent and printed.
    """
    from organization.load import default_file
    from orgctl.report.command import FILE, Wanted
    from orgctl.report.command import report as write_report

    project = find_project()
    wanted = Wanted(project, project / default_file(), output or Path(FILE), access, outputs, base)
    status = write_report(wanted, make_console())
    return status


@subcommand(
    short_help="Deploy the example to an emulated AWS, and show it.", epilog=examples("make demo", "orgctl demo")
)
def demo() -> int:
    """Deploy the example to an emulated AWS with cdktf, and show the organization that then stands there."""
    from orgctl.demo import demo as run_demo

    status = run_demo(find_project(), make_console())
    return status


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


def chosen_regions(text: str, session: Session) -> list[str]:
    """The regions in a list; a mistyped one would be asked in vain, and for a long time."""
    chosen = _listed(text)
    from live.session import known_regions

    known = known_regions(session)
    if unknown := [name for name in chosen if name not in known]:
        raise UsageError(f"no AWS region: {', '.join(unknown)}")
    return chosen


def _listed(text: str) -> list[str]:
    """What an option lists, separated by commas."""
    return [name for name in re.split(r"[,\s]+", text) if name]
