"""The YAML reader: values, their places, and rejected documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from organization import yaml_source
from organization.load import examine_text
from organization.model import Organization
from tests.organization.files import EXAMPLE, ROOT, at, organization, problems


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Tests both of PyYAML's parsers: some builds lack the fast one in C."""
    name: str = request.param
    monkeypatch.setattr(yaml_source, "_Loader", getattr(yaml, name))
    return name


def read(text: str) -> Organization:
    found, listed = examine_text(text.encode(), ROOT)
    assert found is not None
    assert listed == []
    return found


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("no", "no", id="no is text"),
        pytest.param("on", "on", id="on is text"),
        pytest.param("Yes", "Yes", id="yes is text"),
        pytest.param("0123", "0123", id="a number with a leading zero is text"),
        pytest.param("012345678901", "012345678901", id="an account number with a leading zero keeps it"),
        pytest.param("0x1f", "0x1f", id="a hexadecimal number is text"),
        pytest.param("0o17", "0o17", id="an octal number is text"),
        pytest.param("1_000", "1_000", id="a number with an underscore is text"),
        pytest.param("190:20:30", "190:20:30", id="a sexagesimal number is text"),
        pytest.param("2026-11-22", "2026-11-22", id="a date is text"),
        pytest.param("1.2.3", "1.2.3", id="a version is text"),
        pytest.param("=", "=", id="an equals sign is text"),
        pytest.param("'12'", "12", id="a number in quotes is text"),
        pytest.param('"true"', "true", id="true in quotes is text"),
        pytest.param("''", "", id="nothing in quotes is text"),
        pytest.param("|-\n  a", "a", id="a block is text"),
    ],
)
def test_text_stays_as_it_is_written(written: str, value: str) -> None:
    source = yaml_source.parse(f"key: {written}".encode())

    assert source.root is not None
    assert source.root.data() == {"key": value}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("true", True, id="true"),
        pytest.param("False", False, id="False"),
        pytest.param("", None, id="nothing"),
        pytest.param("~", None, id="~"),
        pytest.param("NULL", None, id="NULL"),
        pytest.param("0", 0, id="zero"),
        pytest.param("-17", -17, id="a negative number"),
        pytest.param("3600", 3600, id="a number"),
        pytest.param("1.5", 1.5, id="a fraction"),
        pytest.param("[a, {b: 1}]", ["a", {"b": 1}], id="a list"),
    ],
)
def test_values_follow_the_core_schema(written: str, value: Any) -> None:
    source = yaml_source.parse(f"key: {written}".encode())

    assert source.root is not None
    assert source.root.data() == {"key": value}
    assert source.problems == []


def test_users_called_no_and_on_are_users() -> None:
    assert read(organization("users: [no, on, 007]")).users == ["no", "on", "007"]


def test_keys_are_always_text() -> None:
    assert read(organization("tags: {1: a, true: b, null: c, 1.5: d}")).tags == {
        "1": "a",
        "true": "b",
        "null": "c",
        "1.5": "d",
    }


@pytest.mark.parametrize(
    ("number", "place"), [("111122223333", "8"), ("000000000000", "8")], ids=["a number", "a number of zeros"]
)
def test_an_account_number_without_quotes_is_rejected_everywhere(number: str, place: str) -> None:
    assert problems(organization("users:", "  - ann", f"  - {number}", f"tags: {{a: {number}}}")) == at(
        f"{place}:5  users[1]: an account number needs quotes, '{number}', got {number}: YAML reads it as a number",
        f"9:11  tags.a: an account number needs quotes, '{number}', got {number}: YAML reads it as a number",
    )


def test_an_account_number_in_quotes_is_text() -> None:
    assert read(organization("tags: {a: '111122223333', b: \"111122223333\"}")).tags["a"] == "111122223333"


def test_eleven_and_thirteen_digits_are_no_account_number() -> None:
    assert problems(organization("tags: {a: 11112222333, b: 1111222233334}")) == at(
        "6:11  tags.a: must be text, got 11112222333; put it in quotes",
        "6:27  tags.b: must be text, got 1111222233334; put it in quotes",
    )


def test_a_key_that_occurs_twice_is_rejected_at_every_level() -> None:
    text = organization("name: other", "users: [ann]", "groups:", "  web: {users: [ann]}", "  web: {users: []}")

    assert problems(text) == at(
        "6:1  name: the key 'name' occurs a second time here, first in line 1; keep one",
        "10:3  groups.web: the key 'web' occurs a second time here, first in line 9; keep one",
    )


def test_a_key_that_occurs_three_times_is_rejected_twice() -> None:
    assert len(problems(organization("name: a", "name: b"))) == 2


