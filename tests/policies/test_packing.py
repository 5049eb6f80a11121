"""Packing of guardrails: none is lost, no policy is too large, and changing one leaves other policies unchanged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from policies.budget import OverBudget, length
from policies.document import Statement, document
from policies.guardrails import CATALOGUE, Context, rooms, statements
from policies.packing import Item, Packed, budget, pack

SIZE, SLOTS = 10_240, 9  # service control policies; FullAWSAccess is the tenth
SCP = rooms("SERVICE_CONTROL_POLICY")
NAMES = list(SCP)
few = settings(deadline=None, derandomize=True, max_examples=80)


def item(name: str, cost: int, *, parts: int = 1) -> Item:
    """Return a guardrail with so many characters, including the comma, in so many statements."""
    sid = "".join(word.capitalize() for word in name.split("-"))
    smallest: list[Statement] = [
        {"Sid": f"{sid}Part{part}", "Effect": "Deny", "Action": "s3:", "Resource": "*"} for part in range(parts)
    ]
    missing = cost - (len(document(*smallest)) - len(document()) + 1)
    smallest[0]["Action"] = "s3:" + "a" * max(0, missing)
    return Item(name, tuple(smallest))


def all_statements(packed: Sequence[Packed]) -> list[dict[str, Any]]:
    return [statement for policy in packed for statement in json.loads(policy.content)["Statement"]]


def by_number(packed: Sequence[Packed]) -> dict[int, str]:
    return {policy.number: policy.content for policy in packed}


def holders(packed: Sequence[Packed], name: str) -> set[int]:
    return {policy.number for policy in packed if name in policy.names}


def pack_scps(items: Sequence[Item], *, size: int = SIZE, slots: int = SLOTS) -> tuple[Packed, ...]:
    return pack(items, size=size, slots=slots, rooms=SCP)


costs = st.integers(110, 3_000)
own_names = st.text("abcdefgh", min_size=3, max_size=8).map(lambda name: f"own-{name}")
any_items = st.dictionaries(st.sampled_from(NAMES) | own_names, st.tuples(costs, st.integers(1, 3)), max_size=30).map(
    lambda chosen: [item(name, cost, parts=parts) for name, (cost, parts) in chosen.items()]
)

# So few and small that their stable places suffice: guardrails of the catalogue within their rooms, and some others.
within_room = st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), st.integers(110, SCP[name])))
outside = st.tuples(own_names, st.integers(110, SIZE // 20))
built_in = st.lists(within_room, max_size=25, unique_by=lambda each: each[0])
own = st.lists(outside, max_size=10, unique_by=lambda each: each[0])
modest = st.tuples(built_in, own).map(lambda both: [item(*each) for each in (*both[0], *both[1])])


@few
@given(any_items)
def test_every_statement_is_kept_once(items: list[Item]) -> None:
    try:
        packed = pack_scps(items)
    except OverBudget:
        assume(False)

    def key(statement: Any) -> str:
        return json.dumps(statement, sort_keys=True)

    expected = [statement for each in items for statement in each.statements]
    assert sorted(map(key, all_statements(packed))) == sorted(map(key, expected))
    assert sorted(name for policy in packed for name in policy.names) == sorted(each.name for each in items)


@few
@given(any_items)
def test_no_policy_is_too_large_and_there_are_not_too_many(items: list[Item]) -> None:
    if budget(items, size=SIZE, slots=SLOTS).needed > SLOTS:
        with pytest.raises(OverBudget):
            pack_scps(items)
        return
    packed = pack_scps(items)

    assert len(packed) <= SLOTS
    assert len({policy.number for policy in packed}) == len(packed)
    assert all(len(policy.content) <= SIZE for policy in packed)


@few
@given(any_items, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_given_does_not_matter(items: list[Item], random: Any) -> None:
    try:
        packed = pack_scps(items)
    except OverBudget:
        assume(False)
    shuffled = list(items)
    random.shuffle(shuffled)

    assert pack_scps(shuffled) == packed


@few
@given(modest, st.data())
def test_adding_or_removing_a_guardrail_changes_its_own_policy_only(items: list[Item], data: st.DataObject) -> None:
    assume(items)
    changed = data.draw(st.sampled_from(items))
    with_it, without = pack_scps(items), pack_scps([each for each in items if each != changed])
    (holder,) = holders(with_it, changed.name)
    before, after = by_number(with_it), by_number(without)

    assert before.pop(holder) != after.pop(holder, None)
    assert before == after


@few
@given(modest, st.data(), st.integers(110, 5_000))
def test_changing_a_guardrail_changes_the_policies_that_hold_it_only(
    items: list[Item], data: st.DataObject, cost: int
) -> None:
    assume(items)
    changed = data.draw(st.sampled_from(items))
    new = item(changed.name, cost)
    before, after = pack_scps(items), pack_scps([new if each == changed else each for each in items])
    held = holders(before, changed.name) | holders(after, changed.name)

    assert {number: text for number, text in by_number(before).items() if number not in held} == {
        number: text for number, text in by_number(after).items() if number not in held
    }


@few
@given(modest)
def test_the_catalogue_needs_two_policies_and_the_others_at_most_three(items: list[Item]) -> None:
    numbers = {name: policy.number for policy in pack_scps(items) for name in policy.names}

    assert {number for name, number in numbers.items() if name in SCP} <= {1, 2}
    assert {number for name, number in numbers.items() if name not in SCP} <= {101, 102, 103}


def catalogue(policy_type: str) -> list[Item]:
    """Every guardrail of a kind as it is, with the examples of its parameters."""
    context = Context(exempt_roles=("OrganizationAccountAccessRole", "incident-response"), id_account="111122223333")
    return [
        Item(name, statements(guardrail, {each.name: each.example for each in guardrail.parameters}, context))
        for name, guardrail in CATALOGUE.items()
        if guardrail.policy_type == policy_type
    ]


def test_the_places_of_the_catalogue(snapshot: SnapshotAssertion) -> None:
    items = catalogue("SERVICE_CONTROL_POLICY")

    assert {str(policy.number): list(policy.names) for policy in pack_scps(items)} == snapshot


@pytest.mark.parametrize("room", [150, 1_000, 9_000])
@pytest.mark.parametrize(
    ("policy_type", "size", "slots", "like"),
    [("SERVICE_CONTROL_POLICY", SIZE, SLOTS, "deny-all"), ("RESOURCE_CONTROL_POLICY", 5_120, 4, "require-tls")],
)
def test_a_guardrail_added_at_the_end_of_the_catalogue_moves_no_other(
    policy_type: str, size: int, slots: int, like: str, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def packed(items: list[Item]) -> dict[int, Packed]:
        return {policy.number: policy for policy in pack(items, size=size, slots=slots, rooms=rooms(policy_type))}

    known = catalogue(policy_type)
    before = packed(known)
    monkeypatch.setitem(CATALOGUE, "anew", replace(CATALOGUE[like], name="anew", room=room))

    assert packed(known) == before
    used = packed(catalogue(policy_type))
    (holder,) = (number for number, policy in used.items() if "anew" in policy.names)
    assert used.pop(holder).names == (*(before.pop(holder).names if holder in before else ()), "anew")
    assert used == before


def test_a_guardrail_larger_than_its_room_has_its_own_policy() -> None:
    small, large = item("deny-root-user", 200), item("deny-root-user", 4_000)
    other = item("deny-leaving-organization", 200)

    assert [policy.names for policy in pack_scps([small, other])] == [("deny-leaving-organization", "deny-root-user")]
    before, after = pack_scps([other]), pack_scps([other, large])
    assert after[0] == before[0]
    assert after[1].names == ("deny-root-user",)


def test_a_large_guardrail_outside_of_the_catalogue_has_its_own_policy() -> None:
    packed = pack_scps([item("mine", SIZE // 4 + 1), item("yours", 200), item("deny-all", 150)])

    assert ("mine",) in {policy.names for policy in packed}


def test_guardrails_that_need_too_many_policies_are_packed_densely() -> None:
    large = [item(f"own-{number}", 3_000) for number in range(10)]

    packed = pack_scps(large)

    assert [policy.number for policy in packed] == [1, 2, 3, 4]
    assert sorted(len(policy.names) for policy in packed) == [1, 3, 3, 3]


def test_a_policy_may_be_filled_to_the_last_character() -> None:
    (full,) = pack_scps([item("mine", SIZE - len(document()) + 1)])

    assert len(full.content) == SIZE
    with pytest.raises(OverBudget):
        pack_scps([item("mine", SIZE - len(document()) + 2)])


def test_a_token_of_cdktf_has_the_size_of_an_account_number() -> None:
    def one(account: str) -> Item:
        statement: Statement = {"Effect": "Deny", "Action": "s3:*", "Resource": f"arn:aws:s3:::{account}"}
        return Item("mine", (statement,) * 20)

    number, token = pack_scps([one("111122223333")]), pack_scps([one("${TfToken[TOKEN.123]}")])
    assert length(token[0].content) == length(number[0].content) == len(number[0].content)
    pack_scps([one("${TfToken[TOKEN.123]}")], size=len(number[0].content), slots=1)


def test_a_repeated_sid_gets_a_number() -> None:
    statement: Statement = {"Sid": "Mine", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    unnamed: Statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    items = [Item("a", (statement, unnamed)), Item("b", (statement, unnamed)), Item("c", (statement,))]

    (packed,) = pack(items, size=5_120, slots=1, rooms={})

    assert [each.get("Sid") for each in all_statements([packed])] == ["Mine", None, "Mine2", None, "Mine3"]


def test_a_guardrail_without_statements_needs_no_policy() -> None:
    assert pack_scps([Item("protect-deployment-roles", ())]) == ()


def test_guardrails_that_do_not_fit_are_shown_with_their_sizes() -> None:
    items = [item("mine", 800), item("yours", 1_200), item("deny-all", 300)]

    with pytest.raises(OverBudget) as error:
        pack_scps(items, size=1_000, slots=2)

    assert error.value.budget.costs == {"deny-all": 300, "mine": 800, "yours": 1_200}
    assert (
        str(error.value).splitlines()
        == error.value.budget.text()
        == [
            "at most 2 policies of 1,000 characters; these guardrails need 3:",
            "   1,200  yours, 238 more than one policy holds",
            "     800  mine",
            "     300  deny-all",
            "   2,300  in all, 376 too many",
        ]
    )


def test_guardrails_that_fit_have_a_budget_too() -> None:
    told = budget([item("mine", 800)], size=1_000, slots=2)

    assert (told.needed, told.used, told.left) == (1, 800, 1_124)
    assert told.text()[-1] == "     800  in all, 1,124 left"
