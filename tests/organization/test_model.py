"""Values derived from the file: stacks, regions, buckets, names, the security and log accounts."""

from __future__ import annotations

import pytest

from foundation.names import ACCESS_ROLE
from organization.load import examine_text
from organization.model import AccessAnalyzer, CloudTrail, Config, GuardDuty, Guardrail, Organization
from tests.organization.files import FILE, ROOT, at, organization

TREE = (
    "{main: {accounts: {id: , infra: {name: Infra}}, organizational_units: {prod: {accounts: {prod: }}}}, "
    "out: {quarantine: true, organizational_units: {old: {accounts: {old: }}}}}"
)


def read(*more: str, **fields: str) -> Organization:
    """Return an organization with the accounts id, infra, prod and, in quarantine, old."""
    found, problems = examine_text(organization(*more, **{"organizational_units": TREE, **fields}).encode(), ROOT)
    assert found is not None
    assert problems == []
    return found


def test_services_that_cost_money_are_off_by_default_and_the_others_on() -> None:
    found = read()

    assert (found.guardduty.enabled, found.config.enabled, found.root_sign_in_alarm) == (False, False, None)
    assert (found.cloudtrail.enabled, found.access_analyzer.enabled) == (True, True)
    assert found.access_analyzer.unused_access_age is None
    assert found.centralized_root_access
    assert all(getattr(found.account_defaults, name) for name in type(found.account_defaults).model_fields)


def test_no_group_sees_the_bills_or_investigates_by_default() -> None:
    found = read()

    assert (found.billing_group, found.responder) == (None, None)
    assert found.guardrails == {}
    assert found.exempt_roles == [ACCESS_ROLE]


@pytest.mark.parametrize(
    ("written", "enabled"),
    [
        ("", False),
        ("{}", True),
        ("true", True),
        ("false", False),
        ("{features: []}", True),
        ("{enabled: false}", False),
    ],
)
def test_a_service_that_is_described_is_on(written: str, enabled: bool) -> None:
    assert read(f"guardduty: {written}").guardduty.enabled is enabled


def test_the_short_forms_are_expanded() -> None:
    found = read(
        "guardrails: {deny-root-user: root, deny-all: [out], deny-iam-users: {targets: main}}",
        "cloudtrail: false",
        "config: true",
        "access_analyzer: {unused_access_age: 90}",
        "deployment: {state: central}",
    )

    assert found.guardrails == {
        "deny-root-user": Guardrail(targets=["root"]),
        "deny-all": Guardrail(targets=["out"]),
        "deny-iam-users": Guardrail(targets=["main"]),
    }
    assert found.cloudtrail == CloudTrail(enabled=False)
    assert found.config == Config(enabled=True)
    assert found.access_analyzer == AccessAnalyzer(unused_access_age=90)
    assert found.guardduty == GuardDuty(enabled=False)
    assert found.deployment.state.mode == "central"


@pytest.mark.parametrize(
    ("written", "values"),
    [
        pytest.param("plain", ["plain"], id="a text"),
        pytest.param("[a, b]", ["a", "b"], id="a list of texts"),
        pytest.param("007", ["007"], id="a number with zeros in front"),
        pytest.param("1.10", ["1.10"], id="a fraction with a zero at the end"),
        pytest.param("[42, true, No, '012345678901']", ["42", "true", "No", "012345678901"], id="a list of all kinds"),
        pytest.param("False", ["False"], id="a boolean as written"),
        pytest.param("''", [""], id="an empty text"),
        pytest.param("[]", [], id="an empty list"),
    ],
)
def test_a_parameter_is_its_text_as_it_is_written(written: str, values: list[str]) -> None:
    text = organization(f"guardrails: {{x: {{targets: root, parameters: {{word: {written}}}}}}}")
    found, _ = examine_text(text.encode(), ROOT)

    assert found is not None
    assert found.guardrails["x"].parameters == {"word": values}


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("{a: b}", "6:52  guardrails.x.parameters.word: must be text or a list of texts, got a mapping"),
        ("", "6:52  guardrails.x.parameters.word: must be text or a list of texts, got nothing"),
        ("[a, [b]]", "6:56  guardrails.x.parameters.word[1]: must be text, got a list"),
        ("[a, ~]", "6:56  guardrails.x.parameters.word[1]: must be text, got ~"),
        ("[{a: b}]", "6:53  guardrails.x.parameters.word[0]: must be text, got a mapping"),
    ],
    ids=["a mapping", "nothing", "a list in a list", "nothing in a list", "a mapping in a list"],
)
def test_a_parameter_is_nothing_but_texts(written: str, line: str) -> None:
    text = organization(f"guardrails: {{x: {{targets: root, parameters: {{word: {written}}}}}}}")
    _, problems = examine_text(text.encode(), ROOT)

    assert [problem.text(FILE) for problem in problems if ".parameters.word" in problem.field] == at(line)


