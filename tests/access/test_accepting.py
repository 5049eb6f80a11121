"""What is accepted of a promise is shown apart, and never hides anything else."""

from __future__ import annotations

import pytest

from access.decision.process import Process
from access.promises import deployment, given, mfa, outsiders
from access.promises.acceptance import Acceptance, divided
from access.promises.promise import Outcome
from access.proof import Promise, Proof
from access.questions.accepting import Accepting, what_of
from access.questions.world import World
from tests.access import small
from tests.access.accepting import DAY, OPEN, SAYS, TAGGED, proof
from tests.access.conftest import Broken, Stacks
from tests.access.edits import ROOT, deny, resource

LINE = "{deny: ann, to: [s3:GetObject, s3:DeleteObject], on: 'arn:aws:s3:::data/x'}"
ANYWHERE = "{deny: ann, to: 's3:*Object', where: work}"


def file(*entries: str, line: str = LINE) -> str:
    listed = "\n".join(f"  - {{promise: {SAYS}, reason: for now, {entry}}}" for entry in entries)
    return f"promises:\n  {SAYS}:\n    - {line}\naccepted:\n{listed}\n"


def only(found: Proof) -> Promise:
    (one,) = found.promises
    return one


def actions(one: Promise) -> set[str]:
    """Return the actions of the counterexamples that are not accepted."""
    return {example.request.action for example in one.counter_examples if example.request}


def accepted_actions(one: Promise) -> list[set[str]]:
    """Return the actions that each entry accepts."""
    return [{each.request.action for each in part.counter_examples if each.request} for part in one.accepted]


@pytest.mark.parametrize("entry", ["who: ann", "who: [ann with *, ann signed *]", "what: 's3:*'", "until: 2026-12-31"])
def test_a_promise_of_which_everything_is_accepted_is_neither_kept_nor_broken(process: Process, entry: str) -> None:
    found = proof(process, file(entry))

    assert only(found).status == "accepted"
    assert (only(found).kinds, only(found).counter_examples, only(found).undecided) == ((), (), ())
    assert only(found).accepted[0].counter_examples
    assert (found.passed, found.proven) == (True, False)
    assert found.obsolete == ()


@pytest.mark.parametrize(
    ("accepted", "rest"), [("s3:GetObject", "s3:DeleteObject"), ("s3:DeleteObject", "s3:GetObject")]
)
def test_accepting_one_action_never_hides_another_of_the_same_question(
    process: Process, accepted: str, rest: str
) -> None:
    found = proof(process, file(f"what: '{accepted}'"))

    assert only(found).status == "broken"
    assert actions(only(found)) == {rest}
    assert accepted_actions(only(found)) == [{accepted}]
    assert (found.passed, found.obsolete) == (False, ())


def test_an_entry_for_each_action_accepts_its_own(process: Process) -> None:
    found = proof(process, file("what: 's3:GetObject'", "what: 's3:DeleteObject'"))

    assert only(found).status == "accepted"
    assert accepted_actions(only(found)) == [{"s3:GetObject"}, {"s3:DeleteObject"}]


@pytest.mark.parametrize("what", ["arn:aws:s3:::data/open/*", "s3:*Object on arn:aws:s3:::data/open/*"])
def test_accepting_one_resource_never_hides_another(process: Process, what: str) -> None:
    found = proof(process, file(f"what: '{what}'", line=ANYWHERE))

    assert only(found).status == "broken"
    resources = [example.request.resource for example in only(found).counter_examples if example.request]
    assert resources
    assert not any(one.startswith("arn:aws:s3:::data/open/") for one in resources)
    (part,) = only(found).accepted
    accepted = [example.request.resource for example in part.counter_examples if example.request]
    assert accepted
    assert all(one.startswith("arn:aws:s3:::data/open/") for one in accepted)


def test_an_action_on_a_resource_accepts_neither_of_them_alone(process: Process) -> None:
    found = proof(process, file("what: 's3:GetObject on arn:aws:s3:::data/open/*'", line=ANYWHERE))

    requests = [one.request for one in only(found).counter_examples if one.request]
    assert any(one.action != "s3:GetObject" for one in requests)
    assert any(one.action == "s3:GetObject" for one in requests)
    assert accepted_actions(only(found)) == [{"s3:GetObject"}]


