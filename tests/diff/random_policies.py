"""Random policies, other words for the same ones, and ones that differ in a single element."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

from access.decision.symbolic.catalog import CATALOG

Statement = dict[str, Any]
Rewrite = Callable[[list[Statement], Random], None]

_ACTIONS = (
    *("s3:GetObject", "s3:Get*", "s3:PutObject", "s3:*Acl", "s3:ListBucket", "ec2:RunInstances", "ec2:Terminate*"),
    *("iam:CreateUser", "iam:List*", "sqs:*", "sqs:SendMessage", "dynamodb:GetItem", "dynamodb:*Item", "kms:Decrypt"),
)
_RESOURCES = (
    "*",
    "*",
    "*",
    "arn:aws:s3:::data/*",
    "arn:aws:s3:::data/a/*",
    "arn:aws:s3:::data",
    "arn:aws:iam::*:user/*",
)
_CONDITIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("StringEquals", "aws:RequestedRegion", ("eu-west-1", "us-east-1", "us-west-2")),
    ("StringNotEquals", "aws:RequestedRegion", ("eu-west-1", "us-east-1")),
    ("IpAddress", "aws:SourceIp", ("198.51.100.0/24", "203.0.113.0/24")),
    ("Bool", "aws:SecureTransport", ("true",)),
    ("StringLike", "s3:prefix", ("a/*", "b/*")),
    ("BoolIfExists", "aws:MultiFactorAuthPresent", ("true",)),
)


def policy(random: Random) -> list[Statement]:
    """Return the statements of a policy; the first one allows something."""
    return [_statement(random, "Allow"), *(_statement(random) for _ in range(random.randint(0, 3)))]


def _statement(random: Random, effect: str = "") -> Statement:
    found: Statement = {
        "Effect": effect or random.choice(("Allow", "Allow", "Deny")),
        "Action": random.sample(_ACTIONS, random.randint(1, 3)),
        "Resource": random.sample(_RESOURCES, random.choice((1, 1, 2))),
    }
    if random.random() < 0.5:
        operator, key, values = random.choice(_CONDITIONS)
        found["Condition"] = {operator: {key: random.sample(values, random.randint(1, len(values)))}}
    return found


def rewritten(said: list[Statement], random: Random) -> list[Statement]:
    """Return other words for the same."""
    found = copy.deepcopy(said)
    for one in random.sample(REWRITES, random.randint(1, 4)):
        one(found, random)
    return found


def _split_by_action(said: list[Statement], random: Random) -> None:
    one = said.pop(random.randrange(len(said)))
    if "NotAction" in one:
        said.append(one)
        return
    said += [{**one, "Action": action} for action in _several(one["Action"])]


def _split_by_value(said: list[Statement], random: Random) -> None:
    """One of several values is enough, unless the operator is negated."""
    place = random.randrange(len(said))
    for operator, pairs in said[place].get("Condition", {}).items():
        for key, values in pairs.items():
            if "Not" not in operator and len(_several(values)) > 1:
                one = said.pop(place)
                said += [{**one, "Condition": {operator: {key: value}}} for value in values]
                return


def _split_by_resource(said: list[Statement], random: Random) -> None:
    one = said.pop(random.randrange(len(said)))
    said += [{**one, "Resource": resource} for resource in _several(one["Resource"])]


def _reordered(said: list[Statement], random: Random) -> None:
    random.shuffle(said)
    for one in said:
        for pairs in one.get("Condition", {}).values():
            for key, values in pairs.items():
                pairs[key] = random.sample(_several(values), len(_several(values)))


def _other_case(said: list[Statement], random: Random) -> None:
    for one in said:
        if "Action" in one:
            one["Action"] = [
                random.choice((action.upper(), action.lower(), action)) for action in _several(one["Action"])
            ]


def _expanded(said: list[Statement], random: Random) -> None:
    one = random.choice(said)
    if "Action" in one:
        one["Action"] = [
            name
            for action in _several(one["Action"])
            for name in (CATALOG.each(CATALOG.matching(action)) if "*" in action else [action])
        ]


def _complement(said: list[Statement], random: Random) -> None:
    one = random.choice(said)
    if "Action" in one:
        wanted = CATALOG.any_of(_several(one.pop("Action")))
        services = sorted({name.partition(":")[0] for name in CATALOG.names})
        without = [service for service in services if not CATALOG.matching(f"{service}:*") & wanted]
        rest = CATALOG.everything & ~wanted & ~CATALOG.any_of([f"{service}:*" for service in without])
        one["NotAction"] = [*(f"{service}:*" for service in without), *CATALOG.each(rest)]


def _redundant(said: list[Statement], random: Random) -> None:
    one = random.choice(said)
    if "Action" in one:
        action = CATALOG.first(CATALOG.any_of(_several(one["Action"])))
        said.append({**copy.deepcopy(one), "Sid": "Again", "Action": action})


def _as_pattern(said: list[Statement], random: Random) -> None:
    """A pattern without wildcards is equality."""
    one = random.choice(said)
    if "StringEquals" in (found := one.get("Condition", {})):
        one["Condition"] = {"StringLike": found["StringEquals"]}


REWRITES: list[Rewrite] = [
    *(_split_by_action, _split_by_value, _split_by_resource, _reordered, _other_case, _expanded),
    *(_redundant, _as_pattern, _complement),
]


def mutated(said: list[Statement], random: Random) -> list[Statement]:
    """Return a policy of which one element differs; it may allow the same by chance."""
    found = copy.deepcopy(said)
    one = random.choice(found)
    match random.choice(("action", "resource", "effect", "condition", "statement")):
        case "action":
            one["Action"] = [random.choice(_ACTIONS)]
        case "resource":
            one["Resource"] = [random.choice(_RESOURCES)]
        case "effect":
            one["Effect"] = "Deny" if one["Effect"] == "Allow" else "Allow"
        case "condition":
            operator, key, values = random.choice(_CONDITIONS)
            one["Condition"] = {operator: {key: random.choice(values)}}
        case _:
            found.append(_statement(random))
    return found


def calls(said: list[Statement], random: Random) -> list[tuple[str, str, dict[str, str]]]:
    """Return actions, resources and keys that the statements tell apart."""
    found: list[tuple[str, str, dict[str, str]]] = []
    texts = json.dumps(said)
    for pattern in (one for one in _ACTIONS if one.partition(":")[0] in texts):
        action = CATALOG.first(CATALOG.matching(pattern))
        arn = random.choice(("arn:aws:s3:::data/a/x", "arn:aws:s3:::data/x", "arn:aws:s3:::data"))
        resource = arn if CATALOG.matching(action) & CATALOG.acting_on(arn) else "*"
        keys = {"aws:RequestedRegion": random.choice(("eu-west-1", "us-west-2", "ap-south-1"))}
        keys["aws:SourceIp"] = random.choice(("198.51.100.7", "203.0.113.7", "192.0.2.1"))
        keys["aws:SecureTransport"] = random.choice(("true", "false"))
        if action == "s3:ListBucket":
            keys["s3:prefix"] = random.choice(("a/x", "b/x", "c"))
        found.append((action, resource, keys))
    return found


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
