"""Kinds of counterexamples: those of one action that the same statements decide, whatever the account."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Sequence

from access.model.accounts import Account
from access.model.policies import PolicyKind
from access.promises.likeness import actions_of
from access.promises.promise import CounterExample
from access.proof.reasons import deciding_reasons

_NAMED_BY_THEIR_HOLDER = (PolicyKind.TRUST, PolicyKind.RESOURCE)


def by_kind(examples: Sequence[CounterExample]) -> list[list[CounterExample]]:
    """
    Return the counterexamples of each kind, in the order of the first of each.

    A case without reasons is of the kind of the cases that are like it; or else of the only kind that its action has.
    """
    alike: dict[str, Hashable] = {}
    of_action: dict[str, set[Hashable]] = defaultdict(set)
    for one in examples:
        if one.reasons:
            cause = _cause(one)
            of_action[action_of(one)].add(cause)
            if one.likeness:
                alike.setdefault(one.likeness, cause)
    found: dict[Hashable, list[CounterExample]] = {}
    for one in examples:
        action = action_of(one)
        cause = _cause(one)
        if one.request and not one.reasons:
            only = next(iter(of_action[action])) if len(of_action[action]) == 1 else cause
            cause = alike.get(one.likeness, only)
        found.setdefault((action, cause), []).append(one)
    return list(found.values())


def action_of(example: CounterExample) -> str:
    """Return the action of a counterexample; empty where a policy itself is wrong."""
    return example.request.action if example.request else ""


def _cause(example: CounterExample) -> Hashable:
    """Return a key that is the same for cases which the same statements decide; the account does not matter."""
    if not example.reasons:
        return example.origin.address.partition(".")[0] if example.origin else ""
    request = example.request
    sides = (request.caller.account, request.account) if request else ()
    accounts = [account for account in sides if account]
    found = list[tuple[str, ...]]()
    for reason in deciding_reasons(example.reasons):
        policy = reason.policy
        name = policy.name if policy and policy.kind not in _NAMED_BY_THEIR_HOLDER else ""
        said = json.dumps(reason.said, sort_keys=True) if reason.said else ""
        texts = (_erased(name, accounts), _erased(said, accounts), actions_of(reason.said))
        found.append((_layer(reason.layer, accounts), reason.effect, *texts))
    return tuple(dict.fromkeys(found))


def _layer(name: str, accounts: Sequence[Account]) -> str:
    """Return the name of a layer, in which an account is not told from another."""
    first, of, target = name.partition(" of ")
    return f"{first} of an account" if of and target in {account.path[-1].name for account in accounts} else name


def _erased(text: str, accounts: Sequence[Account]) -> str:
    for account in accounts:
        text = account.erased_from(text)
    return text
