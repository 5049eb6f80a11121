"""Checks of policies of AWS Organizations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.arns import ACCOUNT_NUMBER_LENGTH
from policies.checks.aws_names import data_date
from policies.checks.iam_kinds import Kind
from policies.checks.iam_language import iam_policy_errors, statements_of
from policies.checks.iam_values import texts
from policies.checks.management_language import management_policy_errors
from policies.checks.policy_types import GRAMMARS, PolicyGrammar
from policies.checks.size import size
from policies.checks.strict_json import read, shown

_TOKEN = re.compile(r"\$\{TfToken\[[^\]]*\]\}")
"""An account number that CDKTF resolves only when it writes the JSON."""


def policy_errors(text: str, policy_type: str) -> list[str]:
    """
    Return the errors of a policy of a type of AWS Organizations, such as ``TAG_POLICY``.

    Checks the grammar and the size without white space. `unknown_names` checks whether actions exist.
    """
    about = GRAMMARS[policy_type]
    if isinstance(about.grammar, Kind):
        errors = iam_policy_errors(text, about.grammar)
    else:
        errors = management_policy_errors(text, about.grammar)
    if about.services is not None:
        errors += _services_not_covered(text, about, about.services())
    return errors + _size_errors(text, about)


def _services_not_covered(text: str, about: PolicyGrammar, services: frozenset[str]) -> Iterator[str]:
    policy, _ = read(text)
    for index, statement in enumerate(statements_of(policy) if isinstance(policy, dict) else ()):
        for action in texts(statement.get("Action") if isinstance(statement, dict) else None):
            service, colon, _ = action.lower().partition(":")
            if colon and service != "*" and service not in services:
                yield (
                    f"Statement[{index}] Action {shown(action)} names a service to which no {about.type.words} "
                    f"applies, by the data of {data_date()}"
                )


def _size_errors(text: str, about: PolicyGrammar) -> list[str]:
    characters = size(_TOKEN.sub("0" * ACCOUNT_NUMBER_LENGTH, text))
    if characters <= about.largest:
        return []
    return [f"has {characters:,} characters, more than the {about.largest:,} of a {about.type.words}"]
