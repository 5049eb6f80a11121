"""
The command line of `orgctl`.

Each command imports what it needs beyond Typer: `orgctl --help` answers at once.
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
from orgctl.key_source import KeySource
from orgctl.proof_form import ProofForm

if TYPE_CHECKING:
    from rich.console import Console

    from live.session import Session

REPOSITORY = Path(__file__).resolve().parents[1]
PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}


Outputs = Annotated[
    Path | None,
    typer.Option(help="A file of 'cdktf output org-root --outputs-file FILE', or a state.", show_default=False),
]
"""The file with the accounts' numbers, for callers who cannot read the state."""

Access = Annotated[
    Path | None,
    typer.Option(help="Your own promises. Default: access.yaml, if it exists.", show_default=False),
]
"""A file like `access.yaml`."""


AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Requests are made from this day on. Default: today in UTC.", show_default=False),
]
"""A day as YYYY-MM-DD."""


class Bare(StrEnum):
    """The first credentials in a new account."""

    user = "user"
    root = "root"


def examples(*lines: str, status: str = "") -> str:
    """Return an epilog that keeps its lines: examples, and the meaning of the exit status."""
    shown = "\b\n" + "\n".join(("Examples:", *(f"  {line}" for line in lines)))
    return f"{shown}\n\nExit status: {status}." if status else shown


