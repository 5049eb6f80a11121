"""One account of an organization, read on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from live import iam
from live.access import REGION, Access
from live.attempt import Problem, attempt
from live.bucket import bucket_faults
from live.credential_report import root_user_last_used
from live.people import Person, read_people
from live.remembered import remembered

NO_CONTACT = "ResourceNotFoundException"


class LiveAccount:
    """
    An account in AWS. Threads may share it: at worst a value is read twice.

    Each use of a value that AWS refuses raises botocore's ClientError or BotoCoreError.
    """

    def __init__(self, access: Access) -> None:
        self.access = access
        self.number = access.number
        self._clients: dict[tuple[str, str], Any] = {}

    def client(self, service: str, region: str = REGION) -> Any:
        """Return a client of the account; to make one takes longer than most answers."""
        if (service, region) not in self._clients:
            self._clients[service, region] = self.access.client(service, region)
        return self._clients[service, region]

    @remembered
    def summary(self) -> dict[str, int]:
        """IAM's counts and flags, with those of the root user."""
        return iam.account_summary(self.client("iam"))

    @remembered
    def people(self) -> tuple[Person, ...]:
        """Every IAM user."""
        return read_people(self.client("iam"))

    @property
    def aliases(self) -> list[str]:
        """The account's alias, if it has one."""
        return iam.aliases(self.client("iam"))

    @property
    def entry_problem(self) -> Problem | None:
        """The reason why the account cannot be accessed; None if it can."""
        found = attempt(lambda: self.client("sts"))
        return found if isinstance(found, Problem) else None

    @property
    def root_user_last_used(self) -> datetime | None:
        """The last use of the root user; None when none is known."""
        return root_user_last_used(self.client("iam"))

    @property
    def password_policy(self) -> Mapping[str, Any] | None:
        """The password policy; None without one."""
        client = self.client("iam")
        try:
            found: Mapping[str, Any] = client.get_account_password_policy()["PasswordPolicy"]
        except client.exceptions.NoSuchEntityException:
            return None
        return found

    def alternate_contact(self, kind: str) -> Mapping[str, Any] | Problem | None:
        """Return the security, operations or billing contact; None without one."""
        client = self.client("account")
        found = attempt(partial(client.get_alternate_contact, AlternateContactType=kind.upper()))
        return _none(found) if isinstance(found, Problem) else found["AlternateContact"]

    @property
    def primary_contact(self) -> Mapping[str, Any] | Problem | None:
        """The primary contact; None without one."""
        found = attempt(lambda: self.client("account").get_contact_information()["ContactInformation"])
        return _none(found) if isinstance(found, Problem) else found

    def detectors(self, region: str) -> Iterator[tuple[str, str]]:
        """Return the ids of GuardDuty's detectors in a region, each with its status."""
        client = self.client("guardduty", region)
        for id in client.list_detectors()["DetectorIds"]:
            yield id, str(client.get_detector(DetectorId=id)["Status"])

    def recorders(self, region: str) -> list[Mapping[str, Any]]:
        """Return the statuses of Config's recorders in a region, without those of other services."""
        answer = self.client("config", region).describe_configuration_recorder_status()
        return [one for one in answer["ConfigurationRecordersStatus"] if not one.get("servicePrincipal")]

    def bucket_faults(self, name: str, region: str) -> Iterator[str]:
        """Return the faults of a bucket of the account."""
        return bucket_faults(self.client("s3", region), name, self.number)


def _none(problem: Problem) -> Problem | None:
    """Return None for the error with which AWS reports a missing contact."""
    return None if problem.reason == NO_CONTACT else problem
