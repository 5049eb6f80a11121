from __future__ import annotations

from orgctl.demo.progress import Event, Progress, clean, short_counts

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


def test_progress_is_told_by_stack() -> None:
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


def test_counts_leave_out_what_did_not_happen() -> None:
    assert short_counts("2 added, 0 changed, 1 destroyed") == "2 added, 1 destroyed"
    assert short_counts("0 added, 0 changed, 0 destroyed") == "no changes"
    assert short_counts("10 to add, 20 to change, 0 to destroy") == "10 to add, 20 to change"


def test_what_was_drawn_over_is_not_read() -> None:
    assert clean("\x1b[32mold\rnew\x1b[0m  \n") == "new"