def subcommand(**settings: Any) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Register a function as a command: its result is the exit status, its exceptions are reported once."""

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
    help="The companion of cdktf for an AWS organization: checks its file, sets it up from a bare account, proves "
    "access, writes profiles, finds faults, and emulates AWS to try all of it.",
    epilog="Exit status: 0 success, 1 a fault or an error, 2 wrong usage, 3 the administrator did not agree in "
    "'orgctl up', 130 Ctrl-C.",
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
        typer.Option(metavar="NAME=ANN,BOB", help="A group and its users; once for each.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; use the suggestions.")] = False,
) -> int:
    """Write a first organization.yaml, with comments, from a few answers. No file is ever overwritten."""
    from orgctl.init import init as write_file

    return write_file(
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


@subcommand(
    short_help="Check organization.yaml, and summarize it.",
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
        "orgctl emulate --workdir try --log try.log -- cdktf deploy org-root",
    ),
)
def emulate(
    command: Annotated[list[str], typer.Argument(metavar="COMMAND", help="The command to run, after two dashes.")],
    workdir: Annotated[
        Path | None, typer.Option(help="Use and keep this folder for the copy of the project.", show_default=False)
    ] = None,
    log: Annotated[Path | None, typer.Option(help="Write every request to this file.", show_default=False)] = None,
    bare: Annotated[
        Bare | None,
        typer.Option(help="Begin in a new account, with these credentials.", show_default=False),
    ] = None,
) -> int:
    """
    Run a command on an emulated AWS, in a copy of the project.

    The command has fake credentials and cannot reach a real account. State files stay in the copy. Both are deleted
    when the command ends. The exit status is the command's.
    """
    from emulator.bare_account import BareAccount
    from emulator.run import emulated_project, run_command

    account = BareAccount(credentials=bare.value) if bare else None
    with (
        emulated_project(find_project(), os.environ, workdir=workdir, log=log, account=account) as project,
    ):
        _, folder, environment = project
        return run_command(command, folder, environment)


@subcommand(
    short_help="Show the deployed organization.",
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
            help="Regions of services. Default: the profile's, the organization trail's, and us-east-1.",
            show_default=False,
        ),
    ] = "",
) -> int:
    """Show the deployed organization: OUs, accounts, policies, services, users, groups and roles."""
    from live.organization import read_organization
    from live.session import open_session
    from orgctl.overview import render

    console = make_console()
    session = open_session()
    chosen = chosen_regions(regions, session)
    with console.status("reading the organization", spinner="line"):
        organization = read_organization(session, role_name=role_name, regions=chosen)
    render(organization, console)
    return 0


@subcommand(
    short_help="Set up the organization from a bare AWS account.",
    epilog=examples(
        "orgctl up --dry-run",
        "orgctl up",
        "orgctl up --until sign-in",
        "AWS_PROFILE=setup orgctl up --admin ann",
        "orgctl up --accept chaining",
        status="0 done, 1 an error, 2 wrong usage, 3 you did not agree, 130 Ctrl-C; start again to continue",
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
        bool,
        typer.Option(
            "--yes",
            help="Agree to creations and changes; deletions, codes, and what is not proven are still asked for.",
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only read, and print the actions.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="In the phase changes, plan stacks that do not differ, too.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Accept this promise in this run; once for each.", show_default=False),
    ] = None,
) -> int:
    """
    Set up the organization from a bare AWS account, phase by phase.

    Each phase prints its action, its identity, what cannot be undone, and the way back; it shows Terraform's plan,
    asks, acts, and confirms the result in AWS. You can stop it anywhere and start it again.

    Before AWS is changed it proves, as 'orgctl prove' does: a change that newly breaks a promise is refused, and what
    was broken or not decided before is shown and asked.

    Phases: account, bootstrap, administrators, sign-in, first-credentials, organization, accounts, states, id, members,
    changes, profiles.
    """
    from orgctl.up import up as go_up

    return go_up(
        folder=find_project(),
        until=until,
        admin=admin,
        yes=yes,
        dry_run=dry_run,
        everything=everything,
        accept=tuple(accept or ()),
        console=make_console(),
    )


@subcommand(
    short_help="List the stacks that differ from what is deployed.",
    epilog=examples(
        "orgctl affected",
        "orgctl affected --json",
        "AWS_PROFILE=spacecats-org-root orgctl affected",
        status="0, or 1 when a state cannot be read, 2 wrong usage",
    ),
)
def affected(
    as_json: Annotated[bool, typer.Option("--json", help="Print the stacks as data.")] = False,
) -> int:
    """
    List the stacks whose deployment may change something, in waves, with the reasons.

    Each deployment leaves a fingerprint beside the stack's state. A stack is affected when cdktf.out differs from it,
    when an output that it reads has another value, or when it has no fingerprint of its state. Changes made by hand are
    not looked at.
    """
    from organization.load import default_file
    from orgctl.affected import command

    project = find_project()
    return command(project, project / default_file(), as_json=as_json, console=make_console())


@subcommand(
    short_help="Find faults, with their remedies; only reads.",
    epilog=examples(
        "orgctl doctor",
        "orgctl doctor -v",
        "orgctl doctor --accounts id,org-root --only users,user-mfa",
        "orgctl doctor --json",
        status="0 no fault, 1 a fault, or the organization cannot be read, 2 wrong usage",
    ),
)
def doctor(
    accounts: Annotated[
        str,
        typer.Option(
            metavar="KEY,…",
            help="Check these accounts only; org-root includes the organization as a whole.",
            show_default=False,
        ),
    ] = "",
    only: Annotated[
        str,
        typer.Option(metavar="CHECK,…", help="Run these checks only: docs/doctor.md lists them.", show_default=False),
    ] = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List passed checks, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as data.")] = False,
    role_name: Annotated[str, typer.Option(help="The role to read member accounts with.")] = ACCESS_ROLE,
) -> int:
    """
    Find faults of the deployed organization, with their remedies. It reads, and never writes.

    It checks manual steps, drift, and differences from organization.yaml. Facts that cannot be known from here are
    listed with the reason.
    """
    from live.session import open_session
    from organization.load import default_file
    from orgctl.doctor import doctor as examine

    session = open_session()
    return examine(
        file=find_project() / default_file(),
        session=session,
        as_json=as_json,
        accounts=_listed(accounts),
        only=_listed(only),
        verbose=verbose,
        role_name=role_name,
        console=make_console(),
    )


@subcommand(
    short_help="Print or merge the AWS profiles of a user.",
    epilog=examples(
        "orgctl profiles ann",
        "orgctl profiles ann --merge --envrc .",
        "orgctl profiles ann --form aws-vault",
        "orgctl profiles --all --directory profiles",
    ),
)
def profiles(
    user: Annotated[
        str | None, typer.Argument(help="A name in users or in org_root.admins.", show_default=False)
    ] = None,
    all_users: Annotated[bool, typer.Option("--all", help="For all users and administrators.")] = False,
    form: Annotated[
        KeySource, typer.Option(help="The source of your user's keys: aws configure, aws-vault, or aws login.")
    ] = KeySource.CLI,
    merge: Annotated[
        bool, typer.Option("--merge", help="Merge into the AWS config file; the rest stays unchanged.")
    ] = False,
    config: Annotated[
        Path | None, typer.Option(help="Instead of AWS_CONFIG_FILE or ~/.aws/config.", show_default=False)
    ] = None,
    outputs: Outputs = None,
    envrc: Annotated[
        Path | None, typer.Option(help="Write .envrc files for direnv into this folder.", show_default=False)
    ] = None,
    directory: Annotated[
        Path | None, typer.Option(help="With --all: write a file for each user.", show_default=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Print the AWS profiles of a user, or merge them into the AWS config file."""
    from organization.load import default_file
    from orgctl.profiles.command import command

    def ask(change: str) -> bool:
        return typer.confirm(f"{change}Write this?")

    project = find_project()
    return command(
        user,
        all_users=all_users,
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


@subcommand(
    short_help="Print the invitation of a new user.",
    epilog=examples("orgctl invite ben", "orgctl invite ben > ben.txt", "orgctl invite ben --form login"),
)
def invite(
    user: Annotated[str, typer.Argument(help="A name in users or in org_root.admins.")],
    form: Annotated[
        KeySource, typer.Option(help="The source of the user's keys: aws configure, aws-vault, or aws login.")
    ] = KeySource.CLI,
    outputs: Outputs = None,
) -> int:
    """Print the invitation of a new user, as a text to send: sign-in, MFA, roles and profiles. It has no secret."""
    from organization.load import default_file
    from orgctl.invite import command

    project = find_project()
    return command(user, form=form.value, outputs=outputs, file=project / default_file(), folder=project)


@subcommand(
    short_help="Prove which principals can do what, before deployment.",
    epilog=examples(
        "cdktf synth && orgctl prove",
        "orgctl prove --json > proof.json",
        "orgctl prove --format markdown > comment.md",
        "orgctl prove --junit proof.xml",
        "orgctl prove --as-of 2027-01-01",
        "orgctl prove --kept-by",
        "orgctl prove --accept chaining",
        "orgctl prove --outputs numbers.json --access audit/access.yaml",
        status="0 proven, but for what is accepted, 1 a promise is broken or not decided, an entry of accepted is "
        "obsolete, a policy or a reference could not be read, or no proof was possible, 2 wrong usage",
    ),
)
def prove(
    form: Annotated[
        ProofForm | None,
        typer.Option("--format", help="Print the proof in this format. Default: text.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json: docs/prove.md.")] = False,
    junit: Annotated[
        Path | None, typer.Option(help="Also write the promises as tests for CI into this file.", show_default=False)
    ] = None,
    access: Access = None,
    outputs: Outputs = None,
    as_of: AsOf = None,
    kept_by: Annotated[
        bool, typer.Option("--kept-by", help="Tell which statements keep each promise. Takes longer.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Accept this promise in this run; once for each.", show_default=False),
    ] = None,
) -> int:
    """
    Prove from the synthesized stacks which principals can do what, and that the promises are kept: the built-in ones,
    and those of access.yaml. Each counterexample is shown with the deciding statement and its line in
    organization.yaml.
    """
    from organization.load import default_file
    from orgctl.as_of import as_of as day_of
    from orgctl.prove.command import Wanted
    from orgctl.prove.command import prove as prove_all

    if as_json and form not in (None, ProofForm.JSON):
        raise UsageError(f"--json and --format {form} exclude each other")
    project = find_project()
    wanted = Wanted(project, project / default_file(), access, outputs, day_of(as_of), kept_by, tuple(accept or ()))
    chosen = ProofForm.JSON if as_json else form or ProofForm.TEXT
    return prove_all(wanted, form=chosen, junit=junit, console=make_console())


@subcommand(
    short_help="Ask AWS's policy simulator about the proof's decisions.",
    epilog=examples(
        "make confirm",
        "AWS_PROFILE=spacecats-org-root orgctl confirm",
        "orgctl confirm --json > confirmation.json",
        status="0 AWS decides as the proof does, 1 it decides something otherwise, or nothing at all, or an error, "
        "2 wrong usage",
    ),
)
def confirm(
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as data: docs/prove.md.")] = False,
    access: Access = None,
    outputs: Outputs = None,
    as_of: AsOf = None,
) -> int:
    """
    Ask AWS's policy simulator about every counterexample of the proof, and as many other decisions. It needs
    credentials that may call iam:SimulateCustomPolicy, and changes nothing in AWS.
    """
    from live.session import open_session
    from organization.load import default_file
    from orgctl.as_of import as_of as day_of
    from orgctl.confirm import confirm as confirm_all
    from orgctl.prove.command import Wanted

    project = find_project()
    wanted = Wanted(project, project / default_file(), access, outputs, day_of(as_of))
    return confirm_all(wanted, as_json=as_json, session=open_session(), console=make_console())


@subcommand(
    short_help="Explain why a request is allowed or denied.",
    epilog=examples(
        "orgctl explain ann ec2:StartInstances infra",
        "orgctl explain ann --no-mfa sts:AssumeRole role:infra@infra",
        "orgctl explain role:infra@infra ec2:StopInstances infra",
        "orgctl explain root@logs iam:CreateUser logs",
        "orgctl explain 999999999999 sts:AssumeRole role:admin",
        "orgctl explain ann ec2:RunInstances infra --context ec2:InstanceType=t3.nano",
        status="0 the decision was explained, 1 it could not be made, 2 wrong usage",
    ),
)
def explain(
    principal: Annotated[
        str,
        typer.Argument(
            metavar="PRINCIPAL",
            help="A user, role:NAME@ACCOUNT, root@ACCOUNT, an ARN, a service, an account's number, outsiders.",
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
    mfa: Annotated[bool, typer.Option("--mfa/--no-mfa", help="The user has signed in with or without MFA.")] = True,
    key: Annotated[bool, typer.Option("--key", help="The user has only an access key.")] = False,
    region: Annotated[str | None, typer.Option(help="Default: the home region.", show_default=False)] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="A condition key; once for each.", show_default=False),
    ] = None,
    outputs: Outputs = None,
    as_of: AsOf = None,
) -> int:
    """
    Explain the decision on a request: the result of each layer of policies, the deciding statement, and its line in
    organization.yaml. For a user also: the roles through which the request is allowed.
    """
    from access.explain.asking import Question
    from access.model.sign_in import SignIn
    from organization.load import default_file
    from orgctl.as_of import as_of as day_of
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
    return explain_one(
        question,
        folder=project,
        file=project / default_file(),
        outputs=outputs,
        as_of=day_of(as_of),
        console=make_console(),
    )


@subcommand(
    name="who-can",
    short_help="List every principal that can make a call, and when.",
    epilog=examples(
        "orgctl who-can s3:DeleteObject s3://spacecats-logs-cloudtrail-us-west-2/x",
        "orgctl who-can sts:AssumeRole role:infra@infra",
        "orgctl who-can iam:CreateUser logs",
        "orgctl who-can organizations:LeaveOrganization",
        "orgctl who-can s3:GetObject --json > readers.json",
        status="0 the question was answered, 1 something is not decided, or no answer was possible, 2 wrong usage",
    ),
)
def who_can(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="One action, as in policies: s3:GetObject.")],
    resource: Annotated[
        str | None,
        typer.Argument(
            metavar="RESOURCE",
            help="An ARN, s3://bucket/key, role:NAME@ACCOUNT, or an account's key for anything in it. Default: "
            "anything, in each account.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as data: docs/prove.md.")] = False,
    outputs: Outputs = None,
    as_of: AsOf = None,
) -> int:
    """
    List every principal that can make a call: users with the roles through which they can, role sessions, root users,
    AWS services, and principals outside of the organization that a policy admits, each with the conditions under which
    it can.
    """
    from organization.load import default_file
    from orgctl.as_of import as_of as day_of
    from orgctl.who_can import who_can as answer
    from orgctl.who_can.command import Wanted

    project = find_project()
    wanted = Wanted(action, resource, project, project / default_file(), outputs, day_of(as_of))
    return answer(wanted, json=as_json, console=make_console())


