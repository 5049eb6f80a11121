"""
Profiles as text, and their merge into the text of an AWS config file, which changes nothing else in it.
"""

from __future__ import annotations

import configparser
import io
import re
from collections.abc import Container, Iterable, Sequence

from orgctl.profiles.model import Profile
from orgctl.profiles.reading import sections_of
from orgctl.profiles.sections import ConfigFileError, Section, again, lines_of

_BEFORE_VALUE = re.compile(r"\s*.*?\s*[=:][^\S\r\n]*")
_END = re.compile(r"\r\n|\r|\n")


def render(profiles: Iterable[Profile]) -> str:
    """Return profiles as sections of an AWS config file, each with its note as a comment."""
    return "\n".join(_section(profile) for profile in profiles)


def merge(text: str, profiles: Sequence[Profile]) -> str:
    """
    Return the text of an AWS config file with these profiles in it.

    An existing profile gets the right values in place; new profiles are appended. Other sections, settings and
    comments, their order and line ends stay unchanged, byte for byte. Raise ConfigFileError for a text that the AWS CLI
    would not read.
    """
    lines = lines_of(text)
    sections = _mine(sections_of(lines), {profile.name for profile in profiles})
    present = [profile for profile in profiles if profile.name in sections]
    for profile in sorted(present, key=lambda one: -sections[one.name].line):  # from below: line numbers stay
        _update(lines, sections[profile.name], profile)
    _append(lines, [profile for profile in profiles if profile.name not in sections])
    merged = "".join(lines)
    _demand(text, merged, profiles)
    return merged


def _section(profile: Profile) -> str:
    notes = [f"# {line}" for line in profile.note.splitlines()]
    settings = [f"{key} = {value}" for key, value in profile.settings.items()]
    return "".join(f"{line}\n" for line in (f"[profile {profile.name}]", *notes, *settings))


def _mine(sections: Iterable[Section], names: Container[str]) -> dict[str, Section]:
    """Return the sections of profiles. Raise ConfigFileError if one has two; the CLI would use the last."""
    found: dict[str, Section] = {}
    problems = []
    for section in sections:
        if section.profile is not None and section.profile in names:
            first = found.setdefault(section.profile, section)
            if first is not section:
                problems.append((section.line + 1, again(section, first.line)))
    if problems:
        raise ConfigFileError(problems)
    return found


def _update(lines: list[str], section: Section, profile: Profile) -> None:
    """Correct values of a profile's section, add missing settings, and remove those that its kind must not have."""
    wanted = profile.settings
    after = section.last
    indent = max(section.settings.values(), key=lambda one: one.line).indent if section.settings else section.indent
    end = _end(lines, after)
    added = [f"{indent}{key} = {value}{end}" for key, value in wanted.items() if key not in section.settings]
    if added:
        if not _END.search(lines[after]):  # the last line of the file: as before, the file ends without a line end
            lines[after] += end
            added[-1] = added[-1].removesuffix(end)
        lines[after + 1 : after + 1] = added
    gone: set[int] = set()
    for key, setting in section.settings.items():
        if key in profile.foreign:
            gone |= {setting.line, *setting.more}
        elif key in wanted and (setting.value != wanted[key] or setting.more):
            before = _BEFORE_VALUE.match(lines[setting.line])
            assert before is not None
            lines[setting.line] = before[0] + wanted[key] + "".join(_END.findall(lines[setting.line]))
            gone |= set(setting.more)
    for number in sorted(gone, reverse=True):
        del lines[number]


def _append(lines: list[str], profiles: list[Profile]) -> None:
    if not profiles:
        return
    end = _end(lines, len(lines) - 1) if lines else "\n"
    if lines and not _END.search(lines[-1]):
        lines[-1] += end
    blank = [end] if lines and lines[-1].strip() else []
    lines += [*blank, *(line.replace("\n", end) for line in lines_of(render(profiles)))]


def _end(lines: list[str], number: int) -> str:
    """Return the line end to use after a line: its own, or the file's if the last line has none."""
    found = _END.search(lines[number]) or _END.search(lines[0])
    return found[0] if found else "\n"


def _demand(before: str, after: str, profiles: Sequence[Profile]) -> None:
    """Raise ConfigFileError unless configparser reads the profiles as wanted, and the rest as before."""
    wanted = _read(before)
    mine = {section.profile: section.name for section in sections_of(lines_of(before)) if section.profile}
    for profile in profiles:
        section = wanted.setdefault(mine.get(profile.name, f"profile {profile.name}"), {})
        for key in profile.foreign:
            section.pop(key, None)
        section.update(profile.settings)
    if _read(after) != wanted:
        raise ConfigFileError([(1, "begins a file that is written in a way which cannot be changed safely")])


def _read(text: str) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser(default_section="")
    try:
        parser.read_file(io.StringIO(text, newline=None))
    except configparser.Error as error:
        message = f"begins a file that the AWS CLI cannot read: {error.message}"
        raise ConfigFileError([(1, " ".join(message.split()))]) from None
    return {name: dict(parser.items(name)) for name in parser.sections()}
