from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from emulator import Emulator, Faults
from emulator.failures import failure
from emulator.faults import AFTER, BEFORE, Injector

PATIENT = Config(retries={"total_max_attempts": 5, "mode": "standard"}, user_agent_extra="a client")
IMPATIENT = Config(retries={"total_max_attempts": 1}, user_agent_extra="a client")


@pytest.fixture(scope="module")
def flaky() -> Iterator[Emulator]:
    with Emulator.start(faults=Faults(share=0.5, seed=1, in_a_row=2)) as running:
        yield running


def client(emulator: Emulator, service: Any, config: Config = PATIENT) -> Any:
    return emulator.session().client(service, region_name="us-west-2", config=config)


def test_a_client_that_repeats_its_requests_gets_the_same_result(flaky: Emulator) -> None:
    flaky.reset()
    organizations, iam, s3 = (client(flaky, service) for service in ("organizations", "iam", "s3"))
    organizations.create_organization(FeatureSet="ALL")
    for number in range(8):
        request = organizations.create_account(Email=f"a{number}@example.com", AccountName=f"a{number}")
        assert request["CreateAccountStatus"]["State"] == "SUCCEEDED"
        iam.create_group(GroupName=f"g{number}")
        bucket = f"bucket-{number}"
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        s3.put_object(Bucket=bucket, Key="key", Body=b"text", IfNoneMatch="*")

    for number in range(30):
        iam.list_groups(PathPrefix=f"/{number}/")
    assert len(organizations.list_accounts()["Accounts"]) == 9
    assert len(iam.list_groups()["Groups"]) == len(s3.list_buckets()["Buckets"]) == 8
    assert set(flaky.faults()) == {*BEFORE, *AFTER}


def test_a_client_that_does_not_fails(flaky: Emulator) -> None:
    groups = client(flaky, "iam", IMPATIENT)
    before = sum(flaky.faults().values())
    failed = 0
    for number in range(20):
        try:
            groups.list_groups(PathPrefix=f"/{number}/")
        except (ClientError, BotoCoreError):
            failed += 1
    assert failed == sum(flaky.faults().values()) - before > 0


def test_sessions_that_read_the_result_get_no_faults(flaky: Emulator) -> None:
    before = flaky.faults()
    for _ in range(20):
        flaky.session().client("iam").list_groups()
    assert flaky.faults() == before


def test_without_faults_there_are_none(emulator: Emulator) -> None:
    client(emulator, "iam", IMPATIENT).list_groups()
    assert emulator.faults() == {}


def choices(faults: Faults, requests: list[str]) -> dict[str, list[str | None]]:
    injector = Injector(faults)
    result: dict[str, list[str | None]] = {request: [] for request in requests}
    for request in requests:
        result[request].append(injector.choose(request, repeatable=True))
    return result


def test_the_same_seed_chooses_the_same_requests_in_any_order() -> None:
    requests = [f"request {number % 40}" for number in range(200)]

    assert choices(Faults(0.3, 7), requests) == choices(Faults(0.3, 7), sorted(requests))
    assert choices(Faults(0.3, 7), requests) != choices(Faults(0.3, 8), requests)


def test_few_faults_in_a_row_hit_one_request() -> None:
    injector = Injector(Faults(share=1, in_a_row=3))
    found = [injector.choose("request", repeatable=False) for _ in range(8)]

    assert [fault is None for fault in found] == [False, False, False, True] * 2
    assert set(found) <= {*BEFORE, None}


def test_about_the_share_of_requests_fails() -> None:
    injector = Injector(Faults(share=0.2))
    failed = sum(injector.choose(f"{number}", repeatable=True) is not None for number in range(2_000))
    assert 300 < failed < 500


@pytest.mark.parametrize("faults", [{"share": 2}, {"share": -1}, {"in_a_row": -1}])
def test_impossible_faults_are_refused(faults: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="share must be"):
        Faults(**faults)


@pytest.mark.parametrize(
    ("host", "headers", "body", "status", "text"),
    [
        ("iam.amazonaws.com", {}, b"Action=ListRoles", 400, "<ErrorResponse><Error><Code>Throttling<"),
        ("ec2.us-west-2.amazonaws.com", {}, b"Action=X", 503, "<Response><Errors><Error><Code>RequestLimitExceeded<"),
        ("bucket.s3.us-west-2.amazonaws.com", {}, b"", 503, "<Error><Code>SlowDown<"),
        ("s3.amazonaws.com", {}, b"", 503, "<Error><Code>SlowDown<"),
        ("kms.us-west-2.amazonaws.com", {"X-Amz-Target": "a.b"}, b"{}", 400, '"__type": "ThrottlingException"'),
        ("guardduty.us-west-2.amazonaws.com", {}, b"{}", 429, '"__type": "TooManyRequestsException"'),
        ("access-analyzer.us-west-2.amazonaws.com", {}, b"{}", 429, '"__type": "ThrottlingException"'),
    ],
)
def test_throttling_has_the_shape_of_the_protocol(
    host: str, headers: dict[str, str], body: bytes, status: int, text: str
) -> None:
    answer = failure("throttled", host, headers, body)

    assert answer.status == status
    assert text in answer.body.decode()


def test_errors_of_servers_have_their_status() -> None:
    for kind, status in (("error 500", 500), ("error 503", 503)):
        answer = failure(kind, "kms.us-west-2.amazonaws.com", {"X-Amz-Target": "a.b"}, b"{}")
        assert (answer.status, "__type" in json.loads(answer.body)) == (status, True)
