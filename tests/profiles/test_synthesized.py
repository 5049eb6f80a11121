"""Every profile is of a synthesized role that its user may assume for the given time."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from organization.load import load
from organization.model import Organization
from orgctl.profiles import Profile, people, profiles_of
from tests.profiles.aws_config import session, sign_in, write_files
from tests.profiles.organizations import MANAGEMENT, numbers, organizations, small
from tests.profiles.synthesized import Refused, Sts
from tests.synthesis import ROOT, synthesize_organization


def users(organization: Organization, person: str, profiles: list[Profile]) -> dict[str, str]:
    """Return the ARN of the IAM user of each user's profile."""
    found = {}
    for profile in profiles:
        if profile.role_arn is None:
            number = numbers(organization).of(profile.account)
            suffix = ".org-root" if profile.account == "org-root" else ""
            found[profile.name] = f"arn:aws:iam::{number}:user/{person}{suffix}"
    return found


def check(organization: Organization, stacks: dict[str, dict[str, Any]], folder: Path) -> None:
    sts = Sts(stacks, numbers(organization), organization.quarantined)
    for person in people(organization):
        profiles = profiles_of(organization, numbers(organization), person)
        write_files(folder, profiles, users(organization, person, profiles))
        loaded = session(folder)
        assert loaded.full_config["profiles"].keys() == {profile.name for profile in profiles}
        for profile in profiles:
            if profile.role_arn is not None:
                assert sign_in(loaded, profile.name, sts) == profile.role_arn
        reached = {profile.role_arn for profile in profiles}
        for arn in users(organization, person, profiles).values():
            assert sts.allowed(arn) <= reached
    assert {call["caller"].split("/")[0] for call in sts.calls} <= {
        f"arn:aws:iam::{number}:{kind}"
        for number in (MANAGEMENT, numbers(organization).accounts["id"])
        for kind in ("user", "role")
    }


def test_each_profile_of_the_example_leads_to_its_role(stacks: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    check(load(ROOT / "organization.yaml")[0], stacks, tmp_path)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(organizations())
def test_each_profile_of_any_organization_leads_to_its_role(organization: Organization) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(organization, synthesize_organization(organization, Path(folder) / "out"), Path(folder))


@pytest.mark.parametrize(
    ("person", "change", "reason"),
    [
        ("ben", {"role_arn": f"arn:aws:iam::{MANAGEMENT}:role/typo"}, "does not exist"),
        ("ben", {"duration_seconds": 43_201}, "too long"),
        ("ben", {"mfa_serial": f"arn:aws:iam::{MANAGEMENT}:mfa/somebody"}, "MFA"),
        ("ben", {"mfa_serial": None}, "MFA"),
        ("cy", {}, "may not"),
    ],
)
def test_a_profile_that_says_something_else_is_refused(
    person: str, change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    """The tests above would find a wrong profile."""
    organization = small()
    stacks = synthesize_organization(organization, tmp_path / "out")
    ben, own = (profiles_of(organization, numbers(organization), name) for name in ("ben", person))
    device = next(profile.mfa_serial for profile in own if profile.mfa_serial)
    role = next(profile for profile in ben if profile.name == "cats-infra.infra")
    wrong = replace(role, **{"mfa_serial": device, **change})
    profiles = [*(profile for profile in own if profile.role_arn is None), wrong]
    write_files(tmp_path, profiles, users(organization, person, profiles))

    with pytest.raises(Refused, match=reason):
        sign_in(session(tmp_path), wrong.name, Sts(stacks, numbers(organization), organization.quarantined))