@pytest.mark.parametrize(
    ("who", "others"),
    [
        ("ann with MFA", {"ann signed in without MFA", "ann with an access key", "ann with an access key, as role"}),
        ("role worker of work", {"ann with MFA", "ann signed in without MFA", "ann with an access key"}),
        (f"arn:aws:iam::{small.WORK}:role/worker", {"ann with MFA", "ann signed in without MFA"}),
        ("ann with an access key, as role *", {"ann with MFA", "ann signed in without MFA", "ann with an access key"}),
    ],
)
def test_one_way_of_a_user_is_accepted_without_the_others(process: Process, who: str, others: set[str]) -> None:
    one = only(proof(process, file(f"who: '{who}'")))

    assert one.status == "broken"
    said = {example.text.partition(" can ")[0] for example in one.counter_examples}
    assert all(any(text.startswith(other) for text in said) for other in others)
    assert one.accepted[0].counter_examples


@pytest.mark.parametrize("entry", ["who: an", "who: Ann", "who: ben", "what: 's3:PutObject'", "what: 'ann can *'"])
def test_an_entry_that_matches_nothing_fails_the_proof_with_its_line(process: Process, entry: str) -> None:
    found = proof(process, file(entry))

    (one,) = found.obsolete
    assert str(one) == (
        "access.yaml:5: nothing that is broken or not decided is like this, or other entries accept all of it; remove "
        f"the entry, or change it ({SAYS})"
    )
    assert only(found).status == "broken"


def test_an_entry_of_a_kept_promise_fails_the_proof(process: Process) -> None:
    found = proof(process, file("who: ann"), found=small.organization(bucket=[OPEN], identity=[], trust=[]))

    assert only(found).status == "kept"
    assert not found.passed
    assert "there is nothing to accept: the promise is kept; remove the entry" in str(found.obsolete[0])


def test_a_second_entry_for_the_same_fails_the_proof(process: Process) -> None:
    found = proof(process, file("who: ann", "what: 's3:GetObject'"))

    assert only(found).status == "accepted"
    assert [one.where for one in found.obsolete] == ["access.yaml:6"]


@pytest.mark.parametrize(("until", "holds"), [("2026-11-30", False), (DAY, True), ("2026-12-02", True)])
def test_an_entry_holds_until_the_end_of_its_last_day(process: Process, until: str, holds: bool) -> None:
    found = proof(process, file(f"until: {until}"))

    assert found.passed is holds
    assert only(found).status == ("accepted" if holds else "broken")
    assert bool(found.obsolete) is not holds
    if not holds:
        assert str(found.obsolete[0]).startswith(
            f"access.yaml:5: this has ended: 'until' is {until}, before {DAY}; remove the entry, or move its end"
        )


ALLOW = "{allow: ann, to: s3:GetObject, on: 'arn:aws:s3:::data/x'}"


@pytest.mark.parametrize(
    "entry", ["who: ann", "what: 's3:GetObject'", "what: 'arn:aws:s3:::data/?'", "until: 2027-01-01"]
)
def test_what_a_principal_cannot_do_is_accepted_too(process: Process, entry: str) -> None:
    found = small.organization(bucket=[OPEN], identity=[], trust=[])

    assert only(proof(process, file("who: ben", line=ALLOW), found=found)).status == "broken"
    assert only(proof(process, file(entry, line=ALLOW), found=found)).status == "accepted"


@pytest.mark.parametrize("line", [LINE, ALLOW])
@pytest.mark.parametrize(
    "entry", ["who: ann", "what: 's3:*'", "what: 'arn:aws:s3:::data/x'", "what: 'ann with MFA, *'"]
)
def test_what_is_not_decided_is_accepted_with_its_reason(process: Process, line: str, entry: str) -> None:
    tagged = small.organization(bucket=[TAGGED], trust=[])
    one = only(proof(process, file("who: ben", line=line), found=tagged))
    accepted = only(proof(process, file(entry, line=line), found=tagged))

    assert one.status == "undecided"
    (part,) = accepted.accepted
    assert (part.reason, part.where) == ("for now", "access.yaml:5")
    assert set(part.undecided) <= set(one.undecided)
    assert part.undecided
    assert accepted.status == ("accepted" if set(part.undecided) == set(one.undecided) else "undecided")
    assert {*accepted.undecided, *part.undecided} == set(one.undecided)


def test_an_action_that_is_not_decided_is_accepted_without_the_other_one(process: Process) -> None:
    one = only(proof(process, file("what: 's3:GetObject'"), found=small.organization(bucket=[TAGGED], trust=[])))

    assert one.status == "undecided"
    assert one.accepted[0].undecided


