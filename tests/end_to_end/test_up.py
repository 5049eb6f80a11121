"""`orgctl up` at a terminal, from a bare account to the end, with every obstacle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.bare_account import BareAccount
from orgctl.up import PHASES
from scripts.walk import Phone, Walk
from tests.end_to_end.deployment import GUIDE, Deployment, deployment
from tests.up.scene import ACCEPT

pytestmark = [pytest.mark.e2e(minutes=5), pytest.mark.timeout(1200)]
TAKEN = "taken@example.com"
HARSH = BareAccount(
    credentials="user",
    finalizing_seconds=3,
    account_limit=3,
    taken_emails=(TAKEN,),
    codes_count_once=False,
)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Deployment]:
    """Yield a bare account with an IAM user; the file has an e-mail address that is taken."""
    source = tmp_path / "source.yaml"
    content = GUIDE.read_text().replace("{state: local}", "{state: account}")
    source.write_text(content.replace("      infra:\n", f"      infra: {{email: {TAKEN}}}\n"))
    with deployment(source, tmp_path, account=HARSH) as deployed:
        yield deployed


def start(bare: Deployment, phone: Phone, *arguments: str, **environment: str) -> Walk:
    return Walk(["up", *ACCEPT, *arguments], bare.folder, bare.environment | environment, phone)


def killed_in(bare: Deployment, phone: Phone, phase: str, moment: str, *arguments: str, everything: bool) -> None:
    """Start, and kill at a moment of a phase. Check that all earlier phases are recognized as done."""
    walk = start(bare, phone, *arguments)
    assert walk.until(rf"/{len(PHASES)}  {phase}\b"), walk.text
    assert walk.until(moment), walk.text
    walk.kill(everything=everything)


def names(bare: Deployment) -> set[str]:
    return {account["Name"] for account in bare.client("organizations").list_accounts()["Accounts"]}


def test_it_completes_after_a_kill_in_every_phase_and_obstacles_of_aws(bare: Deployment) -> None:
    """Nothing is created twice, nothing is lost, and only the file's users have access in the end."""
    phone = Phone()
    killed_in(bare, phone, "account", "its root user has MFA", everything=True)
    killed_in(bare, phone, "bootstrap", "stack initialized", everything=True)
    killed_in(bare, phone, "administrators", "done: 9 added", everything=False)
    killed_in(bare, phone, "sign-in", "has an MFA device", everything=True)
    killed_in(bare, phone, "first-credentials", "the IAM user setup, the first", everything=True)
    killed_in(bare, phone, "organization", "stack initialized", everything=False)

    refused = start(bare, phone)
    assert refused.finish() == 1
    assert "EMAIL_ALREADY_EXISTS" in refused.text
    assert "Give the account another 'email'" in refused.text
    change(bare, f" {{email: {TAKEN}}}", "")
    killed_in(bare, phone, "accounts", "stack initialized", everything=True)
    assert users(bare) == {"myuser.org-root"}

    killed_in(bare, phone, "states", "stacks initialized", everything=False)
    expired = start(bare, phone)
    assert expired.until(r"plan +.*id: 10 to create")
    bare.emulator.expire_sessions()
    assert expired.finish() == 1
    assert "have expired" in expired.text
    killed_in(bare, phone, "members", "stack initialized", everything=False)
    killed_in(bare, phone, "profiles", "has the profiles of myuser", everything=True)
    killed_in(bare, phone, "changes", "", "--all", everything=True)  # before a plan holds a lock

    nothing_to_do(bare, phone)
    assert names(bare) == {"management", "spacecats-id", "spacecats-infra"}
    assert not list(bare.folder.glob("*.tfstate"))

    change(bare, "      infra:\n", "      infra:\n      sandbox:\n")
    refused = start(bare, phone, "--until", "accounts")
    assert refused.finish() == 1
    assert "Service Quotas" in refused.text


def nothing_to_do(bare: Deployment, phone: Phone) -> None:
    """Check that a run without work changes nothing, and says so in 80 columns."""
    again = start(bare, phone)
    assert again.finish() == 0, again.text
    assert "The organization is deployed" in again.text
    assert not re.search(r"^  (runs|plan) ", again.text, re.MULTILINE)
    assert all(len(line) <= 80 for line in again.text.splitlines())


def change(bare: Deployment, before: str, after: str) -> None:
    """Replace a text of the file."""
    text = bare.file.read_text()
    assert before in text
    bare.file.write_text(text.replace(before, after))


def users(bare: Deployment) -> set[str]:
    return {user["UserName"] for user in bare.client("iam").list_users()["Users"]}
