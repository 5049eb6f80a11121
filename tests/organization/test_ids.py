"""The organization's id and the accounts' numbers in the file: their form, and that each is of one thing."""

from __future__ import annotations

import pytest

from organization.load import examine_text
from tests.organization.files import ROOT, at, organization, problems

FORM = "must look like o-a1b2c3d4e5: o- and 10 to 32 lower-case letters and digits"
DIGITS = "must be 12 digits, such as '123456789012'"


def numbers(management: str, *members: str) -> str:
    """Return an organization whose accounts have these numbers: org-root in line 4, the others from line 8 on."""
    lines = [f"\n      {key}: {{account_id: {number}}}" for key, number in zip(("id", "a", "b"), members, strict=False)]
    return organization(
        org_root=f"{{admins: [ann], account_id: {management}}}",
        organizational_units="\n  main:\n    accounts:" + "".join(lines),
    )


@pytest.mark.parametrize("given", ["o-a1b2c3d4e5", f"o-{'a' * 32}", '"o-1234567890"', "~", ""])
def test_an_id_of_an_organization_is_accepted(given: str) -> None:
    assert problems(organization(f"organization_id: {given}")) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("o-short", f"'o-short' {FORM}"),
        ("O-A1B2C3D4E5", f"'O-A1B2C3D4E5' {FORM}"),
        ("r-a1b2", f"'r-a1b2' {FORM}"),
        (f"o-{'a' * 33}", f"'o-{'a' * 33}' {FORM}"),
        ("o-a1b2c3d4e５", f"'o-a1b2c3d4e５' {FORM}"),
        ("[o-a1b2c3d4e5]", "must be text, got a list"),
        ("17", "must be text, got 17; put it in quotes"),
        (
            "o-0000000000",
            "'o-0000000000' is what the proof takes for an unknown id; 'cdktf output org-root' shows the right one, "
            "or leave it out",
        ),
    ],
)
def test_another_id_is_refused(given: str, message: str) -> None:
    assert problems(organization(f"organization_id: {given}")) == at(f"6:18  organization_id: {message}")


def test_numbers_of_accounts_are_read_with_their_zeros() -> None:
    found, wrong = examine_text(numbers('"111111111111"', "'012345678901'", '"333333333333"').encode(), ROOT)
    assert (found and found.account_numbers, wrong) == (
        {"org-root": "111111111111", "id": "012345678901", "a": "333333333333"},
        [],
    )


@pytest.mark.parametrize("number", ["123456789012", "012345678901", "001234567890"])
def test_a_number_without_quotes_is_refused_because_yaml_reads_an_integer(number: str) -> None:
    said = f"an account number needs quotes, '{number}', got {number}: YAML reads it as a number"
    assert problems(numbers('"111111111111"', number))[-1].endswith(f"accounts.id.account_id: {said}")
    assert problems(numbers(number, '"111111111111"'))[-1].endswith(f"org_root.account_id: {said}")


def test_every_wrong_number_is_told_at_once() -> None:
    found = problems(numbers('"12345678901"', '"222222222222"', '"222222222222"', '"x"'))
    assert found == at(
        f"4:39  org_root.account_id: '12345678901' {DIGITS}",
        "9:23  organizational_units.main.accounts.a.account_id: '222222222222' is the number of another account too, "
        "in line 8; each has its own",
        f"10:23  organizational_units.main.accounts.b.account_id: 'x' {DIGITS}",
    )


def test_no_member_account_has_the_number_of_the_management_account() -> None:
    (found,) = problems(numbers('"111111111111"', '"222222222222"', '"111111111111"'))
    assert found.endswith("'111111111111' is the number of another account too, in line 4; each has its own")


def test_a_number_that_looks_like_a_placeholder_is_a_warning() -> None:
    (found,) = problems(numbers('"111111111111"', '"000042113339"'))
    assert "account_id: warning: '000042113339' begins with 0000, as what the proof takes for unknown" in found
