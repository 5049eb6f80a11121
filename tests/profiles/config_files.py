"""AWS config files as users have them: odd spacing, comments, nested settings, any line ends, any characters."""

from __future__ import annotations

import configparser
import io
from dataclasses import dataclass

from hypothesis import assume
from hypothesis import strategies as st

from orgctl.profiles import Profile
from orgctl.profiles.model import SETTINGS

MINE = [
    Profile("ann-id", "id", "eu-west-1"),
    Profile("cats-infra.infra", "infra", "eu-west-1", "ann-id", "arn:aws:iam::1:role/infra", "arn:mfa", "ann", 3_600),
    Profile("cats-id.a=b,c", "id", "eu-west-1", "ann-id", "arn:aws:iam::2:role/a=b,c", None, "ann", 900),
]

VALUES = st.one_of(
    st.sampled_from(
        ["json", "a = b", "x # no comment", "; y", "100%", "%(x)s", '"quoted"', "[profile ann-id]", "", "ä ö"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12),
)
KEYS = ["output", "cli_pager", "Ca_Bundle", "ключ", "mfa", "regions", "role"]
COMMENTS = st.sampled_from(
    ["# note", "  ; region = x", "#[profile ann-id]", "#", "\t# s3 =", "", "", "   ", "\t", "\x0c", "# mfa_serial = ü"]
)
NESTED = ["s3 =", "  max_concurrent_requests = 20", "", "    # deeper", "  region = inner", "  addressing_style=path"]


@dataclass(frozen=True)
class Line:
    """A line without its end; `free` when a merge may change or remove it."""

    text: str
    free: bool = False


@dataclass(frozen=True)
class ConfigFile:
    """A file, and its lines."""

    text: str
    lines: tuple[tuple[Line, str], ...]

    @property
    def kept(self) -> list[str]:
        """The lines that a merge must not change."""
        return [line.text + end for line, end in self.lines if not line.free]


@st.composite
def settings(draw: st.DrawFn, keys: list[str], indent: str, *, free: bool) -> list[Line]:
    """Draw settings, with comments between them."""
    lines: list[Line] = []
    for key in draw(st.lists(st.sampled_from(keys), unique=True, max_size=4)):
        spaces = draw(st.sampled_from([" = ", "=", " =", "= ", "   =\t", ": ", " :"]))
        shown = draw(st.sampled_from([key, key.upper(), key.title()]))
        lines.append(Line(indent + shown + spaces + draw(VALUES), free))
        if draw(st.integers(0, 5)) == 0:
            lines.append(Line(indent + "    continued = here", free))
        lines += [Line(text) for text in draw(st.lists(COMMENTS, max_size=2))]
    return lines


@st.composite
def config_files(draw: st.DrawFn, mine: list[Profile]) -> ConfigFile:
    """Draw a file that configparser can read, with a section for each of these profiles and others."""
    others = ["default", "profile other", 'profile "two words"', "sso-session x", "plugins", "profile ann", "ann-id"]
    headers = [(name, False) for name in draw(st.lists(st.sampled_from(others), unique=True, max_size=3))]
    for profile in mine:
        headers.append(
            (draw(st.sampled_from(["profile {}", 'profile "{}"', "profile  {} "])).format(profile.name), True)
        )
    outer = draw(st.sampled_from(["", "", "  "]))
    lines = [Line(text) for text in draw(st.lists(COMMENTS, max_size=2))]
    for name, own in draw(st.permutations(headers)):
        lines.append(Line(f"{outer}[{name}]" + draw(st.sampled_from(["", "  ", " # why"]))))
        lines += [Line(text) for text in draw(st.lists(COMMENTS, max_size=1))]
        indent = outer + draw(st.sampled_from(["", "", "  ", "\t"]))
        body = draw(settings(KEYS, indent, free=False)) + draw(settings(list(SETTINGS), indent, free=own))
        lines += [*body, *(Line(indent + text) for text in NESTED * draw(st.integers(0, 1)))]
    ends = st.sampled_from(draw(st.sampled_from([["\n"], ["\r\n"], ["\n", "\r\n"], ["\r"]])))
    ended = [(line, draw(ends)) for line in lines]
    unended: bool = draw(st.booleans())
    if ended and unended:
        ended[-1] = (ended[-1][0], "")
    text = "".join(line.text + end for line, end in ended)
    assume(len(lines) == len(list(io.StringIO(text, newline=None))) and _readable(text, len(headers)))
    return ConfigFile(text, tuple(ended))


def _readable(text: str, sections: int) -> bool:
    parser = configparser.RawConfigParser()
    try:
        parser.read_file(io.StringIO(text, newline=None))
    except configparser.Error:
        return False
    nested = [value for name in parser.sections() for value in dict(parser.items(name)).values() if value[:1] == "\n"]
    return len(parser.sections()) == sections and all(
        "=" in line for value in nested for line in value.split("\n") if line.strip()
    )
