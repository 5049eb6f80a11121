"""The names in `organization/data` are those of botocore and moto."""

from __future__ import annotations

import pytest

from organization import known
from organization.load import examine_text
from organization.trusted_access import policy_types, trusted_services
from scripts import refresh_data
from tests.organization.files import ROOT, organization


@pytest.mark.parametrize("name", ["aws_managed_policies", "regions"])
def test_the_list_is_current(name: str) -> None:
    words = {"aws_managed_policies": refresh_data.managed_policies, "regions": refresh_data.regions}[name]()

    assert (refresh_data.DATA / f"{name}.txt").read_text(encoding="utf-8") == "\n".join(words) + "\n", (
        f"organization/data/{name}.txt is out of date: run `make data`"
    )


def test_every_managed_policy_is_known_by_its_name_with_and_without_its_path() -> None:
    policies = known.managed_policies()

    assert policies["AdministratorAccess"] == "arn:aws:iam::aws:policy/AdministratorAccess"
    assert policies["ViewOnlyAccess"] == policies["job-function/ViewOnlyAccess"]
    assert policies["ViewOnlyAccess"] == "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"


def test_no_two_managed_policies_share_a_name() -> None:
    arns = set(known.managed_policies().values())

    assert len({arn.rpartition("/")[2] for arn in arns}) == len(arns)


def test_policies_of_service_linked_roles_are_not_offered() -> None:
    assert not any("aws-service-role" in arn for arn in known.managed_policies().values())


def test_no_trusted_service_is_listed_twice() -> None:
    assert len(set(known.TRUSTED_SERVICES)) == len(known.TRUSTED_SERVICES)


def test_the_services_that_are_trusted_by_themselves_are_known() -> None:
    found, _ = examine_text(organization("guardduty: true", "config: true").encode(), ROOT)

    assert found is not None
    assert len(trusted_services(found)) > 5
    assert set(trusted_services(found)) <= set(known.TRUSTED_SERVICES)


def test_the_policy_types_that_are_on_by_themselves_are_known() -> None:
    found, _ = examine_text(organization().encode(), ROOT)

    assert found is not None
    assert {*policy_types(found)} == {"RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY"}
    assert {*policy_types(found)} <= set(known.POLICY_TYPES)
