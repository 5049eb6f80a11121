"""A summary of a valid file: its accounts, people and services, and the room left for guardrails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from foundation.policy_types import PolicyType
from foundation.words import few, plural, wrapped
from organization import limits, targets
from organization.attached_policies import PACKED, guardrails_at, packed, slots, target_names
from organization.model import Organization
from organization.problem import shortened
from policies.budget import WRAPPER, length

_COLUMNS = 80
_LABEL = 12
_SHOWN = 8  # names of a list before it is cut off
_ANY_ACCOUNT = "0" * 12


@dataclass(frozen=True)
class Room:
    """AWS's limits for policies of one kind at a target, and the room that is left."""

    target: str
    type: str
    policies: int
    """Policies in use, including AWS's own and the quarantine's."""
    policies_allowed: int
    characters_left: int
    """Characters left in all policies together. One guardrail must fit into one of them."""


@dataclass(frozen=True)
class Summary:
    """The parts of an organization, without the management account, which the file does not list."""

    accounts: tuple[str, ...]
    quarantined: tuple[str, ...]
    organizational_units: tuple[str, ...]
    administrators: tuple[str, ...]
    users: tuple[str, ...]
    groups: tuple[str, ...]
    guardrails: tuple[str, ...]
    guardrails_at: dict[str, int]
    """The number of guardrails attached to each target itself."""
    room: tuple[Room, ...]
    regions: tuple[str, ...]
    services: dict[str, bool]
    state: str

    def as_json(self) -> dict[str, Any]:
        """Return the summary as data for JSON."""
        return asdict(self)


def summarize(organization: Organization, folder: Path) -> Summary:
    """Return the summary of a checked organization. `folder` holds its policy files."""
    return Summary(
        accounts=tuple(organization.accounts),
        quarantined=tuple(key for key in organization.accounts if key in organization.quarantined),
        organizational_units=tuple("/".join(path) for path, _, _ in organization.units()),
        administrators=tuple(organization.org_root.admins),
        users=tuple(organization.users),
        groups=tuple(organization.groups),
        guardrails=tuple(organization.guardrails),
        guardrails_at=dict(Counter(name for rail in organization.guardrails.values() for name in rail.targets)),
        room=tuple(_rooms(organization, folder)),
        regions=tuple(organization.all_regions),
        services=_services(organization),
        state=organization.deployment.state.mode,
    )


def _rooms(organization: Organization, folder: Path) -> Iterator[Room]:
    for name in target_names(organization):
        target, mine = targets.get(organization, name), guardrails_at(organization, name)
        for kind in PACKED:
            held = packed(organization, target, kind, mine, folder, _ANY_ACCOUNT)
            if held:
                service_control = kind == PolicyType.SERVICE_CONTROL
                size = (limits.SCP_SIZE if service_control else limits.RCP_SIZE).value
                allowed = (limits.SCPS_PER_TARGET if service_control else limits.RCPS_PER_TARGET).value
                free = slots(organization, target, kind) - len(held)
                left = sum(size - length(policy.content) for policy in held) + free * (size - WRAPPER)
                yield Room(name, kind, allowed - free, allowed, left)


def _services(organization: Organization) -> dict[str, bool]:
    return {
        "CloudTrail": organization.cloudtrail.enabled,
        "GuardDuty": organization.guardduty.enabled,
        "Config": organization.config.enabled,
        "Access Analyzer": organization.access_analyzer.enabled,
        "centralized root access": organization.centralized_root_access,
        "root sign-in alarm": organization.root_sign_in_alarm is not None,
        "S3 never public": organization.account_defaults.block_public_s3,
        "EBS encryption": organization.account_defaults.encrypt_ebs,
        "snapshots never public": organization.account_defaults.block_public_snapshots,
        "IMDSv2": organization.account_defaults.require_imdsv2,
    }


def lines(summary: Summary) -> list[str]:
    """Return the summary as lines of at most 80 columns."""
    rows = {
        "accounts": [_counted(summary.accounts, "besides org-root")],
        "units": [_counted(summary.organizational_units)],
        "people": [f"{plural(len(summary.administrators), 'administrator')}, {plural(len(summary.users), 'user')}"],
        "groups": [_counted(summary.groups)],
        "guardrails": [_guardrails(summary)],
        "room left": _fullest(summary.room),
        "services": [f"in {', '.join(summary.regions)}", *_switches(summary.services)],
    }
    if summary.quarantined:
        rows["accounts"].append(f"in quarantine: {_few(summary.quarantined)}")
    return [line for label, texts in rows.items() for line in _row(label, texts)]


def _row(label: str, texts: Sequence[str]) -> Iterator[str]:
    for index, text in enumerate(texts):
        begin = (label if index == 0 else "").ljust(_LABEL)
        yield from wrapped(text, _COLUMNS, begin, " " * _LABEL)


def _guardrails(summary: Summary) -> str:
    at = [f"{count} at {name}" for name, count in summary.guardrails_at.items()]
    return f"{len(summary.guardrails):,}: {_few(at)}" if at else "none"


def _fullest(room: Sequence[Room]) -> list[str]:
    """Describe the target with the least room left for each kind of policies."""
    if not room:
        return ["all of it: no guardrail is in use"]
    found = []
    for kind in PACKED:
        mine = [one for one in room if one.type == kind]
        if mine:
            least = min(mine, key=lambda one: one.characters_left)
            kinds = kind.words.replace("policy", "policies")
            found.append(
                f"{kinds}: fullest at {shortened(least.target)}, {least.policies} of {least.policies_allowed} used, "
                f"{least.characters_left:,} characters left"
            )
    return found


def _switches(services: dict[str, bool]) -> list[str]:
    groups = {
        word: [name for name, enabled in services.items() if enabled is on]
        for word, on in (("on", True), ("off", False))
    }
    return [f"{word}: {', '.join(names)}" for word, names in groups.items() if names]


def _counted(names: Sequence[str], what: str = "") -> str:
    count = f"{len(names):,}{f' {what}' if what else ''}"
    return f"{count}: {_few(names)}" if names else count


def _few(names: Sequence[str]) -> str:
    return few([shortened(name) for name in names], _SHOWN)