@subcommand(
    short_help="Show the effect of a change on access, guardrails, accounts.",
    epilog=examples(
        "cdktf synth && orgctl diff HEAD~1",
        "orgctl diff main --markdown > comment.md",
        "orgctl diff ../before",
        "AWS_PROFILE=spacecats-org-root orgctl diff deployed",
        status="0 nothing is refused, 1 a change is refused, or no comparison was possible, 2 wrong usage",
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
    as_of: AsOf = None,
) -> int:
    """
    Show the effect of the change from BASE to the synthesized stacks: the access that users gain and lose, the
    requests that become possible and impossible, the guardrails that begin or cease to apply, the accounts that move.
    Policies that allow the same are no change. A change that would destroy an account, the organization, the last
    administrator, the trail or a state is refused, as is one that closes the way of those who deploy or respond.
    """
    from organization.load import default_file
    from orgctl.as_of import as_of as day_of
    from orgctl.diff import Form, command

    if as_markdown and as_json:
        raise UsageError("--markdown and --json exclude each other")
    form = Form.markdown if as_markdown else Form.json if as_json else Form.text
    project = find_project()
    return command(
        base,
        project=project,
        file=project / default_file(),
        form=form,
        outputs=outputs,
        as_of=day_of(as_of),
        console=make_console(),
    )


@subcommand(
    short_help="Write one HTML file: proof, access, policies.",
    epilog=examples(
        "cdktf synth && orgctl report",
        "orgctl report --base main",
        "orgctl report --base deployed --output audit/organization.html",
        status="0 the report was written, 1 no proof was possible, 2 wrong usage",
    ),
)
def report(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Default: report.html.", show_default=False)
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(help="Add the changes since this: a Git revision, a folder, or deployed.", show_default=False),
    ] = None,
    access: Access = None,
    outputs: Outputs = None,
    as_of: AsOf = None,
) -> int:
    """
    Write one HTML file about the synthesized stacks: promises, the organization as a tree, who can do what, every
    policy with its origin, and the room left to AWS's limits. It needs no network, and can be sent and printed.
    """
    from organization.load import default_file
    from orgctl.as_of import as_of as day_of
    from orgctl.report.command import FILE, Wanted
    from orgctl.report.command import report as write_report

    project = find_project()
    wanted = Wanted(project, project / default_file(), output or Path(FILE), access, outputs, base, day_of(as_of))
    return write_report(wanted, make_console())


