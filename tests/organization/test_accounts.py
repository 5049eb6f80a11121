"""Organizational units, accounts, their keys, names, e-mail addresses and tags."""

from __future__ import annotations

import pytest

from tests.organization.files import at, organization, problems

LOCAL_STATE = "{state: local}"  # state buckets would allow only shorter keys


def units(*lines: str, **fields: str | None) -> str:
    """Return the smallest organization with more OUs, which begin in line 7; `main` with `id` is in line 6."""
    first = "\n  main: {accounts: {id: }}"
    return organization(organizational_units="\n".join([first, *(f"  {line}" for line in lines)]), **fields)


def accounts(*lines: str, **fields: str | None) -> str:
    """Return the smallest organization with more accounts, which begin in line 9, column 7."""
    first = "\n  main:\n    accounts:\n      id:"
    return organization(organizational_units="\n".join([first, *(f"      {line}" for line in lines)]), **fields)


def nested(*names: str) -> str:
    """Return nested OUs on one line."""
    text = "{}"
    for name in reversed(names[1:]):
        text = f"{{organizational_units: {{{name}: {text}}}}}"
    return f"{names[0]}: {text}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(units("suspended: {quarantine: true}"), id="a quarantine"),
        pytest.param(units(nested("a", "b", "c", "d", "e")), id="units five levels deep"),
        pytest.param(units(nested("prod", "eu"), nested("test", "eu")), id="units of one name under different parents"),
        pytest.param(units(nested("prod", "prod")), id="a unit in one of the same name"),
        pytest.param(units('"Größe (1) & more": {}'), id="a unit's name of any characters"),
        pytest.param(units(f"{'o' * 128}: {{}}"), id="a unit's name of 128 characters"),
        pytest.param(units("empty:"), id="an empty unit"),
        pytest.param(units("Root: {}", "account: {}"), id="units' names that only resemble those of other targets"),
        pytest.param(
            units(nested("prod", "root"), nested("test", "org-root")), id="units called root and org-root in others"
        ),
        pytest.param(units(nested("prod", '"account:id"')), id="a unit called like an account in another"),
        pytest.param(units(f"{'o' * 119}: {{quarantine: true}}"), id="a quarantine whose policy has the longest name"),
        pytest.param(accounts("infra:"), id="an account with every default"),
        pytest.param(accounts("infra: {}"), id="an account with an empty mapping"),
        pytest.param(accounts("7:", "a-b-c:"), id="keys of digits, letters and hyphens"),
        pytest.param(accounts(*(f"a{number}:" for number in range(8))), id="ten accounts with the management account"),
        pytest.param(accounts("infra: {name: 'Infra & (more)!'}"), id="an account name of its own"),
        pytest.param(accounts("infra: {email: infra@example.org}"), id="an e-mail address of its own"),
        pytest.param(accounts("infra: {billing_access: true, tags: {Owner: ann}}"), id="billing access and tags"),
        pytest.param(accounts(f"{'k' * 40}:", deployment=LOCAL_STATE), id="a key that makes the longest account name"),
        pytest.param(
            accounts(f"{'k' * 53}: {{name: Long, email: long@example.com}}", deployment=LOCAL_STATE),
            id="a key that makes the longest alias",
        ),
        pytest.param(accounts(email="a@{account}.example.com"), id="the account in the e-mail template's domain"),
        pytest.param(accounts(email="'{account}@x.io'"), id="a short e-mail template"),
        pytest.param(
            accounts("bootstrap: {}", "roots: {}", "org-root-2: {}"), id="keys that only resemble those of stacks"
        ),
    ],
)
def test_accepted(text: str) -> None:
    assert problems(text) == []