@pytest.mark.parametrize(
    ("more", "start"),
    [
        pytest.param("tags: {a: x, a: y}", "organization.yaml:6:14  tags.a: ", id="a key that occurs twice"),
        pytest.param("tags: {a: 111122223333}", "organization.yaml:6:11  tags.a: ", id="a number without quotes"),
    ],
)
def test_problems_of_yaml_name_the_field(more: str, start: str) -> None:
    (line,) = problems(organization(more))

    assert line.startswith(start)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", "1:1  the file is empty; it must describe an organization", id="an empty file"),
        pytest.param("\n  \n", "1:1  the file is empty; it must describe an organization", id="a blank file"),
        pytest.param("# a\n# b\n", "1:1  the file is empty; it must describe an organization", id="comments only"),
        pytest.param("---\n", "1:1  the file is empty; it must describe an organization", id="an empty document"),
        pytest.param("--- ''\n", "1:1  the file is empty; it must describe an organization", id="an empty text"),
        pytest.param("\ufeff", "1:1  the file is empty; it must describe an organization", id="a byte order mark only"),
        pytest.param(
            "null", "1:1  the file must be a mapping that describes an organization, got null", id="nothing at all"
        ),
        pytest.param("[a]", "1:1  the file must be a mapping that describes an organization, got a list", id="a list"),
        pytest.param(
            "\n hello", "2:2  the file must be a mapping that describes an organization, got 'hello'", id="a word"
        ),
        pytest.param(
            organization("---", "name: b"), "6:1  a second document begins here; one is allowed", id="a second document"
        ),
        pytest.param(
            organization("tags: {a: *b}"),
            "6:11  the alias '*b' names no finished anchor above it",
            id="no such anchor",
        ),
        pytest.param(
            organization("tags: !!map {a: b}"),
            "6:7  tags are not used here, got 'tag:yaml.org,2002:map'; remove it",
            id="a tag on a mapping",
        ),
        pytest.param(
            organization("tags: {a: !secret b}"), "6:11  tags are not used here, got '!secret'; remove it", id="a tag"
        ),
        pytest.param(
            organization("tags: {a: !!python/object/apply:os.system b}"),
            "6:11  tags are not used here, got 'tag:yaml.org,2002:python/object/apply:os.system'; remove it",
            id="a tag that would run a program",
        ),
        pytest.param(
            organization("tags: {? [a] : b}"), "6:10  a key must be a word, got a list or a mapping", id="a list as key"
        ),
        pytest.param(
            organization("tags: {<<: [a]}"), "6:13  '<<' takes an alias of a mapping", id="a word to be merged"
        ),
    ],
)
def test_refused(text: str, line: str) -> None:
    assert problems(text) == at(line)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        pytest.param("a: [b\n", "2:1", "did not find expected", id="a list that does not end"),
        pytest.param("a: 'b\n", "2:1", "quoted scalar", id="a text that does not end"),
        pytest.param("a: b: c\n", "1:5", "mapping values are not allowed", id="two values in a line"),
        pytest.param("a:\n\tb: c\n", "2:1", "cannot start any token", id="a tab as indentation"),
        pytest.param("a: b\n  c: d\n", "2:4", "mapping values are not allowed", id="a wrong indentation"),
        pytest.param("a: @b\n", "1:4", "cannot start any token", id="a reserved character"),
        pytest.param("a: {b: !x!c d}\n", "1:8", "tag", id="a tag with an unknown handle"),
    ],
)
def test_invalid_yaml_is_one_problem_at_its_place(text: str, place: str, words: str, parser: str) -> None:
    (line,) = problems(text)

    assert line.startswith(f"organization.yaml:{place}  this is not YAML: ")
    assert parser == "SafeLoader" or words in line


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(
            b"a: b\nname: \xff\n", "2:7  the file is not UTF-8 text: byte 0xff; save it as UTF-8", id="a wrong byte"
        ),
        pytest.param(
            "name: ä".encode("latin-1"), "1:7  the file is not UTF-8 text: byte 0xe4; save it as UTF-8", id="Latin-1"
        ),
        pytest.param(
            "name: a".encode("utf-16"), "1:1  the file is not UTF-8 text: byte 0xff; save it as UTF-8", id="UTF-16"
        ),
        pytest.param(
            b"a: \xed\xa0\x80", "1:4  the file is not UTF-8 text: byte 0xed; save it as UTF-8", id="a lone surrogate"
        ),
        pytest.param(
            b"a: b\nc: \x00",
            "2:4  the file is not text: it holds the control character U+0000; write it in YAML",
            id="NUL",
        ),
        pytest.param(b"\x89PNG\r\n", "1:1  the file is not UTF-8 text: byte 0x89; save it as UTF-8", id="an image"),
        pytest.param(
            b"\x7fELF\x02\x01",
            "1:1  the file is not text: it holds the control character U+007F; write it in YAML",
            id="a program",
        ),
        pytest.param(
            b"\x1b[31mname: a",
            "1:1  the file is not text: it holds the control character U+001B; write it in YAML",
            id="an escape sequence",
        ),
        pytest.param(
            "a: ää".encode() + b"\xff",
            "1:6  the file is not UTF-8 text: byte 0xff; save it as UTF-8",
            id="a wrong byte after letters of two bytes",
        ),
        pytest.param(
            b"\xef\xbb\xbfname: \xff",
            "1:7  the file is not UTF-8 text: byte 0xff; save it as UTF-8",
            id="a wrong byte after a byte order mark",
        ),
    ],
)
def test_a_file_that_is_not_text_is_one_problem_at_its_place(content: bytes, line: str) -> None:
    assert problems(content) == at(line)


