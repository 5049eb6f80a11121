"""The check as a command: exit status, output, and files that cannot be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from organization.check import command, main, report
from organization.hints import Hints
from organization.load import default_file, examine, load
from organization.problem import InvalidFile, Problem, field_path, quoted
from tests.organization.files import ROOT, organization

ELEVEN = "{main: {accounts: {id: , " + ", ".join(f"a{number}: " for number in range(9)) + "}}}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "organization.yaml"


def test_a_valid_file_gives_status_0_and_no_output(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(organization())

    assert main([str(file)]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_file_of_the_current_folder_is_checked_if_none_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(organization(region="here"))
    monkeypatch.chdir(file.parent)
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)

    assert main([]) == 1
    assert capsys.readouterr().err == (
        "organization.yaml:3:9  region: 'here' is not an AWS region\n"
        "1 error in organization.yaml; nothing was changed.\n"
    )


def test_another_file_can_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGANIZATION_FILE", "other.yaml")
    assert default_file() == Path("other.yaml")

    monkeypatch.setenv("ORGANIZATION_FILE", "")
    assert default_file() == Path("organization.yaml")


def test_errors_give_status_1_and_a_line_each_on_standard_error(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(organization(name="Spacecats", region="here"))

    assert main([str(file)]) == 1
    assert capsys.readouterr() == (
        "",
        f"{file}:1:7  name: 'Spacecats' must be lower-case letters, digits and single hyphens, "
        "with no hyphen at either end\n"
        f"{file}:3:9  region: 'here' is not an AWS region\n"
        f"2 errors in {file}; nothing was changed.\n",
    )


def test_warnings_alone_give_status_0(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(organization(organizational_units=ELEVEN))

    assert main([str(file)]) == 0
    assert capsys.readouterr() == (
        "",
        f"{file}:5:23  organizational_units: warning: 11 accounts in an organization, the management account included; "
        "the quota is 10 until AWS raises it for you (Service Quotas)\n",
    )


def test_warnings_are_not_counted_as_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("f", [Problem(1, 1, "a", "doubtful", warning=True), Problem(2, 3, "b", "wrong")]) == 1
    assert (
        capsys.readouterr().err == "f:1:1  a: warning: doubtful\nf:2:3  b: wrong\n1 error in f; nothing was changed.\n"
    )


def test_load_gives_an_organization_and_its_warnings(file: Path) -> None:
    file.write_text(organization(organizational_units=ELEVEN))
    found, warnings = load(file)

    assert len(found.accounts) == 10
    assert [warning.warning for warning in warnings] == [True]


def test_load_raises_every_problem_at_once(file: Path) -> None:
    file.write_text(organization(name="Spacecats", region="here"))

    with pytest.raises(InvalidFile) as caught:
        load(file)

    assert caught.value.file == str(file)
    assert [problem.line for problem in caught.value.problems] == [1, 3]
    assert str(caught.value).splitlines()[1] == f"{file}:3:9  region: 'here' is not an AWS region"


def only_line(file: str | Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one problem of a file that cannot be read, reported with status 1 and no traceback."""
    assert main([str(file)]) == 1
    problem, count = capsys.readouterr().err.splitlines()
    assert count == f"1 error in {file}; nothing was changed."
    assert problem.startswith(f"{file}:1:1  ")
    return problem.removeprefix(f"{file}:1:1  ")


