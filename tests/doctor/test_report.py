"""Findings as text."""

from __future__ import annotations

import io

from rich.console import Console

from orgctl.doctor.finding import Finding
from orgctl.doctor.page import FILE, page
from orgctl.doctor.report import render

COMMAND = (
    "aws iam update-access-key --user-name ann --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive "
    "--profile spacecats-id.OrganizationAccountAccessRole"
)
FINDINGS = [
    Finding("alias", "spacecats-org-root", "ok", "the account has the alias of its sign-in address"),
    Finding("user-passwords", "spacecats-id ann", "wrong", "this user has no password", "orgctl invite ann"),
    Finding("user-passwords", "spacecats-id bob", "wrong", "this user has no password", "orgctl invite bob"),
    Finding("user-keys", "spacecats-id ann", "wrong", "the access key is of 2026-01-01", COMMAND),
    Finding("config-recorder", "spacecats-id us-west-2", "wrong", "[bold] is off", "cdktf deploy id"),
    Finding("config-recorder", "spacecats-id us-east-1", "wrong", "[bold] is off", "cdktf deploy id"),
    *(Finding(name, "spacecats-infra", "unknown", "cannot be read: AccessDenied") for name in ("users", "alias")),
]
TEXT = """\
Wrong (5)
  spacecats-id ann: user-passwords
    this user has no password
    $ orgctl invite ann
  spacecats-id bob: user-passwords
    this user has no password
    $ orgctl invite bob
  spacecats-id ann: user-keys
    the access key is of 2026-01-01
    $ aws iam update-access-key --user-name ann --access-key-id \\
      AKIAIOSFODNN7EXAMPLE --status Inactive --profile \\
      spacecats-id.OrganizationAccountAccessRole
  spacecats-id us-west-2, spacecats-id us-east-1: config-recorder
    [bold] is off
    $ cdktf deploy id

Cannot be known from here (2)
  spacecats-infra: users, alias
    cannot be read: AccessDenied

5 wrong, 2 cannot be known from here, 1 fine
"""


def rendered(findings: list[Finding], *, verbose: bool = False) -> str:
    output = io.StringIO()
    render(findings, Console(file=output, width=80, highlight=False), verbose=verbose)
    return output.getvalue()


def test_a_report_reads_well_in_a_file_80_columns_wide() -> None:
    assert rendered(FINDINGS) == TEXT


def test_passed_checks_are_printed_with_verbose() -> None:
    assert "Fine (1)\n  spacecats-org-root: alias\n" in rendered(FINDINGS, verbose=True)


def test_many_places_take_few_lines() -> None:
    many = [Finding("alias", f"account-{number}", "wrong", "no alias", "cdktf deploy") for number in range(1000)]

    lines = rendered(many).splitlines()

    assert len(lines) < 10
    assert "account-7 and 992 more: alias" in " ".join(line.strip() for line in lines)


def test_long_names_stay_within_80_columns() -> None:
    odd = [Finding("alias", "x" * 200, "wrong", "y" * 200, "z " * 200)]

    assert max(map(len, rendered(odd).splitlines())) <= 80


def test_the_page_of_checks_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "run: python -m orgctl.doctor.page"
