from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from botocore.configloader import load_config
from hypothesis import HealthCheck, example, given, settings

from orgctl.profiles import Profile, merge, render
from orgctl.profiles.model import SETTINGS
from orgctl.profiles.sections import ConfigFileError, lines_of
from tests.profiles.config_files import MINE, ConfigFile, Line, config_files

LIMITS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
NEW = Profile("cats-new.ops", "new", "eu-west-1", "ann-id", "arn:aws:iam::3:role/ops", "arn:mfa", "ann", 3_600)


def read(text: str) -> dict[str, Any]:
    """Return a config file as botocore reads it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config"
        file.write_bytes(text.encode())
        return dict(load_config(str(file)))


def ours(line: str) -> bool:
    return re.match(rf"\s*({'|'.join(SETTINGS)})\s*[=:]|\s+continued = here", line, re.IGNORECASE) is not None


@LIMITS
@given(config_files(mine=[]))
@example(ConfigFile("", ()))
@example(ConfigFile("[default]\nregion = x", ((Line("[default]"), "\n"), (Line("region = x"), ""))))
def test_new_profiles_are_appended(file: ConfigFile) -> None:
    merged = merge(file.text, MINE)

    assert merged.startswith(file.text)
    added = merged[len(file.text) :]
    assert re.sub(r"\r\n?", "\n", added).strip("\n") == render(MINE).strip("\n")
    assert read(merged)["profiles"] == {
        **read(file.text)["profiles"],
        **{profile.name: profile.settings for profile in MINE},
    }


@LIMITS
@given(config_files(mine=MINE))
def test_a_merge_keeps_every_other_byte(file: ConfigFile) -> None:
    merged = lines_of(merge(file.text, [*MINE, NEW]))

    added = len(lines_of(render([NEW])))
    assert re.sub(r"\r\n?", "\n", "".join(merged[-added:])) == render([NEW])
    kept, rest = file.kept, iter(merged[:-added])
    for line in kept:  # in their order, and what stands between them is ours
        for found in rest:
            if found == line or (line == kept[-1] and found.rstrip("\r\n") == line):
                break
            assert ours(found), found
        else:
            pytest.fail(f"{line!r} is gone")
    assert all(ours(found) or not found.strip() for found in rest)


@LIMITS
@given(config_files(mine=MINE))
def test_a_merge_changes_our_settings_only(file: ConfigFile) -> None:
    before, after = read(file.text), read(merge(file.text, MINE))

    for profile in MINE:
        there = before["profiles"].pop(profile.name)
        others = {key: value for key, value in there.items() if key not in profile.foreign}
        assert after["profiles"].pop(profile.name) == others | profile.settings
    assert after == before


@LIMITS
@given(config_files(mine=MINE[1:]))
def test_merging_twice_is_merging_once(file: ConfigFile) -> None:
    once = merge(file.text, MINE)

    assert merge(once, MINE) == once
    assert merge(once, list(reversed(MINE))) == once


def test_a_profile_is_changed_in_place() -> None:
    text = (
        "[profile cats-infra.infra] # mine\r\n"
        "output=json\r\n"
        "Region  =  us-east-1\r\n"
        "# by hand\r\n"
        "role_arn=arn:aws:iam::9:role/infra\r\n"
        "duration_seconds = 3600\r\n"
        "login_session = gone\r\n"
        "s3 =\r\n"
        "  max_queue_size = 1"
    )

    assert merge(text, [MINE[1]]) == (
        "[profile cats-infra.infra] # mine\r\n"
        "output=json\r\n"
        "Region  =  eu-west-1\r\n"
        "# by hand\r\n"
        "role_arn=arn:aws:iam::1:role/infra\r\n"
        "duration_seconds = 3600\r\n"
        "s3 =\r\n"
        "  max_queue_size = 1\r\n"
        "source_profile = ann-id\r\n"
        "mfa_serial = arn:mfa\r\n"
        "role_session_name = ann"
    )


def test_new_lines_have_the_line_ends_of_the_file() -> None:
    assert merge("[default]\r\nregion = x", MINE[:1]) == (
        "[default]\r\nregion = x\r\n\r\n[profile ann-id]\r\nregion = eu-west-1\r\n"
    )


def test_added_settings_are_indented_like_the_others() -> None:
    """Otherwise the next section, also indented, would continue it."""
    text = "  [profile ann-id]\n  output = json\n  [default]\n  region = x\n"

    assert merge(text, MINE[:1]) == text.replace("json\n", "json\n  region = eu-west-1\n")


def test_other_sources_of_a_users_keys_stay_unchanged() -> None:
    text = "[profile ann-id]\nlogin_session = arn\nmfa_serial = arn\ncredential_process = x\nregion = eu-west-1\n"

    assert merge(text, [MINE[0]]) == text


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("[profile a]\nx = 1\n\n[profile a]\n", {4: "repeats [profile a] of line 1"}),
        ('[profile ann-id]\n[profile "ann-id"]\n', {2: 'repeats [profile "ann-id"] of line 1'}),
        (
            "[a]\nx = 1\nX = 2\ny\n= 3\n",
            {3: "sets x of [a] again, after line 2", 4: "no 'name = value'", 5: "no 'name"},
        ),
        ("region = x\n[a]\n", {1: "before the first section"}),
        ("[a]\ns3 =\n  nothing\n", {3: "belongs to the setting above"}),
        ("\ufeff[a]\n", {1: "byte order mark"}),
    ],
)
def test_a_file_that_the_cli_would_not_read_is_refused(text: str, problems: dict[int, str]) -> None:
    with pytest.raises(ConfigFileError) as refusal:
        merge(text, MINE)

    found = dict(refusal.value.problems)
    assert found.keys() == problems.keys()
    assert all(message in found[line] for line, message in problems.items())


def test_two_ways_to_write_another_profile_are_not_reported() -> None:
    text = '[default]\nregion = a\n[profile default]\nregion = b\n[profile x]\n[profile "x"]\n'

    assert merge(text, MINE) == f"{text}\n{render(MINE)}"
