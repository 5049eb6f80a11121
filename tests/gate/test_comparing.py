"""What is new in a proof, by promise, principal, action and resource, whatever the numbers and lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from access.promises.acceptance import Acceptance
from access.promises.promise import Status
from access.proof import Accepted, CounterExample, Decision, Kind, Promise, Proof, Request, Side, compare

OLD, NEW = "111111111111", "000022222222"


def side(proof: Proof, *later: Proof, number: str = NEW) -> Side:
    """Return a side that answers with these proofs, in turn, and with the last one from then on."""
    left = [*later]
    current = [proof]

    def ask(sentences: Collection[str], entries: Sequence[Acceptance]) -> Proof:
        if left:
            current[0] = left.pop(0)
        return current[0]

    return Side(ask, lambda text: text.replace(number, "{infra}"))


def example(who: str = "ann", action: str = "s3:GetObject", number: str = NEW, *, line: int = 1) -> CounterExample:
    resource = f"arn:aws:iam::{number}:role/x"
    request = Request(who, who, action, resource, "infra", {"aws:SourceIp": number})
    reason = Decision("identity policy", "Allow", "p", "statement 1", configuration=f"organization.yaml line {line}")
    return CounterExample(f"{who} can {action} on {resource}", 0, request, (reason,))


def promise(*examples: CounterExample, undecided: Sequence[str] = (), says: str = "Nothing.") -> Promise:
    kinds = (Kind("a", len(examples), examples[0].text, examples[0].reasons),) if examples else ()
    status: Status = "broken" if examples else "undecided" if undecided else "kept"
    return Promise("nothing", says, False, status, 1, kinds, examples, tuple(undecided), (), (), "", 0.1)


def proof(*promises: Promise) -> Proof:
    return Proof("cats", "2026-12-01", promises, (), (), (), 1, 1, 0.1)


KEPT = proof(promise())


def test_without_a_base_all_is_new() -> None:
    first = proof(promise(example(), undecided=["ann: open"]))
    found = compare(first, side(first), None)

    assert [one.counter_examples for one in found.broken] == [(example(),)]
    assert [one.undecided for one in found.undecided] == [("ann: open",)]
    assert (found.before, found.unclear) == ((), ())


def test_the_same_case_with_another_number_line_and_condition_was_there_before() -> None:
    first, base = proof(promise(example())), proof(promise(example(number=OLD, line=99)))
    found = compare(first, side(first, KEPT), side(base, number=OLD))

    assert (found.broken, found.undecided, found.unclear) == ((), (), ())
    assert found.before == first.promises


def test_another_principal_action_or_resource_is_new() -> None:
    base = side(proof(promise(example(number=OLD))), number=OLD)
    for other in (example("ben"), example(action="s3:PutObject"), example(number="000033333333")):
        first = proof(promise(example(), other))
        found = compare(first, side(first, KEPT), base)

        assert [one.counter_examples for one in found.broken] == [(other,)]
        assert [kind.count for kind in found.broken[0].kinds] == [1]
        assert [one.counter_examples for one in found.before] == [(example(),)]


def test_the_same_case_of_another_promise_is_new() -> None:
    first = proof(promise(example(), says="Something."))

    assert compare(first, side(first), side(proof(promise(example())))).broken == first.promises


def test_what_is_possible_is_not_what_is_impossible() -> None:
    cannot = replace(example(), text=example().text.replace(" can ", " cannot "))
    first = proof(promise(example()))

    assert compare(first, side(first), side(proof(promise(cannot)))).broken == first.promises


def test_a_way_of_several_steps_is_compared_by_its_sentence() -> None:
    steps = replace(example(), single=False, text=f"ann reaches {NEW} in 2 steps")
    first = proof(promise(steps))
    same = proof(promise(replace(steps, text=f"ann reaches {OLD} in 2 steps")))
    other = proof(promise(replace(steps, text=f"ann reaches {OLD} in 3 steps")))

    assert compare(first, side(first, KEPT), side(same, number=OLD)).broken == ()
    assert compare(first, side(first), side(other, number=OLD)).broken == first.promises


def test_what_the_base_accepts_when_it_is_asked_for_was_there_before() -> None:
    part = Accepted("before", "", "before", (), (), (), (example(),), ())
    base = proof(replace(promise(), status="accepted", accepted=(part,)))
    first = proof(promise(example()))

    assert compare(first, side(first, KEPT), side(base)).before == first.promises


def test_undecided_parts_are_new_or_old_too_and_broken_is_worse_than_undecided() -> None:
    first = proof(promise(undecided=[f"ann, {NEW}: open", "ben: open"]))
    base = proof(promise(undecided=[f"ann, {OLD}: open"]))
    found = compare(first, side(first, KEPT), side(base, number=OLD))
    assert [one.undecided for one in found.undecided] == [("ben: open",)]
    assert [one.undecided for one in found.before] == [(f"ann, {NEW}: open",)]

    first = proof(promise(example()))
    assert compare(first, side(first), side(proof(promise(undecided=["ann: open"])))).broken == first.promises


def test_something_newly_undecided_does_not_hide_what_is_newly_broken() -> None:
    first = proof(promise(example(), undecided=["ben: open"]))
    then = proof(promise(example("ben")))
    found = compare(first, side(first, then), side(proof(promise(example()))))

    assert [one.counter_examples for one in found.broken] == [(example("ben"),)]
    assert [one.undecided for one in found.undecided] == [("ben: open",)]


def test_after_some_rounds_it_is_not_decided_whether_there_is_more() -> None:
    rounds = [proof(promise(example(action=f"s3:Action{index}"))) for index in range(9)]
    before = proof(promise(*(example(action=f"s3:Action{index}") for index in range(9))))
    found = compare(rounds[0], side(*rounds), side(before))

    assert (found.broken, found.unclear) == ((), ("Nothing.",))


def test_a_resource_that_looks_like_a_pattern_accepts_nothing_else() -> None:
    odd = example(number="*")
    first = proof(promise(odd))

    assert compare(first, side(first), side(first)).unclear == ("Nothing.",)
