"""Rules for settings of the whole organization: name, regions, tags, services, policy types, passwords, deployment."""

from __future__ import annotations

import pytest

from organization import limits
from organization.known import OPT_IN_REGIONS, POLICY_TYPES, TRUSTED_SERVICES, regions
from tests.organization.files import at, organization, problems

FIFTY_TAGS = "tags: {" + ", ".join(f"t{number}: x" for number in range(50)) + "}"
OWN_NAME = "{main: {accounts: {id: {name: Identity}}}}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(organization(), id="the smallest organization"),
        pytest.param(organization(name="space-cats-2"), id="a name of letters, digits and single hyphens"),
        pytest.param(
            organization(name="n" * 54, organizational_units=OWN_NAME, deployment="{state: local}", cloudtrail="false"),
            id="the longest name",
        ),
        pytest.param(organization("regions: [us-west-2, eu-west-1]"), id="regions with the home region among them"),
        pytest.param(organization("regions: []"), id="no other regions"),
        pytest.param(organization("former_regions: []"), id="no former regions"),
        pytest.param(organization("former_regions: [eu-west-1, eu-west-2]"), id="former regions"),
        pytest.param(organization("former_regions: [mx-central-1]"), id="a former region that new accounts have off"),
        pytest.param(organization("tags: {Owner: '', Cost Center: 'a_.:/=+-@ 1'}"), id="tags"),
        pytest.param(organization(FIFTY_TAGS), id="50 tags"),
        pytest.param(organization("trusted_access: []"), id="no trusted access"),
        pytest.param(organization(f"trusted_access: [{', '.join(TRUSTED_SERVICES)}]"), id="every known service"),
        pytest.param(organization("policy_types: []"), id="no further policy types"),
        pytest.param(organization("policy_types: [TAG_POLICY]"), id="a further policy type alone"),
        pytest.param(organization(f"policy_types: [{', '.join(POLICY_TYPES)}]"), id="every policy type"),
        pytest.param(
            organization(
                "password_policy: {minimum_password_length: 6, password_reuse_prevention: 1, max_password_age: 1}"
            ),
            id="the weakest password policy that IAM knows",
        ),
        pytest.param(
            organization(
                "password_policy: {minimum_password_length: 128, password_reuse_prevention: 24, max_password_age: 1095}"
            ),
            id="the strictest password policy that IAM knows",
        ),
        pytest.param(organization("password_policy: {max_password_age: null}"), id="passwords that never expire"),
        pytest.param(organization("deployment: {provider_version: '~> 6.0'}"), id="a range of the provider's versions"),
    ],
)
def test_accepted(text: str) -> None:
    assert problems(text) == []


