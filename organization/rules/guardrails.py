"""Rules for guardrails: their names, targets, files, and AWS's limits for policies."""

from __future__ import annotations

import re

from foundation.policy_types import PolicyType
from foundation.words import few
from organization import known, limits, names, targets
from organization.attached_policies import PACKED, guardrails_at, packed, policy_type, target_names
from organization.model import Guardrail
from organization.policy_reference import text_of
from organization.problem import Path, quoted
from organization.rules.findings import Findings
from organization.rules.mentions import check_mentions
from organization.rules.settings import check_policy_type, check_region
from policies.budget import OverBudget
from policies.checks import policy_errors, unknown_names
from policies.checks.allow_lists import allow_errors
from policies.guardrails import CATALOGUE, parameter_errors
from policies.template import fill, template_errors
from policies.variables import measured, variable_errors

_ANY_ACCOUNT = "0" * 12
_REGIONS = "limit-regions"
_PROTECTS_EXEMPT = "protect-deployment-roles"
_PACKED_NAME = re.compile(rf"({'|'.join(PACKED.values())})-\d+")
_EC2_DEFAULTS = {
    "image_block_public_access": "block_public_snapshots",
    "instance_metadata_defaults": "require_imdsv2",
    "snapshot_block_public_access": "block_public_snapshots",
}
"""Attributes of declarative policies for EC2, and the account default that sets the same attribute."""


def check(findings: Findings) -> None:
    """Check every guardrail, then all guardrails of each target together."""
    wrong = {key for key, rail in findings.organization.guardrails.items() if not _guardrail(findings, key, rail)}
    if not wrong and findings.is_complete("guardrails") and findings.is_complete("accounts"):
        for name in target_names(findings.organization):
            _budget(findings, name)
            _count(findings, name)
    for key, rail in findings.organization.guardrails.items():
        if key not in wrong:
            _bound(findings, key, rail)
    if not wrong and findings.is_complete("accounts"):
        _unprotected(findings)


def _guardrail(findings: Findings, key: str, rail: Guardrail) -> bool:
    """Check one guardrail. Return False when it has errors, so that later checks skip it."""
    before = len(findings.problems)
    path = ("guardrails", key)
    findings.value(path, key, names.alias_part(key), key=True)
    if _PACKED_NAME.fullmatch(key):
        findings.add(path, f"{quoted(key)} is reserved for packed policies; choose another name", key=True)
    _targets(findings, path, rail)
    if rail.file is not None and rail.catalogue is not None:
        findings.add((*path, "catalogue"), f"{quoted(rail.catalogue)} and a file exclude each other; remove one")
    elif rail.file is not None:
        _file(findings, path, rail, rail.file)
    else:
        _catalogue(findings, path, key, rail)
    return findings.is_whole(path) and all(problem.warning for problem in findings.problems[before:])


def _targets(findings: Findings, path: Path, rail: Guardrail) -> None:
    place = (*path, "targets")
    if not rail.targets:
        findings.add(place, "is empty, so the guardrail has no effect; name a target such as root")
    findings.unique(place, rail.targets)
    allowed = targets.names(findings.organization)
    for index, name in enumerate(rail.targets):
        if targets.is_management_account(name):
            findings.add((*place, index), f"{quoted(name)} is the management account, which no policy binds; remove it")
        elif name not in allowed and findings.is_complete("accounts"):
            message = f"{quoted(name)} is not a target: neither root, nor the path of an OU, nor account:<key>"
            findings.add((*place, index), f"{message}{findings.hints.phrase(name, allowed)}")


def _catalogue(findings: Findings, path: Path, key: str, rail: Guardrail) -> None:
    name = rail.name(key)
    if rail.type is not None:
        findings.add((*path, "type"), f"{quoted(rail.type)} is allowed only with a file; remove it")
    if name not in CATALOGUE:
        place, at_key = ((*path, "catalogue"), False) if rail.catalogue else (path, True)
        hint = (
            findings.hints.phrase(name, CATALOGUE, cutoff=0.75)
            or "; docs/guardrails.md lists them; use `file` for a policy of your own"
        )
        findings.add(place, f"{quoted(name)} is not a guardrail of the catalogue{hint}", key=at_key)
        return
    unknown = _unknown_regions(findings, (*path, "parameters", "regions"), rail)
    names_known = [parameter.name for parameter in CATALOGUE[name].parameters]
    meant = {findings.hints.word(given, names_known) for given in rail.parameters if given not in names_known}
    for parameter, error in parameter_errors(CATALOGUE[name], rail.parameters):
        place = (*path, "parameters", parameter)
        is_misspelt = parameter in meant and parameter not in rail.parameters
        if findings.is_whole(place) and not is_misspelt and not (parameter == "regions" and unknown):
            findings.add(place, error, key=True)


def _unknown_regions(findings: Findings, path: Path, rail: Guardrail) -> bool:
    regions = rail.parameters.get("regions", [])
    for index, region in enumerate(regions):
        check_region(findings, (*path, index), region)
    return any(region not in known.regions() for region in regions)


