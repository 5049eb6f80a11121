"""`orgctl confirm`: what AWS decides otherwise is shown and exit status 1; what is not comparable is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from typer.testing import CliRunner

from access.decision import Callers, Request
from access.decision.process import Process
from access.explain import ConfigurationLines
from access.model import Organization
from access.promises.custom import Own
from access.promises.promise import CounterExample, Outcome, Promise
from live.caller import Caller, caller_of
from live.simulator import OPERATION, Answer, Refusal, simulate, simulator
from orgctl.cli import app
from orgctl.prove.reading import Synthesized
from tests.access import small
from tests.access.small import EVERYTHING, PEOPLE, ROLE
from tests.access.test_confirmation import ROLES, USER

ALLOWED, DENIED = Answer("allowed"), Answer("implicitDeny")
ASKED_AS = Caller("1" * 12, f"arn:aws:sts::{'1' * 12}:assumed-role/admin/ann")


@dataclass
class Aws:
    """Answers of the simulator, by action; without one it agrees."""

    answers: Mapping[str, Answer | Refusal] = field(default_factory=dict[str, "Answer | Refusal"])
    asked: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])

    def simulate(self, _: Any, parameters: Mapping[str, Any]) -> Answer | Refusal:
        self.asked.append(parameters)
        agreed = ALLOWED if json.loads(parameters["PolicyInputList"][0])["Statement"] == [EVERYTHING] else DENIED
        return self.answers.get(parameters["ActionNames"][0], agreed)


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    """Yield the evaluator's process, one for all tests."""
    with Process() as running:
        yield running


@pytest.fixture(scope="module")
def organization() -> Organization:
    return small.organization(changes={"aws_iam_role": ROLES})


@pytest.fixture(scope="module")
def client() -> Any:
    """Return the client that asks AWS."""
    return simulator(boto3.Session("AKIAEXAMPLE", "secret"), ASKED_AS.account)


