"""
Checks of GuardDuty, Access Analyzer, and the accounts that administer them.

Sources: API references of GuardDuty ListDetectors, GetDetector, ListOrganizationAdminAccounts and ListMembers, Access
Analyzer ListAnalyzers, Organizations ListDelegatedAdministrators (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator

from foundation.names import ORG_ROOT
from live.services.guardduty import read_guardduty
from live.services.read import has_analyzer
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check, each_region

SERVICES = {"access_analyzer": "access-analyzer", "config": "config", "guardduty": "guardduty"}


def _watched(account: AccountFacts) -> bool:
    organization = account.organization
    return organization.guardduty.enabled and organization.security_key is not None


@check(
    "guardduty",
    "GuardDuty is on in every region",
    reads="guardduty:ListDetectors guardduty:GetDetector",
    applies=_watched,
)
@each_region
def guardduty(account: AccountFacts, region: str) -> Iterator[Finding]:
    detectors = list(account.detectors(region))
    place, remedy = f"{account.name} {region}", f"cdktf deploy {account.organization.security_key}"
    if not detectors:
        yield wrong(place, "GuardDuty is off: there is no detector", remedy)
    for id, status in detectors:
        if status != "ENABLED":
            options = f"--detector-id {id} --enable --region {region} {account.profile}"
            yield wrong(place, "GuardDuty is suspended", f"aws guardduty update-detector {options}")


@check(
    "guardduty-administrator",
    "the security account watches every account with GuardDuty",
    reads="guardduty:ListOrganizationAdminAccounts guardduty:ListDetectors guardduty:ListMembers",
    where="organization",
    applies=_watched,
)
@each_region
def guardduty_administrator(account: AccountFacts, region: str) -> Iterator[Finding]:
    facts, key = account.facts, str(account.organization.security_key)
    remedy = f"cdktf deploy {key}"
    found = read_guardduty(account.access, facts.entered, region)
    if found is None or found.administrator != facts.numbers.get(key):
        administrator = found.administrator if found else "none"
        text = f"the administrator of GuardDuty is {administrator}, not {facts.name(key)}"
        yield wrong(f"{facts.name(key)} {region}", text, remedy)
    elif found.watched is not None:
        active = {name: facts.numbers[name] for name in account.organization.accounts if facts.is_active(name)}
        for name, number in {ORG_ROOT: account.number, **active}.items():
            if number not in found.watched:
                text = "GuardDuty does not watch this account; AWS enrols a new one within a day"
                yield wrong(f"{facts.name(name)} {region}", text, remedy)


@check(
    "access-analyzer",
    "Access Analyzer analyzes the organization in every region",
    reads="access-analyzer:ListAnalyzers",
    where="organization",
    applies=lambda account: account.organization.access_analyzer.enabled,
)
@each_region
def access_analyzer(account: AccountFacts, region: str) -> Iterator[Finding]:
    organization, facts = account.organization, account.facts
    key = organization.security_key or ORG_ROOT
    access, place, remedy = facts.account_access.get(key), f"{facts.name(key)} {region}", f"cdktf deploy {key}"
    if access is None:
        yield unknown(place, "this account does not exist")
        return
    if not has_analyzer(access, region):
        yield wrong(place, "there is no active analyzer of the organization", remedy)
    unused = organization.access_analyzer.unused_access_age is not None and region == organization.region
    if unused and not has_analyzer(access, region, "ORGANIZATION_UNUSED_ACCESS"):
        yield wrong(place, "there is no active analyzer of unused access", remedy)


@check(
    "delegated-administrators",
    "the services are administered by the security account, and by no other",
    reads="organizations:ListDelegatedAdministrators organizations:ListDelegatedServicesForAccount",
    where="organization",
)
def delegated_administrators(account: AccountFacts) -> Iterator[Finding]:
    organization, facts = account.organization, account.facts
    key = organization.security_key
    number = facts.numbers.get(key or "", "")
    on = [name for name in SERVICES if getattr(organization, name).enabled] if key else []
    expected = {(number, f"{SERVICES[name]}.amazonaws.com") for name in on}
    found = {(admin, service) for admin, services in facts.delegated.items() for service in services}
    names = {number: facts.name(key) for key, number in facts.numbers.items()}
    for _, service in sorted(expected - found):
        if service != "guardduty.amazonaws.com":  # it names its own, see guardduty-administrator
            yield wrong(facts.name(str(key)), f"does not administer {service} for the organization", account.deploy)
    for admin, service in sorted(found - expected):
        if service not in organization.trusted_access:
            options = f"--account-id {admin} --service-principal {service} {account.profile}"
            yield wrong(
                names.get(admin, admin),
                f"administers {service} for the organization, but not in organization.yaml",
                f"aws organizations deregister-delegated-administrator {options}",
            )
