"""Rules for administrators, users, groups and their members."""

from __future__ import annotations

import pytest

from tests.organization.files import at, organization, problems

USERS = "users: [ann, bob]"
IAM = "may hold letters, digits and _+=,.@- only"


def member_of(number: int) -> str:
    """Return one user in a number of groups; the user is in line 6."""
    return organization("users: [ann]", "groups:", *(f"  g{index}: {{users: [ann]}}" for index in range(number)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(organization(org_root=f"{{admins: [{'a' * 55}]}}"), id="an admin's name of 55 characters"),
        pytest.param(organization(org_root="{admins: [ann], former_admins: [bob]}"), id="an admin who left"),
        pytest.param(organization(org_root="{admins: [ann], max_session_duration: 43200}"), id="12 hours as admin"),
        pytest.param(organization(org_root="{admins: [ann], max_session_duration: 3600}"), id="one hour as admin"),
        pytest.param(organization("users: [ann]"), id="an admin who is a user too"),
        pytest.param(organization("users: []", "groups: {}"), id="no users yet"),
        pytest.param(organization("users: [ann.lee, annlee, ann@example.com]"), id="names that differ in signs only"),
        pytest.param(organization(f"users: [{'a' * 64}]"), id="a user's name of 64 characters"),
        pytest.param(organization("users: [no, on, off, '123']"), id="users called no, on, off and 123"),
        pytest.param(organization(USERS, "former_users: [eve]"), id="a user who left"),
        pytest.param(organization(USERS, "groups: {infra: {users: [ann, bob]}, web: {users: [ann]}}"), id="groups"),
        pytest.param(organization("groups: {empty: , without: {users: []}}"), id="groups without members"),
        pytest.param(organization(f"groups: {{{'g' * 64}: }}"), id="a group's name of 64 characters"),
        pytest.param(member_of(10), id="a user in 10 groups"),
        pytest.param(organization("groups:", *(f"  g{number}:" for number in range(300))), id="300 groups"),
    ],
)
def test_accepted(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            organization(org_root="{admins: []}"),
            "4:20  org_root.admins: is empty; name at least one administrator of the organization",
            id="no admin",
        ),
        pytest.param(
            organization(org_root="{admins: [ann.org-root]}"),
            "4:21  org_root.admins[0]: 'ann.org-root' gets the suffix .org-root automatically; leave it out",
            id="an admin with the suffix",
        ),
        pytest.param(
            organization(org_root="{admins: [ann, Ann]}"),
            "4:26  org_root.admins[1]: 'Ann' is already in the list, at [0]; keep one",
            id="an admin twice in other case",
        ),
        pytest.param(
            organization(org_root=f"{{admins: [{'a' * 56}]}}"),
            f"4:21  org_root.admins[0]: '{'a' * 56}' has 56 characters, 1 to 55 are allowed",
            id="an admin's name too long for its suffix",
        ),
        pytest.param(
            organization(org_root="{admins: [ann lee]}"),
            f"4:21  org_root.admins[0]: 'ann lee' {IAM}",
            id="an admin's name with a space",
        ),
        pytest.param(
            organization(org_root="{admins: [ann], former_admins: [ANN]}"),
            "4:43  org_root.former_admins[0]: 'ANN' is in admins too; remove one of them",
            id="an admin who left and is there",
        ),
        *(
            pytest.param(
                organization(org_root=f"{{admins: [ann], max_session_duration: {seconds}}}"),
                f"4:49  org_root.max_session_duration: {seconds} is out of range, "
                "3600 to 43200 seconds of a role's maximum session duration are allowed",
                id=f"{seconds} seconds as admin",
            )
            for seconds in (3599, 43201, 0, -1)
        ),
        pytest.param(organization("users: [ann/lee]"), f"6:9  users[0]: 'ann/lee' {IAM}", id="a user with a slash"),
        pytest.param(
            organization("users: [a]"),
            "6:9  users[0]: 'a' has 1 character, 2 to 64 are allowed",
            id="a user's name of one letter",
        ),
        pytest.param(
            organization(f"users: [{'a' * 65}]"),
            f"6:9  users[0]: '{'a' * 60}…' has 65 characters, 1 to 64 are allowed",
            id="a user's name of 65 characters",
        ),
        pytest.param(
            organization("users: [ann, bob, ANN]"),
            "6:19  users[2]: 'ANN' is already in the list, at [0]; keep one",
            id="a user twice in other case",
        ),
        pytest.param(
            organization(USERS, "former_users: [eve, Bob]"),
            "7:21  former_users[1]: 'Bob' is in users too; remove one of them",
            id="a user who left and is there",
        ),
        pytest.param(
            organization("former_users: [e!]"), f"6:16  former_users[0]: 'e!' {IAM}", id="an impossible former user"
        ),
        pytest.param(
            organization(USERS, "groups: {infra: {users: [anne]}}"),
            "7:26  groups.infra.users[0]: 'anne' is not in the list users, did you mean 'ann'?",
            id="a member who is no user",
        ),
        pytest.param(
            organization(USERS, "groups: {infra: {users: [Ann]}}"),
            "7:26  groups.infra.users[0]: 'Ann' is not in the list users, did you mean 'ann'?",
            id="a member in other case than the user",
        ),
        pytest.param(
            organization(USERS, "groups: {infra: {users: [zoe]}}"),
            "7:26  groups.infra.users[0]: 'zoe' is not in the list users",
            id="a member like no user",
        ),
        pytest.param(
            organization(USERS, "former_users: [eve]", "groups: {infra: {users: [eve]}}"),
            "8:26  groups.infra.users[0]: 'eve' is not in the list users",
            id="a member who left",
        ),
        pytest.param(
            organization(USERS, "groups: {infra: {users: [ann, ann]}}"),
            "7:31  groups.infra.users[1]: 'ann' is already in the list, at [0]; keep one",
            id="a member twice",
        ),
        pytest.param(
            organization("groups: {web team: }"), f"6:10  groups.web team: 'web team' {IAM}", id="a group with a space"
        ),
        pytest.param(
            organization(f"groups: {{{'g' * 65}: }}"),
            f"6:10  groups.{'g' * 65}: '{'g' * 60}…' has 65 characters, 1 to 64 are allowed",
            id="a group's name too long for a role",
        ),
        pytest.param(
            organization("groups: {infra: , Infra: }"),
            "6:19  groups.Infra: 'Infra' and 'infra' are the same name to IAM, which ignores case; rename one",
            id="a group twice in other case",
        ),
        pytest.param(
            member_of(11),
            "6:9  users[0]: 'ann' is in 11 groups, 10 are allowed (fixed by IAM)",
            id="a user in 11 groups",
        ),
        pytest.param(
            organization("groups:", *(f"  g{number}:" for number in range(301))),
            "7:3  groups: warning: 301 IAM groups in an account; the quota is 300 until AWS raises it for you "
            "(Service Quotas)",
            id="301 groups, as a warning",
        ),
    ],
)
def test_refused(text: str, line: str) -> None:
    assert problems(text) == at(line)


