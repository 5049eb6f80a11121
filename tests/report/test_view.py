"""The report's data prepared for the page: merged, counted, in words."""

from __future__ import annotations

import pytest

from orgctl.report.data import Account, Grant, Json, Origin, Person, Policy, Unit
from orgctl.report.view.access import merged, people, reached_by
from orgctl.report.view.account_sets import account_sets
from orgctl.report.view.conditions import conditions
from orgctl.report.view.organization import by_unit
from orgctl.report.view.policies import page
from orgctl.report.view.words import anchor, breakable, percent, preview
from tests.report import sample

ORDER = {"id": 0, "infra": 1, "logs": 2}


def grant(account: str, role: str = "infra", *, needs_mfa: bool = True, through: str = "group infra") -> Grant:
    return Grant(account, role, needs_mfa, ("PowerUserAccess",), (through,))


def test_a_role_that_is_the_same_in_many_accounts_is_one_row() -> None:
    (row,) = merged([grant("logs"), grant("id"), grant("id")], ORDER)

    assert row.accounts == ("id", "logs")


@pytest.mark.parametrize(
    "other", [grant("id", needs_mfa=False), grant("id", "billing"), grant("id", through="group other")]
)
def test_roles_that_differ_are_never_merged(other: Grant) -> None:
    assert len(merged([grant("id"), other], ORDER)) == 2


def test_accounts_that_a_person_reaches_in_two_ways_count_once() -> None:
    (ann,) = people([Person("ann", grants=(grant("id"), grant("id", "billing"), grant("logs")))], ORDER)

    assert ann.reached == 2


def test_who_reaches_an_account_is_known_by_role() -> None:
    found = reached_by(
        [Person("ben", grants=(grant("id"),)), Person("ann", grants=(grant("id"), grant("id", "admin")))]
    )

    assert found == {"id": {"admin": ("ann",), "infra": ("ben", "ann")}}


def test_a_set_with_every_account_of_a_unit_is_named_so() -> None:
    root = sample.tree(100)
    keys = tuple(each.key for unit in sample.units(root.units[0]) for each in unit.accounts)

    found = account_sets(root, [keys, keys[:-1], keys])

    assert [found[each].whole for each in (keys, keys[:-1])] == ["spacecats", ""]
    assert sum(len(share.keys) for share in found[keys].units) == 100
    assert [each.number for each in found.values()] == [0, 1]


def test_an_account_that_is_nowhere_is_still_shown() -> None:
    found = account_sets(sample.tree(3), [("id", "gone")])

    assert [(share.target, share.keys) for share in found["id", "gone"].units] == [
        ("spacecats", ("id",)),
        ("", ("gone",)),
    ]


def test_a_unit_inherits_from_every_unit_above_it() -> None:
    account = Account("prod", "prod", "prod@example.com", "1")
    names = [sample.guardrail(name, "") for name in "abc"]
    deep = Unit(("x", "y"), (names[2],), accounts=(account,))

    (found,) = by_unit(Unit((), (names[0],), (Unit(("x",), (names[1],), (deep,)), Unit(("z",), (names[0],)))))

    assert [level.target for level in found.inherited] == ["root", "x", "x/y"]
    assert found.total == 3


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"Bool": {"a": "true"}}, "a is true"),
        ({"Bool": {"a": True}}, "a is true"),
        ({"BoolIfExists": {"a": "false"}}, "a is missing, or is false"),
        ({"ArnNotLike": {"a": ["x", "y"]}}, "a is like none of x y"),
        ({"StringEquals": {"a": ["x"]}}, "a is x"),
        ({"Null": {"a": "true"}}, "a is missing"),
        ({"Null": {"a": "false"}}, "a is present"),
        ({"ForAnyValue:StringLike": {"a": "x*"}}, "a one of its values is like x*"),
        ({"ForAllValues:StringEquals": {"a": "x"}}, "a each of its values is x"),
        ({"NumericLessThan": {"a": 3600}}, "a is less than 3600"),
        ({"NewOperator": {"a": "x"}}, "a NewOperator x"),
    ],
)
def test_conditions_are_in_words(block: Json, words: str) -> None:
    (found,) = conditions({"Condition": block})

    assert " ".join((found.key, found.words, *found.values)) == words


