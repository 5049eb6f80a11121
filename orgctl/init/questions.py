"""The questions of `orgctl init`: their texts, the parsers of their answers, and their suggestions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orgctl.init.answers import Answers, Groups
from orgctl.init.suggestions import Suggestions


@dataclass(frozen=True)
class Question:
    """One question."""

    field: str
    option: str
    about: str
    read: Callable[[str, Answers], Any]
    """Parses the typed text. Raises ValueError for an invalid one."""
    suggest: Callable[[Suggestions, Answers], str]
    """Returns the answer for an empty text; empty without a suggestion."""

    def take(self, typed: str, answers: Answers) -> tuple[Answers, list[str]]:
        """Return the answers with this one, and its errors."""
        if not typed:
            return answers, ["is needed"]
        if not typed.isprintable():
            return answers, ["must be printable text"]
        try:
            changed = answers.with_one(self.field, self.read(typed, answers))
        except ValueError as error:
            return answers, [str(error)]
        wrong = changed.objections(self.field)
        return (answers, wrong) if wrong else (changed, [])


def _email(typed: str, answers: Answers) -> str:
    """Return a pattern; a domain means the usual pattern in it."""
    return typed if "@" in typed else f"{answers.name}+aws-{{account}}@{typed}"


def _names(typed: str, _: Answers) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[,\s]+", typed) if name)


def _groups(typed: str, _: Answers) -> Groups:
    groups: Groups = {}
    for part in typed.split():
        name, sign, people = part.partition("=")
        if not name or not sign:
            raise ValueError(f"'{part}' must look like NAME=ann,bob")
        more = tuple(person for person in people.split(",") if person)
        groups[name] = tuple(dict.fromkeys((*groups.get(name, ()), *more)))
    return groups


def _people(suggestions: Suggestions, answers: Answers) -> str:
    known = answers.people if answers.users is None else ()
    return ",".join(dict.fromkeys((answers.admin, *known)))


def _as_it_is(typed: str, _: Answers) -> str:
    return typed


QUESTIONS = (
    Question(
        "name",
        "--name NAME",
        "Name: lower-case letters, digits, hyphens. Every account's name and alias begins with it (acme gives "
        "acme-id), and an alias is unique across AWS. It cannot be changed later.",
        _as_it_is,
        lambda suggestions, answers: "",
    ),
    Question(
        "email",
        "--email PATTERN",
        "E-mail addresses of the accounts' root users: a pattern with {account} in it, or only your domain. Mail to "
        "them must arrive, or a lost account cannot be recovered. They cannot be changed later.",
        _email,
        lambda suggestions, answers: "",
    ),
    Question(
        "region",
        "--region REGION",
        "Home region, with Terraform's state and the logs. It cannot be changed later.",
        _as_it_is,
        lambda suggestions, answers: suggestions.region(),
    ),
    Question(
        "admin",
        "--admin NAME",
        "First administrator, who may change everything: has the IAM user NAME.org-root in the management account.",
        _as_it_is,
        lambda suggestions, answers: suggestions.login(),
    ),
    Question(
        "users",
        "--user NAME",
        "Users: all who work in the accounts, the administrator too. They sign in to the account id.",
        _names,
        _people,
    ),
    Question(
        "groups",
        "--group NAME=ann,bob",
        "Groups and their users, as in infra=ann,bob billing=ann. Members of infra get PowerUserAccess in infra and "
        "id, members of billing see the bills, members of responders investigate incidents.",
        _groups,
        lambda suggestions, answers: f"infra={','.join(answers.people)}",
    ),
)
