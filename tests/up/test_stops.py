"""Errors that stop `orgctl up`: one clear message, an exit status, and no change."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from emulator import BareAccount
from emulator.bare_account import SETUP_USER, USER_KEY
from orgctl.up import PHASES
from scripts.walk import Phone, Walk
from tests.emulator.conftest import trust
from tests.emulator.people import Person
from tests.up.scene import ACCEPT, CREDENTIALS, Ended, Scene, contents, scene

ACCOUNT = "123456789012"
TAKEN = BareAccount(credentials="user", taken_aliases=("taken-org-root",))
OPEN = BareAccount(credentials="root", root_mfa=False, root_access_key=True)
MEMBER = BareAccount(credentials="user", foreign_organization="member")
ALIAS = r"Take the alias spacecats-org-root[^\[]*\[y/n\] $"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("taken"), TAKEN) as shared:
        yield shared


@pytest.fixture
def bare(begun: Scene) -> Scene:
    return begun.reset()


def stopped(there: Scene, ended: Ended, status: int, *says: str) -> None:
    """Assert that the run ended in one message with these texts, and only read."""
    assert ended.status == status, ended
    assert ended.errors.startswith("orgctl: "), ended.errors
    assert "Traceback" not in ended.errors
    for text in says:
        assert text in ended.one_line
    assert there.writes() == []


def test_without_credentials_it_says_how_to_get_some(bare: Scene) -> None:
    ended = bare.up("--yes", without=CREDENTIALS)

    stopped(bare, ended, 1, "Unable to locate credentials", "AWS_PROFILE", "aws login")


def test_a_missing_profile_is_named(bare: Scene) -> None:
    ended = bare.up("--yes", AWS_PROFILE="nobody", without=CREDENTIALS)

    stopped(bare, ended, 1, "(nobody)", "aws configure list-profiles")


def test_deleted_keys_are_unknown(bare: Scene) -> None:
    bare.client("iam").delete_access_key(UserName=SETUP_USER, AccessKeyId=USER_KEY)
    bare.deployed.emulator.log.write_text("")

    stopped(bare, bare.up("--yes"), 1, "InvalidClientTokenId", "AWS does not know these keys: expired, deleted")


def test_expired_credentials_are_reported_as_expired(bare: Scene) -> None:
    person = Person(bare.deployed.emulator, "ann")
    key, secret, token = person.session().values()
    bare.deployed.emulator.expire_sessions()
    bare.deployed.emulator.log.write_text("")

    stopped(
        bare,
        bare.up("--yes", AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret, AWS_SESSION_TOKEN=token),
        1,
        "ExpiredToken",
        "The credentials have expired: get new ones",
    )


def test_no_region_is_needed(bare: Scene) -> None:
    ended = bare.up("--yes", "--until", "account", without=("AWS_REGION", "AWS_DEFAULT_REGION"))

    assert (ended.status, ended.errors) == (0, "")
    assert bare.writes() == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[myuser]\n\norg", "[myuser]\nnobody: 1\n\norg", "nobody"),
        ("email: spacecats-infra+aws-org-{account}@example.com", "email: nowhere", "email"),
    ],
)
def test_an_invalid_file_is_refused_before_aws_is_asked(bare: Scene, old: str, new: str, place: str) -> None:
    bare.edit(old, new)
    ended = bare.up("--yes")

    assert ended.status == 1
    assert f"organization.yaml:{line_of(bare, place)}" in ended.errors
    assert "nothing was changed" in ended.errors
    assert bare.deployed.emulator.log.read_text() == ""


def line_of(bare: Scene, text: str) -> int:
    lines = bare.deployed.file.read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_a_missing_file_is_named(bare: Scene) -> None:
    bare.deployed.file.unlink()
    ended = bare.up("--yes")

    assert ended.status == 1
    assert "organization.yaml" in ended.errors
    assert "Traceback" not in ended.errors


def test_state_that_was_not_moved_stops_it(bare: Scene) -> None:
    """With another state, everything would be created a second time."""
    state = bare.deployed.folder / "terraform.org-root.tfstate"
    state.write_text('{"version": 4, "resources": [{"type": "aws_iam_user", "name": "someone"}]}')
    try:
        ended = bare.up("--yes")
    finally:
        state.unlink()

    stopped(bare, ended, 1, "terraform.org-root.tfstate", "--migrate-state")


def test_without_a_terminal_an_option_must_choose(bare: Scene) -> None:
    stopped(bare, bare.up(), 2, "there is no terminal to ask", "--yes", "--dry-run")


def test_an_unknown_phase_is_answered_with_all_that_there_are(bare: Scene) -> None:
    stopped(bare, bare.up("--yes", "--until", "signin"), 2, "'signin'", ", ".join(phase.name for phase in PHASES))


def test_a_user_who_is_no_administrator_is_refused(bare: Scene) -> None:
    stopped(bare, bare.up("--yes", "--admin", "eve"), 2, "'eve' is not among org_root.admins", "organization.yaml")


def test_an_account_of_another_name_is_taken_for_the_wrong_one(bare: Scene) -> None:
    bare.client("iam").create_account_alias(AccountAlias="other-org-root")
    bare.deployed.emulator.log.write_text("")

    stopped(
        bare,
        bare.up("--yes"),
        1,
        "account: the account has the alias other-org-root",
        "makes it spacecats-org-root",
        "aws iam delete-account-alias --account-alias other-org-root",
    )


def test_an_existing_user_with_an_administrators_name_is_not_taken_over(bare: Scene) -> None:
    iam = bare.client("iam")
    iam.create_role(RoleName="admin", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{ACCOUNT}:root"))
    iam.create_user(UserName="myuser.org-root")
    bare.deployed.emulator.log.write_text("")

    stopped(bare, bare.up("--yes"), 1, "already has the role admin, the user myuser.org-root", "rename or delete")


def test_a_state_that_terraform_could_not_write_down_stops_it(bare: Scene) -> None:
    lost = bare.deployed.folder / "cdktf.out" / "stacks" / "org-root" / "errored.tfstate"
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.touch()
    try:
        ended = bare.up("--yes")
    finally:
        lost.unlink()

    stopped(bare, ended, 1, "could not write the state of org-root", "state push errored.tfstate")


def test_an_alias_of_another_account_demands_another_name(bare: Scene) -> None:
    bare.edit("name: spacecats\n", "name: taken\n")
    before = contents(bare.client)
    ended = bare.up("--yes")

    assert ended.status == 1
    for text in ("bootstrap: the alias taken-org-root belongs to another AWS account", "another `name`"):
        assert text in ended.one_line
    assert contents(bare.client) == before


def test_an_organization_that_was_made_by_hand_is_not_touched(bare: Scene) -> None:
    organization = bare.client("organizations").create_organization(FeatureSet="ALL")["Organization"]["Id"]
    bare.deployed.emulator.log.write_text("")

    stopped(
        bare,
        bare.up("--yes"),
        1,
        f"{ACCOUNT} already manages the organization {organization}",
        "which is not in Terraform's state",
        "docs/accounts.md",
    )


def test_a_member_of_another_organization_is_the_wrong_account(tmp_path_factory: pytest.TempPathFactory) -> None:
    with scene(tmp_path_factory.mktemp("member"), MEMBER) as member:
        before = contents(member.client)
        ended = member.up("--yes")

        stopped(member, ended, 1, f"{ACCOUNT} is a member of the organization o-", "which 210987654321 manages")
        assert "Use the credentials of another account" in ended.one_line
        assert contents(member.client) == before


def test_all_obstacles_of_an_account_are_reported_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    with scene(tmp_path_factory.mktemp("open"), OPEN) as there:
        there.client("organizations").create_organization(FeatureSet="ALL")
        there.client("iam").create_account_alias(AccountAlias="other")
        there.deployed.emulator.log.write_text("")
        says = ("manages the organization", "has the alias other", "the root user of the account has no MFA")
        ended = there.up("--yes")
        stopped(there, ended, 1, *says, "Assign MFA device")
        assert "the root user has an access key" in " ".join(ended.output.split())

        there.client("organizations").delete_organization()
        there.client("iam").delete_account_alias(AccountAlias="other")
        there.deployed.emulator.log.write_text("")
        ended = there.up("--yes")
        stopped(there, ended, 1, "account: the root user of the account has no MFA.", "Then start again.")
        assert not any(text in ended.one_line for text in says[:2])


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        ("n", 3, "Stopped in the phase bootstrap. To continue: orgctl up"),
        ("\x04", 3, "Stopped in the phase bootstrap. To continue: orgctl up"),
        ("\x03", 130, "Stopped in the phase bootstrap."),
    ],
    ids=["n", "Ctrl-D", "Ctrl-C"],
)
def test_a_refusal_of_the_administrator_stops_it(bare: Scene, answer: str, status: int, says: str) -> None:
    before = contents(bare.client)
    ended, screen = bare.walk(ALIAS, answer)

    assert ended == status, screen
    assert says in screen
    assert "Traceback" not in screen
    assert contents(bare.client) == before


def test_only_y_and_n_are_answers(bare: Scene) -> None:
    answers = iter(("", "maybe", "N"))
    pattern = re.compile(ALIAS)
    walk = Walk(
        ["up", *ACCEPT], bare.deployed.folder, bare.environment(), Phone(), answers=[(pattern, lambda _: next(answers))]
    )

    assert walk.finish() == 3
    assert walk.text.count("[y/n]") == 3
    assert bare.writes() == []