@subcommand(
    short_help="Deploy the example to an emulated AWS, and show it.", epilog=examples("make demo", "orgctl demo")
)
def demo() -> int:
    """Deploy the example to an emulated AWS with cdktf, and show the deployed organization."""
    from orgctl.demo import demo as run_demo

    return run_demo(find_project(), make_console())


def main() -> None:
    """Run the command line; a closed pipe (`orgctl show | head`) is no error."""
    _open_closed_streams()
    try:
        try:
            app(prog_name="orgctl")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        sys.exit(1)
    except OSError as error:
        _discard_output()
        sys.exit(f"orgctl: the output cannot be written: {error.strerror or error}")


def _open_closed_streams() -> None:
    """Let a standard stream that the caller has closed lead nowhere; Python has None in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  open until the end


def _discard_output() -> None:
    """Let what is still to be written to standard output go nowhere, also when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_console() -> Console:
    """Return a console: outside of a terminal it has no colour and no spinner."""
    from rich.console import Console

    return Console(highlight=False)


def find_project() -> Path:
    """Return the folder with `cdktf.json` around the current folder, else this repository."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "cdktf.json").is_file()), REPOSITORY)


def chosen_regions(text: str, session: Session) -> list[str]:
    """Return the regions in a list. Raise UsageError for an unknown one, whose requests would time out slowly."""
    chosen = _listed(text)
    from live.session import known_regions

    known = known_regions(session)
    if unknown := [name for name in chosen if name not in known]:
        raise UsageError(f"no AWS region: {', '.join(unknown)}")
    return chosen


def _listed(text: str) -> list[str]:
    """Return the items of an option, separated by commas."""
    return [name for name in re.split(r"[,\s]+", text) if name]
