"""The answers of `orgctl init`, and their check as an organization.yaml."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from organization.load import examine_text
from organization.problem import Problem
from orgctl.init.draft import draft, schema_for

Groups = dict[str, tuple[str, ...]]
"""The users of each group, by its name."""

PLACES = {
    "name": "name",
    "email": "email",
    "region": "region",
    "admin": "org_root.admins",
    "users": "users",
    "groups": "groups",
}
"""The place of each answer in the file, in the order of the questions."""


@dataclass(frozen=True)
class Answers:
    """The answers so far. Defaults replace missing ones, so that the others can be checked."""

    name: str = "name"
    email: str = "name+{account}@example.com"
    region: str = "us-east-1"
    admin: str = "name"
    users: tuple[str, ...] | None = None
    """By default, the users in groups."""
    groups: Groups | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Every user."""
        if self.users is not None:
            return self.users
        return tuple(dict.fromkeys(name for members in (self.groups or {}).values() for name in members))

    def with_one(self, field: str, value: Any) -> Answers:
        """Return these answers with another one."""
        return replace(self, **{field: value})

    def text(self, folder: Path = Path()) -> str:
        """Return the text of the file, for a folder."""
        return draft(
            name=self.name,
            email=self.email,
            region=self.region,
            admin=self.admin,
            users=self.people,
            groups=self.groups or {},
            schema=schema_for(folder),
        )

    def problems(self) -> list[Problem]:
        """Return the problems of the file, which names no other files."""
        return examine_text(self.text().encode(), Path())[1]

    def objections(self, field: str) -> list[str]:
        """Return the errors of one answer, given that the others are valid."""
        wrong = [problem for problem in self.problems() if not problem.warning]
        own = [problem for problem in wrong if problem.field.startswith(PLACES[field])]
        return list(dict.fromkeys(problem.message for problem in own or wrong))

    def warnings(self) -> list[str]:
        """Return the warnings about the answers."""
        return list(dict.fromkeys(problem.message for problem in self.problems() if problem.warning))