MAIN = "organizational_units.main.accounts"
OUS = "organizational_units"
KEY = "must be lower-case letters, digits and single hyphens, with no hyphen at either end"
LOCAL = "must have before the @ no white space, none of \" ' ( ) < > [ ] : ; , \\ | % & and no dot at the beginning"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            units(nested("a", "b", "c", "d", "e", "f", "g")),
            "7:138  organizational_units.a.organizational_units.b.organizational_units.c.organizational_units.d"
            ".organizational_units.e.organizational_units.f: 'a/b/c/d/e/f' is 6 levels below the root, 5 are allowed",
            id="units six levels deep are named once",
        ),
        pytest.param(
            units("a/b: {}"),
            f"7:3  {OUS}.a/b: 'a/b' must not hold a slash, which separates the names in a path of OUs",
            id="a unit with a slash",
        ),
        pytest.param(units("' ': {}"), f"7:3  {OUS}. : ' ' must not be blank", id="a blank unit"),
        *(
            pytest.param(
                units(f'"{name}": {{}}'),
                f"7:3  {OUS}.{name}: '{name}' is the name of another target of guardrails; choose another",
                id=f"a unit called {name}",
            )
            for name in ("root", "org-root", "account:id", "account:")
        ),
        pytest.param(
            units(f"{'o' * 129}: {{}}"),
            f"7:3  {OUS}.{'o' * 129}: '{'o' * 60}…' has 129 characters, 1 to 128 are allowed",
            id="a unit's name of 129 characters",
        ),
        pytest.param(
            units(f"{'o' * 60}: {{organizational_units: {{{'p' * 59}: {{quarantine: true}}}}}}"),
            f"7:89  {OUS}.{'o' * 60}.{OUS}.{'p' * 59}: 'deny-all-{'o' * 51}…' as a policy's name has 129 characters, "
            "1 to 128 are allowed",
            id="a quarantine whose policy would have too long a name",
        ),
        pytest.param(accounts("Infra:"), f"9:7  {MAIN}.Infra: 'Infra' {KEY}", id="a key with a capital"),
        pytest.param(accounts("infra_1:"), f"9:7  {MAIN}.infra_1: 'infra_1' {KEY}", id="a key with an underscore"),
        *(
            pytest.param(
                accounts(f"{key}:"),
                f"9:7  {MAIN}.{key}: '{key}' is reserved for the stacks of this project; choose another key",
                id=f"the key {key}",
            )
            for key in ("org-root", "root", "default", "bootstrap-id")
        ),
        pytest.param(
            accounts(f"{'k' * 54}: {{name: Long, email: long@example.com}}"),
            f"9:7  {MAIN}.{'k' * 54}: 'spacecats-{'k' * 50}…' as an account alias has 64 characters, "
            "3 to 63 are allowed",
            id="a key that makes too long an alias",
        ),
        pytest.param(
            accounts(f"{'k' * 41}:", deployment=LOCAL_STATE),
            f"9:7  {MAIN}.{'k' * 41}: 'spacecats-{'k' * 41}' as an account name has 51 characters, 1 to 50 are allowed",
            id="a key that makes too long an account name",
        ),
        pytest.param(
            accounts(f"{'k' * 49}: {{name: Long}}", deployment=LOCAL_STATE),
            f"9:7  {MAIN}.{'k' * 49}: 'aws+{'k' * 49}@exampl…' (from the e-mail template) has 65 characters, "
            "6 to 64 are allowed",
            id="a key that makes too long an e-mail address",
        ),
        pytest.param(
            units("other: {accounts: {id: {}}}"),
            f"7:22  {OUS}.other.accounts.id: the account 'id' already exists in line 6; keep one",
            id="an account in two units",
        ),
        pytest.param(
            organization(organizational_units="{main: {accounts: {infra: }}}"),
            f"5:23  {OUS}: the account 'id' is missing; every person and group lives in it",
            id="no id account",
        ),
        pytest.param(
            organization(organizational_units="{}"),
            f"5:23  {OUS}: the account 'id' is missing; every person and group lives in it",
            id="no unit at all",
        ),
        pytest.param(
            organization(organizational_units="{main: {quarantine: true, accounts: {id: }}}"),
            f"5:60  {MAIN}.id: the account 'id' must not be quarantined: no user could sign in",
            id="an id account in quarantine",
        ),
        pytest.param(
            organization(
                organizational_units="{out: {quarantine: true, organizational_units: {main: {accounts: {id: }}}}}"
            ),
            f"5:89  {OUS}.out.{MAIN}.id: the account 'id' must not be quarantined: no user could sign in",
            id="an id account below a quarantine",
        ),
        pytest.param(
            accounts("infra: {name: Größe}"),
            f"9:21  {MAIN}.infra.name: 'Größe' as an account name must be printable ASCII without < and >",
            id="an account name beyond ASCII",
        ),
        pytest.param(
            accounts("one: {name: Twin}", "two: {name: twin}"),
            f"10:19  {MAIN}.two.name: the name 'twin' already belongs to the account 'one'; each needs its own",
            id="an account name twice",
        ),
        pytest.param(
            accounts("infra: {name: spacecats-id}"),
            f"9:21  {MAIN}.infra.name: the name 'spacecats-id' already belongs to the account 'id'; each needs its own",
            id="an account name that another account has by default",
        ),
        pytest.param(
            accounts("infra: {name: spacecats-prod}", "prod:"),
            f"9:21  {MAIN}.infra.name: the name 'spacecats-prod' already belongs to the account 'prod'; "
            "each needs its own",
            id="an account name that a later account has by default",
        ),
        pytest.param(
            accounts("infra: {email: ann}"),
            f"9:22  {MAIN}.infra.email: 'ann' must look like user@example.com, in ASCII",
            id="an e-mail address without @",
        ),
        pytest.param(
            accounts("infra: {email: 'a,b@example.com'}"),
            f"9:22  {MAIN}.infra.email: 'a,b@example.com' {LOCAL}",
            id="an e-mail address with a comma",
        ),
        pytest.param(
            accounts("infra: {email: one@example.com}", "prod: {email: ONE@example.com}"),
            f"10:21  {MAIN}.prod.email: the e-mail address 'ONE@example.com' already belongs to the account 'infra'; "
            "each needs its own",
            id="an e-mail address twice in other case",
        ),
        pytest.param(
            accounts("infra: {email: AWS+prod@example.com}", "prod:"),
            f"9:22  {MAIN}.infra.email: the e-mail address 'AWS+prod@example.com' already belongs to the account "
            "'prod'; each needs its own",
            id="an e-mail address that the template gives to a later account",
        ),
        pytest.param(
            accounts("infra: {email: aws+id@example.com}"),
            f"9:22  {MAIN}.infra.email: the e-mail address 'aws+id@example.com' already belongs to the account 'id'; "
            "each needs its own",
            id="an e-mail address that the template gives to an earlier account",
        ),
        pytest.param(
            accounts(email="aws@example.com"),
            "2:8  email: 'aws@example.com' must hold {account}, as in aws+{account}@example.com",
            id="an e-mail template without the account",
        ),
        pytest.param(
            accounts(email="'{account}'"),
            "2:8  email: '{account}' must look like user@example.com, in ASCII",
            id="an e-mail template without @",
        ),
        pytest.param(
            accounts(email="'aws +{account}@example.com'"),
            f"2:8  email: 'aws +{{account}}@example.com' {LOCAL}",
            id="an e-mail template with a space",
        ),
        pytest.param(
            accounts("infra: {tags: {Owner: a;b}}"),
            f"9:29  {MAIN}.infra.tags.Owner: 'a;b' may hold letters, digits, spaces and _.:/=+-@ only",
            id="an account's tag with a character that AWS refuses",
        ),
        pytest.param(
            accounts("infra: {tags: {" + ", ".join(f"t{number}: x" for number in range(51)) + "}}"),
            f"9:21  {MAIN}.infra.tags: 51 tags of a resource, 50 are allowed",
            id="51 tags of an account",
        ),
        pytest.param(
            accounts(*(f"a{number}:" for number in range(9))),
            f"6:3  {OUS}: warning: 11 accounts in an organization, the management account included; "
            "the quota is 10 until AWS raises it for you (Service Quotas)",
            id="an eleventh account, as a warning",
        ),
    ],
)
def test_refused(text: str, line: str) -> None:
    assert problems(text) == at(line)


