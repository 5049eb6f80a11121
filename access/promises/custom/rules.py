"""Checks of the lines of `access.yaml`, with the place of every error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from access.language.actions import actions_of
from access.language.names import action_error, condition_error
from access.language.things import NoSuchThing, Thing, things
from access.language.when import MFA
from access.language.words import account_error, accounts_of, error_in, word_of
from access.model.accounts import Account
from access.model.organization import Organization
from access.promises.custom.model import AccessFile, Line
from foundation.words import listed
from organization.hints import Hints
from organization.problem import Path, Problem, field_path, quoted
from organization.shape import Shape
from organization.yaml_source import Node
from policies.resource_types import acts_on, resource_types

_LONGEST = 200
_PEOPLE = ("people", "group", "user", "everybody")


@dataclass
class Rules:
    """The check of a file against its organization."""

    organization: Organization
    document: Node
    shape: Shape
    problems: list[Problem] = field(default_factory=list[Problem])

    @property
    def hints(self) -> Hints:
        """Suggestions for misspelled words."""
        return self.shape.hints

    def check(self, found: AccessFile) -> None:
        """Check every line of every promise."""
        if not found.promises and not found.accepted:
            self.add(("promises",), "is empty; write a sentence, and below it lines with allow or deny")
        for sentence, lines in found.promises.items():
            path: Path = ("promises", sentence)
            if not sentence.strip() or len(sentence) > _LONGEST or not sentence.isprintable():
                self.add(path, f"the sentence must have 1 to {_LONGEST} characters, on one line", key=True)
            if not lines:
                self.add(path, "has no lines; write '- allow: WHO' or '- deny: WHO', with 'to: ACTION' below it")
            for index, line in enumerate(lines):
                self._line(line, (*path, index))

    def add(self, path: Path, message: str, *, key: bool = False) -> None:
        """Note a problem, unless the reader has replaced the value there."""
        if not any(path[:length] in self.shape.replaced for length in range(1, len(path) + 1)):
            node = self.document.find(path, key=key)
            self.problems.append(Problem(node.line, node.column, field_path(path), message))

    def _line(self, line: Line, path: Path) -> None:
        self._verb(line, path)
        for name, words in (("allow", line.allow), ("deny", line.deny), ("but", line.but)):
            for index, word in enumerate(words):
                self.say((*path, name), index, error_in(word, self.organization, self.hints))
        for index, pattern in enumerate(line.to):
            self.say((*path, "to"), index, action_error(pattern, self.hints))
        for index, word in enumerate(line.where):
            self.say((*path, "where"), index, account_error(word, self.organization, self.hints))
        for key, values in line.when.items():
            if error := condition_error(key, values, line.to, self.hints):
                self.add((*path, "when", key), error)
        self._mfa(line, path)
        self._things(line, path)

    def say(self, path: Path, index: int, error: str) -> None:
        """Note an error in one value of a field, which may be a list or a single value."""
        if error:
            whole = self.document.find(path)
            self.add((*path, index) if whole.items is not None else path, error)

    def _verb(self, line: Line, path: Path) -> None:
        said = [name for name in ("allow", "deny") if name in line.model_fields_set]
        entries = self.document.find(path).entries or {}
        if len(said) == 2:
            self.add((*path, "deny"), "a line says either allow or deny; make it two lines", key=True)
        elif not said and not ({"allow", "deny"} & entries.keys()):
            self.add(path, "says neither allow nor deny; write 'allow: WHO' or 'deny: WHO'")
        elif said and not (line.allow or line.deny):
            self.add((*path, said[0]), "names no principal; write a user, group:NAME, people, everybody, …")
        if "to" in entries and not line.to:
            self.add((*path, "to"), "names no action; write one as s3:GetObject")

    def _mfa(self, line: Line, path: Path) -> None:
        kinds = {word_of(word, self.organization).kind for word in (*line.allow, *line.deny)}
        if MFA in line.when and kinds and not kinds & {*_PEOPLE}:
            self.add((*path, "when", MFA), "says how users have signed in, but the line names no users", key=True)

    def _things(self, line: Line, path: Path) -> None:
        """Check that the line's resources exist, and that its actions apply to them."""
        if not line.where and not line.on:
            self.add(path, "does not say where; write 'where: ACCOUNT', 'where: every account' or 'on: RESOURCE'")
        accounts = accounts_of(line.where, self.organization)
        if line.where and not accounts:
            return
        before = len(self.problems)
        found = [thing for index, word in enumerate(line.on) for thing in self._on(line, path, index, word, accounts)]
        for index, pattern in enumerate(line.to if found and len(self.problems) == before else ()):
            if not self._fit([pattern], found):
                self.say((*path, "to"), index, f"{pattern} does not apply to {', '.join(line.on)}{_but(pattern)}")

    def _on(self, line: Line, path: Path, index: int, word: str, accounts: Sequence[Account]) -> list[Thing]:
        """Return the things that a word after `on` names; note when there are none, or no action applies to them."""
        try:
            found = things(word, accounts, self.organization)
        except NoSuchThing as error:
            remedy = ": say with 'where' in which account it is" if error.needs_account else ""
            self.say((*path, "on"), index, f"{quoted(word)}: {error}{remedy}")
            return []
        if not self._fit(line.to, found):
            self.say((*path, "on"), index, f"{', '.join(line.to)} does not apply to {found[0].arn}{_but(line.to[0])}")
        return found

    def _fit(self, patterns: Sequence[str], found: Sequence[Thing]) -> bool:
        """Return whether one of these actions applies to one of these things; unknown actions count as fitting."""
        known = [action for one in patterns if not action_error(one, self.hints) for action in actions_of(one)]
        return not known or any(acts_on(action, thing.arn) for action in known for thing in found)


def _but(pattern: str) -> str:
    """Return the resource types that an action does apply to, as the end of a sentence."""
    kinds = [kind for action in actions_of(pattern)[:1] for kind in resource_types(action)]
    forms = [kind.form.replace("${Partition}", "aws").replace("${", "{") for kind in kinds]
    return f", but to {listed(forms[:3], word='or') or '*'}"