def test_a_group_named_twice_for_one_user_counts_once() -> None:
    text = member_of(10).replace("g0: {users: [ann]}", "g0: {users: [ann, ann]}")

    assert problems(text) == at("8:21  groups.g0.users[1]: 'ann' is already in the list, at [0]; keep one")


def test_present_and_former_users_together_have_a_limit() -> None:
    present = ", ".join(f"u{number}" for number in range(4000))
    former = ", ".join(f"f{number}" for number in range(1001))

    assert problems(organization(f"users: [{present}]", f"former_users: [{former}]")) == at(
        "6:8  users: 5001 IAM users in an account, 5000 are allowed"
    )


@pytest.mark.parametrize("name", ["OrganizationAccountAccessRole", "organizationaccountaccessrole"])
def test_no_group_has_the_name_of_the_access_role(name: str) -> None:
    assert problems(organization(f"groups: {{{name}: {{roles: {{id: ReadOnlyAccess}}}}}}"))


@pytest.mark.parametrize("name", ["config-aggregator", "organization-log", "Config-Aggregator"])
def test_no_group_has_the_name_of_a_services_role(name: str) -> None:
    assert problems(organization(f"groups: {{{name}: }}")) == at(
        f"6:10  groups.{name}: '{name}' is the name of a role that this project creates for a service; choose another"
    )


def test_501_groups_are_an_error() -> None:
    (line,) = problems(organization("groups:", *(f"  g{number}:" for number in range(501))))

    assert line.startswith("organization.yaml:7:3  groups: 501 IAM groups")
