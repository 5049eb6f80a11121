"""`orgctl init`: its questions, rejected answers, and the written file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from organization.load import load
from orgctl.init.suggestions import Suggestions
from tests.init.dialogue import NoSuggestions, Typist, run_init

RIGHT = {"name": "acme", "email": "acme+{account}@example.com", "region": "us-west-2", "admin": "ann"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "organization.yaml"


def test_a_dialogue_gives_a_file_that_passes_the_check(file: Path) -> None:
    typist = Typist(["acme", "example.com", "eu-west-1", "ann", "ann, ben", "infra=ann ops=ben"])

    status, shown = run_init(file, typist)
    organization, problems = load(file)

    assert (status, problems) == (0, [])
    assert organization.name == "acme"
    assert organization.account_email("id") == "acme+aws-id@example.com"
    assert organization.region == "eu-west-1"
    assert organization.org_root.admins == ["ann"]
    assert organization.users == ["ann", "ben"]
    assert {name: group.users for name, group in organization.groups.items()} == {"infra": ["ann"], "ops": ["ben"]}
    assert "acme+aws-{account}@example.com" in shown
    assert "orgctl up" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_enter_accepts_the_suggestion(file: Path) -> None:
    typist = Typist(["acme", "example.com", "", "", "", ""])

    assert run_init(file, typist)[0] == 0
    organization, _ = load(file)

    assert typist.prompts == [
        "name: ",
        "email: ",
        "region [us-west-2]: ",
        "admin [ann]: ",
        "users [ann]: ",
        "groups [infra=ann]: ",
    ]
    assert organization.region == "us-west-2"
    assert organization.groups["infra"].roles["infra"].policies == ["PowerUserAccess"]


@pytest.mark.parametrize(
    ("wrong", "objection"),
    [
        pytest.param("Acme", "'Acme' must be lower-case letters", id="what the check says"),
        pytest.param("root", "'root' is the name of another target", id="what it says of another place"),
        pytest.param("", "is needed", id="nothing, where nothing can be guessed"),
        pytest.param("a\x07b", "must be printable text", id="control characters"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_again(file: Path, wrong: str, objection: str) -> None:
    typist = Typist([wrong, "acme", "example.com", "", "", "", ""])

    status, shown = run_init(file, typist)

    assert status == 0
    assert objection in shown
    assert typist.prompts[:3] == ["name: ", "name: ", "email: "]
    assert load(file)[0].name == "acme"


def test_only_users_can_be_members_of_a_group(file: Path) -> None:
    typist = Typist(["acme", "example.com", "", "", "ann", "infra=bob", "infra=ann"])

    _, shown = run_init(file, typist)

    assert "'bob' is not in the list users" in shown
    assert load(file)[0].groups["infra"].users == ["ann"]


def test_a_doubtful_answer_is_accepted_with_a_note(file: Path) -> None:
    status, shown = run_init(file, Typist(["acme", "example.com", "eu-south-1", "", "", ""]))

    assert status == 0
    assert "note: 'eu-south-1' is disabled in new accounts" in shown


def test_a_wrong_suggestion_is_not_made(file: Path) -> None:
    class Elsewhere(NoSuggestions):
        def region(self) -> str:
            return "us-gov-west-1"

    typist = Typist(["acme", "example.com", "us-west-2", "ann", "", ""])
    run_init(file, typist, suggestions=Elsewhere())

    assert typist.prompts[2:4] == ["region: ", "admin: "]


def test_only_values_without_an_option_are_asked(file: Path) -> None:
    typist, given = Typist(["us-east-1", ""]), {"name": "acme", "email": "example.com", "admin": "ann"}

    status, _ = run_init(file, typist, given, groups=["infra=ann,ben"])

    assert status == 0
    assert typist.prompts == ["region [us-west-2]: ", "users [ann,ben]: "]
    assert load(file)[0].users == ["ann", "ben"]


def test_with_all_options_nothing_is_asked(file: Path) -> None:
    typist = Typist([])

    groups = ["infra=ann", "infra=ben", "billing=ben"]
    status, _ = run_init(file, typist, RIGHT, users=["ann", "ben"], groups=groups)
    organization, problems = load(file)

    assert (status, typist.prompts, problems) == (0, [], [])
    assert organization.groups["infra"].users == ["ann", "ben"]
    assert organization.billing_group == "billing"


@pytest.mark.parametrize("yes", [True, False], ids=["with --yes", "without a terminal"])
def test_values_not_asked_have_defaults(file: Path, yes: bool) -> None:
    typist = Typist([]) if yes else None

    assert run_init(file, typist, {"name": "acme", "email": "example.com"}, yes=yes)[0] == 0
    organization, _ = load(file)

    assert (organization.region, organization.org_root.admins, organization.users) == ("us-west-2", ["ann"], ["ann"])


def test_every_missing_and_wrong_option_is_reported_at_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"name": "Acme", "email": "example"}
    status, shown = run_init(file, None, given, suggestions=NoSuggestions(), users=["x"], groups=["infra", "ops=ann"])

    assert (status, shown, file.exists()) == (2, "", False)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "orgctl: nothing was written, because of these options:"
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "--name",
        "--email",
        "--user",
        "--group",
        "--region REGION is missing",
        "--admin NAME is missing",
    ]


def test_wrong_options_are_reported_before_the_first_question(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typist = Typist([])

    assert run_init(file, typist, {"region": "us-wst-2"})[0] == 2
    assert typist.prompts == []
    assert "--region: 'us-wst-2' is not an AWS region, did you mean 'us-west-2'?" in capsys.readouterr().err


@pytest.mark.parametrize("links", [False, True], ids=["a file", "a link that leads nowhere"])
def test_an_existing_file_is_never_overwritten(file: Path, links: bool, capsys: pytest.CaptureFixture[str]) -> None:
    if links:
        file.symlink_to("nowhere")
    else:
        file.write_text("mine")
    typist = Typist([])

    assert run_init(file, typist, RIGHT)[0] == 1
    assert typist.prompts == []
    assert "exists and was not changed" in capsys.readouterr().err
    assert os.readlink(file) == "nowhere" if links else file.read_text() == "mine"
    assert list(file.parent.iterdir()) == [file]


def test_a_file_created_meanwhile_is_not_overwritten(file: Path) -> None:
    class Slow(Typist):
        def __call__(self, prompt: str) -> str:
            file.write_text("mine")
            return super().__call__(prompt)

    assert run_init(file, Slow([""]), {**RIGHT, "region": ""}, groups=["infra=ann"], users=["ann"])[0] == 1
    assert file.read_text() == "mine"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(("stop", "status"), [(KeyboardInterrupt(), 130), (EOFError(), 1)], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("before", range(6))
def test_stopping_at_any_question_writes_nothing(
    file: Path, stop: BaseException, status: int, before: int, capsys: pytest.CaptureFixture[str]
) -> None:
    typist = Typist([*["acme", "example.com", "", "", "", ""][:before], stop])

    assert run_init(file, typist)[0] == status
    assert "nothing was written" in capsys.readouterr().err
    assert list(file.parent.iterdir()) == []


def test_a_file_system_without_hard_links_is_written_to(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    assert run_init(file, None, RIGHT)[0] == 0
    assert load(file)[0].name == "acme"
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_leaves_nothing_behind(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)

    assert run_init(file, None, RIGHT)[0] == 1
    assert capsys.readouterr().err == f"orgctl: {file} cannot be written: No space left on device\n"
    assert list(file.parent.iterdir()) == []


def test_a_missing_folder_is_reported_before_the_first_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typist = Typist([])

    assert run_init(tmp_path / "new" / "organization.yaml", typist)[0] == 1
    assert typist.prompts == []
    assert "create it first" in capsys.readouterr().err


def test_the_file_has_the_permissions_of_the_umask(file: Path) -> None:
    before = os.umask(0o027)
    try:
        run_init(file, None, RIGHT)
    finally:
        os.umask(before)

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("environment", "region"),
    [
        ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-2"}, "eu-west-1"),
        ({"AWS_DEFAULT_REGION": "us-east-2"}, "us-east-2"),
    ],
)
def test_the_region_of_the_environment_is_suggested(environment: dict[str, str], region: str) -> None:
    assert Suggestions(environment).region() == region


@pytest.mark.parametrize(("profile", "region"), [("mine", "ca-central-1"), ("nobodys", "")])
def test_the_region_of_the_profile_is_suggested(
    profile: str, region: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text("[profile mine]\nregion = ca-central-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", profile)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)

    assert Suggestions({}).region() == region


@pytest.mark.parametrize(("login", "suggested"), [("ann", "ann"), ("root", ""), ("cloudshell-user", "")])
def test_a_login_name_that_is_a_persons_is_suggested(
    login: str, suggested: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", login)

    assert Suggestions().login() == suggested
