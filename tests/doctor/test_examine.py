"""The doctor's findings in an organization on the emulated AWS: each fault, and nothing else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from rich.console import Console

from emulator import BareAccount, Emulator, Faults
from emulator.bare_account import ROOT_KEY
from emulator.environment import SECRET_KEY
from emulator.sessions import emulator_session
from orgctl import outcome
from orgctl.doctor import Finding, NotOurs, doctor, examine
from orgctl.doctor.registry import CHECKS
from tests.doctor.patient import FOLDER, NOBODY_CAN_SIGN_IN, TEXT, Patient, Told, organization_of, unknown, wrong

ACCOUNTS = ["accounts", "account-names", "account-units", "policies", "full-access"]
IN_100_DAYS = timedelta(days=100)
PEOPLE: dict[str, Any] = {"only": ["user-mfa", "user-passwords", "user-keys", "user-two-keys"]}
SERVICES = """
cloudtrail: true
access_analyzer: true
guardduty: true
config: true
root_sign_in_alarm: {email: security@example.com}
alternate_contacts:
  security: {name: Team, title: Security, email: security@example.com, phone: +1 555 0100}
billing_group: infra
"""


def with_services() -> str:
    """Return the file with every service on."""
    lines = [line for line in TEXT.splitlines() if not line.startswith(("cloudtrail:", "access_an", "account_def"))]
    return "\n".join(lines).replace("state: local", "state: account") + SERVICES


def run(patient: Patient, **options: Any) -> tuple[int, str]:
    """Return the exit status of the command, and its output."""
    console = Console(file=io.StringIO(), width=80, highlight=False)
    session = patient.emulator.session()
    defaults: dict[str, Any] = {"as_json": False, "accounts": [], "only": [], "verbose": False}
    status = outcome.run(
        lambda: doctor(session=session, console=console, **{"file": FOLDER / "small.yaml", **defaults, **options})
    )
    return status, console.file.getvalue()  # type: ignore[attr-defined]


def test_in_a_new_organization_nothing_is_wrong_but_missing_passwords(patient: Patient) -> None:
    findings = patient.findings()

    assert wrong(findings) == sorted(NOBODY_CAN_SIGN_IN)
    assert unknown(findings) == [("state-local", "organization")]


def test_when_every_user_has_signed_in_with_mfa_the_exit_status_is_0(patient: Patient) -> None:
    patient.enrol_everybody()

    status, printed = run(patient)

    assert status == 0
    assert printed.splitlines()[-1].startswith("0 wrong, 1 cannot be known from here, ")


def _setup_user(patient: Patient) -> None:
    patient.client("iam").create_user(UserName="setup")


def _user_deleted(patient: Patient) -> None:
    iam = patient.client("iam", "id")
    iam.delete_login_profile(UserName="bob")
    _without_mfa(patient, "bob")
    iam.delete_user(UserName="bob")


def _mfa_taken_away(patient: Patient) -> None:
    _without_mfa(patient, "ann")


def _without_mfa(patient: Patient, user: str) -> None:
    iam = patient.client("iam", "id")
    (device,) = iam.list_mfa_devices(UserName=user)["MFADevices"]
    iam.deactivate_mfa_device(UserName=user, SerialNumber=device["SerialNumber"])
    iam.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])


def _another_account(patient: Patient) -> None:
    patient.aws.create_account(Email="other@example.com", AccountName="other")


def _no_password_policy(patient: Patient) -> None:
    patient.client("iam", "infra").delete_account_password_policy()


def _another_alias(patient: Patient) -> None:
    iam = patient.client("iam", "infra")
    iam.delete_account_alias(AccountAlias="spacecats-infra")
    iam.create_account_alias(AccountAlias="spacecats-people")


def _policies_of_a_kind_off(patient: Patient) -> None:
    """This detaches all policies, which is reported once."""
    patient.aws.disable_policy_type(RootId=patient.root, PolicyType="RESOURCE_CONTROL_POLICY")


def _service_without_access(patient: Patient) -> None:
    patient.aws.disable_aws_service_access(ServicePrincipal="account.amazonaws.com")


def _guardrails_of_the_root_gone(patient: Patient) -> None:
    policies = patient.aws.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    (id,) = (policy["Id"] for policy in policies if policy["Name"] == "root/guardrails-1")
    patient.aws.detach_policy(PolicyId=id, TargetId=patient.root)


def _nothing_allowed(patient: Patient) -> None:
    patient.aws.detach_policy(PolicyId="p-FullAWSAccess", TargetId=patient.targets["spacecats"])


def _root_sessions_off(patient: Patient) -> None:
    patient.client("iam").disable_organizations_root_sessions()


FAULTS: dict[Callable[[Patient], None], Told] = {
    _setup_user: ("users", "spacecats-org-root setup"),
    _user_deleted: ("users", "spacecats-id bob"),
    _mfa_taken_away: ("user-mfa", "spacecats-id ann"),
    _another_account: ("accounts", "other"),
    _no_password_policy: ("password-policy", "spacecats-infra"),
    _another_alias: ("alias", "spacecats-infra"),
    _policies_of_a_kind_off: ("policy-types", "organization"),
    _service_without_access: ("trusted-access", "organization"),
    _guardrails_of_the_root_gone: ("policies", "root"),
    _nothing_allowed: ("full-access", "unit spacecats"),
    _root_sessions_off: ("root-access", "organization"),
}


def test_every_fault_is_found_and_nothing_else_each_with_a_remedy(patient: Patient) -> None:
    """All at once: a run takes a second. Faults of services are in `tests/end_to_end/doctor_faults.py`."""
    patient.enrol_everybody()
    for seed in FAULTS:
        seed(patient)

    found = [finding for finding in patient.findings() if finding.status == "wrong"]

    assert wrong(found) == sorted(FAULTS.values())
    assert all(finding.remedy for finding in found)


def test_an_unused_first_password_is_reported_after_a_week(patient: Patient) -> None:
    iam = patient.client("iam", "id")
    iam.create_login_profile(UserName="bob", Password="Correct-horse-battery-1")
    here = ("user-passwords", "spacecats-id bob")

    assert here not in patient.wrong(**PEOPLE)
    assert here in patient.wrong(**PEOPLE, now=datetime.now(UTC) + timedelta(days=8))


def test_passwords_and_keys_unused_for_90_days_are_reported(patient: Patient) -> None:
    patient.enrol_everybody()
    patient.client("iam", "id").create_access_key(UserName="ann")

    assert patient.wrong(**PEOPLE) == []
    assert patient.wrong(**PEOPLE, now=datetime.now(UTC) + IN_100_DAYS) == [
        ("user-keys", "spacecats-id ann"),
        ("user-passwords", "spacecats-id ann"),
        ("user-passwords", "spacecats-id bob"),
        ("user-passwords", "spacecats-org-root ann.org-root"),
    ]


def test_a_key_in_use_is_reported_when_it_is_old(patient: Patient) -> None:
    patient.enrol_everybody()
    patient.client("iam", "id").create_access_key(UserName="ann")
    patient.emulator.make_older(patient.numbers["id"], "ann", days=100)
    patient.emulator.sign_in(patient.numbers["id"], "ann")

    assert patient.wrong(**PEOPLE) == [("user-keys", "spacecats-id ann")]


def test_accounts_are_known_by_their_address_or_name(patient: Patient) -> None:
    accounts = "      id: {email: id@example.com}\n      infra: {name: Infrastructure}\n      prod:\n"
    other = organization_of(TEXT.replace("      id:\n      infra:\n", accounts))

    assert patient.wrong(other, only=["accounts", "account-names", "account-units"]) == [
        ("account-names", "Infrastructure"),
        ("account-names", "spacecats-id"),
        ("accounts", "spacecats-prod"),
    ]


def test_a_closed_account_is_no_fault_once_the_file_says_so(patient: Patient) -> None:
    patient.aws.close_account(AccountId=patient.numbers["infra"])
    closed = TEXT.replace("      infra:\n", "").replace("    roles: {infra: PowerUserAccess}\n", "")
    organization = organization_of(f"{closed}closed_accounts: [infra]\n")

    assert patient.wrong(only=ACCOUNTS) == [("accounts", "spacecats-infra")]
    assert patient.wrong(organization, only=ACCOUNTS) == []


@pytest.fixture(scope="module")
def without_services(emulator: Emulator) -> tuple[list[Finding], set[str]]:
    """
    What is found, and the operations that are asked for, when the file wants services and there are none.

    No trail, bucket, detector, recorder or analyzer: the deployment stopped after org-root.
    """
    emulator.reset()
    patient = Patient(emulator)
    patient.enrol_everybody()
    patient.client("iam", "id").create_access_key(UserName="ann")
    session: Any = emulator.session()
    asked: set[str] = set()
    session.events.register(
        "before-call", lambda model, **_: asked.add(f"{model.service_model.service_id}:{model.name}")
    )
    return examine(organization_of(with_services()), FOLDER, session), asked


def test_missing_services_of_the_file_are_all_reported(
    without_services: tuple[list[Finding], set[str]],
) -> None:
    findings, _ = without_services

    accounts = ("spacecats-org-root", "spacecats-id", "spacecats-infra")
    everywhere = {"alternate-contacts": "", "public-s3": ""}
    regional = dict.fromkeys(("config-recorder", "guardduty", "region-defaults"), " us-west-2")
    buckets = {("state-buckets", f"{name} {name}-tf-state-{log}us-west-2") for name in accounts for log in ("", "log-")}
    logs = {
        ("log-buckets", f"{accounts[0]} {accounts[0]}-{of}-us-west-2") for of in ("cloudtrail", "config", "access-logs")
    }
    assert {*wrong(findings)} == {
        *((check, name + region) for name in accounts for check, region in (everywhere | regional).items()),
        *buckets,
        *logs,
        ("trail", "organization trail"),
        ("root-alarm", "spacecats-org-root"),
        ("guardduty-administrator", "spacecats-infra us-west-2"),
        ("config-aggregator", "spacecats-infra"),
        ("access-analyzer", "spacecats-infra us-west-2"),
        ("delegated-administrators", "spacecats-infra"),
        ("trusted-access", "organization"),
    }
    assert unknown(findings) == [("billing-access", "spacecats-org-root")]


def test_an_account_that_cannot_be_entered_is_unknown_and_hides_no_other(patient: Patient) -> None:
    findings = patient.findings(role_name="nobody")

    entered = {("access-role", "spacecats-id"), ("access-role", "spacecats-infra")}
    assert set(wrong(findings)) == entered | {("user-passwords", "spacecats-org-root ann.org-root")}
    assert ("users", "spacecats-id") in unknown(findings)
    assert ("password-policy", "spacecats-infra") in unknown(findings)
    assert {finding.text for finding in findings if finding.status == "unknown" and finding.check == "users"} == {
        "cannot be read: AccessDenied"
    }


def test_an_account_in_quarantine_is_one_unknown(patient: Patient) -> None:
    where = {"SourceParentId": patient.targets["spacecats"], "DestinationParentId": patient.targets["suspended"]}
    patient.aws.move_account(AccountId=patient.numbers["infra"], **where)
    moved = TEXT.replace("      infra:\n", "").replace("quarantine: true", "quarantine: true\n    accounts: {infra: }")
    organization = organization_of(moved.replace("    roles: {infra: PowerUserAccess}\n", ""))

    findings = patient.findings(organization)

    here = [(finding.check, finding.status) for finding in findings if finding.place == "spacecats-infra"]
    assert here == [("access-role", "unknown")]
    assert set(wrong(findings)) == NOBODY_CAN_SIGN_IN


def test_it_reads_and_never_writes(without_services: tuple[list[Finding], set[str]]) -> None:
    _, asked = without_services

    readers = ("Get", "List", "Describe", "Head", "GenerateCredentialReport", "AssumeRole")
    assert len(asked) > 30
    assert [operation for operation in asked if not operation.partition(":")[2].startswith(readers)] == []


def test_every_called_operation_is_in_the_list_of_permissions(
    without_services: tuple[list[Finding], set[str]],
) -> None:
    _, asked = without_services
    other = {  # IAM calls them otherwise than the API
        "s3:HeadBucket": "s3:ListBucket",
        "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
        "accessanalyzer:ListAnalyzers": "access-analyzer:ListAnalyzers",
    }
    operations = {operation.lower().replace(" ", "").replace("configservice", "config") for operation in asked}
    actions = {{name.lower(): action for name, action in other.items()}.get(name, name).lower() for name in operations}

    assert actions <= {action.lower() for check in CHECKS.values() for action in check.reads}


def test_accounts_and_checks_may_be_chosen(patient: Patient) -> None:
    findings = patient.findings(accounts=["infra"], only=["alias", "users", "accounts"])

    assert [(finding.check, finding.place) for finding in findings] == [
        ("alias", "spacecats-infra"),
        ("users", "spacecats-infra"),
    ]


def test_json_tells_everything(patient: Patient, capsys: pytest.CaptureFixture[str]) -> None:
    status, printed = run(patient, as_json=True)

    data = json.loads(capsys.readouterr().out)
    assert (status, printed) == (1, "")
    assert data["organization"] == "spacecats"
    assert data["counts"]["wrong"] == len(NOBODY_CAN_SIGN_IN)
    assert sum(data["counts"].values()) == len(data["findings"])
    assert {"check", "place", "status", "text", "remedy"} == set(data["findings"][0])
    assert datetime.fromisoformat(data["checked_at"]).tzinfo


def test_mistyped_names_are_wrong_usage(patient: Patient, capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = run(patient, accounts=["infr"], only=["user-mfaa"])

    assert status == 2
    assert capsys.readouterr().err.splitlines() == [
        "orgctl: there is no account 'infr', did you mean 'infra'?",
        "orgctl: there is no check 'user-mfaa', did you mean 'user-mfa'?",
    ]


def test_a_file_with_mistakes_is_not_looked_at(
    patient: Patient, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "organization.yaml").write_text(TEXT.replace("users:", "usres:"))

    assert run(patient, file=tmp_path / "organization.yaml") == (1, "")
    assert "'usres' is an unknown key" in capsys.readouterr().err


def test_without_a_terminal_there_is_no_progress_bar(patient: Patient, capsys: pytest.CaptureFixture[str]) -> None:
    run(patient, only=["alias"])

    assert capsys.readouterr().err == ""


def test_progress_counts_up_to_all_accounts(patient: Patient) -> None:
    progress_calls: list[tuple[int, int]] = []

    patient.findings(only=["alias", "accounts"], progress=lambda done, total: progress_calls.append((done, total)))

    assert progress_calls == [(done, 4) for done in range(5)]  # three accounts and the organization


def test_the_credentials_of_a_member_are_refused(patient: Patient, capsys: pytest.CaptureFixture[str]) -> None:
    session = patient.emulator.session(patient.numbers["infra"])
    given: dict[str, Any] = {"as_json": False, "accounts": [], "only": [], "verbose": False}

    status = outcome.run(
        lambda: doctor(file=FOLDER / "small.yaml", session=session, console=Console(file=io.StringIO()), **given)
    )

    assert status == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"orgctl: these are credentials of account {patient.numbers['infra']}, a member of o-")
    assert patient.emulator.management_account in line


def test_a_refusal_of_aws_at_the_start_is_one_message(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer: Any = {"Error": {"Code": "ExpiredToken", "Message": "The security token is expired"}}

    def refuse(*arguments: object, **options: object) -> list[Finding]:
        raise ClientError(answer, "GetCallerIdentity")

    monkeypatch.setattr("orgctl.doctor.command.examine", refuse)

    assert run(patient) == (1, "")
    assert capsys.readouterr().err.startswith("orgctl: AWS refused GetCallerIdentity: The security token is expired")


def test_another_organization_is_not_taken_for_ours(patient: Patient) -> None:
    other = organization_of(TEXT.replace("spacecats", "acme"))

    with pytest.raises(NotOurs, match=r"has no account of acme \(it has: spacecats-id, spacecats-infra\)"):
        patient.findings(other)


@pytest.fixture(scope="module")
def careless() -> Iterator[Emulator]:
    account = BareAccount(credentials="root", root_mfa=False)
    with Emulator.start(account=account, faults=Faults(share=0.1, seed=1)) as running:
        yield running


def test_an_account_without_organization_says_so(careless: Emulator) -> None:
    careless.reset()

    with pytest.raises(NotOurs, match="account 123456789012 belongs to no organization yet"):
        examine(organization_of(TEXT), FOLDER, careless.session())


def test_a_root_user_without_mfa_and_with_a_key_is_reported(careless: Emulator) -> None:
    careless.reset()
    patient = Patient(careless)

    assert patient.wrong(only=["root-keys", "root-mfa"]) == [
        ("root-keys", "spacecats-org-root"),
        ("root-mfa", "spacecats-org-root"),
    ]


def test_the_root_user_is_advised_to_use_the_role(careless: Emulator) -> None:
    careless.reset()
    patient = Patient(careless)
    root: Any = emulator_session(careless.port, careless.folder, "us-east-1", ROOT_KEY, SECRET_KEY)

    findings = examine(patient.organization, FOLDER, root, only=["access-role", "alias"])

    assert wrong(findings) == []
    texts = [finding.text for finding in findings if finding.check == "access-role"]
    assert texts == ["these are credentials of the root user, which may assume no role"] * 2


def test_throttling_and_broken_connections_change_nothing(careless: Emulator) -> None:
    careless.reset()
    patient = Patient(careless)
    session: Any = careless.session()
    core = session._session  # only sessions that say so are spared
    core.set_default_client_config(core.get_default_client_config().merge(Config(user_agent_extra="a client")))
    before = sum(careless.faults().values())

    findings = examine(patient.organization, FOLDER, session)

    assert sum(careless.faults().values()) - before > 3
    assert findings == patient.findings()