@pytest.fixture
def aws(organization: Organization, process: Process, client: Any, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """Return AWS's answers to the command, about the small organization."""
    found = Aws()
    monkeypatch.setattr("access.questions.world.Process", lambda: nullcontext(process))
    read = Synthesized("small", organization, None, ConfigurationLines(None))
    monkeypatch.setattr("orgctl.confirm.command.read_synthesized", lambda *_: read)
    monkeypatch.setattr("live.session.open_session", lambda: None)
    monkeypatch.setattr("orgctl.confirm.command.caller_of", lambda _: ASKED_AS)
    monkeypatch.setattr("orgctl.confirm.command.simulator", lambda *_: client)
    monkeypatch.setattr("orgctl.confirm.command.simulate", found.simulate)
    monkeypatch.setattr("orgctl.confirm.command.own_rules", lambda *_: Own())
    monkeypatch.setattr("orgctl.confirm.command.FEWEST", 4)
    monkeypatch.setenv("COLUMNS", "80")
    return found


@pytest.fixture
def promising(organization: Organization, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that restricts the promises to one, which has these counterexamples."""

    def promise(*actions: str) -> None:
        cases = [_counterexample(organization, action) for action in actions]
        one = Promise("mfa", "MFA is needed.", lambda _: Outcome(tuple(cases)))
        monkeypatch.setattr("orgctl.confirm.command.PROMISES", (one,))

    promise()
    return promise


def _counterexample(organization: Organization, action: str) -> CounterExample:
    caller = Callers(organization).with_key(small.ann(organization))
    if not action:
        return CounterExample("a policy is wrong")
    if action == "sts:AssumeRole":
        request = small.request(organization, action, ROLE)
    else:
        request = Request(caller, action, f"{USER}-new", organization.accounts[PEOPLE])
    return CounterExample(f"ann with an access key can {action}", request=request)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["confirm", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_agreement_is_exit_status_0(aws: Aws, promising: Callable[..., None]) -> None:
    promising("iam:CreateUser")

    status, out, error = run()

    assert (status, error) == (0, "")
    assert out.splitlines()[1] == f"asked as the role admin of the account {ASKED_AS.account}"
    assert out.splitlines()[-1] == "AWS agrees on 5 of 5 decisions (1 counterexample, 4 other decisions)."
    assert aws.asked[0]["ActionNames"] == ["iam:CreateUser"]


def test_without_counterexamples_other_decisions_are_asked(aws: Aws, promising: Callable[..., None]) -> None:
    status, out, _ = run()

    assert status == 0
    assert "AWS agrees on 4 of 4 decisions (0 counterexamples, 4 other decisions)." in out
    assert len(aws.asked) == 4


def test_as_many_other_decisions_as_counterexamples_are_asked(aws: Aws, promising: Callable[..., None]) -> None:
    promising(*(f"iam:{name}User" for name in ("Create", "Delete", "Get", "Tag", "Untag", "Update")))

    assert "(6 counterexamples, 6 other decisions)" in run()[1]


def test_a_disagreement_is_shown_and_exit_status_1(aws: Aws, promising: Callable[..., None]) -> None:
    promising("iam:CreateUser")
    aws.answers = {"iam:CreateUser": Answer("explicitDeny", ("aws:MultiFactorAuthPresent",), False, True)}

    status, out, _ = run()

    assert status == 1
    assert out.partition("\n\n")[2] == (
        "AWS decides otherwise\n"
        "  - ann with an access key: iam:CreateUser on\n"
        f"    {USER}-new\n"
        "      here allowed, AWS says explicitDeny\n"
        "      by AWS, the service control policies do not allow it\n"
        "      by AWS, the permissions boundary allows it\n"
        "      the request lacks aws:MultiFactorAuthPresent\n"
        "      counterexample of mfa: ann with an access key can iam:CreateUser\n"
        "\n"
        "AWS agrees on 4 of 5 decisions (1 counterexample, 4 other decisions).\n"
    )


def test_what_is_not_comparable_is_counted_by_its_reason(aws: Aws, promising: Callable[..., None]) -> None:
    promising("", "", "iam:CreateUser", "iam:GetUser", "sts:AssumeRole")
    aws.answers = {"iam:GetUser": Refusal("Invalid ARN")}

    status, out, _ = run()

    assert status == 0
    assert out.partition("\n\n")[2] == (
        "Agrees in part\n"
        "    1  without the trust policy\n"
        "\n"
        "Not comparable\n"
        "    2  a policy itself is wrong: there is no request\n"
        "    1  AWS refuses the question: Invalid ARN\n"
        "\n"
        "AWS agrees on 7 of 7 decisions, 1 of them in part (5 counterexamples, 5 other\n"
        "decisions). 3 are not comparable.\n"
    )


def test_when_nothing_is_comparable_nothing_is_confirmed(
    aws: Aws, promising: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    promising("")
    monkeypatch.setattr("orgctl.confirm.command.kept", lambda *_, **__: [])

    status, out, _ = run()

    assert status == 1
    assert out.splitlines()[-2:] == [
        "Nothing is confirmed: AWS decided on none of 1 counterexample, 0 other",
        "decisions.",
    ]


def test_equal_questions_are_asked_once(aws: Aws, promising: Callable[..., None]) -> None:
    promising("iam:CreateUser", "iam:CreateUser")

    assert "6 of 6" in run()[1]
    assert [one["ActionNames"] for one in aws.asked].count(["iam:CreateUser"]) == 1


def test_all_of_it_is_there_as_data(aws: Aws, promising: Callable[..., None]) -> None:
    promising("iam:CreateUser", "sts:AssumeRole")
    aws.answers = {"iam:CreateUser": DENIED}

    status, out, error = run("--json", "--as-of", "2026-12-01")

    found = json.loads(out)
    assert (status, error) == (1, "")
    assert [*found] == ["version", "organization", "as_of", "asked_as", "confirmed", "counts", "results"]
    assert (found["organization"], found["confirmed"]) == ("small", False)
    assert found["counts"] == {"agrees": 4, "agrees_in_part": 1, "disagrees": 1, "not_comparable": 0}
    assert found["results"][0] == {
        "status": "disagrees",
        "promise": "mfa",
        "text": "ann with an access key can iam:CreateUser",
        "who": "ann with an access key",
        "action": "iam:CreateUser",
        "resource": f"{USER}-new",
        "here": "allowed",
        "aws": "implicitDeny",
        "left_out": [],
        "missing": [],
        "scps_allow": None,
        "boundary_allows": None,
        "reason": "",
    }
    assert found["results"][1]["left_out"] == ["the trust policy"]


@pytest.fixture
def recorded(aws: Aws, client: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """Yield AWS's recorded answers, behind the real client."""
    monkeypatch.setattr("orgctl.confirm.command.simulate", simulate)
    with Stubber(client) as stubber:
        yield stubber


def test_the_questions_pass_the_client_and_its_answers_are_compared(
    recorded: Stubber, promising: Callable[..., None]
) -> None:
    for decision in ("allowed", "allowed", "implicitDeny", "implicitDeny"):
        result = {"EvalActionName": "iam:GetUser", "EvalDecision": decision}
        recorded.add_response(OPERATION, {"EvaluationResults": [result], "IsTruncated": False})

    status, out, _ = run("--json")

    here = [one["here"] for one in json.loads(out)["results"]]
    assert sorted(here) == ["allowed", "allowed", "denied", "denied"]
    assert status == (0 if here == sorted(here) else 1)
    recorded.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "message", "remedy"),
    [
        (
            "AccessDenied",
            "User: arn:aws:iam::111111111111:user/ann is not authorized to perform: iam:SimulateCustomPolicy",
            "These credentials lack the permission",
        ),
        ("Throttling", "Rate exceeded", "AWS throttles these requests: wait some minutes"),
        ("ExpiredToken", "The security token included in the request is expired", "get new ones"),
    ],
)
def test_an_error_of_aws_is_one_message(
    recorded: Stubber, promising: Callable[..., None], code: str, message: str, remedy: str
) -> None:
    recorded.add_client_error(OPERATION, code, message)

    status, out, error = run()

    assert (status, out) == (1, "")
    assert error.startswith(f"orgctl: AWS refused SimulateCustomPolicy: {message} ({code})\n")
    assert remedy in error


def test_without_credentials_there_is_one_message(
    aws: Aws, promising: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = boto3.Session(region_name="us-east-1")
    monkeypatch.setattr(session, "get_credentials", lambda: None)
    monkeypatch.setattr(session._session, "get_credentials", lambda: None)
    monkeypatch.setattr("live.session.open_session", lambda: session)
    monkeypatch.setattr("orgctl.confirm.command.caller_of", caller_of)

    status, out, error = run()

    assert (status, out) == (1, "")
    assert error.startswith("orgctl: Unable to locate credentials\n  No AWS credentials found: set AWS_PROFILE")
