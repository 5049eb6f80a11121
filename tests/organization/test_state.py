"""The location of Terraform's state: `deployment.state`."""

from __future__ import annotations

import pytest

from tests.organization.files import at, organization, problems

MODES = "must be account, central or local"


def state(text: str, **fields: str | None) -> str:
    """Return the smallest organization with a state, which begins in line 6, column 21."""
    return organization(**{"deployment": f"{{state: {text}}}", **fields})


def with_account(key: str) -> str:
    """Return a tree with one account besides id; its key begins in column 48."""
    return f"{{main: {{accounts: {{id: , {key}: }}}}}}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("account", id="a bucket in each account, in short"),
        pytest.param("central", id="one bucket, in short"),
        pytest.param("local", id="files, in short"),
        pytest.param("{mode: account}", id="a bucket in each account"),
        pytest.param("{}", id="an empty mapping"),
        pytest.param("", id="nothing"),
        pytest.param("{mode: }", id="no mode"),
        pytest.param("{mode: central, bucket: a.bucket-1, region: eu-west-1}", id="a bucket and region of one's own"),
        pytest.param("{mode: central, bucket: }", id="a bucket that is left empty"),
        pytest.param("{region: eu-west-1, dynamodb_table: true}", id="a table in another region"),
        pytest.param("{mode: local, dynamodb_table: false}", id="no table with files"),
    ],
)
def test_accepted(text: str) -> None:
    assert problems(state(text)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("s3", f"21  deployment.state.mode: {MODES}, got 's3'", id="another mode, in short"),
        pytest.param(
            "lcoal",
            f"21  deployment.state.mode: {MODES}, got 'lcoal', did you mean 'local'?",
            id="a slip, in short",
        ),
        pytest.param("5", "21  deployment.state: must be account, central, local or a mapping, got 5", id="a number"),
        pytest.param(
            "[local]", "21  deployment.state: must be account, central, local or a mapping, got a list", id="a list"
        ),
        pytest.param("{mode: s3}", f"28  deployment.state.mode: {MODES}, got 's3'", id="another mode"),
        pytest.param("{mode: 5}", f"28  deployment.state.mode: {MODES}, got 5", id="a number as mode"),
        pytest.param("{mode: [central]}", f"28  deployment.state.mode: {MODES}, got a list", id="a list as mode"),
        pytest.param(
            "{mode: Central}",
            f"28  deployment.state.mode: {MODES}, got 'Central', did you mean 'central'?",
            id="a mode with a capital",
        ),
        pytest.param(
            "{mod: local}", "22  deployment.state.mod: 'mod' is an unknown key, did you mean 'mode'?", id="a slip"
        ),
        pytest.param(
            "{bucket: bucket}",
            "30  deployment.state.bucket: 'bucket' requires the mode central, and the mode is account; "
            "change the mode or remove the bucket",
            id="a bucket without the mode",
        ),
        pytest.param(
            "{mode: local, bucket: bucket}",
            "43  deployment.state.bucket: 'bucket' requires the mode central, and the mode is local; "
            "change the mode or remove the bucket",
            id="a bucket with files",
        ),
        pytest.param(
            "{mode: central, bucket: My_bucket}",
            "45  deployment.state.bucket: 'My_bucket' must be lower-case letters, digits, dots and hyphens, "
            "with a letter or digit at each end",
            id="a bucket with an impossible name",
        ),
        pytest.param(
            "{mode: central, bucket: 7}",
            "45  deployment.state.bucket: must be text, got 7; put it in quotes",
            id="a bucket as a number",
        ),
        pytest.param(
            "{region: eu-west-11}",
            "30  deployment.state.region: 'eu-west-11' is not an AWS region, did you mean 'eu-west-1'?",
            id="a region that does not exist",
        ),
        pytest.param("{region: ''}", "30  deployment.state.region: '' is not an AWS region", id="an empty region"),
        pytest.param(
            "{mode: local, region: eu-west-1}",
            "43  deployment.state.region: 'eu-west-1' is for buckets, and the mode local has none; remove it",
            id="a region with files",
        ),
        pytest.param(
            "{mode: local, region: nowhere}",
            "43  deployment.state.region: 'nowhere' is not an AWS region",
            id="with files a region that does not exist",
        ),
        pytest.param(
            "{mode: local, dynamodb_table: true}",
            "51  deployment.state.dynamodb_table: true is for buckets, and the mode local has none; remove it",
            id="a table with files",
        ),
        pytest.param(
            "{dynamodb_table: yes}",
            "38  deployment.state.dynamodb_table: must be true or false, got 'yes'",
            id="yes for a table",
        ),
    ],
)
def test_refused(text: str, line: str) -> None:
    assert problems(state(text)) == at(f"6:{line}")


def test_several_mistakes_are_listed_at_once() -> None:
    assert problems(state("{mode: local, bucket: b, dynamodb_table: true, region: x, key: y}")) == at(
        "6:43  deployment.state.bucket: 'b' requires the mode central, and the mode is local; "
        "change the mode or remove the bucket",
        "6:62  deployment.state.dynamodb_table: true is for buckets, and the mode local has none; remove it",
        "6:76  deployment.state.region: 'x' is not an AWS region",
        "6:79  deployment.state.key: 'key' is an unknown key; allowed are mode, bucket, region, dynamodb_table",
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{mode: s3, bucket: bucket}", id="a bucket"),
        pytest.param("{mode: s3, region: eu-west-1, dynamodb_table: true}", id="a table"),
        pytest.param("{mode: lcoal, bucket: bucket, dynamodb_table: true}", id="a table with a misspelt mode"),
        pytest.param("[bucket]", id="a list"),
    ],
)
def test_an_unreadable_mode_is_one_problem(text: str) -> None:
    (line,) = problems(state(text, organizational_units=with_account("k" * 31)))

    assert "must be account, central" in line