def test_an_account_number_in_a_parameter_needs_quotes() -> None:
    text = organization("guardrails: {x: {targets: root, parameters: {word: [012345678901]}}}")
    _, problems = examine_text(text.encode(), ROOT)

    assert [problem.field for problem in problems if "needs quotes" in problem.message] == [
        "guardrails.x.parameters.word[0]"
    ]


def test_an_unknown_alias_in_a_parameter_is_one_problem() -> None:
    text = organization("guardrails: {protect-roles: {targets: root, parameters: {roles: [*who]}}}")
    _, problems = examine_text(text.encode(), ROOT)

    assert [problem.message for problem in problems] == ["the alias '*who' names no finished anchor above it"]


ACCOUNTS = ["org-root", "id", "infra", "prod"]


def test_with_state_in_files_each_account_has_one_stack() -> None:
    assert read("deployment: {state: local}").stack_names() == ACCOUNTS


@pytest.mark.parametrize("mode", ["account", "central"])
def test_with_state_in_s3_each_account_has_a_stack_for_it_first(mode: str) -> None:
    stacks = [stack for key in ACCOUNTS for stack in (f"bootstrap-{key}", key)]

    assert read(f"deployment: {{state: {mode}}}").stack_names() == stacks
    assert read().stack_names() == stacks


def test_accounts_in_quarantine_have_no_stack() -> None:
    found = read()

    assert found.quarantined == {"old"}
    assert found.accounts_with_stack() == ["id", "infra", "prod"]
    assert "old" in found.accounts


def test_the_home_region_is_the_first_of_all_and_there_once() -> None:
    assert read().all_regions == ["us-west-2"]
    assert read("regions: [eu-west-1, us-west-2, us-east-1]").all_regions == ["us-west-2", "eu-west-1", "us-east-1"]


def test_regions_that_are_no_longer_in_use_come_last() -> None:
    found = read("regions: [eu-west-1, us-west-2]", "former_regions: [us-east-1]")

    assert found.all_regions == ["us-west-2", "eu-west-1"]
    assert found.reachable_regions == ["us-west-2", "eu-west-1", "us-east-1"]


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (["security_account: prod"], "prod"),
        (["security_account:"], "infra"),
        ([], "infra"),
    ],
)
def test_infra_administers_security_by_default(lines: list[str], key: str) -> None:
    assert read(*lines).security_key == key


def test_no_account_administers_security_without_infra() -> None:
    in_quarantine = "{main: {accounts: {id: }}, out: {quarantine: true, accounts: {infra: }}}"

    assert read(organizational_units="{main: {accounts: {id: }}}").security_key is None
    assert read(organizational_units=in_quarantine).security_key is None


def test_the_deployer_and_the_responder_are_not_bound() -> None:
    responder = ["groups: {ops: }", "responder: {group: ops, role_name: ir}"]

    assert read().unbound_roles == [ACCESS_ROLE]
    assert read(*responder).unbound_roles == [ACCESS_ROLE, "ir"]
    assert read(*responder, f"exempt_roles: [ir, {ACCESS_ROLE}]").unbound_roles == ["ir", ACCESS_ROLE]


def test_each_account_has_its_own_bucket_for_state() -> None:
    found = read("deployment: {state: {region: eu-west-1}}")

    assert found.state_bucket("org-root") == "spacecats-org-root-tf-state-eu-west-1"
    assert found.state_bucket("id") == "spacecats-id-tf-state-eu-west-1"
    assert found.state_log_bucket("id") == "spacecats-id-tf-state-log-eu-west-1"


def test_one_central_bucket_holds_the_state_of_every_account() -> None:
    named = read("deployment: {state: {mode: central, bucket: my-state}}")

    assert read("deployment: {state: central}").state_bucket("id") == "spacecats-org-root-tf-state-us-west-2"
    assert named.state_bucket("id") == named.state_bucket("org-root") == "my-state"


def test_the_buckets_for_logs_are_in_the_log_account() -> None:
    found = read("log_account: infra")

    assert found.trail_bucket == "spacecats-infra-cloudtrail-us-west-2"
    assert found.config_bucket == "spacecats-infra-config-us-west-2"
    assert found.access_log_bucket == "spacecats-infra-access-logs-us-west-2"
    assert read().trail_bucket == "spacecats-org-root-cloudtrail-us-west-2"


@pytest.mark.parametrize(
    ("trail", "config", "records"), [("true", "false", True), ("false", "true", True), ("false", "false", False)]
)
def test_the_log_account_keeps_records_with_either_service(trail: str, config: str, records: bool) -> None:
    assert read(f"cloudtrail: {trail}", f"config: {config}").records is records
