"""
`orgctl profiles`: print a user's profiles, merge them into the AWS config file, or write `.envrc` files.
"""

from __future__ import annotations

from pathlib import Path

from foundation.errors import UsageError
from foundation.words import listed
from live.numbers import read_numbers
from organization.load import default_file, load
from orgctl.profiles.files import config_file
from orgctl.profiles.merge import render
from orgctl.profiles.model import FORMS, Profile
from orgctl.profiles.people import demand_person, people, profiles_of
from orgctl.profiles.writing import Ask, Wanted, write_all


def command(
    user: str | None = None,
    *,
    all_users: bool = False,
    form: str = "cli",
    merge: bool = False,
    config: Path | None = None,
    outputs: Path | None = None,
    envrc: Path | None = None,
    directory: Path | None = None,
    file: Path | None = None,
    folder: Path | None = None,
    ask: Ask | None = None,
) -> int:
    """
    Print or write profiles. Return the exit status: 0, or 1 when the user does not agree. Raise UserError.

    The organization is that of `file`; `folder` holds `cdktf.out`, and a state that is not in AWS. `ask` is called with
    the changes of a config file before it is written; without it, the file is written without confirmation.
    """
    wrong = _usage(user, all_users=all_users, form=form, merge=merge, config=config, envrc=envrc, directory=directory)
    if wrong:
        raise UsageError(wrong)
    path = file or default_file()
    organization, _ = load(path)
    if user is None and not all_users:
        raise UsageError(f"name a user, or use --all; known are: {', '.join(people(organization))}")
    if user is not None:
        demand_person(organization, user)
    names = people(organization) if user is None else [user]
    numbers = read_numbers(organization, folder or path.parent, outputs=outputs)
    found = {name: profiles_of(organization, numbers, name, FORMS[form]) for name in names}
    if merge or envrc or directory:
        wanted = Wanted(merge, config or config_file(), envrc, directory)
        return 0 if write_all(organization, found, wanted, ask) else 1
    _print(found)
    return 0


def _usage(user: str | None, **options: object) -> str | None:
    """Return the conflict between the options, or None."""
    if options["form"] not in FORMS:
        return f"--form is {listed(FORMS, word='or')}, not '{options['form']}'"
    if user is not None and options["all_users"]:
        return "name a user or use --all, not both"
    if options["all_users"] and (options["merge"] or options["envrc"]):
        return "--merge and --envrc need one user: name them"
    if options["directory"] and not options["all_users"]:
        return "--directory needs --all; for one user: --merge --config FILE"
    if options["config"] and not options["merge"]:
        return "--config needs --merge"
    return None


def _print(found: dict[str, list[Profile]]) -> None:
    parts = [f"# {name}\n\n" * (len(found) > 1) + render(profiles) for name, profiles in found.items()]
    print("\n".join(parts), end="")
