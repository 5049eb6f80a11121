"""Values of a wrong shape: one problem each, and the rest of the file is still checked."""

from __future__ import annotations

import pytest

from organization.model import Organization
from tests.organization.files import at, organization, problems

TOP = ", ".join(Organization.model_fields)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            organization("user: [ann]"), "6:1  user: 'user' is an unknown key, did you mean 'users'?", id="a slip"
        ),
        pytest.param(
            organization("Users: [ann]"), "6:1  Users: 'Users' is an unknown key, did you mean 'users'?", id="a capital"
        ),
        pytest.param(
            organization("q: [ann]"), f"6:1  q: 'q' is an unknown key; allowed are {TOP}", id="a key like no other"
        ),
        pytest.param(organization("'': 1"), f"6:1  '' is an unknown key; allowed are {TOP}", id="an empty key"),
        pytest.param(
            organization(org_root="{admins: [ann], admin: bob}"),
            "4:27  org_root.admin: 'admin' is an unknown key, did you mean 'admins'?",
            id="a slip below org_root",
        ),
        pytest.param(
            organization(organizational_units="{main: {accounts: {id: }, quarantined: false}}"),
            "5:49  organizational_units.main.quarantined: 'quarantined' is an unknown key, did you mean 'quarantine'?",
            id="a slip in a unit",
        ),
        pytest.param(
            organization(organizational_units="{main: {accounts: {id: {mail: a@b.cd}}}}"),
            "5:47  organizational_units.main.accounts.id.mail: 'mail' is an unknown key, did you mean 'email'?",
            id="a slip in an account",
        ),
        pytest.param(
            organization("groups: {infra: {user: []}}"),
            "6:18  groups.infra.user: 'user' is an unknown key, did you mean 'users'?",
            id="a slip in a group",
        ),
        pytest.param(
            organization("groups: {infra: {roles: {id: {policies: [ReadOnlyAccess], session_duration: 3600}}}}"),
            "6:59  groups.infra.roles.id.session_duration: 'session_duration' is an unknown key, "
            "did you mean 'max_session_duration'?",
            id="a slip in a role",
        ),
        pytest.param(
            organization("password_policy: {max_age: 1}"),
            "6:19  password_policy.max_age: 'max_age' is an unknown key, did you mean 'max_password_age'?",
            id="a slip in the password policy",
        ),
        pytest.param(
            organization("deployment: {states: {}}"),
            "6:14  deployment.states: 'states' is an unknown key, did you mean 'state'?",
            id="a slip in the deployment",
        ),
        pytest.param(
            organization("deployment: {state: {mode: central, bucket: bucket, key: x}}"),
            "6:53  deployment.state.key: 'key' is an unknown key; allowed are mode, bucket, region, dynamodb_table",
            id="a key that the state has not",
        ),
        pytest.param(
            organization(name=None),
            "2:1  name: is missing; Prefix of every account alias and account name: spacecats gives spacecats-id",
            id="no name",
        ),
        pytest.param(
            organization(email=None),
            "1:1  email: is missing; E-mail address of each new account's root user; "
            "{account} is replaced by the account's key",
            id="no e-mail template",
        ),
        pytest.param(organization(region=None), "1:1  region: is missing; Home region", id="no region"),
        pytest.param(
            organization(org_root=None), "1:1  org_root: is missing; The management account", id="no org_root"
        ),
        pytest.param(
            organization(organizational_units=None),
            "1:1  organizational_units: is missing; OUs directly below the root, by name",
            id="no units",
        ),
        pytest.param(
            organization(org_root="{}"),
            "4:11  org_root.admins: is missing; Names of the administrators: each gets the IAM user <name>.org-root, "
            "who may assume the role admin with MFA",
            id="no admins",
        ),
        pytest.param(
            organization("groups: {infra: {roles: {id: {max_session_duration: 3600}}}}"),
            "6:30  groups.infra.roles.id.policies: is missing; AWS managed policies by name "
            "(job-function/ViewOnlyAccess) or ARN, or JSON files in this folder (policies/deploy.json)",
            id="a role without policies",
        ),
        pytest.param(organization(name="2026"), "1:7  name: must be text, got 2026; put it in quotes", id="a number"),
        pytest.param(
            organization(name="true"), "1:7  name: must be text, got true; put it in quotes", id="a yes or no"
        ),
        pytest.param(organization(name=""), "1:6  name: must be text, got nothing", id="nothing where text must be"),
        pytest.param(organization(name="[a]"), "1:7  name: must be text, got a list", id="a list where text must be"),
        pytest.param(
            organization("tags: {Version: 2}"), "6:17  tags.Version: must be text, got 2; put it in quotes", id="a tag"
        ),
        pytest.param(organization("tags: [a]"), "6:7  tags: must be a mapping, got a list", id="tags as a list"),
        pytest.param(organization("users: ann"), "6:8  users: must be a list, got 'ann'", id="a user without brackets"),
        pytest.param(
            organization("users: {ann: }"), "6:8  users: must be a list, got a mapping", id="users as a mapping"
        ),
        pytest.param(
            organization("users: [ann, 7]"),
            "6:14  users[1]: must be text, got 7; put it in quotes",
            id="a user's number",
        ),
        pytest.param(
            organization("users: [ann, [bob]]"), "6:14  users[1]: must be text, got a list", id="a list in a list"
        ),
        pytest.param(
            organization(org_root="[ann]"),
            "4:11  org_root: must be a mapping with admins, got a list",
            id="org_root as a list",
        ),
        pytest.param(
            organization(org_root="{admins: [ann], max_session_duration: 1h}"),
            "4:49  org_root.max_session_duration: must be a whole number, got '1h'",
            id="a duration in words",
        ),
        pytest.param(
            organization(org_root="{admins: [ann], max_session_duration: 3600.5}"),
            "4:49  org_root.max_session_duration: must be a whole number, got 3600.5",
            id="half a second",
        ),
        pytest.param(
            organization(org_root="{admins: [ann], max_session_duration: true}"),
            "4:49  org_root.max_session_duration: must be a whole number, got true",
            id="true where a number must be",
        ),
        pytest.param(
            organization(organizational_units="{main: {accounts: {id: {billing_access: yes}}}}"),
            "5:63  organizational_units.main.accounts.id.billing_access: must be true or false, got 'yes'",
            id="yes where true must be",
        ),
        pytest.param(
            organization(organizational_units="{main: {accounts: {id: }, quarantine: 0}}"),
            "5:61  organizational_units.main.quarantine: must be true or false, got 0",
            id="0 where false must be",
        ),
        pytest.param(
            organization(organizational_units="{main: {accounts: {id: }}, other: [a]}"),
            "5:57  organizational_units.other: must be a mapping, got a list",
            id="a unit as a list",
        ),
        pytest.param(
            organization(organizational_units="{main: {accounts: {id: , prod: x}}}"),
            "5:54  organizational_units.main.accounts.prod: must be a mapping, got 'x'",
            id="an account as a word",
        ),
        pytest.param(
            organization("groups: [infra]"), "6:9  groups: must be a mapping, got a list", id="groups as a list"
        ),
        pytest.param(
            organization("groups: {infra: [ann]}"), "6:17  groups.infra: must be a mapping, got a list", id="a group"
        ),
        pytest.param(
            organization("groups: {infra: {roles: [id]}}"),
            "6:25  groups.infra.roles: must be a mapping, got a list",
            id="roles as a list",
        ),
        pytest.param(
            organization("groups: {infra: {roles: {id: {policies: ReadOnlyAccess}}}}"),
            "6:41  groups.infra.roles.id.policies: must be a list, got 'ReadOnlyAccess'",
            id="policies as a word",
        ),
        pytest.param(
            organization("groups: {infra: {roles: {id: {policies: [ReadOnlyAccess, 5]}}}}"),
            "6:58  groups.infra.roles.id.policies[1]: must be text, got 5; put it in quotes",
            id="a policy as a number",
        ),
        pytest.param(
            organization("deployment: s3"), "6:13  deployment: must be a mapping, got 's3'", id="a word as deployment"
        ),
        pytest.param(
            organization("regions: us-west-2"), "6:10  regions: must be a list, got 'us-west-2'", id="regions as a word"
        ),
        pytest.param(
            organization("policy_types: [SERVICE_CONTROL_POLICY, 1]"),
            "6:40  policy_types[1]: must be text, got 1; put it in quotes",
            id="a policy type as a number",
        ),
        pytest.param(
            organization("tags: {Version: 1.10}"),
            "6:17  tags.Version: must be text, got 1.10; put it in quotes",
            id="a fraction with a zero at the end",
        ),
        pytest.param(
            organization('"a\\nb": 1'),
            rf"6:1  a\nb: 'a\nb' is an unknown key; allowed are {TOP}",
            id="a key with a line break",
        ),
    ],
)
def test_refused(text: str, line: str) -> None:
    assert problems(text) == at(line)


