"""
The writer of `docs/doctor.md`, the list of checks: ``python -m orgctl.doctor.page``.

A test fails when the page is outdated.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from orgctl.doctor import checks
from orgctl.doctor.registry import CHECKS

FILE = Path(__file__).resolve().parents[2] / "docs" / "doctor.md"
WHERE = {
    "organization": "the organization",
    "management": "the management account",
    "members": "every member account",
    "accounts": "every account",
}

assert checks  # importing it fills CHECKS

_HEAD = """\
# `orgctl doctor`

<!-- Written by `python -m orgctl.doctor.page` from orgctl/doctor/checks: change it there. -->

Checks the manual steps and the drift since, in every account at once, and compares AWS with `organization.yaml`. It
reads and never writes.

```
export AWS_PROFILE=spacecats-org-root     # the role admin; members are read through OrganizationAccountAccessRole
orgctl doctor                             # faults with remedies, and facts that cannot be known, with the reason
orgctl doctor --verbose                   # passed checks as well
orgctl doctor --accounts id,org-root --only users,user-mfa
orgctl doctor --json
```

| finding | means | exit status |
| --- | --- | --- |
| wrong | AWS differs from the expected; the remedy is a command, or a place in the console | 1 |
| cannot be known from here | AWS does not report it, or refuses to; the finding gives the reason | 0 |
| fine | checked, and as expected | 0 |

The exit status is 2 when an account or a check is mistyped. Services that are off in `organization.yaml` are not
checked. Accounts are recognized by their e-mail address, or else by their name; `org-root` is the management account,
and also selects the organization as a whole.

## In a new organization

After the last `cdktf deploy` only these findings remain:

- `user-passwords`: no user has a password yet. `orgctl invite <user>` prints the next steps.
- `root-mfa`, if the root user of the management account has none; `root-alarm`, until the address has confirmed;
  `primary-contact`, where there is no telephone number.
- Not known: whether IAM access to billing is activated (AWS has no operation that reports it), whether a use of the
  root user in the last 30 days was needed, and with local state whether its files are safe.

## The checks

Checks of users concern those of `organization.yaml`; `users` alone reports any other. `user-passwords` alone reports a
user without password and access key. An account in quarantine is one unknown finding, since only its responder has
access; where the access role is refused, `access-role` reports it, and all other checks of the account are unknown.
The last use of a root user is read from a credential report, which may be four hours old.
"""


def page() -> str:
    """Return the text of `docs/doctor.md`."""
    return "\n".join([_HEAD, *_table(), "", *_permissions(), ""])


def _table() -> Iterator[str]:
    yield "| check | fine when | of | reads |"
    yield "| --- | --- | --- | --- |"
    for check in CHECKS.values():
        reads = ", ".join(f"`{action}`" for action in check.reads) or "nothing: AWS does not report it"
        yield f"| `{check.id}` | {check.title} | {WHERE[check.where]} | {reads} |"


def _permissions() -> Iterator[str]:
    yield "## Permissions"
    yield ""
    yield "`admin` and `OrganizationAccountAccessRole` have all of them; a role of your own (`--role-name`) needs:"
    yield ""
    yield "```"
    yield from sorted({action for check in CHECKS.values() for action in check.reads})
    yield "```"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