ALIAS = "must be lower-case letters, digits and single hyphens, with no hyphen at either end"
LENGTHS = "6 to 128 characters that a password policy may demand are allowed"
REUSE = "1 to 24 previous passwords that a password policy may refuse are allowed"
AGES = "1 to 1095 days until a password expires are allowed"
VERSION = "must be versions as Terraform writes them, such as '>= 5.100.0, < 7.0.0'"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(organization(name="Space Cats"), f"1:7  name: 'Space Cats' {ALIAS}", id="a name with capitals"),
        pytest.param(organization(name="space--cats"), f"1:7  name: 'space--cats' {ALIAS}", id="a name with --"),
        pytest.param(
            organization(name="n" * 55, organizational_units=OWN_NAME),
            f"1:7  name: '{'n' * 55}-org-…' as an account alias has 64 characters, 3 to 63 are allowed",
            id="a name too long for the management account's alias",
        ),
        pytest.param(
            organization(region="us-west-22"),
            "3:9  region: 'us-west-22' is not an AWS region, did you mean 'us-west-2'?",
            id="a home region that does not exist",
        ),
        pytest.param(
            organization(region="here"), "3:9  region: 'here' is not an AWS region", id="a home region like no other"
        ),
        pytest.param(
            organization("regions: [us-west-2, eu-wset-1]"),
            "6:22  regions[1]: 'eu-wset-1' is not an AWS region, did you mean 'eu-west-1'?",
            id="a region that does not exist",
        ),
        pytest.param(
            organization("regions: [us-west-2, us-west-2]"),
            "6:22  regions[1]: 'us-west-2' is already in the list, at [0]; keep one",
            id="a region given twice",
        ),
        pytest.param(
            organization("regions: [eu-west-1]"),
            "6:10  regions: the home region 'us-west-2' is missing; add it",
            id="regions without the home region",
        ),
        pytest.param(
            organization("former_regions: [eu-wset-1]"),
            "6:18  former_regions[0]: 'eu-wset-1' is not an AWS region, did you mean 'eu-west-1'?",
            id="a former region that does not exist",
        ),
        pytest.param(
            organization("former_regions: [eu-west-1, eu-west-1]"),
            "6:29  former_regions[1]: 'eu-west-1' is already in the list, at [0]; keep one",
            id="a former region given twice",
        ),
        pytest.param(
            organization("former_regions: [us-west-2]"),
            "6:18  former_regions[0]: 'us-west-2' is in use too; remove it here or in regions",
            id="the home region as a former one",
        ),
        pytest.param(
            organization("regions: [us-west-2, eu-west-1]", "former_regions: [eu-west-2, eu-west-1]"),
            "7:29  former_regions[1]: 'eu-west-1' is in use too; remove it here or in regions",
            id="a region in use as a former one",
        ),
        pytest.param(
            organization("former_regions: us-east-1"),
            "6:17  former_regions: must be a list, got 'us-east-1'",
            id="a former region without a list",
        ),
        pytest.param(
            organization("former_region: [us-east-1]"),
            "6:1  former_region: 'former_region' is an unknown key, did you mean 'former_regions'?",
            id="former regions misspelt",
        ),
        pytest.param(
            organization("tags: {'aws:owner': x}"),
            "6:8  tags.aws:owner: 'aws:owner' must not begin with aws:, which is reserved",
            id="a reserved tag",
        ),
        pytest.param(
            organization("tags: {Owner: a&b}"),
            "6:15  tags.Owner: 'a&b' may hold letters, digits, spaces and _.:/=+-@ only",
            id="a tag value with a character that AWS refuses",
        ),
        pytest.param(
            organization("tags:", *(f"  t{number}: x" for number in range(51))),
            "7:3  tags: 51 tags of a resource, 50 are allowed",
            id="51 tags",
        ),
        pytest.param(
            organization("trusted_access: [trail]"),
            "6:18  trusted_access[0]: 'trail' must look like cloudtrail.amazonaws.com",
            id="a service without its domain",
        ),
        pytest.param(
            organization("trusted_access: [ram.amazonaws.com, ram.amazonaws.com]"),
            "6:37  trusted_access[1]: 'ram.amazonaws.com' is already in the list, at [0]; keep one",
            id="a service given twice",
        ),
        pytest.param(
            organization("policy_types: [SERVICE_CONTROL_POLICY, TAG_POLICIES]"),
            "6:40  policy_types[1]: 'TAG_POLICIES' is not a policy type, did you mean 'TAG_POLICY'?",
            id="a policy type that does not exist",
        ),
        pytest.param(
            organization("policy_types: [SERVICE_CONTROL_POLICY, x]"),
            f"6:40  policy_types[1]: 'x' is not a policy type; allowed are {', '.join(POLICY_TYPES)}",
            id="a policy type like no other",
        ),
        pytest.param(
            organization("policy_types: [SERVICE_CONTROL_POLICY, SECURITYHUB_POLICY]"),
            f"6:40  policy_types[1]: 'SECURITYHUB_POLICY' is not a policy type; allowed are {', '.join(POLICY_TYPES)}",
            id="a policy type that provider 5.100.0 does not know",
        ),
        pytest.param(
            organization("policy_types: [SERVICE_CONTROL_POLICY, SERVICE_CONTROL_POLICY]"),
            "6:40  policy_types[1]: 'SERVICE_CONTROL_POLICY' is already in the list, at [0]; keep one",
            id="a policy type given twice",
        ),
        *(
            pytest.param(
                organization(f"password_policy: {{{field}: {value}}}"),
                f"6:{21 + len(field)}  password_policy.{field}: {value} is out of range, {allowed}",
                id=f"{field} {value}",
            )
            for field, value, allowed in (
                ("minimum_password_length", 5, LENGTHS),
                ("minimum_password_length", 129, LENGTHS),
                ("password_reuse_prevention", 0, REUSE),
                ("password_reuse_prevention", 25, REUSE),
                ("max_password_age", 0, AGES),
                ("max_password_age", 1096, AGES),
            )
        ),
        pytest.param(
            organization("deployment: {provider_version: newest}"),
            f"6:32  deployment.provider_version: 'newest' {VERSION}",
            id="a version range in words",
        ),
    ],
)
def test_refused(text: str, line: str) -> None:
    assert problems(text) == at(line)