def test_a_wrong_mode_does_not_hide_a_wrong_region() -> None:
    assert problems(state("{mode: s3, region: x}")) == at(
        f"6:28  deployment.state.mode: {MODES}, got 's3'",
        "6:40  deployment.state.region: 'x' is not an AWS region",
    )


@pytest.mark.parametrize("mode", ["account", "central"])
def test_a_name_that_makes_the_longest_buckets_is_accepted(mode: str) -> None:
    assert problems(state(mode, name="n" * 31)) == []


@pytest.mark.parametrize("mode", ["account", "central"])
def test_a_name_that_makes_too_long_buckets_is_one_problem(mode: str) -> None:
    shown = f"{'n' * 32}-org-root-tf-state-log-us-we…"
    assert problems(state(mode, name="n" * 32, organizational_units=with_account("longer-key"))) == at(
        f"1:7  name: its bucket '{shown}' has 64 characters, 3 to 63 are allowed; choose another name"
    )


def test_a_name_that_no_bucket_may_begin_with_is_one_problem() -> None:
    (line,) = problems(state("account", name="sthree"))

    assert line.startswith("organization.yaml:1:7  name: its bucket 'sthree-org-root-tf-state-log-us-west-2' ")
    assert "must not begin with xn--, sthree-" in line


def test_a_key_that_makes_the_longest_bucket_is_accepted() -> None:
    assert problems(state("account", organizational_units=with_account("k" * 30))) == []


def test_a_key_that_makes_a_bucket_name_too_long_is_reported_at_its_place() -> None:
    key = "k" * 31
    assert problems(state("account", organizational_units=with_account(key))) == at(
        f"5:48  organizational_units.main.accounts.{key}: its bucket 'spacecats-{key}-tf-state-log-us-we…' "
        "has 64 characters, 3 to 63 are allowed; choose a shorter key"
    )


def test_the_region_of_the_state_is_part_of_the_bucket() -> None:
    lines = problems(state("{region: ap-southeast-1}", organizational_units=with_account("k" * 26)))

    assert problems(state("{region: ap-southeast-1}", organizational_units=with_account("k" * 25))) == []
    assert len(lines) == 1
    assert "has 64 characters" in lines[0]


@pytest.mark.parametrize(
    "units",
    [
        pytest.param(with_account("k" * 31), id="an account without a bucket"),
        pytest.param(
            f"{{main: {{accounts: {{id: }}}}, out: {{quarantine: true, accounts: {{{'k' * 31}: }}}}}}",
            id="an account in quarantine",
        ),
    ],
)
def test_only_buckets_that_will_exist_are_checked(units: str) -> None:
    mode = "account" if "quarantine" in units else "central"
    assert problems(state(mode, organizational_units=units)) == []


@pytest.mark.parametrize("mode", ["central", "local"])
def test_the_log_account_has_a_bucket_of_a_long_name(mode: str) -> None:
    """The bucket for access logs of the buckets of CloudTrail and Config exists only with one of these services."""
    key, units = "k" * 32, with_account("k" * 32)
    expected = at(
        f"5:48  organizational_units.main.accounts.{key}: its bucket 'spacecats-{key}-access-logs-us-we…' "
        "has 64 characters, 3 to 63 are allowed; choose a shorter key"
    )

    assert problems(state(mode, organizational_units=units, log_account=key)) == expected
    assert problems(state(mode, organizational_units=units, log_account=key, cloudtrail="false")) == []
    assert problems(state(mode, organizational_units=with_account(key[1:]), log_account=key[1:])) == []
    assert problems(state(mode, organizational_units=units)) == []


def test_a_key_that_makes_two_buckets_too_long_is_one_problem() -> None:
    assert len(problems(state("account", organizational_units=with_account("k" * 32), log_account="k" * 32))) == 1


def test_a_name_may_be_too_long_for_the_logs_in_the_management_account() -> None:
    (line,) = problems(state("local", name="n" * 33))

    assert line.startswith(f"organization.yaml:1:7  name: its bucket '{'n' * 33}-org-root-access-logs-us-we…' has 64 ")
    assert problems(state("local", name="n" * 32)) == []
    assert problems(state("local", name="n" * 33, cloudtrail="false")) == []


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        pytest.param({"organizational_units": with_account("Bad")}, "'Bad' must be", id="a key that is wrong itself"),
        pytest.param({"name": "Bad"}, "'Bad' must be", id="a name that is wrong itself"),
        pytest.param({"name": "7"}, "must be text, got 7", id="a name that cannot be read"),
        pytest.param({"region": "here", "name": "n" * 32}, "'here' is not an AWS region", id="a region that is wrong"),
        pytest.param({"region": "[us-west-2]", "name": "n" * 32}, "must be text", id="a region that cannot be read"),
    ],
)
def test_no_bucket_name_is_derived_from_an_invalid_value(fields: dict[str, str], what: str) -> None:
    (line,) = problems(organization(**fields))

    assert what in line
