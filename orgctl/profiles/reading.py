"""
The parser of an AWS config file's lines: reads as botocore and the AWS CLI do, with Python's configparser.

A line that is indented deeper than the setting before it continues that setting; a comment has its own line. Line
ends are those of Python's text files. Source: configparser and botocore.configloader 1.44 (2026-11-22).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from orgctl.profiles.sections import ConfigFileError, Section, Setting, again

_HEADER = re.compile(r"\[(?P<name>.+)\]")
_SETTING = re.compile(r"(?P<key>.*?)\s*[=:]\s*(?P<value>.*)$", re.DOTALL)
_COMMENTS = ("#", ";")


def sections_of(lines: list[str]) -> list[Section]:
    """Return every section, in the order of the file. Raise ConfigFileError with every error."""
    reader = _Reader()
    for number, line in enumerate(lines):
        reader.read(number, line)
    problems = reader.problems + _twice(reader.sections) + _nested(reader.sections, lines)
    if lines and lines[0].startswith("\ufeff"):
        problems = [(1, "begins with a byte order mark, which the AWS CLI cannot read; save the file as UTF-8 without")]
    if problems:
        raise ConfigFileError(problems)
    return reader.sections


@dataclass
class _Reader:
    """The parser's state between lines."""

    sections: list[Section] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    setting: Setting | None = None
    depth: int = 0

    def read(self, number: int, line: str) -> None:
        content = line.strip()
        if not content or content.startswith(_COMMENTS):
            return
        indent = line[: len(line) - len(line.lstrip())]
        if self.setting is not None and len(indent) > self.depth:
            self.setting.more.append(number)
            return
        self.depth = len(indent)
        if header := _HEADER.match(content):
            self.sections.append(Section(header["name"], number, indent))
            self.setting = None
        elif not self.sections:
            self.problems.append((number + 1, "is before the first section; the AWS CLI demands '[profile …]' first"))
        else:
            self._setting(number, indent, content)

    def _setting(self, number: int, indent: str, content: str) -> None:
        match = _SETTING.match(content)
        if match is None or not match["key"]:
            self.problems.append((number + 1, "is no section, no 'name = value' and no comment: correct or remove it"))
            return
        key, settings = match["key"].lower(), self.sections[-1].settings
        if key in settings:
            first = settings[key].line + 1
            message = f"sets {key} of [{self.sections[-1].name}] again, after line {first}; remove one of them"
            self.problems.append((number + 1, message))
        self.setting = Setting(number, indent, match["value"])
        settings.setdefault(key, self.setting)


def _twice(sections: list[Section]) -> list[tuple[int, str]]:
    problems, lines = [], dict[str, int]()
    for section in sections:
        first = lines.setdefault(section.name, section.line)
        if first != section.line:
            problems.append((section.line + 1, again(section, first)))
    return problems


def _nested(sections: list[Section], lines: list[str]) -> list[tuple[int, str]]:
    """Return errors in nested settings: those of a setting without a value, as `s3 =`."""
    return [
        (number + 1, "belongs to the setting above it and is no 'name = value': correct or remove it")
        for section in sections
        for setting in section.settings.values()
        if not setting.value
        for number in setting.more
        if "=" not in lines[number]
    ]