def test_a_missing_file_is_described(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert only_line(file, capsys) == (
        "this cannot be read: No such file or directory; it must be a YAML file that describes an organization"
    )


def test_a_directory_is_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert only_line(tmp_path, capsys) == (
        "this is a directory, not a file; it must be a YAML file that describes an organization"
    )


def test_a_file_below_a_file_is_described(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("")
    assert only_line(file / "x", capsys).startswith("this cannot be read: Not a directory")


def test_an_empty_file_is_described(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("")
    assert only_line(file, capsys) == "the file is empty; it must describe an organization"


def test_a_binary_file_is_described(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(100))
    assert only_line(file, capsys).startswith("the file is not text: it holds the control character U+007F")


def test_the_largest_file_that_is_read_is_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"#" * 4 * 1024 * 1024)
    assert only_line(file, capsys) == "the file is empty; it must describe an organization"


def test_a_name_with_nul_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert only_line("a\0b", capsys) == "this cannot be read: embedded null byte"


def test_a_file_that_may_not_be_read_is_described(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert only_line(file, capsys).startswith("this cannot be read: Permission denied")


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000], ids=["a name too long", "a path too long"])
def test_a_path_that_the_system_rejects_is_described(name: str) -> None:
    _, (problem,) = examine(Path(name))

    assert "File name too long" in problem.message


def test_the_check_runs_without_cdktf_and_other_heavy_libraries() -> None:
    code = (
        "import sys; from organization.check import main; status = main(['organization.yaml']);"
        "print(status, sorted({'cdktf', 'constructs', 'jsii', 'boto3', 'botocore', 'moto'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "0 []\n"


def test_a_locale_without_unicode_is_no_obstacle(file: Path) -> None:
    file.write_text(organization("users: ['größer als']", f"groups: {{{'g' * 70}: }}"), encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "organization.check", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 3
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("a", "'a'", id="text in quotes"),
        pytest.param("a\nb", r"'a\nb'", id="a line break on one line"),
        pytest.param("a\x1b[31m", r"'a\x1b[31m'", id="an escape sequence made harmless"),
        pytest.param("a" * 60, "'" + "a" * 60 + "'", id="60 characters"),
        pytest.param("a" * 61, "'" + "a" * 60 + "…'", id="a text one character longer"),
        pytest.param("a" * 100, "'" + "a" * 60 + "…'", id="a long text shortened"),
        pytest.param("größer", "'größer'", id="letters beyond ASCII"),
    ],
)
def test_values_are_shown_on_one_line(value: str, text: str) -> None:
    assert quoted(value) == text


def test_paths_are_shown_as_in_the_file() -> None:
    assert field_path(("groups", "infra", "users", 0)) == "groups.infra.users[0]"
    assert field_path(()) == ""
    assert field_path(("a\nb", "x" * 300)) == rf"a\nb.{'x' * 200}…"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        pytest.param("infr", ", did you mean 'infra'?", id="the nearest word"),
        pytest.param("INFRA", ", did you mean 'infra'?", id="case apart"),
        pytest.param("zzz", "", id="nothing when nothing is near"),
    ],
)
def test_the_nearest_word_is_offered(word: str, hint: str) -> None:
    assert Hints().phrase(word, ["id", "infra", "prod"]) == hint


def test_only_so_many_words_are_looked_up() -> None:
    hints, words = Hints(), [f"w{number}" for number in range(10_000)]

    assert hints.word("w12x", words) == hints.word("w12x", words) == "w12"
    assert [hints.word(f"w{number}x", words) is None for number in range(4)] == [False, False, True, True]
    assert hints.word("w12x", words) == "w12"


def test_a_file_without_end_is_read_only_as_far_as_is_allowed() -> None:
    _, (problem,) = examine(Path("/dev/zero"))

    assert problem.message == "the file has more than 4194304 bytes, which is the most that is allowed"


def test_warnings_do_not_suppress_the_summary(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(organization(organizational_units=ELEVEN))

    assert command([str(file)]) == 0
    shown, warnings = capsys.readouterr()
    assert shown.splitlines()[0] == f"{file}: no errors"
    assert warnings.count("\n") == 1


def test_the_command_prints_errors_as_main_does(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in (organization(region="here"), organization(region="here", organizational_units=ELEVEN), "["):
        file.write_text(text)
        assert (command([str(file)]), *capsys.readouterr()) == (main([str(file)]), *capsys.readouterr())


def test_problems_can_be_had_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(organization(region="here", organizational_units=ELEVEN))

    assert command(["--json", str(file)]) == 1
    shown, errors = capsys.readouterr()
    assert errors == ""
    assert json.loads(shown) == {
        "file": str(file),
        "errors": 1,
        "warnings": 1,
        "problems": [
            {
                "line": 3,
                "column": 9,
                "field": "region",
                "message": "'here' is not an AWS region",
                "severity": "error",
            },
            {
                "line": 5,
                "column": 23,
                "field": "organizational_units",
                "message": "11 accounts in an organization, the management account included; "
                "the quota is 10 until AWS raises it for you (Service Quotas)",
                "severity": "warning",
            },
        ],
        "summary": None,
    }


def test_json_of_a_valid_file_has_no_problems(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(organization())
    monkeypatch.chdir(file.parent)
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)

    assert command(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.pop("summary")["accounts"] == ["id"]
    assert found == {"file": "organization.yaml", "errors": 0, "warnings": 0, "problems": []}


def test_json_of_a_missing_file_is_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command([str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["field"] == ""


@pytest.mark.parametrize("arguments", [["--jsn"], ["a.yaml", "b.yaml"], ["-x", "--json"], ["a", "b", "--json"]])
def test_unknown_arguments_give_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command(arguments) == 2
    shown, errors = capsys.readouterr()
    assert shown == ""
    assert errors.startswith("usage: ")
    assert errors.count("\n") == 1


def test_the_module_runs_the_command() -> None:
    run = [sys.executable, "-m", "organization.check", "organization.yaml"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[:2] == [
        "organization.yaml: no problems",
        "accounts    3 besides org-root: id, infra, logs",
    ]
    assert done.stderr == ""
