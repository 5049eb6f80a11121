"""
Write `docs/doctor.md`, the list of checks: ``python -m orgctl.doctor.page``.

A test fails when it is due.
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

Looks at what people had to do by hand and at what may have rotted since, in every account at once, and compares it with
`organization.yaml`. It reads and never writes.

```
export AWS_PROFILE=spacecats-org-root     # the role admin; members are read through OrganizationAccountAccessRole
orgctl doctor                             # what is wrong, with the remedy; what cannot be known, and why
orgctl doctor --verbose                   # what is fine as well
orgctl doctor --accounts id,org-root --only users,user-mfa
orgctl doctor --json
```

| finding | means | exit status |
| --- | --- | --- |
| wrong | it is not as it should be; the remedy is a command, or a place in the console | 1 |
| cannot be known from here | AWS does not tell, or refuses to; the reason is said, and where to look | 0 |
| fine | looked at, and as it should be | 0 |

The exit status is 2 when an account or a check is mistyped. What is off in `organization.yaml` is not looked for.
Accounts are known by their e-mail address, or else by their name; `org-root` is the management account, and stands for
the organization as a whole.

## When all is new

After the last `cdktf deploy` these are left, and nothing else:

- `user-passwords`: nobody has a password yet. `orgctl invite <user>` says what to do.
- `root-mfa`, if the root user of the management account has none; `root-alarm`, until the address has confirmed;
  `primary-contact`, where there is no telephone number.
- Not known: whether IAM access to billing is activated (AWS has no operation that tells), whether the root user had to
  be used in the last 30 days, and with local state whether its files are kept well.

## What is looked at

What is said of users holds for those of `organization.yaml`; any other is told by `users` alone. Whoever has neither
password nor access key is told by `user-passwords` alone. An account in quarantine is one thing that cannot be known,
for nobody but its responder gets in; one whose role is refused is told by `access-role`, and all its other checks
cannot be known. When a root user was last used is in a credential report, which may be four hours old.
"""


def page() -> str:
    """The page as it stands in `docs/doctor.md`."""
    return "\n".join([_HEAD, *_table(), "", *_permissions(), ""])


def _table() -> Iterator[str]:
    yield "| check | fine when | of | reads |"
    yield "| --- | --- | --- | --- |"
    for check in CHECKS.values():
        reads = ", ".join(f"`{action}`" for action in check.reads) or "nothing: AWS does not tell"
        yield f"| `{check.id}` | {check.title} | {WHERE[check.where]} | {reads} |"


def _permissions() -> Iterator[str]:
    yield "## What it needs"
    yield ""
    yield "`admin` and `OrganizationAccountAccessRole` may do all of this; a role of your own (`--role-name`) needs:"
    yield ""
    yield "```"
    yield from sorted({action for check in CHECKS.values() for action in check.reads})
    yield "```"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
