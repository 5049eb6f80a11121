"""Terraform's templates in JSON: text with references in `${…}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_PARTS = re.compile(r"\$\$\{|%%\{|\$\{|%\{")
_BRACES = re.compile(r"[{}]")
_TRAVERSAL = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+|\[\d+\]|\[\"[^\"]+\"\])*")


@dataclass(frozen=True, slots=True)
class Expression:
    """The text between `${` and `}`."""

    text: str

    @property
    def written(self) -> str:
        """The expression as written in the template."""
        return self.text if self.text.startswith("%{") else f"${{{self.text}}}"

    @property
    def is_reference(self) -> bool:
        """True for a plain reference, as `aws_iam_role.admin.arn`: no function, no operator."""
        return _TRAVERSAL.fullmatch(self.text) is not None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of `aws_organizations_organization.o.roots[0].id`, with indices."""
        return _words(self.text)


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w-]+", text))


@lru_cache(maxsize=16_384)
def parse(template: str) -> tuple[str | Expression, ...]:
    """
    Return the literal texts and expressions of a template, in their order.

    `$${` and `%%{` stand for `${` and `%{` themselves, as in the policy variable `$${aws:username}`.
    """
    return tuple(_parts(template))


def _parts(template: str) -> Iterator[str | Expression]:
    position = 0
    while match := _PARTS.search(template, position):
        if match.start() > position:
            yield template[position : match.start()]
        if match[0] in ("$${", "%%{"):
            yield match[0][1:]
            position = match.end()
            continue
        end = _closing(template, match.end())
        inner = template[match.end() : end].strip()
        yield Expression(inner if match[0] == "${" else f"%{{{inner}}}")
        position = end + 1
    if position < len(template):
        yield template[position:]


def _closing(template: str, start: int) -> int:
    """Return the position of the closing brace for the one before `start`, or else the end of the text."""
    depth = 1
    for brace in _BRACES.finditer(template, start):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    return len(template)
