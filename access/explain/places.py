"""
Which key of `organization.yaml` a construct comes from, by the construct's path in the app.

A test holds this table against every policy of the example and of the sample with everything on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Field = tuple[str | int, ...]

_TABLE: tuple[tuple[str, str], ...] = (
    (r"people/groups/(?P<group>[^/]+)/.*", "groups/{group}"),
    (r"people/users/(?P<user>[^/]+)", "users/{user}"),
    (r"people/.*", "users"),
    (r"administrators/users/(?P<user>[^/]+)\.[^./]+", "org_root/admins/{user}"),
    (r"administrators/.*", "org_root/admins"),
    (r"roles/(?P<group>[^/]+)/.*", "groups/{group}/roles/{stack}"),
    (r"responder/.*", "responder"),
    (r"services/billing/.*", "billing_group"),
    (r"services/root-access/.*", "centralized_root_access"),
    (r"services/(?P<service>access_analyzer|config|guardduty)/.*", "{service}"),
    (r"security/config-.*", "config"),
    (r"security/guardduty-.*", "guardduty"),
    (r"security/.*", "access_analyzer"),
    (r"logs/(trail|organization-trail|trail-log-group)/.*", "cloudtrail"),
    (r"logs/(alarms|root-sign-in)/.*", "root_sign_in_alarm"),
    (r"logs/access/.*", "log_account"),
    (r"logs/.*", "config"),
    (r"recorders/.*", "config"),
    (r"baseline/contacts/(?P<kind>[^/]+)", "alternate_contacts/{kind}"),
    (r"baseline/.*", "account_defaults"),
    (r"password-policy/.*", "password_policy"),
    (r"state/.*", "deployment/state"),
    (r"(alias|organization/(organization|protected/.*))", "name"),
)
"""Patterns of paths, without the stack at their beginning, and the key that they come from."""


def field_of(path: str) -> Field:
    """The key that a construct comes from, but for units, accounts and guardrails; empty when none is known."""
    stack, _, rest = path.partition("/")
    for pattern, key in _TABLE:
        if found := re.fullmatch(pattern, rest):
            return tuple(key.format(stack=stack, **found.groupdict()).split("/"))
    return ()


def units(
    tree: object, above: Field = ("organizational_units",), path: tuple[str, ...] = ()
) -> Iterator[tuple[str, Field]]:
    """Every unit of the file: its id among the constructs, in which `/` is `--`, and where it is in the file."""
    for name, unit in tree.items() if isinstance(tree, Mapping) else ():
        below = unit.get("organizational_units") if isinstance(unit, Mapping) else None
        yield "--".join((*path, str(name))), (*above, str(name))
        yield from units(below, (*above, str(name), "organizational_units"), (*path, str(name)))