def test_a_service_that_is_not_known_is_a_warning_because_it_may_be_new() -> None:
    assert problems(organization("trusted_access: [moonbase.amazonaws.com]")) == at(
        "6:18  trusted_access[0]: warning: 'moonbase.amazonaws.com' is not known to work with Organizations"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(organization(region="mx-central-1"), "3:9  region", id="as home"),
        pytest.param(organization("regions: [us-west-2, mx-central-1]"), "6:22  regions[1]", id="besides"),
        pytest.param(
            organization("deployment: {state: {mode: central, region: mx-central-1}}"),
            "6:45  deployment.state.region",
            id="of the state",
        ),
    ],
)
def test_a_region_disabled_in_new_accounts_is_a_warning(text: str, place: str) -> None:
    advice = "enable it in each (account:EnableRegion) before its stack is deployed"
    assert problems(text) == at(f"{place}: warning: 'mx-central-1' is disabled in new accounts: {advice}")


def test_regions_are_enabled_unless_added_after_march_2019() -> None:
    """AWS disables regions added since then by default, and enables all earlier ones."""
    on = set(regions()) - OPT_IN_REGIONS

    assert set(regions()) >= OPT_IN_REGIONS
    assert {region.rpartition("-")[0] for region in on if region.startswith("us-")} == {"us-east", "us-west"}
    assert {"eu-west-3", "eu-north-1", "ca-central-1", "sa-east-1", "ap-south-1", "ap-northeast-3"} <= on


def test_a_misspelt_service_is_an_error() -> None:
    (line,) = problems(organization("trusted_access: [cloudtrial.amazonaws.com]"))

    assert line.startswith("organization.yaml:6:18  trusted_access[0]: 'cloudtrial.amazonaws.com' is not known")


@pytest.mark.parametrize("service", ["cloudtrial.amazonaws.com", "cloudtrail", "CloudTrail.amazonaws.com"])
def test_the_hint_for_a_service_is_its_service_principal(service: str) -> None:
    (line,) = problems(organization(f"trusted_access: [{service}]"))

    assert line.endswith("did you mean 'cloudtrail.amazonaws.com'?")


@pytest.mark.parametrize(
    "version",
    [">= 5.100.0, < 7.0.0", "~> 6.0", "~> 5.100.0", "= 6.1.0", "6.25.0", ">= 6, < 7, != 6.1.0", "> 5.100, <= 6.50"],
)
def test_a_provider_range_may_be_any_part_of_the_supported_range(version: str) -> None:
    assert problems(organization(f"deployment: {{provider_version: '{version}'}}")) == []


@pytest.mark.parametrize("version", ["= 3.0.0", ">= 5.0, < 7", ">= 5.100.0", "~> 7.0", "< 7", "= 7.0.0", "~> 5.9"])
def test_the_provider_range_stays_within_the_supported_range(version: str) -> None:
    supported = "must stay within the versions that this project supports, as '>= 5.100.0, < 7.0.0' does"
    expected = f"6:32  deployment.provider_version: '{version}' {supported}"
    assert problems(organization(f"deployment: {{provider_version: '{version}'}}")) == at(expected)


def test_every_limit_names_its_unit_source_and_date() -> None:
    table = [value for value in vars(limits).values() if isinstance(value, limits.Limit)]

    assert len(table) > 30
    assert all(limit.unit and limit.source and limit.date.startswith("2026-") for limit in table)


def test_a_quota_that_aws_raises_has_a_limit_above_it() -> None:
    raised = {name: value for name, value in vars(limits).items() if isinstance(value, limits.Limit) and value.most}

    assert set(raised) == {"ACCOUNTS", "GROUPS", "ROLE_POLICIES", "TRUST_POLICY_SIZE"}
    assert all(limit.most is not None and limit.most > limit.value for limit in raised.values())


def test_the_home_region_of_the_example_is_known() -> None:
    assert "us-west-2" in regions()
