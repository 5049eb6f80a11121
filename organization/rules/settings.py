"""Rules for the name, regions, trusted access, policy types, passwords and state."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.names import ORG_ROOT
from organization import known, limits, names
from organization.model import State
from organization.problem import Path, quoted
from organization.rules.accounts import account_paths
from organization.rules.findings import Findings

_OLDEST, _UNTRIED = (5, 100, 0), (7, 0, 0)  # versions of the AWS provider
_AWS = ".amazonaws.com"
_SHORT_NAMES = tuple(service.removesuffix(_AWS) for service in known.TRUSTED_SERVICES)


def check(findings: Findings) -> None:
    """Check the settings of the organization as a whole."""
    organization = findings.organization
    findings.value(("name",), organization.name, names.alias_part(organization.name))
    findings.tags(("tags",), organization.tags)
    _regions(findings)
    _former_regions(findings)
    _services(findings)
    _password_policy(findings)
    _deployment(findings)
    _buckets(findings)


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


def check_region(findings: Findings, path: Path, region: str) -> None:
    """Check that a region of this name exists."""
    if region not in known.regions():
        findings.add(path, f"{quoted(region)} is not an AWS region{findings.hints.phrase(region, known.regions())}")


def _region(findings: Findings, path: Path, region: str) -> None:
    check_region(findings, path, region)
    if region in known.OPT_IN_REGIONS:
        message = (
            f"{quoted(region)} is disabled in new accounts: enable it in each (account:EnableRegion) before its stack"
        )
        findings.add(path, f"{message} is deployed", warning=True)


def _former_regions(findings: Findings) -> None:
    organization, path = findings.organization, "former_regions"
    findings.unique((path,), organization.former_regions)
    for index, region in enumerate(organization.former_regions):
        if region in organization.all_regions:
            findings.add((path, index), f"{quoted(region)} is in use too; remove it here or in regions")
        else:
            check_region(findings, (path, index), region)


def _services(findings: Findings) -> None:
    organization = findings.organization
    findings.unique(("trusted_access",), organization.trusted_access)
    for index, service in enumerate(organization.trusted_access):
        _service(findings, ("trusted_access", index), service)
    findings.unique(("policy_types",), organization.policy_types)
    for index, kind in enumerate(organization.policy_types):
        check_policy_type(findings, ("policy_types", index), kind)


def check_policy_type(findings: Findings, path: Path, kind: str) -> None:
    """Check the name of a policy type."""
    if kind not in known.POLICY_TYPES:
        near = findings.hints.phrase(kind, known.POLICY_TYPES, cutoff=0.75)
        hint = near or f"; allowed are {', '.join(known.POLICY_TYPES)}"
        findings.add(path, f"{quoted(kind)} is not a policy type{hint}")


def _service(findings: Findings, path: Path, service: str) -> None:
    """Check a service. An unknown one may be newer than this version: a warning; a misspelt one is an error."""
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
    findings.between(
        (path, "password_reuse_prevention"), policy.password_reuse_prevention, limits.ONE, limits.PASSWORD_REUSE
    )
    findings.between((path, "max_password_age"), policy.max_password_age, limits.ONE, limits.PASSWORD_AGE)


def _supported(version_range: str) -> str | None:
    """Return an error unless a range stays within the versions of the AWS provider that this project supports."""
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
        if operator == "~>" and len(numbers) > 1:  # the last number may increase
            highest = min(highest, tuple([*numbers[:-2], numbers[-2] + 1, 0, 0][:3]))
    if _OLDEST <= lowest < _UNTRIED and lowest <= highest <= _UNTRIED:
        return None
    return "must stay within the versions that this project supports, as '>= 5.100.0, < 7.0.0' does"


def _deployment(findings: Findings) -> None:
    deployment = findings.organization.deployment
    version = deployment.provider_version
    findings.value(("deployment", "provider_version"), version, names.version_range(version) or _supported(version))
    _state(findings)


def _state(findings: Findings) -> None:
    state, path = findings.organization.deployment.state, ("deployment", "state")
    if state.region is not None:
        _region(findings, (*path, "region"), state.region)
    if not findings.is_from_file(*path, "mode"):
        return
    if state.mode == "local":
        _without_bucket(findings, path, state)
    if state.bucket is not None and state.mode == "central":
        findings.value((*path, "bucket"), state.bucket, names.bucket(state.bucket))
    elif state.bucket is not None:
        message = f"{quoted(state.bucket)} requires the mode central, and the mode is {state.mode}"
        findings.add((*path, "bucket"), f"{message}; change the mode or remove the bucket")


def _without_bucket(findings: Findings, path: Path, state: State) -> None:
    if state.region in known.regions():
        findings.add(
            (*path, "region"), f"{quoted(state.region)} is for buckets, and the mode local has none; remove it"
        )
    if state.dynamodb_table:
        findings.add((*path, "dynamodb_table"), "true is for buckets, and the mode local has none; remove it")


def _buckets(findings: Findings) -> None:
    """Check the names of the buckets, which follow from the accounts' aliases."""
    organization = findings.organization
    if not findings.is_from_file("name") or names.alias(organization.alias(ORG_ROOT)):
        return
    if error := _bucket_error(findings, ORG_ROOT):
        findings.add(("name",), f"{error}; choose another name")
        return
    with_stack = set(organization.accounts_with_stack())
    for key, place, _ in account_paths(organization):
        if key in with_stack and (error := _bucket_error(findings, key)):
            findings.add(place, f"{error}; choose a shorter key", key=True)


def _bucket_error(findings: Findings, key: str) -> str | None:
    """Return the error of the first invalid bucket name of an account; None when its alias itself is invalid."""
    if names.alias_part(key) or names.alias(findings.organization.alias(key)):
        return None
    errors = ((bucket, names.bucket(bucket)) for bucket in _longest_buckets(findings, key))
    return next((f"its bucket {quoted(bucket)} {error}" for bucket, error in errors if error), None)


def _longest_buckets(findings: Findings, key: str) -> Iterator[str]:
    organization = findings.organization
    holds_state = {"account": True, "central": key == ORG_ROOT, "local": False}[organization.deployment.state.mode]
    mode_is_known = findings.is_from_file("deployment", "state", "mode")
    if holds_state and mode_is_known and organization.state_region in known.regions():
        yield organization.state_log_bucket(key)
    if organization.records and key == organization.log_account and organization.region in known.regions():
        yield organization.access_log_bucket
