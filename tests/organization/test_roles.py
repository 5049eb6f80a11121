"""Rules for the roles of groups in accounts, and their policies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from organization.known import managed_policies
from organization.policy_reference import role_policies
from policies.variables import Ids
from tests.organization.files import at, organization, problems

ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}


def role(text: str) -> str:
    """Return an organization in which a group has one role, which begins in line 6, column 30."""
    return organization(f"groups: {{infra: {{roles: {{id: {text}}}}}}}")


def managed(number: int) -> str:
    return f"[{', '.join(sorted(managed_policies())[:number])}]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with policy files."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "deploy.json").write_text(json.dumps(ALLOW))
    (tmp_path / "deploy.json").write_text(json.dumps(ALLOW, indent=2))
    return tmp_path


def test_the_examples_of_this_module_begin_where_they_say() -> None:
    assert role("x").splitlines()[5].index("x}") + 1 == 30


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("PowerUserAccess", id="an AWS managed policy"),
        pytest.param("[PowerUserAccess, IAMReadOnlyAccess]", id="a list of policies"),
        pytest.param("{policies: [PowerUserAccess]}", id="a mapping"),
        pytest.param("job-function/ViewOnlyAccess", id="a policy by its name with path"),
        pytest.param("ViewOnlyAccess", id="a policy by its name without path"),
        pytest.param("service-role/AWSLambdaBasicExecutionRole", id="a policy for services"),
        pytest.param("arn:aws:iam::aws:policy/NewerThanThis", id="an AWS managed policy by its ARN"),
        pytest.param("arn:aws:iam::111122223333:policy/team/own", id="a policy of an account by its ARN"),
        pytest.param("policies/deploy.json", id="a policy file in a folder"),
        pytest.param("deploy.json", id="a policy file beside organization.yaml"),
        pytest.param("[ReadOnlyAccess, deploy.json]", id="a managed policy and a file"),
        pytest.param(managed(10), id="10 managed policies"),
        pytest.param("{policies: [ReadOnlyAccess], max_session_duration: 3600}", id="sessions of an hour"),
        pytest.param("{policies: [ReadOnlyAccess], max_session_duration: 43200}", id="sessions of 12 hours"),
        pytest.param("{policies: [ReadOnlyAccess], permissions_boundary: PowerUserAccess}", id="a boundary by name"),
        pytest.param(
            "{policies: [ReadOnlyAccess], permissions_boundary: 'arn:aws:iam::111122223333:policy/limit'}",
            id="a boundary by ARN",
        ),
        pytest.param("{policies: [ReadOnlyAccess], permissions_boundary: null}", id="no boundary"),
    ],
)
def test_accepted(text: str, folder: Path) -> None:
    assert problems(role(text), folder) == []


ROLE = "groups.infra.roles.id"
ARN = "must look like arn:aws:iam::aws:policy/NAME or arn:aws:iam::123456789012:policy/NAME"
OUTSIDE = "must be a path inside the folder of this file"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            "PowerUserAcess",
            f"6:30  {ROLE}.policies[0]: 'PowerUserAcess' is no AWS managed policy, did you mean 'PowerUserAccess'?",
            id="a misspelt policy",
        ),
        pytest.param(
            "viewonlyaccess",
            f"6:30  {ROLE}.policies[0]: 'viewonlyaccess' is no AWS managed policy, did you mean 'ViewOnlyAccess'?",
            id="a policy in other case",
        ),
        pytest.param(
            "{policies: [ReadOnlyAccess, qqqqq]}",
            f"6:58  {ROLE}.policies[1]: 'qqqqq' is no AWS managed policy; "
            "a policy newer than this version can be given by its ARN",
            id="a policy like no other",
        ),
        pytest.param(
            "arn:aws:iam::12345:policy/x",
            f"6:30  {ROLE}.policies[0]: 'arn:aws:iam::12345:policy/x' {ARN}",
            id="an ARN with a short account number",
        ),
        pytest.param(
            "arn:aws:iam::aws:role/x",
            f"6:30  {ROLE}.policies[0]: 'arn:aws:iam::aws:role/x' {ARN}",
            id="an ARN of a role",
        ),
        pytest.param(
            "arn:aws-cn:iam::aws:policy/x",
            f"6:30  {ROLE}.policies[0]: 'arn:aws-cn:iam::aws:policy/x' {ARN}",
            id="an ARN of another partition",
        ),
        pytest.param(
            "[]",
            f"6:30  {ROLE}.policies: is empty, so the role could do nothing; name a policy or remove the role",
            id="no policy",
        ),
        pytest.param(
            "{policies: [ReadOnlyAccess, ReadOnlyAccess]}",
            f"6:58  {ROLE}.policies[1]: 'ReadOnlyAccess' is already in the list, at [0]; keep one",
            id="a policy twice",
        ),
        pytest.param(
            "{policies: [ViewOnlyAccess, job-function/ViewOnlyAccess]}",
            f"6:58  {ROLE}.policies[1]: 'job-function/ViewOnlyAccess' is already in the list, at [0]; keep one",
            id="a policy twice, once with its path",
        ),
        pytest.param(
            "{policies: [ReadOnlyAccess, 'arn:aws:iam::aws:policy/ReadOnlyAccess']}",
            f"6:58  {ROLE}.policies[1]: 'arn:aws:iam::aws:policy/ReadOnlyAccess' is already in the list, at [0]; "
            "keep one",
            id="a policy twice, once by its ARN",
        ),
        pytest.param(
            "{policies: [&one ReadOnlyAccess, *one]}",
            f"6:42  {ROLE}.policies[1]: 'ReadOnlyAccess' is already in the list, at [0]; keep one",
            id="a policy twice, once as an alias",
        ),
        pytest.param(
            "{policies: [deploy.json, policies/deploy.json]}",
            f"6:55  {ROLE}.policies[1]: 'policies/deploy.json' and 'deploy.json' have the same name "
            "'deploy'; a role takes one of them",
            id="two policy files of one name",
        ),
        pytest.param(
            "policies/none.json",
            f"6:30  {ROLE}.policies[0]: the file 'policies/none.json' does not exist in the folder of this file",
            id="a missing file",
        ),
        pytest.param(
            "policies/deplyo.json",
            f"6:30  {ROLE}.policies[0]: the file 'policies/deplyo.json' does not exist in the folder of this file, "
            "did you mean 'policies/deploy.json'?",
            id="a misspelt file",
        ),
        pytest.param(
            "../x.json", f"6:30  {ROLE}.policies[0]: '../x.json' {OUTSIDE}", id="a file outside of the folder"
        ),
        pytest.param("/x.json", f"6:30  {ROLE}.policies[0]: '/x.json' {OUTSIDE}", id="a file by its absolute path"),
        pytest.param("p/../../x.json", f"6:30  {ROLE}.policies[0]: 'p/../../x.json' {OUTSIDE}", id="a detour outside"),
        pytest.param(r"p\x.json", rf"6:30  {ROLE}.policies[0]: 'p\x.json' {OUTSIDE}", id="a path with backslashes"),
        *(
            pytest.param(
                f"{{policies: [ReadOnlyAccess], max_session_duration: {seconds}}}",
                f"6:81  {ROLE}.max_session_duration: {seconds} is out of range, "
                "3600 to 43200 seconds of a role's maximum session duration are allowed",
                id=f"sessions of {seconds} seconds",
            )
            for seconds in (3599, 43201)
        ),
        pytest.param(
            "{policies: [ReadOnlyAccess], permissions_boundary: deploy.json}",
            f"6:81  {ROLE}.permissions_boundary: 'deploy.json' is a file; a permissions boundary is a managed policy, "
            "by name or ARN",
            id="a file as boundary",
        ),
        pytest.param(
            "{policies: [ReadOnlyAccess], permissions_boundary: PowerUser}",
            f"6:81  {ROLE}.permissions_boundary: 'PowerUser' is no AWS managed policy, did you mean 'PowerUserAccess'?",
            id="a misspelt boundary",
        ),
        pytest.param(
            "{policies: [ReadOnlyAccess], permissions_boundary: ''}",
            f"6:81  {ROLE}.permissions_boundary: '' is no AWS managed policy; "
            "a policy newer than this version can be given by its ARN",
            id="an empty boundary",
        ),
        pytest.param(
            managed(11),
            f"6:30  {ROLE}.policies: warning: 11 managed policies attached to a role; "
            "the quota is 10 until AWS raises it for you (Service Quotas)",
            id="11 managed policies, as a warning",
        ),
        pytest.param(
            managed(25),
            f"6:30  {ROLE}.policies: warning: 25 managed policies attached to a role; "
            "the quota is 10 until AWS raises it for you (Service Quotas)",
            id="25 managed policies, as a warning",
        ),
        pytest.param(
            managed(26),
            f"6:30  {ROLE}.policies: 26 managed policies attached to a role, 25 are allowed",
            id="26 managed policies",
        ),
    ],
)
def test_refused(text: str, line: str, folder: Path) -> None:
    assert problems(role(text), folder) == at(line)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is not JSON: Expecting value: line 1 column 1 (char 0)", id="an empty file"),
        pytest.param(b"text", "is not JSON: Expecting value: line 1 column 1 (char 0)", id="no JSON"),
        pytest.param(b"[]", "must be a mapping with Version and Statement", id="a list"),
        pytest.param(
            b'{"Statement": []}',
            'must have "Version": "2012-10-17"; without it policy variables do not work\nhas no Statement',
            id="neither version nor statement",
        ),
        pytest.param(
            json.dumps({**ALLOW, "Statement": [{"Effect": "allow", "Action": "s3:*", "Resource": "*"}]}).encode(),
            "Statement[0] needs an Effect, Allow or Deny",
            id="an effect in lower case",
        ),
        pytest.param(
            json.dumps({**ALLOW, "Id": "日本"}, ensure_ascii=False).encode(),
            "holds characters beyond U+00FF, which IAM rejects",
            id="characters that IAM refuses",
        ),
        pytest.param(
            "\ufeff{}".encode(),
            "is not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)",
            id="a byte order mark",
        ),
    ],
)
def test_a_wrong_policy_file_is_described(content: bytes, message: str, folder: Path) -> None:
    (folder / "wrong.json").write_bytes(content)

    assert problems(role("wrong.json"), folder) == sorted(
        at(*(f"6:30  {ROLE}.policies[0]: the policy in 'wrong.json' {line}" for line in message.splitlines()))
    )


def test_a_policy_file_that_is_not_text_is_described(folder: Path) -> None:
    (folder / "binary.json").write_bytes(b"\xff\xfe{")

    assert problems(role("binary.json"), folder) == at(
        f"6:30  {ROLE}.policies[0]: the file 'binary.json' is not UTF-8 text"
    )


def test_a_folder_is_no_policy_file(folder: Path) -> None:
    (folder / "folder.json").mkdir()

    assert problems(role("folder.json"), folder) == at(
        f"6:30  {ROLE}.policies[0]: the file 'folder.json' cannot be read: Is a directory"
    )


def policy_of_size(characters: int) -> dict[str, object]:
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["*", "arn:aws:s3:::"]}],
    }
    missing = characters - len(json.dumps(policy, separators=(",", ":")))
    policy["Statement"][0]["Resource"][1] += "b" * missing  # type: ignore[index]
    return policy  # type: ignore[return-value]


def test_policy_files_may_have_10240_characters_without_white_space(folder: Path) -> None:
    (folder / "large.json").write_text(json.dumps(policy_of_size(10_240), indent=4))

    assert problems(role("large.json"), folder) == []


def test_policy_files_of_a_role_are_measured_together(folder: Path) -> None:
    (folder / "one.json").write_text(json.dumps(policy_of_size(5_000)))
    (folder / "two.json").write_text(json.dumps(policy_of_size(5_241)))

    assert problems(role("[one.json, two.json]"), folder) == at(
        f"6:30  {ROLE}.policies: 10241 characters of all inline policies of a role, white space not counted, "
        "10240 are allowed"
    )


def test_a_problem_in_the_short_form_is_shown_at_the_policy() -> None:
    (line,) = problems(role("[ReadOnlyAccess, qqqqq]"))

    assert line.startswith("organization.yaml:6:47  ")


def test_an_account_that_does_not_exist_is_rejected() -> None:
    assert problems(organization("groups: {infra: {roles: {idd: ReadOnlyAccess}}}")) == at(
        "6:26  groups.infra.roles.idd: 'idd' is not an account, did you mean 'id'?"
    )


def test_groups_get_no_role_in_the_management_account() -> None:
    assert problems(organization("groups: {infra: {roles: {org-root: ReadOnlyAccess}}}")) == at(
        "6:26  groups.infra.roles.org-root: groups get no role in org-root; "
        "name its administrators in org_root.admins, and the group that may see its bills in billing_group"
    )


def reaching(accounts: int, group: str = "g" * 64) -> str:
    """Return a group with the longest name and a role in many accounts, which are in one line after the id account."""
    keys = [f"a{number}" for number in range(accounts)]
    listed = ", ".join(f"{key}: " for key in keys)
    return organization(
        f"groups: {{{group}: {{roles: {{{', '.join(f'{key}: ReadOnlyAccess' for key in keys)}}}}}}}",
        organizational_units=f"{{main: {{accounts: {{id: , {listed}}}}}}}",
    )


def test_a_group_has_room_for_nine_policies_that_list_its_roles() -> None:
    lines = problems(reaching(9 * 61))

    assert [line for line in lines if "warning" not in line] == []


def test_a_group_with_more_roles_than_its_policies_can_list_is_rejected() -> None:
    lines = problems(reaching(9 * 61 + 1))

    assert [line for line in lines if "warning" not in line] == at(
        f"6:84  groups.{'g' * 64}.roles: 550 roles need 11 policies on the group, 10 are allowed; "
        "divide the group into two"
    )


@pytest.mark.parametrize(
    ("line", "roles"),
    [("billing_group", 550), ("responder", 549 + 550)],
    ids=["a role that sees the bills", "a responder's role in every account"],
)
def test_the_other_roles_of_a_group_are_counted(line: str, roles: int) -> None:
    group = "g" * 64
    value = f"{{group: {group}}}" if line == "responder" else group
    lines = problems(f"{reaching(9 * 61)}{line}: {value}\n")

    (refused,) = [shown for shown in lines if "warning" not in shown]
    assert refused.startswith(f"organization.yaml:6:84  groups.{group}.roles: {roles} roles need ")


def test_references_become_arns_and_inline_policies(folder: Path) -> None:
    found = role_policies(
        ["ViewOnlyAccess", "policies/deploy.json", "arn:aws:iam::111122223333:policy/own"], folder, Ids()
    )

    assert found.managed == (
        "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
        "arn:aws:iam::111122223333:policy/own",
    )
    assert found.inline == (("deploy", json.dumps(ALLOW)),)


def test_a_policy_file_has_a_name_that_iam_accepts(folder: Path) -> None:
    (folder / "my policy.json").write_text(json.dumps(ALLOW))

    assert problems(role("['my policy.json']"), folder)


def test_policies_with_the_same_name_are_rejected(folder: Path) -> None:
    assert problems(role("[ReadOnlyAccess, 'arn:aws:iam::111122223333:policy/ReadOnlyAccess']"), folder)


def test_an_arn_is_ascii(folder: Path) -> None:
    assert problems(role("arn:aws:iam::١٢٣٤٥٦٧٨٩٠١٢:policy/größe"), folder)
