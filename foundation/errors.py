"""The base of every error that reaches a person."""

from __future__ import annotations


class UserError(Exception):
    """
    A condition that the user of a command can resolve. The command reports it, without a traceback.

    `messages` are complete sentences, each of which names the place, the value and the rule; `remedy` is what resolves
    them, if they do not name it. `exit_status` is the command's: 1 for an error, 2 for wrong usage. A subclass sets
    its own default.
    """

    exit_status: int = 1

    def __init__(self, *messages: str, remedy: str = "", exit_status: int | None = None) -> None:
        super().__init__(*messages)
        self.messages = messages
        self.remedy = remedy
        if exit_status is not None:
            self.exit_status = exit_status

    def __str__(self) -> str:
        return "\n".join([*self.messages, *([self.remedy] if self.remedy else [])])

    def report(self, program: str) -> str:
        """Return the text for standard error; each message begins with the program's name."""
        return "\n".join([*(f"{program}: {message}" for message in self.messages), *filter(None, [self.remedy])])


class UsageError(UserError):
    """The options or arguments of a command are wrong, or contradict each other."""

    exit_status = 2
