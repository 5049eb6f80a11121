from __future__ import annotations

import io
import itertools
from pathlib import Path

from rich.console import Console

from orgctl.deploy import Deployment, explain
from orgctl.deploy.progress import Event, Progress, clean, short_counts
from orgctl.deploy.report import Report

LOG = """\
\x1b[2K\x1b[1A\x1b[2K\x1b[G
⠋  Synthesizing
\x1b[2K\x1b[1Aorg-root  \x1b[0m\x1b[1mInitializing the backend...\x1b[0m

0 Stacks deploying     0 Stacks done     2 Stacks waiting
          - Installing hashicorp/aws v5.100.0...
id  Initializing the backend...
org-root  Plan: 12 to add, 0 to change, 0 to destroy.
org-root  aws_organizations_organization.org: Creating...
1 Stack deploying     0 Stacks done     1 Stack waiting
org-root  aws_organizations_account.id: Creating...
          Apply complete! Resources: 12 added, 0 changed, 0 destroyed.
id  ╷
    │ Warning: Something is old
    │
    │ Never mind.
    ╵
id  ╷
    │ Error: creating IAM User (ann): EntityAlreadyExists
    │
    │   with aws_iam_user.ann,
    │   on cdk.tf.json line 1, in resource.aws_iam_user.ann:
    │   1: {"terraform": {}}
    ╵
"""


def read(log: str) -> tuple[list[Event], Progress]:
    progress = Progress()
    return [event for line in log.splitlines() for event in progress.read(line)], progress


def test_progress_is_reported_by_stack() -> None:
    events, _ = read(LOG)

    assert events == [
        Event("org-root", "started"),
        Event("id", "started"),
        Event("org-root", "planned", "12 to add"),
        Event("org-root", "resource", "aws_organizations_organization.org"),
        Event("org-root", "resource", "aws_organizations_account.id"),
        Event("org-root", "applied", "12 added"),
    ]


def test_errors_are_kept_without_warnings_and_quoted_json() -> None:
    _, progress = read(LOG)

    assert progress.errors == [
        "id: Error: creating IAM User (ann): EntityAlreadyExists",
        "  with aws_iam_user.ann,",
        "  on cdk.tf.json line 1, in resource.aws_iam_user.ann:",
    ]


def test_without_an_error_of_terraform_the_last_lines_are_kept() -> None:
    _, progress = read("\n".join(f"line {number}" for number in range(50)))

    assert progress.errors == []
    assert progress.tail == [f"line {number}" for number in range(30, 50)]


def test_counts_leave_out_zeros() -> None:
    assert short_counts("2 added, 0 changed, 1 destroyed") == "2 added, 1 destroyed"
    assert short_counts("0 added, 0 changed, 0 destroyed") == "no changes"
    assert short_counts("10 to add, 20 to change, 0 to destroy") == "10 to add, 20 to change"


def test_overwritten_text_is_not_read() -> None:
    assert clean("\x1b[32mold\rnew\x1b[0m  \n") == "new"


WAITING_LOG = """\
logs  Initializing provider plugins...
logs  aws_s3_bucket_lifecycle_configuration.a: Still creating... [10s elapsed]
logs  aws_s3_bucket_lifecycle_configuration.a: Still creating... [20s elapsed]
logs  aws_s3_bucket_lifecycle_configuration.b: Still creating... [20s elapsed]
logs  aws_s3_bucket_lifecycle_configuration.a: Still creating... [30s elapsed]
logs  aws_kms_key.a: Still creating... [10s elapsed]
"""


def test_a_long_wait_is_reported_once_for_each_type_of_resource() -> None:
    events, _ = read(WAITING_LOG)

    assert events == [Event("logs", "started"), Event("logs", "waiting", "aws_s3_bucket_lifecycle_configuration")]


INTERLEAVED = """\
org-root  Initializing provider plugins...
infra  Initializing provider plugins...
org-root  aws_iam_user.a: Creating...
infra  \x1b[0m\x1b[1m\x1b[32m
       Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
org-root  \x1b[0m
          Apply complete! Resources: 2 added, 0 changed, 0 destroyed.
"""


def test_an_empty_line_names_the_stack_of_the_next_lines() -> None:
    events, _ = read(INTERLEAVED)

    assert events[-2:] == [Event("infra", "applied", "1 added"), Event("org-root", "applied", "2 added")]


def test_stacks_and_resources_are_counted() -> None:
    _, progress = read(LOG)

    assert progress.stacks == {"org-root": True, "id": False}
    assert progress.resources == 12


def report(events: list[Event], progress: Progress, width: int = 80) -> list[str]:
    output = io.StringIO()
    clock = itertools.count(0, 12.5)
    reporter = Report(Console(file=output, width=width), progress, lambda: next(clock))
    for event in events:
        reporter.print_event(event)
    reporter.sum_up()
    return output.getvalue().splitlines()


def test_a_report_prints_finished_stacks_and_waits_in_80_columns() -> None:
    events, progress = read(LOG + WAITING_LOG)

    assert report(events, progress) == [
        "  12.5 s  synthesized",
        "  25.0 s  3 stacks initialized",
        "  37.5 s  org-root  done: 12 added",
        "  50.0 s  logs      waits for S3 life-cycle rules: the AWS provider watches new",
        "                    ones for 50 s",
        "  62.5 s  3 stacks, 12 resources",
    ]


def test_the_status_line_fits_the_terminal() -> None:
    _, progress = read(LOG)
    reporter = Report(Console(file=io.StringIO(), width=40), progress)

    status = reporter.status(Event("org-root", "resource", "aws_organizations_organization.organization_DC53FF14"))

    assert len(status.plain) <= 36
    assert status.plain.endswith("…")


def test_a_failure_names_the_stacks_that_are_done(tmp_path: Path) -> None:
    _, progress = read(LOG)
    output = io.StringIO()

    explain(Deployment(1, progress, tmp_path / "deploy.log"), Console(file=output, width=80))

    text = output.getvalue()
    assert "  id: Error: creating IAM User (ann): EntityAlreadyExists" in text
    assert "Done before that: org-root\n" in text
    assert str(tmp_path / "deploy.log") in text
