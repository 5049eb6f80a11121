"""
The protection plans of GuardDuty: those on in a detector, and those that an organization turns on automatically.

Data types: DetectorFeatureConfiguration and OrganizationFeatureConfiguration. Source: GuardDuty API Reference, these
types and CreateDetector (all plans but RUNTIME_MONITORING are on in a new detector; RUNTIME_MONITORING and
EKS_RUNTIME_MONITORING exclude each other).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from moto.core.utils import utcnow
from moto.guardduty.exceptions import GuardDutyException

ALWAYS_ON: Final = ("CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS")
ON_BY_DEFAULT: Final = (
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
)
AGENTS: Final = {  # additional configuration of the runtime plans, in the order of AWS's answers
    "EKS_RUNTIME_MONITORING": ("EKS_ADDON_MANAGEMENT",),
    "RUNTIME_MONITORING": ("EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"),
}
OPTIONAL: Final = (*ON_BY_DEFAULT, *AGENTS)
DATA_SOURCES: Final[Mapping[str, tuple[str, ...]]] = {  # older names of three plans
    "S3_DATA_EVENTS": ("s3Logs",),
    "EKS_AUDIT_LOGS": ("kubernetes", "auditLogs"),
    "EBS_MALWARE_PROTECTION": ("malwareProtection", "scanEc2InstanceWithFindings", "ebsVolumes"),
}

Settings = dict[str, tuple[str, dict[str, str]]]  # plan -> its value, and the values of its additional configuration


class BadRequest(GuardDutyException):
    """GuardDuty's single error for every kind of invalid request."""

    code = 400

    def __init__(self, message: str) -> None:
        super().__init__("InvalidInputException", f"The request is rejected because {message}")

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
        """Return the header from which the SDKs take the error's type."""
        return [("X-Amzn-ErrorType", "BadRequestException")]


def defaults(value: str, others: str, names: Iterable[str] = ON_BY_DEFAULT) -> Settings:
    """Return settings with `value` for the plans in `names`, `others` for the rest and for every agent."""
    on = set(names)
    return {name: (value if name in on else others, dict.fromkeys(AGENTS.get(name, ()), others)) for name in OPTIONAL}


def change(settings: Settings, features: Iterable[Mapping[str, Any]], key: str) -> None:
    """Apply the plans of a request; `key` names the value (`status` or `autoEnable`)."""
    features = [*features]
    if {"EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"} <= {feature["name"] for feature in features}:
        raise BadRequest("EKS_RUNTIME_MONITORING and RUNTIME_MONITORING exclude each other.")
    for feature in features:
        value, agents = settings.get(feature["name"], ("", {}))
        given = {agent["name"]: agent[key] for agent in feature.get("additionalConfiguration") or ()}
        settings[feature["name"]] = (feature.get(key, value), {**agents, **given})


def describe(settings: Settings, key: str, *, dated: bool = False) -> list[dict[str, Any]]:
    """Return the plans as AWS lists them."""
    date = {"updatedAt": utcnow()} if dated else {}
    return [
        {
            "name": name,
            key: value,
            **date,
            **({"additionalConfiguration": [{"name": a, key: v, **date} for a, v in agents.items()]} if agents else {}),
        }
        for name, (value, agents) in settings.items()
    ]


def from_data_sources(
    data_sources: Mapping[str, Any] | None, key: str, values: tuple[str, str]
) -> list[dict[str, Any]]:
    """Return the plans that a request sets by their older names; `key` is `enable` or `autoEnable`."""
    found = []
    for name, path in DATA_SOURCES.items():
        value: Any = data_sources
        for step in path:
            value = (value or {}).get(step)
        value = value.get(key) if isinstance(value, Mapping) else value
        if value is not None:
            found.append({"name": name, "status" if key == "enable" else key: values[bool(value)]})
    return found


def data_sources(settings: Settings, describe_value: Callable[[str], Any]) -> dict[str, Any]:
    """Return the plans under their older names."""
    result: dict[str, Any] = {}
    for name, path in DATA_SOURCES.items():
        target = result
        for step in path:
            target = target.setdefault(step, {})
        target.update(describe_value(settings[name][0]))
    return result
