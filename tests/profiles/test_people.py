from __future__ import annotations

import re

import pytest

from orgctl.profiles import FORMS, Profile, ProfileError, profiles_of
from tests.profiles.organizations import numbers, small

ROOT, ID, INFRA, OLD = "000000000001", "000000000002", "000000000003", "000000000004"


def profiles(user: str, form: str = "cli", **changes: object) -> dict[str, Profile]:
    organization = small(**changes)
    return {profile.name: profile for profile in profiles_of(organization, numbers(organization), user, FORMS[form])}


def test_an_administrator_reaches_the_role_admin_and_through_it_every_account() -> None:
    found = profiles("eve")

    assert list(found) == [
        "cats-org-root-user",
        "cats-org-root",
        "cats-id.OrganizationAccountAccessRole",
        "cats-infra.OrganizationAccountAccessRole",
    ]
    assert found["cats-org-root"].settings == {
        "source_profile": "cats-org-root-user",
        "role_arn": f"arn:aws:iam::{ROOT}:role/admin",
        "mfa_serial": f"arn:aws:iam::{ROOT}:mfa/eve.org-root",
        "role_session_name": "eve",
        "duration_seconds": "7200",
        "region": "eu-west-1",
    }
    assert found["cats-infra.OrganizationAccountAccessRole"].settings == {
        "source_profile": "cats-org-root",
        "role_arn": f"arn:aws:iam::{INFRA}:role/OrganizationAccountAccessRole",
        "role_session_name": "eve",
        "duration_seconds": "3600",
        "region": "eu-west-1",
    }


def test_a_person_reaches_the_roles_of_their_groups_for_as_long_as_each_allows() -> None:
    found = profiles("ben")

    assert {name: profile.duration_seconds for name, profile in found.items()} == {
        "cats-id": None,
        "cats-infra.infra": 43_200,
        "cats-id.infra": 3_600,
        "cats-org-root.money": 3_600,
    }
    assert found["cats-org-root.money"].role_arn == f"arn:aws:iam::{ROOT}:role/money"
    assert {one.mfa_serial for one in found.values() if one.role_arn} == {f"arn:aws:iam::{ID}:mfa/ben"}


def test_only_the_responder_has_a_profile_in_an_account_in_quarantine() -> None:
    assert list(profiles("cy")) == ["cats-id", "cats-id.ir", "cats-infra.ir", "cats-old.ir"]
    assert "quarantine" in profiles("cy")["cats-old.ir"].note
    assert not [name for user in ("ann", "ben", "eve") for name in profiles(user) if name.startswith("cats-old")]


def test_an_administrator_who_is_a_user_has_both() -> None:
    found = profiles("ann")

    assert {"cats-org-root-user", "cats-org-root", "cats-id", "cats-infra.infra"} < found.keys()


def test_a_user_in_no_group_has_only_their_own_profile() -> None:
    assert list(profiles("dee")) == ["cats-id"]


def test_aws_vault_finds_the_device_in_every_profile_but_those_behind_a_role() -> None:
    found = profiles("ann", "aws-vault")

    without = {name for name, profile in found.items() if profile.mfa_serial is None}
    assert without == {f"cats-{key}.OrganizationAccountAccessRole" for key in ("id", "infra")}
    assert found["cats-id"].settings == {"mfa_serial": f"arn:aws:iam::{ID}:mfa/ann", "region": "eu-west-1"}


def test_after_aws_login_no_code_is_asked_for() -> None:
    found = profiles("ann", "login")

    assert not [profile for profile in found.values() if profile.mfa_serial]
    assert found["cats-id"].settings == {"login_session": f"arn:aws:iam::{ID}:user/ann", "region": "eu-west-1"}
    assert found["cats-org-root-user"].login_session == f"arn:aws:iam::{ROOT}:user/ann.org-root"


def test_an_unknown_name_is_reported_with_a_similar_one() -> None:
    with pytest.raises(ProfileError, match=re.escape("'bne' is neither in users nor in org_root.admins")) as error:
        profiles("bne")
    assert "did you mean 'ben'?" in str(error.value)
