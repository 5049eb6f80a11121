"""A policy's statements in words, with their origins."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from foundation.policy_types import PolicyType
from orgctl.report.data import Json, Origin, Policy
from orgctl.report.view.conditions import Condition, conditions
from policies.reading import statements, texts

_CONTROL = (PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL)
HEADINGS: Mapping[str, str] = {
    **{one.short: one.heading for one in _CONTROL},
    "identity": "Identity policies",
    "boundary": "Permissions boundaries",
    "trust": "Trust policies",
    "resource": "Resource policies",
    **{one.short: one.heading for one in PolicyType if one not in _CONTROL},
}
"""By the kind of a policy, in the order of the page."""
_OTHERS = "Other policies"


@dataclass(frozen=True, slots=True)
class Part:
    """The principals, actions or resources of a statement: these, or all but these."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in words."""

    effect: str
    sid: str
    parts: tuple[Part, ...]
    conditions: tuple[Condition, ...]
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """A policy with its statements, and its document as text."""

    policy: Policy
    statements: tuple[Statement, ...]
    origin: Origin | None
    text: str


def by_kind(policies: Iterable[Policy]) -> Mapping[str, tuple[PolicyPage, ...]]:
    """Return every policy under the heading of its kind."""
    found: dict[str, list[PolicyPage]] = defaultdict(list)
    for policy in policies:
        found[HEADINGS.get(policy.kind, _OTHERS)].append(page(policy))
    return {heading: tuple(found[heading]) for heading in (*HEADINGS.values(), _OTHERS) if heading in found}


def page(policy: Policy) -> PolicyPage:
    """Return a policy prepared for the page."""
    raw = statements(policy.document)
    whole, origins = _origins(policy.origins, len(raw))
    shown = tuple(_statement(each, origin) for each, origin in zip(raw, origins, strict=True))
    return PolicyPage(policy, shown, whole, json.dumps(policy.document, indent=2, ensure_ascii=False))


def _origins(origins: Sequence[Origin], number: int) -> tuple[Origin | None, Sequence[Origin | None]]:
    """Return the origin of the whole policy, if it is the same for all statements, and else those of statements."""
    if len(set(origins)) == 1:
        return origins[0], (None,) * number
    if len(origins) != number:
        return None, (None,) * number
    addresses = {origin.address for origin in origins}
    if len(addresses) > 1:
        return None, origins
    return Origin(address=addresses.pop()), [replace(origin, address="") for origin in origins]


def _statement(raw: Mapping[str, Json], origin: Origin | None) -> Statement:
    parts = (*_principals(raw), *_actions(raw), *_resources(raw))
    return Statement(str(raw.get("Effect", "")), str(raw.get("Sid", "")), parts, tuple(conditions(raw)), origin)


def _principals(raw: Mapping[str, Json]) -> Iterator[Part]:
    for key, label in (("Principal", "principals"), ("NotPrincipal", "all principals but")):
        found = raw.get(key)
        if isinstance(found, Mapping):
            yield Part(label, tuple(value for kind in found.values() for value in texts(kind)))
        elif found is not None:
            yield Part(label, ("every principal",) if found == "*" else texts(found))


def _actions(raw: Mapping[str, Json]) -> Iterator[Part]:
    """Yield the actions, a line for each service; whole services are in the first line."""
    for key, label in (("Action", "actions"), ("NotAction", "all actions but")):
        if key in raw:
            yield Part(label, tuple(_by_service(texts(raw[key]))))


def _by_service(actions: Sequence[str]) -> Iterator[str]:
    services: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        service, colon, name = action.partition(":")
        services[service + colon].append(name)
    if whole := [service + "*" for service, names in services.items() if names == ["*"]]:
        yield ", ".join(whole)
    for service, names in services.items():
        if names != ["*"]:
            yield service + ", ".join(names) if service != "*" else "every action"


def _resources(raw: Mapping[str, Json]) -> Iterator[Part]:
    for key, label in (("Resource", "resources"), ("NotResource", "all resources but")):
        if key in raw:
            found = texts(raw[key])
            yield Part(label, ("every resource",) if found == ("*",) else found)