def test_every_operator_and_key_of_a_condition_is_shown() -> None:
    block: Json = {"Bool": {"a": "true", "b": "true"}, "StringLike": {"c": "x"}}

    assert [each.key for each in conditions({"Condition": block})] == ["a", "b", "c"]


def test_actions_are_grouped_by_service_and_exceptions_are_named() -> None:
    statement: Json = {"Effect": "Deny", "NotAction": ["iam:Get*", "s3:*", "iam:List*", "sqs:*"], "NotResource": "*"}
    (found,) = page(Policy("p", "p", "SCP", {"Statement": statement}, ())).statements

    assert [(part.label, part.values) for part in found.parts] == [
        ("all actions but", ("s3:*, sqs:*", "iam:Get*, List*")),
        ("all resources but", ("every resource",)),
    ]


def test_each_statement_has_its_own_origin() -> None:
    origins = (Origin("organization.yaml", 63, address="x"), Origin("organization.yaml", 64, address="x"))
    document: Json = {"Statement": [{"Effect": "Deny", "Action": "*"}, {"Effect": "Allow", "Action": "s3:*"}]}

    found = page(Policy("p", "p", "SCP", document, (), origins))

    assert [each.origin for each in found.statements] == [
        Origin("organization.yaml", 63),
        Origin("organization.yaml", 64),
    ]
    assert found.origin == Origin(address="x")
    assert [each.effect for each in found.statements] == ["Deny", "Allow"]


def test_an_origin_of_all_statements_is_shown_once() -> None:
    document: Json = {"Statement": [{"Effect": "Deny", "Action": "*"}, {"Effect": "Allow", "Action": "s3:*"}]}

    found = page(Policy("p", "p", "SCP", document, (), (Origin("a", 1), Origin("a", 1))))

    assert found.origin == Origin("a", 1)
    assert [each.origin for each in found.statements] == [None, None]


def test_origins_that_fit_no_statement_are_given_to_none() -> None:
    document: Json = {"Statement": [{"Effect": "Deny"}, {"Effect": "Deny"}, {"Effect": "Deny"}]}

    found = page(Policy("p", "p", "SCP", document, (), (Origin("a"), Origin("b"))))

    assert [each.origin for each in found.statements] == [None, None, None]


def test_a_policy_without_statements_is_shown_as_its_document() -> None:
    found = page(Policy("t", "tags", "tags", {"tags": {"é": 1}}, (), (Origin("organization.yaml", 97),)))

    assert found.statements == ()
    assert found.origin == Origin("organization.yaml", 97)
    assert '"é": 1' in found.text


@pytest.mark.parametrize(
    ("used", "limit", "share"),
    [(0, 10, 0), (1, 10_240, 1), (10_239, 10_240, 99), (10_240, 10_240, 100), (10_241, 10_240, 101), (1, 0, 100)],
)
def test_a_budget_is_full_only_when_it_is(used: int, limit: int, share: int) -> None:
    assert percent(used, limit) == share


def test_names_that_differ_have_anchors_that_differ() -> None:
    names = ["a/b", "a_b", "a b", "a-b", "é", "a_2f_b", "a.b"]

    assert len({anchor(name, "unit") for name in names}) == len(names)
    assert all(anchor(name, "unit").isascii() for name in names)


def test_many_names_are_shortened() -> None:
    assert preview("abcd") == "a, b, c, d"
    assert preview("abcdef") == "a, b, c and 3 more"


def test_a_long_name_may_break_and_stays_the_same() -> None:
    assert breakable("<AccessRole@x>") == "&lt;Access<wbr>Role<wbr>@x&gt;"
