"""Name, regions, services, policy types, passwords, state."""

from __future__ import annotations

from organization import known, limits, names
from organization.model import S3State
from organization.problem import Path, quoted
from organization.rules.findings import Findings

_OLDEST, _UNTRIED = (5, 100, 0), (7, 0, 0)  # versions of the AWS provider
_AWS = ".amazonaws.com"
_SHORT_NAMES = tuple(service.removesuffix(_AWS) for service in known.TRUSTED_SERVICES)


def check(findings: Findings) -> None:
    """Check what concerns the organization as a whole."""
    organization = findings.organization
    findings.value(("name",), organization.name, names.alias_part(organization.name))
    findings.tags(("tags",), organization.tags)
    _regions(findings)
    _services(findings)
    _password_policy(findings)
    _deployment(findings)


def _regions(findings: Findings) -> None:
    organization = findings.organization
    _region(findings, ("region",), organization.region)
    for index, region in enumerate(organization.regions):
        _region(findings, ("regions", index), region)
    findings.unique(("regions",), organization.regions)
    home, regions = organization.region, organization.regions
    known_home = home in known.regions() and findings.is_from_file("region")
    if known_home and regions and not findings.may_hold(("regions",), regions, home, known.regions()):
        findings.add(("regions",), f"the home region {quoted(home)} is missing; add it")


def _region(findings: Findings, path: Path, region: str) -> None:
    if region not in known.regions():
        findings.add(path, f"{quoted(region)} is no AWS region{findings.hints.phrase(region, known.regions())}")


def _services(findings: Findings) -> None:
    organization = findings.organization
    findings.unique(("trusted_access",), organization.trusted_access)
    for index, service in enumerate(organization.trusted_access):
        _service(findings, ("trusted_access", index), service)
    findings.unique(("policy_types",), organization.policy_types)
    for index, kind in enumerate(organization.policy_types):
        if kind not in known.POLICY_TYPES:
            hint = (
                findings.hints.phrase(kind, known.POLICY_TYPES, cutoff=0.75)
                or f"; allowed are {', '.join(known.POLICY_TYPES)}"
            )
            findings.add(("policy_types", index), f"{quoted(kind)} is no policy type{hint}")
    kinds = organization.policy_types
    if not findings.may_hold(("policy_types",), kinds, "SERVICE_CONTROL_POLICY", known.POLICY_TYPES):
        message = (
            "SERVICE_CONTROL_POLICY is missing: without it AWS detaches every guardrail and the quarantine; add it"
        )
        findings.add(("policy_types",), message)


def _service(findings: Findings, path: Path, service: str) -> None:
    """A service that is not known may be newer than this version; one that is nearly a known one is a slip."""
    near = findings.hints.word(service.removesuffix(_AWS), _SHORT_NAMES, cutoff=0.8)
    hint = f", did you mean '{near}{_AWS}'?" if near else ""
    if error := names.service_principal(service):
        findings.add(path, f"{quoted(service)} {error}{hint}")
    elif service not in known.TRUSTED_SERVICES:
        message = f"{quoted(service)} is not known to work with Organizations"
        findings.add(path, f"{message}{hint}", warning=not hint)


def _password_policy(findings: Findings) -> None:
    policy, path = findings.organization.password_policy, "password_policy"
    shortest, longest = limits.PASSWORD_SHORTEST, limits.PASSWORD_LONGEST
    findings.between((path, "minimum_password_length"), policy.minimum_password_length, shortest, longest)
    one = limits.Limit(1, "", "")
    findings.between((path, "password_reuse_prevention"), policy.password_reuse_prevention, one, limits.PASSWORD_REUSE)
    findings.between((path, "max_password_age"), policy.max_password_age, one, limits.PASSWORD_AGE)


def _supported(version_range: str) -> str | None:
    """Whether a range stays within the versions of the AWS provider that this project is made for."""
    lowest: tuple[int, ...] = (0, 0, 0)
    highest: tuple[int, ...] = (10**9, 0, 0)
    for part in version_range.split(","):
        operator = part.strip(" .0123456789")
        numbers = [int(number) for number in part.strip(" <>=!~").split(".")]
        version = tuple([*numbers, 0, 0][:3])
        if operator in ("", "=", ">", ">=", "~>"):
            lowest = max(lowest, version)
        if operator in ("", "=", "<", "<="):
            highest = min(highest, version)
        if operator == "~>" and len(numbers) > 1:  # the last number may grow
            highest = min(highest, tuple([*numbers[:-2], numbers[-2] + 1, 0, 0][:3]))
    if _OLDEST <= lowest < _UNTRIED and lowest <= highest <= _UNTRIED:
        return None
    return "must stay within the versions that this project supports, as '>= 5.100.0, < 7.0.0' does"


def _deployment(findings: Findings) -> None:
    deployment = findings.organization.deployment
    version = deployment.provider_version
    findings.value(("deployment", "provider_version"), version, names.version_range(version) or _supported(version))
    if isinstance(deployment.state, S3State):
        path = ("deployment", "state")
        findings.value((*path, "bucket"), deployment.state.bucket, names.bucket(deployment.state.bucket))
        if deployment.state.region is not None:
            _region(findings, (*path, "region"), deployment.state.region)