def _file(findings: Findings, path: Path, rail: Guardrail, file: str) -> None:
    place = (*path, "file")
    kind = rail.type or PolicyType.SERVICE_CONTROL.value
    check_policy_type(findings, (*path, "type"), kind)
    text, error = text_of(file, findings.folder, findings.hints)
    if text is None:
        findings.add(place, error)
        return
    source, errors = text, template_errors(text, rail.parameters)
    if not errors and kind in known.POLICY_TYPES:
        text = fill(text, rail.parameters)
        errors = variable_errors(text, findings.account_keys, source)
        text = measured(text)
        errors += policy_errors(text, kind) + (unknown_names(text) if kind in PACKED else [])
        errors = errors or (allow_errors(text) if kind == PolicyType.SERVICE_CONTROL else [])
    findings.add_all(place, [f"the policy in {quoted(file)} {message}" for message in errors])
    if not errors:
        check_mentions(findings, place, file, fill(source, rail.parameters), source)
    if not errors and kind == PolicyType.DECLARATIVE_EC2:
        _set_twice(findings, place, file, text)


def _set_twice(findings: Findings, path: Path, file: str, policy: str) -> None:
    """Warn about an account default that a declarative policy sets too: EC2 then rejects the account's own setting."""
    for attribute, default in _EC2_DEFAULTS.items():
        if f'"{attribute}"' in policy and getattr(findings.organization.account_defaults, default):
            message = f"the policy in {quoted(file)} sets {attribute}, and so does account_defaults.{default}"
            findings.add(path, f"{message}, which EC2 then rejects; switch one of them off", warning=True)


def _budget(findings: Findings, name: str) -> None:
    organization = findings.organization
    target, mine = targets.get(organization, name), guardrails_at(organization, name)
    for kind in PACKED:
        try:
            packed(organization, target, kind, mine, findings.folder, _ANY_ACCOUNT)
        except OverBudget as over:
            kinds = kind.lower().replace("_", " ").replace("policy", "policies")
            message = f"{quoted(name)} has no room for its {kinds}: "
            findings.add(("guardrails",), message + "; ".join(line.strip() for line in over.budget.text()))


def _count(findings: Findings, name: str) -> None:
    """Add a problem when a target has too many policies of a kind that is not packed."""
    for kind, limit in limits.POLICIES_PER_TARGET.items():
        mine = [
            key for key, rail in guardrails_at(findings.organization, name).items() if policy_type(key, rail) == kind
        ]
        if len(mine) > limit.value:
            message = f"{quoted(name)} has {len(mine)} {limit.unit}, {limit.value} are allowed"
            findings.add(("guardrails", mine[limit.value]), message, key=True)


def _bound(findings: Findings, key: str, rail: Guardrail) -> None:
    """Add a problem when a guardrail would deny what this file switches on."""
    for index, target in enumerate(rail.targets):
        message = None
        if rail.name(key) == "deny-all":
            message = _nothing_left(findings, target)
        elif rail.name(key) == _REGIONS:
            message = _regions_missing(findings, rail, target)
        if message:
            findings.add(("guardrails", key, "targets", index), message)


def _unprotected(findings: Findings) -> None:
    """
    Warn about a guardrail with exempt roles in accounts where any principal could create a role of an exempt name.

    Such a role would be exempt too. The guardrail `protect-deployment-roles` denies creating it.
    """
    rails = findings.organization.guardrails
    protected: set[str] = set()
    for rail in (rail for key, rail in rails.items() if rail.name(key) == _PROTECTS_EXEMPT):
        protected |= _accounts(findings, rail)
    for key, rail in rails.items():
        name = rail.name(key)
        if name in CATALOGUE and CATALOGUE[name].protects and (open_ := _accounts(findings, rail) - protected):
            places = few(sorted(open_), 3)
            message = f"exempts roles that any principal in {places} could create; add {_PROTECTS_EXEMPT} there"
            findings.add(("guardrails", key), message, key=True, warning=True)


def _accounts(findings: Findings, rail: Guardrail) -> set[str]:
    return {key for name in rail.targets for key in targets.bound_by(findings.organization, name)}


def _nothing_left(findings: Findings, name: str) -> str | None:
    """Return an error when deny-all binds an account that is not quarantined."""
    organization = findings.organization
    alive = [key for key in targets.bound_by(organization, name) if key not in organization.quarantined]
    if not alive:
        return None
    accounts = ", ".join(alive[:3])
    return f"would stop Terraform too in {accounts}; to quarantine accounts, move them to an OU with quarantine: true"


def _regions_missing(findings: Findings, rail: Guardrail, name: str) -> str | None:
    """Return an error when services run in regions that the guardrail denies at a target."""
    organization = findings.organization
    allowed = rail.parameters.get("regions", [])
    missing = [region for region in organization.all_regions if region in known.regions() and region not in allowed]
    run: dict[str, list[str]] = {}
    for key in targets.bound_by(organization, name) if missing else []:
        for service in _regional_services(findings, key):
            run.setdefault(service, []).append(key)
    if not run:
        return None
    places = "; ".join(f"{service} in {few(accounts, 3)}" for service, accounts in run.items())
    return (
        f"{quoted(name)} denies {', '.join(missing)}, where this file runs {places}; allow it here, or remove it "
        "from regions"
    )


def _regional_services(findings: Findings, key: str) -> list[str]:
    """Return the security services that run in an account, in each of the organization's regions."""
    organization = findings.organization
    if key in organization.quarantined:
        return []
    administers = key == organization.security_key
    found = {
        "GuardDuty": organization.guardduty.enabled and administers,
        "Access Analyzer": organization.access_analyzer.enabled and administers,
        "Config": organization.config.enabled,
    }
    return [service for service, runs in found.items() if runs]
