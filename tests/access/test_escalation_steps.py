"""Each step of the table, alone and in chains: it is found where it can be taken, and not where something stops it."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from access.decision import Evaluator
from access.decision.callers import EVERYTHING
from access.decision.process import Process
from access.model import Organization, Role
from access.promises import escalation
from access.promises.escalating.abilities import Abilities
from access.promises.escalating.spread import Held, Spread
from access.promises.escalating.steps import COMPOSED, STEPS, Gain, Step, Target
from access.promises.escalating.targets import principals_of
from access.questions.world import World
from tests.access import small
from tests.synthesis import ROOT

BY_ID = {step.id: step for step in STEPS}
PATHS = {**{id_: (id_,) for id_ in BY_ID}, **COMPOSED}
"""The steps of each path, by identifier."""
SERVICES = sorted({service for step in STEPS for service in step.services})
HARMLESS = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}
OF_USER = {"iam-007", "iam-008", "iam-010", "iam-011", "iam-013"}
"""Steps that raise the rights of a user, so that a user must take them."""
TAKEN = [id_ for id_, ids in PATHS.items() if not any(BY_ID[one].needs for one in ids)]
NEEDING = [step for step in STEPS if step.needs]


def actions_of(ids: tuple[str, ...]) -> list[str]:
    return sorted({action for one in ids for action in BY_ID[one].actions})


def account(actor: str, *rights: dict[str, Any], **more: Any) -> Organization:
    """Return an organization whose account `work` has what can be taken over, and an actor with some rights there."""
    user, role = ([*rights], [HARMLESS]) if actor == "robot" else ([HARMLESS], [*rights])
    trusting = [{"Effect": "Allow", "Principal": {"Service": SERVICES}, "Action": "sts:AssumeRole"}]
    federated = {"Federated": f"arn:aws:iam::{small.WORK}:saml-provider/idp"}
    token = {"Federated": f"arn:aws:iam::{small.WORK}:oidc-provider/idp.example.com"}
    trusting += [
        {"Effect": "Allow", "Principal": federated, "Action": "sts:AssumeRoleWithSAML"},
        {"Effect": "Allow", "Principal": token, "Action": "sts:AssumeRoleWithWebIdentity"},
        {"Effect": "Allow", "Principal": {"AWS": small.WORK}, "Action": "sts:AssumeRole"},
    ]
    here = {"provider": "aws.work"}
    changes: dict[str, Any] = {
        "aws_iam_role": {
            "runner": {
                "name": "runner",
                **here,
                "assume_role_policy": small.document(*trusting),
                "inline_policy": {"name": "all", "policy": small.document(small.EVERYTHING)},
            }
        },
        "aws_iam_user": {"robot": {"name": "robot", **here}, "chief": {"name": "chief", **here}},
        "aws_iam_user_policy": {
            "robot": {"name": "own", "user": "robot", **here, "policy": small.document(*user)},
            "chief": {"name": "own", "user": "chief", **here, "policy": small.document(small.EVERYTHING)},
        },
        "aws_iam_group": {"team": {"name": "team", **here}, "admins": {"name": "admins", **here}},
        "aws_iam_group_membership": {"m": {"name": "m", "group": "team", "users": ["robot"], **here}},
        "aws_iam_group_policy": {
            "admins": {"name": "all", "group": "admins", **here, "policy": small.document(small.EVERYTHING)}
        },
        "aws_iam_instance_profile": {"runner": {"name": "runner", "role": "runner", **here}},
        "aws_iam_policy": {"kept": {"name": "kept", **here, "policy": small.document(HARMLESS)}},
        "aws_iam_role_policy_attachment": {
            "kept": {"role": "worker", "policy_arn": "${aws_iam_policy.kept.arn}", **here}
        },
    }
    for type_, named in more.pop("resources", {}).items():
        changes.setdefault(type_, {}).update(named)
    trust = {"Effect": "Allow", "Principal": {"AWS": small.WORK}, "Action": "sts:AssumeRole"}
    return small.organization(rights=role, trust=[trust], changes=changes, **more)


def look(process: Process, organization: Organization, actor: str) -> tuple[World, Abilities, list[Held]]:
    """Return how far an actor gets: a role or a user of the account `work`."""
    world = World(organization, Evaluator(organization, process=process), None)
    abilities = Abilities(world)
    spread = Spread(world, abilities, frozenset())
    found = principals_of(organization)
    (start,) = (one for one in found if one.name == actor and one.account == small.WORK)
    held, problem = spread.of(spread.start(start))
    assert problem == ""
    return world, abilities, held


def administers(held: list[Held]) -> bool:
    """Return whether one of the principals has every right, by steps that were taken."""
    return any(one.chain and EVERYTHING.text in (policy.text for policy in one.caller.identity) for one in held)


def allow(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": [*actions], "Resource": "*", **more}


def actor_of(id_: str) -> str:
    return "robot" if id_ in OF_USER else "worker"


@pytest.mark.parametrize(
    "id_",
    [one for one in TAKEN if BY_ID[PATHS[one][0]].gain not in (Gain.UNBOUND, Gain.ENROL) and one != "own/root"],
)
def test_a_path_is_found_with_its_actions_and_no_others(process: Process, id_: str) -> None:
    actions = actions_of(PATHS[id_])
    actor = actor_of(id_)
    world, _, held = look(process, account(actor, allow(*actions)), actor)

    assert administers(held)
    requests = [request for one in held for ability in one.chain for request in ability.requests]
    assert all(verdict.allowed for verdict in world.evaluator.decide_all(requests))


def is_alone(id_: str) -> bool:
    """Return whether no other path is left without the last action of one."""
    left = {*actions_of(PATHS[id_])} - {BY_ID[PATHS[id_][0]].actions[-1]}
    return not any({*actions_of(PATHS[other])} <= left for other in TAKEN if other != id_)


@pytest.mark.parametrize("stopped_by", ["rights", "scp"])
@pytest.mark.parametrize("id_", [one for one in TAKEN if not one.startswith("own/") and is_alone(one)])
def test_a_path_is_not_found_without_one_of_its_actions(process: Process, id_: str, stopped_by: str) -> None:
    actions = actions_of(PATHS[id_])
    needed = BY_ID[PATHS[id_][0]].actions[-1]
    rights = [one for one in actions if one != needed] if stopped_by == "rights" else actions
    deny = {"Effect": "Deny", "Action": needed, "Resource": "*"}
    more = {"scp": [deny]} if stopped_by == "scp" else {}
    actor = actor_of(id_)
    _, _, held = look(process, account(actor, *([allow(*rights)] if rights else []), HARMLESS, **more), actor)

    assert not administers(held)


@pytest.mark.parametrize("step", NEEDING, ids=lambda step: step.id)
def test_what_is_not_there_is_named_and_no_path(process: Process, step: Step) -> None:
    _, abilities, held = look(process, account("worker", allow(*step.actions)), "worker")
    assert not administers(held)
    assert abilities.needed(held[0].caller) == (step.needs,)


@pytest.mark.parametrize("step", [one for one in NEEDING if one.types], ids=lambda step: step.id)
def test_what_the_stacks_make_is_a_path_whose_role_is_not_decided(process: Process, step: Step) -> None:
    there = {step.types[0]: {"there": {"name": "there", "provider": "aws.work"}}}
    _, _, held = look(process, account("worker", allow(*step.actions), resources=there), "worker")
    runner = next(one for one in held if one.principal.name == "runner")
    assert runner.doubt == f"which role {step.needs} has is not read"


TRAPS: dict[str, list[dict[str, Any]]] = {
    "allowed and denied in one policy": [
        allow("iam:AttachRolePolicy"),
        {"Effect": "Deny", "Action": "iam:AttachRolePolicy", "Resource": "*"},
    ],
    "all of IAM denied": [allow("iam:*"), {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}],
    "denied but for reading": [
        allow("iam:*"),
        {"Effect": "Deny", "NotAction": ["iam:Get*", "iam:List*"], "Resource": "*"},
    ],
    "a harmless policy alone": [
        allow(
            "iam:AttachRolePolicy", Condition={"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}
        )
    ],
    "another role": [{**allow("iam:PutRolePolicy"), "Resource": f"arn:aws:iam::{small.WORK}:role/none"}],
    "a condition that nothing meets": [
        allow("iam:PutRolePolicy", Condition={"StringEquals": {"aws:PrincipalType": "Account"}})
    ],
    "roles under a boundary alone": [
        allow(
            *("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"),
            Condition={"StringEquals": {"iam:PermissionsBoundary": f"arn:aws:iam::{small.WORK}:policy/kept"}},
        )
    ],
    "passing to another service": [
        allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "monitoring.rds.amazonaws.com"}}),
        allow("lambda:CreateFunction", "lambda:InvokeFunction"),
    ],
}


@pytest.mark.parametrize("rights", TRAPS.values(), ids=TRAPS)
def test_what_looks_like_a_path_and_leads_nowhere_is_none(process: Process, rights: list[dict[str, Any]]) -> None:
    _, _, held = look(process, account("worker", *rights), "worker")
    bound = [one for one in held if one.is_new and one.caller.boundary is None]
    assert not bound
    assert not any(one.caller.boundary is None for one in held if administers([one]))


def test_chains_of_three_steps_are_found_in_their_order(process: Process) -> None:
    """The worker raises the robot, acts as it, and with its rights as the chief."""
    worker = allow("iam:PutUserPolicy", "iam:CreateAccessKey", Resource=f"arn:aws:iam::{small.WORK}:user/robot")
    _, _, held = look(process, account("worker", worker), "worker")
    chief = next(one for one in held if one.principal.name == "chief")
    assert [ability.step.id for ability in chief.chain] == ["iam-002", "iam-007", "iam-002"]
    assert [ability.target.arn.rpartition("/")[2] for ability in chief.chain] == ["robot", "robot", "chief"]


def test_a_boundary_is_taken_off_before_the_rights_count(process: Process) -> None:
    rights = allow("iam:PutRolePolicy", "iam:DeleteRolePermissionsBoundary")
    there = {
        "aws_iam_policy": {"limit": {"name": "limit", "provider": "aws.work", "policy": small.document(allow("iam:*"))}}
    }
    organization = account("worker", rights, resources=there)
    worker = small.worker(organization)
    assert isinstance(worker, Role)
    _, _, held = look(process, organization, "worker")
    assert administers(held)


def test_every_target_has_a_step_and_every_step_a_source() -> None:
    assert {step.target for step in STEPS} == {*Target}
    assert {step.gain for step in STEPS} == {*Gain}
    assert all(step.source.startswith("https://") for step in STEPS)
    assert len({step.id for step in STEPS} | {*COMPOSED}) == len(STEPS) + len(COMPOSED)
    listed = [id_ for id_ in PATHS if not id_.startswith("own/")]
    assert len(listed) == 65


def test_the_table_of_the_docs_counts_the_steps() -> None:
    listed = [step for step in STEPS if not step.id.startswith("own/")]
    direct = len([step for step in listed if step.calls and not step.is_passing]) + len(COMPOSED)
    passing, there = len([one for one in listed if one.is_passing]), len([one for one in listed if not one.calls])
    text = (ROOT / "docs" / "prove.md").read_text(encoding="utf-8")
    assert f"one call or several | {direct} | {len(STEPS) - len(listed)}: " in text
    assert f"then acts as it | {passing} | |" in text
    assert f"do something else | {there} | |" in text


@pytest.mark.parametrize("seed", [seed for seed in range(14) if seed not in (6, 10, 13)])  # those have no step
def test_every_step_of_random_rights_is_confirmed_by_the_evaluator(process: Process, seed: int) -> None:
    """Rights, resources, conditions and guardrails at random: whatever is claimed is allowed, request by request."""
    chosen = Random(seed)
    every = sorted({action for step in STEPS for action in step.actions})
    arns = ["*", f"arn:aws:iam::{small.WORK}:role/*", f"arn:aws:iam::{small.WORK}:user/robot", "arn:aws:iam::*:*/r*"]
    conditions: list[dict[str, Any]] = [
        *({}, {}, {"Bool": {"aws:SecureTransport": "true"}}, {"StringLike": {"iam:PassedToService": "lambda.*"}}),
        *({"Null": {"aws:MultiFactorAuthPresent": "false"}}, {"StringNotEquals": {"aws:PrincipalArn": "x"}}),
    ]
    rights = [
        {**allow(*chosen.sample(every, 25)), "Resource": chosen.choice(arns), "Condition": chosen.choice(conditions)}
        for _ in range(4)
    ]
    scp = [{"Effect": "Deny", "Action": chosen.sample(every, 8), "Resource": "*"}]
    actor = chosen.choice(["worker", "robot"])
    world, _, held = look(process, account(actor, *rights, scp=scp), actor)
    requests = [request for one in held if not one.doubt for ability in one.chain for request in ability.requests]
    assert requests
    assert all(verdict.allowed for verdict in world.evaluator.decide_all(requests))


SELF = f"arn:aws:iam::{small.WORK}:role/worker"
POLICY = f"arn:aws:iam::{small.WORK}:policy"
APP = f"arn:aws:iam::{small.WORK}:role/app-*"
TAGGED = {"StringEquals": {"aws:PrincipalTag/x": "y"}}
LIMITED = {"ArnEquals": {"iam:PermissionsBoundary": f"{POLICY}/limit"}}


def limits(here: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    """Return two policies of one name, in the account of the worker and in another one."""
    made = {"name": "limit"}
    return {
        "aws_iam_policy": {
            "here": {**made, "provider": "aws.work", "policy": small.document(here)},
            "there": {**made, "provider": "aws.people", "policy": small.document(there)},
        },
        "aws_iam_role_policy_attachment": {
            "limit": {"role": "runner", "policy_arn": "${aws_iam_policy.here.arn}", "provider": "aws.work"}
        },
    }


FOUND: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "names that two calls share": (
        [
            {**allow("iam:CreateRole"), "Resource": SELF.replace("worker", "*")},
            {**allow("iam:PutRolePolicy"), "Resource": APP},
        ],
        {},
    ),
    "a policy of a name that it can make": (
        [
            {**allow("iam:CreatePolicy"), "Resource": f"{POLICY}/*"},
            allow("iam:AttachRolePolicy", Condition={"ArnLike": {"iam:PolicyARN": f"{POLICY}/team-*"}}),
        ],
        {},
    ),
    "a boundary that limits nothing": (
        [{**allow("iam:CreateRole", "iam:PutRolePolicy", Condition=LIMITED), "Resource": APP}],
        limits(allow("*"), HARMLESS),
    ),
    "a denial that the step takes away": (
        [
            {**allow("iam:PutRolePolicy"), "Resource": SELF},
            {"Effect": "Deny", "NotAction": "iam:PutRolePolicy", "Resource": "*"},
        ],
        {},
    ),
}


@pytest.mark.parametrize(("rights", "there"), FOUND.values(), ids=FOUND)
def test_what_is_possible_under_one_name_or_limit_only_is_found(
    process: Process, rights: list[dict[str, Any]], there: dict[str, Any]
) -> None:
    world, _, held = look(process, account("worker", *rights, resources=there), "worker")
    everything = [one for one in held if administers([one]) and not one.doubt]
    free = [one for one in everything if not one.caller.boundary or "*" in one.caller.boundary.text]
    assert free
    assert all(
        not any(statement.get("Effect") == "Deny" for policy in one.caller.identity for statement in policy.statements)
        for one in free
    )
    requests = [request for one in free for ability in one.chain for request in ability.requests]
    assert all(verdict.allowed for verdict in world.evaluator.decide_all(requests))


def test_a_boundary_of_the_same_name_in_another_account_is_another_one(process: Process) -> None:
    rights = {**allow("iam:CreateRole", "iam:PutRolePolicy", Condition=LIMITED), "Resource": APP}
    there = limits(HARMLESS, allow("*"))
    _, _, held = look(process, account("worker", rights, resources=there), "worker")
    (new,) = (one for one in held if one.is_new)
    assert new.caller.boundary
    assert "s3:ListAllMyBuckets" in new.caller.boundary.text


@pytest.mark.parametrize(
    "rights",
    [
        [allow("iam:PassRole"), allow("lambda:CreateFunction", "lambda:InvokeFunction", Condition=TAGGED)],
        [{**allow("iam:CreateRole", "iam:PutRolePolicy", Condition=TAGGED), "Resource": APP}],
        [{**allow("iam:PutRolePolicy", Condition=TAGGED), "Resource": SELF}],
    ],
    ids=["a service's call", "a new role", "its own policy"],
)
def test_a_step_that_depends_on_a_tag_is_not_decided(process: Process, rights: list[dict[str, Any]]) -> None:
    _, _, held = look(process, account("worker", *rights), "worker")
    gained = [one for one in held if one.gained]
    assert gained
    assert all(one.doubt for one in gained)


def test_an_instance_needs_a_profile_that_is_there_or_can_be_made(process: Process) -> None:
    bare = account("worker", allow("iam:PassRole", "ec2:RunInstances"))
    stacks = tuple(replace(one, types={**one.types, "aws_iam_instance_profile": ()}) for one in bare.stacks)
    without = replace(bare, stacks=stacks)
    assert administers(look(process, bare, "worker")[2])
    assert not administers(look(process, without, "worker")[2])
    made = account("worker", allow("iam:PassRole", "ec2:RunInstances", *BY_ID["ec2-001"].made_by))
    assert administers(look(process, replace(made, stacks=stacks), "worker")[2])


def test_adding_a_right_takes_no_end_away(process: Process) -> None:
    """The user assumes t and r1; r1 writes into t, which r1 cannot act as. What else r1 gains is its own matter."""
    robot = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{small.WORK}:user/robot"},
        "Action": "sts:AssumeRole",
    }

    def role(name: str, *rights: dict[str, Any], trust: dict[str, Any] = robot) -> dict[str, Any]:
        own = {"name": "own", "policy": small.document(*rights)}
        return {"name": name, "provider": "aws.work", "assume_role_policy": small.document(trust), "inline_policy": own}

    def texts(*more: dict[str, Any]) -> list[str]:
        writes = {**allow("iam:PutRolePolicy"), "Resource": SELF.replace("worker", "t")}
        service = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        roles = {
            "r1": role("r1", writes, *more),
            "r3": role("r3", HARMLESS, trust=service),
            "t": role("t", HARMLESS),
        }
        may = {**allow("sts:AssumeRole"), "Resource": [SELF.replace("worker", name) for name in ("r1", "t")]}
        organization = account("robot", may, resources={"aws_iam_role": roles})
        world = World(organization, Evaluator(organization, process=process), None)
        return [one.text for one in escalation.look(world).counter_examples]

    plain = [one for one in texts() if one.startswith("robot ")]
    assert any("reaches the user chief" in one for one in plain)
    also = texts({**allow("iam:UpdateAssumeRolePolicy"), "Resource": SELF.replace("worker", "r3")})
    assert [one for one in also if one.startswith("robot ")] == plain


def twins(*rights: dict[str, Any]) -> dict[str, Any]:
    """Return two roles with one policy."""
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    own = {"name": "own", "policy": small.document(*rights)}
    role = {"provider": "aws.work", "assume_role_policy": small.document(trust), "inline_policy": own}
    return {"aws_iam_role": {name: {**role, "name": name} for name in ("castor", "pollux")}}


@pytest.mark.parametrize("order", [("castor", "pollux"), ("pollux", "castor")])
def test_each_of_two_roles_with_one_policy_raises_itself(process: Process, order: tuple[str, str]) -> None:
    rights = {**allow("iam:PutRolePolicy"), "Resource": [SELF.replace("worker", one) for one in order]}
    organization = account("worker", HARMLESS, resources=twins(rights))
    world = World(organization, Evaluator(organization, process=process), None)
    spread = Spread(world, Abilities(world), frozenset())
    by_name = {one.name: one for one in principals_of(organization) if one.account == small.WORK}
    for name in order:
        held, _ = spread.of(spread.start(by_name[name]))
        (changed,) = (one for one in held if one.is_changed and one.principal.name == name)
        assert administers([changed])


def test_a_denial_of_the_group_stays_when_the_users_own_policy_is_written(process: Process) -> None:
    denying = {"aws_iam_group_policy": {"team": {"name": "t", "group": "team", "provider": "aws.work"}}}
    denying["aws_iam_group_policy"]["team"]["policy"] = small.document(
        {"Effect": "Deny", "NotAction": "iam:PutUserPolicy", "Resource": "*"}
    )
    rights = {**allow("iam:PutUserPolicy"), "Resource": f"arn:aws:iam::{small.WORK}:user/robot"}
    _, _, held = look(process, account("robot", rights, resources=denying), "robot")
    (changed,) = (one for one in held if one.is_changed)
    assert any(statement["Effect"] == "Deny" for policy in changed.caller.identity for statement in policy.statements)
    assert {one.principal.name for one in held} == {"robot"}
