"""The summary that `orgctl check` prints for a valid file, in 80 columns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import sample
from organization.load import examine_text
from organization.summary import Room, Summary, lines, summarize
from tests.organization.files import EXAMPLE, ROOT, organization


def summary(text: str, folder: Path = ROOT) -> Summary:
    found, problems = examine_text(text.encode(), folder)
    assert found is not None
    assert all(problem.warning for problem in problems)
    return summarize(found, folder)


def test_the_example_is_summed_up() -> None:
    assert lines(summary(EXAMPLE)) == [
        "accounts    3 besides org-root: id, infra, logs",
        "units       2: spacecats, suspended",
        "people      1 administrator, 1 user",
        "groups      3: infra, billing, responders",
        "guardrails  25: 13 at root, 10 at spacecats, 1 at account:infra, 1 at",
        "            account:logs",
        "room left   service control policies: fullest at spacecats, 4 of 10 used, 87,550",
        "            characters left",
        "            resource control policies: fullest at root, 2 of 5 used, 20,112",
        "            characters left",
        "services    in us-west-2, us-east-1",
        "            on: CloudTrail, GuardDuty, Config, Access Analyzer, centralized root",
        "            access, root sign-in alarm, S3 never public, EBS encryption,",
        "            snapshots never public, IMDSv2",
    ]


def test_the_smallest_organization_is_summed_up() -> None:
    assert lines(summary(organization()))[:7] == [
        "accounts    1 besides org-root: id",
        "units       1: main",
        "people      1 administrator, 0 users",
        "groups      0",
        "guardrails  none",
        "room left   all of it: no guardrail is in use",
        "services    in us-west-2",
    ]


def test_accounts_in_quarantine_are_listed() -> None:
    text = organization(organizational_units="{main: {accounts: {id: }}, off: {quarantine: true, accounts: {old: }}}")

    assert "            in quarantine: old" in lines(summary(text))


def test_a_long_list_is_cut_short() -> None:
    shown = lines(summary(sample.organization(1000)))

    assert shown[0].startswith("accounts    1,000 besides org-root: id, a0001, ")
    assert shown[1].endswith(" and 992 more")
    assert len(shown) < 20


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE,
        sample.organization(100, everything=True),
        organization(organizational_units="{" + "größer " * 15 + ": {accounts: {id: }}}"),
        organization(f"groups: {{{'g' * 64}: , {'h' * 64}: }}"),
    ],
    ids=["the example", "many accounts", "a long unit", "long groups"],
)
def test_a_summary_fits_80_columns(text: str) -> None:
    assert max(map(len, lines(summary(text)))) <= 80


def test_the_room_left_is_what_aws_allows_less_what_is_used() -> None:
    (room,) = summary(organization("guardrails: {deny-leaving-organization: root}")).room

    empty = len('{"Version":"2012-10-17","Statement":[]}')
    guardrail = 141  # characters, by docs/guardrails.md
    assert room == Room("root", "SERVICE_CONTROL_POLICY", 2, 10, 9 * (10_240 - empty) - guardrail)


def test_a_quarantine_counts_as_a_policy_of_its_ou() -> None:
    units = "{main: {accounts: {id: }}, off: {quarantine: true}}"
    room = summary(organization("guardrails: {deny-root-user: [main, off]}", organizational_units=units)).room

    assert {one.target: one.policies for one in room} == {"main": 2, "off": 3}


def test_the_fullest_target_is_the_one_with_the_least_room() -> None:
    text = organization("guardrails: {deny-root-user: [root, main], deny-iam-users: main}")
    (row,) = [line for line in lines(summary(text)) if line.startswith("room left")]

    assert "fullest at main, 2 of 10 used" in row


def test_services_are_on_or_off_as_the_file_says() -> None:
    services = summary(organization("cloudtrail: false", "guardduty: true", "security_account: id")).services

    assert (services["CloudTrail"], services["GuardDuty"], services["root sign-in alarm"]) == (False, True, False)


def test_the_summary_is_data_too() -> None:
    found = json.loads(json.dumps(summary(EXAMPLE).as_json()))

    assert found["accounts"] == ["id", "infra", "logs"]
    assert found["guardrails_at"]["spacecats"] == 10
    assert {one["target"] for one in found["room"]} == {"root", "spacecats", "account:infra", "account:logs"}


def test_a_locale_without_unicode_is_no_obstacle_to_the_summary(tmp_path: Path) -> None:
    file = tmp_path / "organization.yaml"
    file.write_text(organization(organizational_units="{größer: {accounts: {id: }}}"), encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "organization.check", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)

    assert r"units       1: gr\xf6\xdfer" in done.stdout
