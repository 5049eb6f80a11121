"""
`orgctl invite`: what a new colleague needs, as a text to send, and what is left to whoever invites.
"""

from __future__ import annotations

import sys
from pathlib import Path

from live.numbers import read_numbers
from organization.load import default_file, load
from organization.problem import InvalidFile
from orgctl.invite.first_password import to_do
from orgctl.invite.letter import invitation, switch_role_link
from orgctl.profiles.model import FORMS, ProfileError
from orgctl.profiles.people import demand_person
from terraform_json.outputs import OutputsError

__all__ = ["command", "invitation", "switch_role_link", "to_do"]


def command(
    user: str,
    *,
    form: str = "cli",
    outputs: Path | None = None,
    file: Path | None = None,
    folder: Path | None = None,
) -> int:
    """
    Print the text, and to standard error what is left to whoever invites. Gives the exit status.

    The organization is that of `file`; a state that is not in AWS lies in `folder`, with `cdktf.out`.
    """
    if form not in FORMS:
        print(f"orgctl: --form is {' or '.join(FORMS)}, not '{form}'", file=sys.stderr)
        return 2
    path = file or default_file()
    try:
        organization, _ = load(path)
        demand_person(organization, user)
        numbers = read_numbers(organization, folder or path.parent, outputs=outputs)
        print(invitation(organization, numbers, user, FORMS[form]), end="")
        print(to_do(organization, user), end="", file=sys.stderr)
        return 0
    except InvalidFile as error:
        print(error, file=sys.stderr)
    except (OutputsError, ProfileError, OSError) as error:
        print(f"orgctl: {error}", file=sys.stderr)
    return 1
