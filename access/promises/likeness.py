"""The likeness of requests: those that the same policies decide, but for the account, need one explanation."""

from __future__ import annotations

import hashlib
import json

from access.decision import Request
from policies.reading import Statement


def likeness(request: Request) -> str:
    """Return a key that is the same for requests which differ in the account, and in callers that no policy names."""
    caller = request.caller
    accounts = [account for account in (caller.account, request.account) if account]
    policies = [*caller.identity, caller.boundary, request.policy]
    policies += [policy for account in accounts for target in account.path for policy in target.policies]
    texts = [policy.text for policy in policies if policy]
    actions = [actions_of(statement) for policy in policies if policy for statement in policy.statements]
    name = str(caller.context.get("aws:PrincipalArn", caller.principal)).rpartition("/")[2]
    signs = [
        request.resource,
        str({**caller.context, **request.context}.get("aws:MultiFactorAuthPresent")),
        *(f"{key}={value}" for key, value in sorted(request.context.items())),
        *sorted(request.without),
        str([caller.account is account for account in accounts]),
        name if any(name in text for text in texts) else "",
        *texts,
    ]
    text = "\0".join(signs)
    for account in accounts:
        text = account.erased_from(text)
    whole = "\0".join([request.action, *actions, text])
    return hashlib.sha256(whole.encode()).hexdigest()[:20]


def actions_of(statement: Statement) -> str:
    """Return the actions of a statement as text: an account's name may be a service's, and must not stand for it."""
    return json.dumps([statement.get("Action"), statement.get("NotAction")])
