from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from orgctl.invite import command, invitation, switch_role_link, to_do
from orgctl.outcome import run
from orgctl.profiles import FORMS, merge, profiles_of
from tests.profiles.organizations import numbers, small


def text(user: str, form: str = "cli") -> str:
    return invitation(small(), numbers(small()), user, FORMS[form])


def links(text: str) -> list[dict[str, str]]:
    """Return the fields of every link to switch roles."""
    found = re.findall(r"https://signin\.aws\.amazon\.com/switchrole\S+", text)
    return [{name: value for name, (value,) in parse_qs(urlsplit(link).query).items()} for link in found]


def test_a_new_user_learns_the_sign_in_address_and_the_name_of_the_device() -> None:
    invited = text("ben")

    assert "https://cats-id.signin.aws.amazon.com/console" in invited
    assert "org-root.signin" not in invited
    assert re.search(r"must be exactly\n +ben\n", invited)
    assert "aws configure --profile cats-id" in invited
    assert "aws sts get-caller-identity --profile cats-infra.infra" in invited


def test_an_administrator_signs_in_to_the_management_account_as_another_user() -> None:
    invited = text("ann")

    assert "two users" in invited
    assert "https://cats-org-root.signin.aws.amazon.com/console\n   as ann.org-root," in invited
    assert "https://cats-id.signin.aws.amazon.com/console\n   as ann," in invited
    assert re.findall(r"must be exactly\n +(\S+)\n", invited) == ["ann.org-root", "ann"]
    assert "two users" not in text("eve")


@pytest.mark.parametrize("user", ["ann", "ben", "cy", "dee", "eve"])
def test_there_is_a_link_for_each_role_that_the_console_can_switch_to(user: str) -> None:
    """The console switches from the user; OrganizationAccountAccessRole, assumed from the role admin, has no link."""
    profiles = profiles_of(small(), numbers(small()), user)
    own = {profile.name for profile in profiles if profile.role_arn is None}

    found = [f"arn:aws:iam::{link['account']}:role/{link['roleName']}" for link in links(text(user))]
    assert found == [profile.role_arn for profile in profiles if profile.source_profile in own]
    assert all(len(link["displayName"]) <= 64 for link in links(text(user)))


def test_a_link_holds_any_name() -> None:
    role = "a+b=c,d@e." + "x" * 54
    (link,) = links(switch_role_link(role, "000000000001", f"{role} @ alias"))

    assert link == {"roleName": role, "account": "000000000001", "displayName": role}


@pytest.mark.parametrize("form", FORMS)
def test_the_profiles_can_be_pasted(form: str) -> None:
    invited = text("ann", form)

    start = invited.index("[profile ")
    profiles = profiles_of(small(), numbers(small()), "ann", FORMS[form])
    assert merge(invited[start:], profiles) == invited[start:]


def test_each_form_has_its_way_to_keys() -> None:
    assert "aws-vault add cats-id" in text("ben", "aws-vault")
    assert "aws login --profile cats-id" in text("ben", "login")
    assert "access key for the command line" not in text("ben", "login")


def test_the_administrator_sets_the_first_password_with_their_own_profile() -> None:
    told = to_do(small(), "ann")

    eves = {profile.name for profile in profiles_of(small(), numbers(small()), "eve")}
    used = re.findall(r"--profile (\S+)", told)
    assert used == ["cats-org-root", "cats-id.OrganizationAccountAccessRole"]
    assert set(used) <= eves
    assert told.count("--password-reset-required") == 2
    assert "--user-name ann.org-root " in told


def test_the_text_has_room_in_80_columns() -> None:
    for user in ("ann", "ben", "cy", "dee"):
        lines = [*text(user).splitlines(), *to_do(small(), user).splitlines()]
        assert not [line for line in lines if len(line) > 80 and "https://signin" not in line]


def test_the_invitation_is_on_standard_output_and_the_next_steps_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "organization.yaml").write_text(
        "name: cats\nemail: aws+{account}@example.com\nregion: eu-west-1\norg_root: {admins: [ann]}\n"
        "organizational_units: {main: {accounts: {id: }}}\nusers: [ann, ben]\n",
        encoding="utf-8",
    )
    outputs = {"account_ids": {"id": "2" * 12}, "admin_role_arn": f"arn:aws:iam::{'1' * 12}:role/admin"}
    (tmp_path / "outputs.json").write_text(json.dumps({"org-root": outputs}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert command("ben", outputs=Path("outputs.json")) == 0
    out, err = capsys.readouterr()
    assert "Sign in at" in out
    assert "PASSWORD" not in out
    assert "create-login-profile" in err
    assert run(lambda: command("bne", outputs=Path("outputs.json"))) == 1
    assert "did you mean 'ben'?" in capsys.readouterr().err
    assert run(lambda: command("ben", form="sso")) == 2
    assert run(lambda: command("ben", outputs=Path("none.json"))) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("orgctl: none.json cannot be read")
