"""
An organization as text: the tree of OUs, then who is in each account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from orgctl.overview.model import Account, Group, Organization, Role, Unit, User

DEFAULT_GUARDRAIL = "FullAWSAccess"  # attached to everything: worth no line
ARN = re.compile(r"arn:[^:]+:iam::(?P<account>\d{12}):(?P<what>.+)")


def render(organization: Organization, console: Console) -> None:
    """Print an organization; the console decides on width, colour and line drawing."""
    accounts = list(organization.root.all_accounts())
    names = {account.number: account.name for account in accounts}
    _print(console, _tree(organization, console.width))
    for account in accounts:
        console.print()
        console.print(_heading(account))
        _print(console, Padding(_identities(account, names), (0, 0, 0, 2)))


def _print(console: Console, renderable: RenderableType) -> None:
    """Rich fills tables up with blanks, which are noise in a file."""
    with console.capture() as capture:
        console.print(renderable)
    text = capture.get()
    if not console.is_terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
    console.file.write(text)


def _tree(organization: Organization, width: int) -> Tree:
    root = organization.root
    label = Text.assemble(("Organization ", "bold"), (organization.id, "bold cyan"), _guardrails(root.guardrails))
    tree = Tree(label, guide_style="dim")
    _grow(tree, root, organization.management_account, width - 4)
    return tree


def _grow(branch: Tree, unit: Unit, management: str, width: int) -> None:
    columns = max((len(account.name) for account in unit.accounts), default=0)
    for account in unit.accounts:
        branch.add(_leaf(account, account.number == management, columns, width))
    for child in unit.units:
        label = Text.assemble((f"{child.name}/", "bold blue"), _guardrails(child.guardrails))
        _grow(branch.add(label), child, management, width - 4)


def _leaf(account: Account, is_management: bool, columns: int, width: int) -> Text:
    """One line when it fits, else the e-mail address below."""
    first = Text.assemble(account.name.ljust(columns), "  ", (account.number, "cyan"))
    remarks = ", ".join(filter(None, [is_management * "management account", _status(account)]))
    second = Text.assemble((account.email, "dim"), (f"  {remarks}" if remarks else "", "yellow"))
    second.append_text(_guardrails(account.guardrails))
    separator = "  " if first.cell_len + 2 + second.cell_len <= width else "\n"
    return Text.assemble(first, separator, second)


def _status(account: Account) -> str:
    return "" if account.status == "ACTIVE" else account.status


def _guardrails(names: Iterable[str]) -> Text:
    own = [name for name in names if name != DEFAULT_GUARDRAIL]
    return Text(f"  [SCP {', '.join(own)}]" if own else "", style="magenta")


def _heading(account: Account) -> Text:
    alias = account.identities.alias
    return Text.assemble(
        (account.name, "bold"), "  ", (account.number, "cyan"), (f"  alias {alias}" if alias else "", "dim")
    )


def _identities(account: Account, names: dict[str, str]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    identities = account.identities
    for user in identities.users:
        table.add_row("user", user.name, _join(_user(user)))
    for group in identities.groups:
        table.add_row("group", group.name, _join(_group(group, names)))
    for role in identities.roles:
        table.add_row("role", role.name, _join(_role(role, names)))
    if table.row_count:
        return table
    return Text(_nothing(account), style="yellow" if account.problem else "dim")


def _nothing(account: Account) -> str:
    if account.problem:
        return f"cannot be read: {account.problem}"
    return "no users, groups or roles" if account.status == "ACTIVE" else f"not read: {account.status}"


def _user(user: User) -> Iterator[str]:
    yield f"in {', '.join(user.groups)}" if user.groups else "in no group"
    yield from user.policies


def _group(group: Group, names: dict[str, str]) -> Iterator[str]:
    yield ", ".join(group.members) or "no members"
    if group.assumes:
        yield f"may assume {', '.join(_named(arn, names) for arn in group.assumes)}"
    yield from group.policies


def _role(role: Role, names: dict[str, str]) -> Iterator[str]:
    trusted = ", ".join(_named(principal, names) for principal in role.trusted) or "nobody"
    yield f"trusts {trusted}{' with MFA' if role.mfa else ''}"
    yield ", ".join(role.policies) or "no policies"


def _named(principal: str, names: dict[str, str]) -> str:
    """`role/infra` of an account as `infra in spacecats-id`, its root as the account's name, anything else as it is."""
    match = ARN.fullmatch(principal)
    if match is None:
        return principal
    account, what = names.get(match["account"], match["account"]), match["what"]
    return account if what == "root" else f"{what.removeprefix('role/')} in {account}"


def _join(parts: Iterable[str]) -> str:
    return "; ".join(parts)
