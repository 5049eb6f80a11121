"""
`orgctl invite`: the invitation of a new user, as a text to send, and the administrator's next steps.
"""

from __future__ import annotations

import sys
from pathlib import Path

from foundation.errors import UsageError
from foundation.words import listed
from live.numbers import read_numbers
from organization.load import default_file, load
from orgctl.invite.first_password import to_do
from orgctl.invite.letter import invitation, switch_role_link
from orgctl.profiles.model import FORMS
from orgctl.profiles.people import demand_person

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
    Print the invitation, and to standard error the administrator's next steps. Return the exit status.

    The organization is that of `file`; `folder` holds `cdktf.out`, and a state that is not in AWS.
    """
    if form not in FORMS:
        raise UsageError(f"--form is {listed(FORMS, word='or')}, not '{form}'")
    path = file or default_file()
    organization, _ = load(path)
    demand_person(organization, user)
    numbers = read_numbers(organization, folder or path.parent, outputs=outputs)
    print(invitation(organization, numbers, user, FORMS[form]), end="")
    print(to_do(organization, user), end="", file=sys.stderr)
    return 0