def test_nothing_is_derived_from_an_invalid_key() -> None:
    assert problems(accounts("größe:", "Infra:", "infra:")) == at(
        f"9:7  {MAIN}.größe: 'größe' {KEY}",
        f"10:7  {MAIN}.Infra: 'Infra' {KEY}",
    )


def test_more_units_than_an_organization_may_have() -> None:
    text = organization(
        organizational_units="{main: {accounts: {id: }}, " + ", ".join(f"o{n}: " for n in range(2000)) + "}"
    )

    assert problems(text) == at("5:23  organizational_units: 2001 OUs in an organization, 2000 are allowed")


def test_two_quarantines_do_not_share_the_name_of_a_policy() -> None:
    assert problems(units("a-b: {quarantine: true}", "a: {organizational_units: {b: {quarantine: true}}}"))


def test_a_long_template_does_not_hide_that_addresses_are_too_long() -> None:
    lines = problems(accounts("sandbox:", email="a" * 47 + "+{account}@example.com"))

    assert any("has 67 characters, 6 to 64 are allowed" in line for line in lines)


def test_a_template_of_100_characters_is_rejected() -> None:
    assert problems(accounts(email="a" * 91 + "{account}@example.com"))


def test_an_account_has_no_more_than_50_tags_together_with_those_of_the_organization() -> None:
    common = "tags: {" + ", ".join(f"c{number}: x" for number in range(30)) + "}"
    own = "{" + ", ".join(f"o{number}: x" for number in range(21)) + "}"
    text = organization(common, organizational_units=f"{{main: {{accounts: {{id: {{tags: {own}}}}}}}}}")

    assert any("51 tags" in line for line in problems(text))


@pytest.mark.parametrize("field", ["name", "email"])
def test_an_empty_account_field_is_rejected(field: str) -> None:
    assert problems(accounts(f"infra: {{{field}: ''}}"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(units('"a${path.module}": {}'), id="a unit"),
        pytest.param(accounts("infra: {name: 'a${path.module}'}"), id="an account name"),
        pytest.param(accounts("infra: {email: 'a${path.module}@example.com'}"), id="an e-mail address"),
    ],
)
def test_no_name_holds_a_template_of_terraform(text: str) -> None:
    assert problems(text)