def everything_broken(stacks: Stacks) -> None:
    """Break promises of several forms: what is possible, what is not, and policies that are wrong."""
    role = resource(stacks, "infra", "aws_iam_role", "roles/infra/role")
    role["assume_role_policy"] = role["assume_role_policy"].replace('"Bool"', '"BoolIfExists"')
    del stacks["id"]["resource"]["aws_iam_group_membership"]
    deny(stacks, "config:PutConfigurationRecorder", ROOT)


@pytest.fixture(scope="module")
def outcomes(broken: Broken) -> dict[str, Outcome]:
    """Return the outcomes of the built-in promises of a broken example."""
    world = broken(everything_broken)
    return {promise.name: promise.look(world) for promise in (mfa.PROMISE, given.PROMISE, deployment.PROMISE)}


def test_every_counterexample_of_a_built_in_promise_can_be_accepted(outcomes: dict[str, Outcome]) -> None:
    found = {name: outcome for name, outcome in outcomes.items() if outcome.counter_examples}
    assert found.keys() == {"mfa", "given-access", "deployment"}

    for outcome in found.values():
        for example in outcome.counter_examples:
            about = example.about
            assert not about.who or example.text.startswith(about.who[0])
            whats = [text for text in (about.action, about.resource) if text] or [example.text]
            for what in whats:
                entry = Acceptance("x", Accepting(about.who[:1], (what_of(what),)), "for now")
                assert example in divided(outcome, [entry]).accepted[0][1].counter_examples


def test_a_built_in_promise_is_accepted_by_its_name(process: Process) -> None:
    text = "accepted:\n- {promise: mfa, who: ann, reason: for now}\n"
    one = only(proof(process, text, built_in=(mfa.PROMISE,)))

    assert one.status == "accepted"
    assert len(one.accepted[0].counter_examples) > 2


def test_of_the_promise_about_mfa_one_action_hides_no_other(process: Process) -> None:
    text = "accepted:\n- {promise: mfa, what: 's3:*', reason: for now}\n"
    one = only(proof(process, text, built_in=(mfa.PROMISE,)))

    assert one.status == "broken"
    assert not any(action.startswith("s3:") for action in actions(one))
    assert accepted_actions(one)


def test_what_several_calls_have_in_common_is_what_an_entry_may_name(outcomes: dict[str, Outcome]) -> None:
    (config,) = [one for one in outcomes["deployment"].counter_examples if "config:PutConfig" in one.text]

    def is_accepted(what: str, who: str = "the deployment role") -> bool:
        return Accepting((who,), (what_of(what),)).chooses(config.about, config.text)

    assert config.request
    assert is_accepted("config:Put*")
    assert not is_accepted("config:Put*", "role OrganizationAccountAccessRole of id")
    assert is_accepted("*in id (us-east-1, us-west-2), infra*")
    assert not is_accepted("*in id (us-east-1, us-west-2), logs*")


def test_what_is_found_for_one_promise_is_not_asked_again_for_an_accepted_one(world: World) -> None:
    again = world.accepting((Accepting(),))

    assert (again.solver, again.reach, again.callers) == (world.solver, world.reach, world.callers)
    assert given.PROMISE.look(again) == given.PROMISE.look(world)


PUBLIC = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{small.BUCKET}/*"}


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("what: 'arn:aws:s3:::data/public/*'", "broken"),
        ("what: 'arn:aws:s3:::data/*'", "accepted"),
        ("who: an anonymous caller", "broken"),
        ("what: 's3:GetObject'", "accepted"),
        ("who: 'arn:aws:iam::999999999999:*'", "broken"),
    ],
)
def test_of_outsiders_only_what_an_entry_names_is_accepted(process: Process, entry: str, status: str) -> None:
    found = small.organization(bucket=[PUBLIC], trust=[{**small.TRUST, "Principal": {"Service": "ec2.amazonaws.com"}}])
    text = f"accepted:\n- {{promise: outsiders, reason: It is public., {entry}}}\n"

    one = only(proof(process, text, built_in=(outsiders.PROMISE,), found=found))

    assert one.status == status
    public = "arn:aws:s3:::data/public/"
    rest = [example.request.resource for example in one.counter_examples if example.request]
    assert "public" not in entry or (rest and not any(resource.startswith(public) for resource in rest))
