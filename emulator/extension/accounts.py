"""
Accounts: unique e-mail addresses, and account numbers derived from them.

Operations: Organizations CreateAccount, DescribeCreateAccountStatus, RemoveAccountFromOrganization.
Source: AWS Organizations API Reference, these operations, CreateAccountStatus (FailureReason) and
ConstraintViolationException (ACCOUNT_NUMBER_LIMIT_EXCEEDED).
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.utils import unix_time, utcnow
from moto.iam.models import iam_backends
from moto.organizations import utils
from moto.organizations.models import OrganizationsBackend, organizations_backends

from emulator.extension.constraint_violation import ConstraintViolation
from emulator.extension.stable_ids import account_number, next_id
from emulator.extension.start_options import start_options
from foundation.names import ACCESS_ROLE

used_emails: set[str] = set()  # only grows: AWS keeps the address of a removed or closed account


class Accounts(OrganizationsBackend):
    """CreateAccount and related operations."""

    def _reset(self) -> None:
        super()._reset()
        self.failed: dict[str, dict[str, Any]] = {}

    def create_account(self, **kwargs: Any) -> dict[str, Any]:
        """Report an e-mail address that is in use in the status (FAILED), as AWS does, not as an error."""
        self._demand_room()
        email = str(kwargs["Email"])
        if email.casefold() in used_emails:
            return self._fail_account(kwargs["AccountName"], "EMAIL_ALREADY_EXISTS")
        taken = {self.account_id, *organizations_backends.master_accounts}
        with next_id("make_random_account_id", account_number(email, taken)):
            status = super().create_account(**kwargs)
        used_emails.add(email.casefold())
        _let_access_role_administer(status["CreateAccountStatus"]["AccountId"], kwargs)
        return status

    def _demand_room(self) -> None:
        """Raise ConstraintViolation when the limit is reached. Closed accounts and the management account count."""
        limit = start_options.account.account_limit
        if limit is not None and len(self.accounts) >= limit:
            error = ConstraintViolation("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "")
            error.message = "You have exceeded the allowed number of AWS accounts."  # AWS says no more here
            raise error

    def _fail_account(self, name: str, reason: str) -> dict[str, Any]:
        id, now = utils.make_random_create_account_status_id(), unix_time(utcnow())
        status = {"Id": id, "AccountName": name, "State": "FAILED", "FailureReason": reason}
        self.failed[id] = {"CreateAccountStatus": {**status, "RequestedTimestamp": now, "CompletedTimestamp": now}}
        return self.failed[id]

    def describe_create_account_status(self, **kwargs: Any) -> dict[str, Any]:
        """Include the failed requests."""
        failed = self.failed.get(kwargs["CreateAccountRequestId"])
        return failed or super().describe_create_account_status(**kwargs)


def _let_access_role_administer(account: str, request: dict[str, Any]) -> None:
    """Grant the access role full permissions (Organizations User Guide, "Accessing member accounts")."""
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    role = request.get("RoleName") or ACCESS_ROLE
    iam_backends[account]["global"].put_role_policy(role, "AdministratorAccess", json.dumps(document))