def test_a_number_in_the_short_form_of_a_role_is_reported() -> None:
    (line,) = problems(organization("groups: {infra: {roles: {id: [ReadOnlyAccess, 5]}}}"))

    assert line.startswith("organization.yaml:6:47  groups.infra.roles.id")
    assert "must be text, got 5" in line


@pytest.mark.parametrize("role", ["5", "", "true"], ids=["a number", "nothing", "true"])
def test_the_message_names_every_form_of_a_role(role: str) -> None:
    (line,) = problems(organization(f"groups: {{infra: {{roles: {{id: {role}}}}}}}"))

    assert "list" in line
    assert "mapping" in line


def test_the_value_of_a_misspelt_key_is_checked_as_that_of_the_meant_key() -> None:
    text = organization(
        "user: [ann, b/b]",
        "groups: {infra: {users: [ann], roles: {id: {policies: [ReadOnlyAccess], session_duration: 1}}}}",
        organizational_units="{main: {accounts: {id: }, quarantined: true}}",
    )

    assert problems(text) == at(
        "5:42  organizational_units.main.accounts.id: the account 'id' must not be quarantined: no user could sign in",
        "5:49  organizational_units.main.quarantined: 'quarantined' is an unknown key, did you mean 'quarantine'?",
        "6:1  user: 'user' is an unknown key, did you mean 'users'?",
        "6:13  users[1]: 'b/b' may hold letters, digits and _+=,.@- only",
        "7:73  groups.infra.roles.id.session_duration: 'session_duration' is an unknown key, "
        "did you mean 'max_session_duration'?",
        "7:91  groups.infra.roles.id.max_session_duration: 1 is out of range, "
        "3600 to 43200 seconds of a role's maximum session duration are allowed",
    )


