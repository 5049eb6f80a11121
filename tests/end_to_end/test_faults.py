"""A deployment to an AWS that throttles, fails and drops connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.faults import Faults
from tests.end_to_end.deployment import Deployment, deployment

pytestmark = [pytest.mark.e2e(minutes=3), pytest.mark.timeout(1200)]
SEEDS = [pytest.param(seed, marks=pytest.mark.long) for seed in (7, 8)]
RUNS = 3
DEPLOY = ("cdktf", "deploy", "*", "--auto-approve", "--parallelism=4")


@pytest.fixture(scope="module", params=SEEDS)
def shaken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Deploy, and repeat a failed command as a user would."""
    source = Path(__file__).parent / "faults.yaml"
    faults = Faults(share=0.1, seed=int(request.param), in_a_row=2)
    with deployment(source, tmp_path_factory.mktemp("faults"), faults=faults) as deployed:
        for run in range(RUNS):
            if not deployed.run(*DEPLOY, check=run == RUNS - 1).returncode:
                break
        yield deployed


def test_there_were_faults_of_every_kind(shaken: Deployment) -> None:
    assert set(shaken.emulator.faults()) >= {"throttled", "error 500", "error 503", "dropped", "answer lost"}


def test_it_converges(shaken: Deployment) -> None:
    assert shaken.all_changes() == {}


def test_nothing_exists_twice(shaken: Deployment) -> None:
    organizations = shaken.client("organizations")
    accounts = Counter(account["Email"] for account in organizations.list_accounts()["Accounts"])
    policies = Counter(
        policy["Name"] for policy in organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    )
    (trail,) = shaken.client("cloudtrail", region="us-west-2").describe_trails()["trailList"]
    keys = shaken.client("kms", region="us-west-2").list_keys()["Keys"]
    topics = shaken.client("sns", region="us-west-2").list_topics()["Topics"]

    assert set(accounts.values()) == set(policies.values()) == {1}
    assert len(accounts) == 2
    assert trail["Name"] == "organization"
    assert len(keys) == 2  # one for the trail, one for the alarms
    assert len(topics) == 1
    assert len(shaken.client("iam", "id").list_users()["Users"]) == 1
    for key in (None, "id"):
        assert len(shaken.client("guardduty", key, region="us-west-2").list_detectors()["DetectorIds"]) == 1
