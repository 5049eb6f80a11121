"""Variables in policy files: what they become, what they measure, and what is a mistake in one."""

from __future__ import annotations

import pytest

from policies.variables import Ids, filled, measured, variable_errors

IDS = Ids("o-a1b2c3d4e5", "111111111111", {"id": "222222222222", "prod-eu": "333333333333"})
KEYS = ("id", "prod-eu")
THERE = (
    "there are ${organization_id}, ${management_account_id}, ${account_id:KEY}, and AWS's own, such as ${aws:username}"
)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("${organization_id}", "o-a1b2c3d4e5"),
        ("${management_account_id}", "111111111111"),
        ("${account_id:id}", "222222222222"),
        ("${account_id:prod-eu}", "333333333333"),
    ],
)
def test_a_variable_becomes_its_value_wherever_it_stands(variable: str, value: str) -> None:
    text = f'{{"a": "{variable}", "b": ["x:{variable}:y{variable}"], "{variable}": 1}}'
    assert filled(text, IDS) == text.replace(variable, value)
    assert variable_errors(text, KEYS) == []


@pytest.mark.parametrize(
    "own",
    [
        *("${aws:username}", "${aws:PrincipalTag/team, 'x'}", "${*}", "${?}", "${$}", "${s3:prefix}"),
        *("${graph.facebook.com:id}", "${cognito-identity.amazonaws.com:sub}", "${saml:sub}", "${aws:PrincipalOrgID}"),
        *("${account:AccountResourceOrgPaths}", "${organizations:PolicyType}"),
    ],
)
def test_the_variables_of_aws_stay_as_they_are(own: str) -> None:
    text = f'{{"a": "{own}/${{organization_id}}"}}'
    assert filled(text, IDS) == f'{{"a": "{own}/o-a1b2c3d4e5"}}'
    assert variable_errors(text, KEYS) == []


def test_a_variable_without_a_value_stays_as_it_is() -> None:
    text = '"${organization_id} ${management_account_id} ${account_id:id}"'
    assert filled(text, Ids()) == text


def test_a_variable_measures_the_longest_value_that_aws_assigns() -> None:
    assert len(measured("${organization_id}")) == len("o-") + 32
    assert measured("${management_account_id}") == measured("${account_id:prod-eu}") == "0" * 12
    assert measured("${aws:username}") == "${aws:username}"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("${organisation_id}", f"which is no variable; did you mean ${{organization_id}}? {THERE}"),
        ("${organizationId}", f"which is no variable; did you mean ${{organization_id}}? {THERE}"),
        ("${Organization_ID}", f"which is no variable; did you mean ${{organization_id}}? {THERE}"),
        ("${management_acount_id}", f"which is no variable; did you mean ${{management_account_id}}? {THERE}"),
        ("${acount_id:id}", f"which is no variable; did you mean ${{account_id:id}}? {THERE}"),
        ("${account:id}", f"which is no variable; did you mean ${{account_id:id}}? {THERE}"),
        ("${accountId:other}", f"which is no variable; did you mean ${{account_id:other}}? {THERE}"),
        ("${account_id}", f"which is no variable; did you mean ${{account_id:KEY}}? {THERE}"),
        ("${something}", f"which is no variable; {THERE}"),
        ("${}", f"which is no variable; {THERE}"),
        ("${account_id:}", "but '' is no account; there are id and prod-eu"),
        ("${account_id:prod-us}", "but 'prod-us' is no account; did you mean 'prod-eu'? there are id and prod-eu"),
        ("${account_id: id}", "but ' id' is no account; did you mean 'id'? there are id and prod-eu"),
        ("${account_id:org-root}", "but the number of the management account is ${management_account_id}"),
    ],
)
def test_a_misspelt_variable_is_an_error_with_its_lines(wrong: str, message: str) -> None:
    text = f'{{\n"a": "{wrong}",\n"b": "${{organization_id}}",\n"c": "x{wrong}"}}'
    assert variable_errors(text, KEYS) == [f"has in lines 2 and 4 '{wrong}', {message}"]


def test_every_misspelt_variable_is_told_once() -> None:
    found = variable_errors('"${a}"\n"${account_id:x}" "${a}"', KEYS)
    assert [one.partition(",")[0] for one in found] == [
        "has in lines 1 and 2 '${a}'",
        "has in line 2 '${account_id:x}'",
    ]


def test_a_variable_that_a_parameter_gives_is_in_no_line() -> None:
    (found,) = variable_errors('{"a":"${nothing}"}', KEYS, source='{"a": "{{value}}"}')
    assert found.startswith("has '${nothing}', which is no variable")


def test_unknown_keys_are_no_mistake_while_accounts_are_not_known() -> None:
    assert variable_errors('"${account_id:x}"', None) == []