@pytest.mark.parametrize(
    ("more", "lines"),
    [
        pytest.param(("users:", "  - ", "  - ann"), ["7:4  users[0]: must be text, got nothing"], id="nothing"),
        pytest.param(("users:", "  - ~"), ["7:5  users[0]: must be text, got ~; put it in quotes"], id="~"),
        pytest.param(
            (f"tags: {{a: 1.{'0' * 100}}}",),
            [f"6:11  tags.a: must be text, got 1.{'0' * 58}…; put it in quotes"],
            id="a long fraction",
        ),
    ],
)
def test_a_scalar_is_shown_as_it_is_written(more: tuple[str, ...], lines: list[str]) -> None:
    assert problems(organization(*more)) == at(*lines)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        pytest.param("regions: [us-wset-2]", "regions[0]: 'us-wset-2'", id="the home region misspelt"),
        pytest.param("regions: [[us-west-2]]", "regions[0]: must be text", id="the home region in brackets"),
        pytest.param(
            "policy_types: [SERVICE_CONTROL_POLICIES]",
            "policy_types[0]: 'SERVICE_CONTROL_POLICIES'",
            id="the policy type misspelt",
        ),
        pytest.param("policy_types: [5]", "policy_types[0]: must be text", id="a policy type as a number"),
    ],
)
def test_a_misspelt_word_in_a_list_is_not_also_reported_as_missing(more: str, wrong: str) -> None:
    (line,) = problems(organization(more))

    assert wrong in line


def test_members_that_are_no_list_do_not_hide_an_unknown_member_of_another_group() -> None:
    assert problems(organization("users: [ann]", "groups: {a: {users: ann}, b: {users: [zoe]}}")) == at(
        "7:21  groups.a.users: must be a list, got 'ann'",
        "7:39  groups.b.users[0]: 'zoe' is not in the list users",
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(organization("users: []", "users: [ann]", "groups: {web: {users: [ann]}}"), id="users"),
        pytest.param(organization(organizational_units="{main: {accounts: {a: }, accounts: {id: }}}"), id="accounts"),
        pytest.param(organization(organizational_units="{main: {}, main: {accounts: {id: }}}"), id="a unit"),
        pytest.param(
            organization("organizational_units: {b: {accounts: {b: }}}", "groups: {a: {roles: {b: ReadOnlyAccess}}}"),
            id="units",
        ),
    ],
)
def test_a_repeated_key_makes_no_name_unknown(text: str) -> None:
    (line,) = problems(text)

    assert "occurs a second time here" in line


def test_a_key_beside_its_misspelling_leaves_open_who_the_users_are() -> None:
    assert problems(organization("users: [ann]", "user: [bob]", "groups: {a: {users: [bob]}}")) == at(
        "7:1  user: 'user' is an unknown key, did you mean 'users'?"
    )


