"""Policy files that name another organization or an account outside: warnings, where the own ids are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.organization.files import organization, problems

OWN, OTHER = "o-a1b2c3d4e5", "o-z9y8x7w6v5"
NUMBERS = ("111111111111", "222222222222", "333333333333")
PARTNER = "444455556666"


def file(folder: Path, *values: str) -> None:
    """Write a policy whose condition has these values in lines 10 and following."""
    condition = {"StringNotEquals": {"aws:PrincipalOrgID": [*values]}}
    deny: dict[str, Any] = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": condition}
    (folder / "own.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [deny]}, indent=1))


def text(use: str, own: str = OWN, numbers: tuple[str, ...] = NUMBERS) -> str:
    management, people, infra = (f'account_id: "{one}"' if one else "" for one in numbers)
    uses = {
        "guardrail": "guardrails: {own: {targets: root, file: own.json}}",
        "group": "groups: {infra: {users: [ann], roles: {infra: own.json}}}",
        "responder": "groups: {infra: {users: [ann]}}\nresponder: {group: infra, policies: [own.json]}",
    }
    return organization(
        f"organization_id: {own}",
        "users: [ann]",
        uses[use],
        org_root=f"{{admins: [ann], {management}}}",
        organizational_units=f"{{main: {{accounts: {{id: {{{people}}}, infra: {{{infra}}}}}}}}}",
    )


USES = pytest.mark.parametrize("use", ["guardrail", "group", "responder"])


@USES
def test_another_organization_and_an_account_outside_are_warnings_with_file_and_line(tmp_path: Path, use: str) -> None:
    file(tmp_path, OWN, OTHER, f"arn:aws:iam::{PARTNER}:root", *NUMBERS)
    first, second = (line.partition("warning: ")[2] for line in problems(text(use), tmp_path))
    assert (
        first == f"the policy in 'own.json' names in line 12 '{OTHER}', which is another organization than "
        f"organization_id, {OWN}"
    )
    assert second == f"the policy in 'own.json' names in line 13 '{PARTNER}', which is no account of this organization"


@USES
def test_without_known_ids_nothing_is_said(tmp_path: Path, use: str) -> None:
    file(tmp_path, OTHER, PARTNER)
    assert problems(text(use, own="", numbers=("", "", "")), tmp_path) == []


@pytest.mark.parametrize("missing", range(3))
def test_numbers_are_compared_once_all_are_known(tmp_path: Path, missing: int) -> None:
    file(tmp_path, OTHER, PARTNER)
    some = tuple("" if place == missing else one for place, one in enumerate(NUMBERS))
    (only,) = problems(text("guardrail", numbers=some), tmp_path)
    assert OTHER in only


def test_an_id_that_a_parameter_gives_is_in_no_line(tmp_path: Path) -> None:
    file(tmp_path, "{{partner}}")
    given = text("guardrail").replace("own.json}", f'own.json, parameters: {{partner: "{PARTNER}"}}}}')
    (only,) = problems(given, tmp_path)
    assert only.endswith(f"the policy in 'own.json' names '{PARTNER}', which is no account of this organization")


def test_variables_and_own_ids_are_no_warning(tmp_path: Path) -> None:
    file(tmp_path, OWN, "${organization_id}", "${account_id:infra}", "${management_account_id}", *NUMBERS)
    assert problems(text("guardrail"), tmp_path) == []