def test_a_huge_file_is_rejected_unread() -> None:
    assert problems(b"a" * (4 * 1024 * 1024 + 1)) == at(
        "1:1  the file has more than 4194304 bytes, which is the most that is allowed"
    )


def test_a_second_document_does_not_hide_problems_of_the_first() -> None:
    assert problems(organization("---", "name: b", region="x")) == at(
        "3:9  region: 'x' is not an AWS region", "6:1  a second document begins here; one is allowed"
    )


@pytest.mark.parametrize("text", ['a: "\\UFFFFFFFF"', f"%YAML 1.{'9' * 5000}\n--- a\n"], ids=["a letter", "a version"])
def test_a_number_beyond_every_bound_is_no_yaml(text: str) -> None:
    (line,) = problems(text)

    assert line.startswith("organization.yaml:1:")
    assert "  this is not YAML: " in line


def test_a_recursive_alias_is_rejected() -> None:
    assert at("6:14  the alias '*a' names no finished anchor above it")[0] in problems(organization("tags: &a {b: *a}"))


def bomb(levels: int, width: int = 10) -> str:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels + 1)]
    return "\n".join(lines) + "\n"


def test_a_yaml_bomb_is_rejected() -> None:
    assert problems(bomb(30)) == at("1:1  aliases make the file larger than 500000 values; write it without them")


def test_a_small_number_of_aliases_is_no_bomb() -> None:
    assert all("unknown key" in line or "is missing" in line for line in problems(bomb(3)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("[" * 41, "1:41", id="lists"),
        pytest.param("[" * 100_000, "1:41", id="very many lists"),
        pytest.param("{a: " * 41, "1:161", id="mappings"),
        pytest.param("\n".join("  " * level + "a:" for level in range(100)), "41:81", id="blocks"),
        pytest.param("- " * 100, "1:81", id="lists in blocks"),
    ],
)
def test_deep_nesting_is_rejected_where_it_becomes_too_deep(text: str, place: str) -> None:
    assert problems(text) == at(f"{place}  nested deeper than 40 levels")


def through_aliases(levels: int) -> str:
    return "\n".join(["a0: &a0 [x]", *(f"a{level}: &a{level} [*a{level - 1}]" for level in range(1, levels))])


def test_deep_nesting_through_aliases_is_rejected() -> None:
    assert at("40:6  aliases nest deeper than 40 levels; write it without them")[0] in problems(through_aliases(1000))


def test_a_file_that_nests_too_deep_is_not_called_empty() -> None:
    assert not any("the file is empty" in line for line in problems(through_aliases(41)))


def test_forty_levels_are_not_too_deep() -> None:
    assert problems("[" * 40 + "]" * 40) == at(
        "1:1  the file must be a mapping that describes an organization, got a list"
    )


def test_merge_keys_add_missing_keys_of_a_mapping() -> None:
    text = organization(
        "users: [ann]",
        "groups:",
        "  web: &web {users: [ann], roles: {id: ReadOnlyAccess}}",
        "  ops: {<<: *web, users: []}",
        "  dev: {<<: [*web]}",
    )
    groups = read(text).groups

    assert groups["ops"].users == []
    assert groups["ops"].roles["id"].policies == ["ReadOnlyAccess"]
    assert groups["dev"] == groups["web"]


def test_a_problem_in_the_value_of_an_alias_is_reported_at_its_anchor() -> None:
    text = organization("users: [ann]", "groups:", "  web: {users: &all [zoe]}", "  ops: {users: *all}")

    assert problems(text) == at(
        "8:22  groups.ops.users[0]: 'zoe' is not in the list users",
        "8:22  groups.web.users[0]: 'zoe' is not in the list users",
    )


def test_a_byte_order_mark_is_skipped() -> None:
    assert problems("\ufeff" + organization(region="x")) == at("3:9  region: 'x' is not an AWS region")


def test_windows_line_ends_are_line_ends() -> None:
    assert problems(organization(region="x").replace("\n", "\r\n")) == at("3:9  region: 'x' is not an AWS region")


def test_old_macintosh_line_ends_are_line_ends() -> None:
    assert problems(organization(region="x").replace("\n", "\r")) == at("3:9  region: 'x' is not an AWS region")


def test_columns_count_characters() -> None:
    assert problems(organization(organizational_units="{ä😀: {accounts: {id: , Bad: {email: b@example.com}}}}")) == at(
        "5:46  organizational_units.ä😀.accounts.Bad: 'Bad' must be lower-case letters, digits and single hyphens, "
        "with no hyphen at either end"
    )


def test_the_example_is_read_alike_by_both_parsers(parser: str) -> None:
    assert read(EXAMPLE) == examine_text(EXAMPLE.encode(), Path())[0]


@pytest.mark.parametrize(("text", "place"), [("[", "1:2"), ("name: 'a", "1:9"), ("a: [\n", "2:1"), ("\n{a: b", "2:6")])
def test_a_premature_end_is_reported_at_the_end_of_the_file(text: str, place: str) -> None:
    (line,) = problems(text)

    assert line.startswith(f"organization.yaml:{place}  this is not YAML: ")