def test_a_wrong_shape_does_not_hide_a_wrong_value_beside_it() -> None:
    text = organization("users: [5, 'a b']", "tags: {A: 1, B: a&b}", "groups: {infra: {users: [ann], roles: {idd: 7}}}")

    assert at("6:12  users[1]: 'a b' may hold letters, digits and _+=,.@- only")[0] in problems(text)
    assert at("7:17  tags.B: 'a&b' may hold letters, digits, spaces and _.:/=+-@ only")[0] in problems(text)
    assert at("8:26  groups.infra.users[0]: 'ann' is not in the list users")[0] in problems(text)


def test_a_wrong_shape_deep_in_the_tree_does_not_hide_the_rest() -> None:
    units = """
  main:
    accounts:
      id: {tags: 5}
      Infra: {email: [x]}
    quarantine: maybe"""

    assert problems(organization("users: [a b]", organizational_units=units)) == at(
        "8:18  organizational_units.main.accounts.id.tags: must be a mapping, got 5",
        "9:7  organizational_units.main.accounts.Infra: 'Infra' must be lower-case letters, digits and single hyphens, "
        "with no hyphen at either end",
        "9:22  organizational_units.main.accounts.Infra.email: must be text, got a list",
        "10:17  organizational_units.main.quarantine: must be true or false, got 'maybe'",
        "11:9  users[0]: 'a b' may hold letters, digits and _+=,.@- only",
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(organization("groups: {roles: {users: 5}}", "users: [a b]"), id="a group called roles"),
        pytest.param(organization("groups: {groups: {users: 5}}", "users: [a b]"), id="a group called groups"),
        pytest.param(
            organization("users: [a b]", organizational_units="{accounts: {accounts: {id: }, quarantine: 5}}"),
            id="a unit called accounts",
        ),
        pytest.param(
            organization("users: [a b]", organizational_units="{main: {accounts: {id: , roles: {name: 5}}}}"),
            id="an account called roles",
        ),
    ],
)
def test_names_that_are_words_of_the_file_are_names(text: str) -> None:
    lines = problems(text)

    assert len(lines) == 2
    assert any("'a b' may hold" in line for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            organization("users: ann", "groups: {infra: {users: [ann]}}"),
            id="users without brackets",
        ),
        pytest.param(
            organization("user: [ann]", "groups: {infra: {users: [ann]}}"),
            id="users misspelt",
        ),
        pytest.param(
            organization("users: [7]", "groups: {infra: {users: ['7']}}"),
            id="a user without quotes",
        ),
        pytest.param(
            organization(organizational_units="{main: {acounts: {id: }}}"),
            id="accounts misspelt",
        ),
        pytest.param(
            organization(
                "groups: {infra: {roles: {prod: ReadOnlyAccess}}}",
                organizational_units="{main: {accounts: {id: }}, prod: [prod]}",
            ),
            id="a unit that is a list",
        ),
        pytest.param(
            organization("regions: [eu-west-1]", region="7"),
            id="the home region as a number",
        ),
        pytest.param(
            organization(name="7", organizational_units=f"{{main: {{accounts: {{id: , {'k' * 40}: }}}}}}"),
            id="the name as a number",
        ),
        pytest.param(
            organization(email="7", organizational_units="{main: {accounts: {id: {email: aws+id@example.com}}}}"),
            id="the e-mail template as a number",
        ),
    ],
)
def test_a_wrong_shape_is_one_problem(text: str) -> None:
    assert len(problems(text)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            organization("groups: {infra: {roles: {idd: 5}}}"), "'idd' is not an account", id="a role in no account"
        ),
        pytest.param(organization("groups: {web team: 5}"), "'web team' may hold", id="a group with a space"),
        pytest.param(
            organization(organizational_units="{main: {accounts: {id: , root: 5}}}"),
            "'root' is reserved",
            id="an account",
        ),
        pytest.param(organization(organizational_units="{main: {accounts: {id: }}, a/b: 5}"), "a slash", id="a unit"),
        pytest.param(organization("tags: {'a&b': 5}"), "'a&b' may hold", id="a tag"),
        pytest.param(
            organization("groups: {web: 5, web.dev: {users: [zoe]}}"), "'zoe' is not in", id="a group called alike"
        ),
    ],
)
def test_a_misshapen_value_does_not_hide_a_mistake_in_its_name(text: str, message: str) -> None:
    assert any(message in line for line in problems(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            organization("groups: {infra: {roles: {id: [1, 2]}}}"), id="two numbers in the short form of a role"
        ),
        pytest.param(organization("backend: name", name=None), id="the name of a missing field as backend"),
    ],
)
def test_every_shape_is_described(text: str) -> None:
    assert len(problems(text)) == 2
