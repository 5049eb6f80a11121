"""The whole of `organization.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from foundation.names import ACCESS_ROLE, BOOTSTRAP, ID, INFRA, ORG_ROOT
from organization.model.base import Model, PolicyTypeName, Region, Tags
from organization.model.deployment import Deployment
from organization.model.guardrails import Guardrail
from organization.model.people import Group, OrgRootAdmins, PasswordPolicy, Responder
from organization.model.services import (
    AccessAnalyzer,
    AccountDefaults,
    AlternateContacts,
    CloudTrail,
    Config,
    GuardDuty,
    RootSignInAlarm,
)
from organization.model.tree import Account, Found, OrganizationalUnit, walk


class Organization(Model):
    """An AWS organization: its accounts, organizational units, people, groups, roles, guardrails and services."""

    name: str
    """Prefix of every account alias and account name: spacecats gives spacecats-id."""
    email: str
    """E-mail address of each new account's root user; {account} stands for the account's key."""
    region: Region
    """Home region."""
    regions: list[Region] = []
    """Regions in use, the home region among them; only that one if not given."""
    former_regions: list[Region] = []
    """
    Regions that are no longer in use: the next deploy destroys what this project made there. Remove them after it.
    """
    tags: Tags = {}
    """Tags of everything that is created."""
    org_root: OrgRootAdmins
    """The management account."""
    organizational_units: dict[str, OrganizationalUnit]
    """Units under the root, by name."""
    closed_accounts: list[str] = []
    """Keys of accounts that were closed in AWS. They stay here: their e-mail addresses are never free again."""
    users: list[str] = []
    """Everybody: an IAM user each, in the id account."""
    former_users: list[str] = []
    """
    People who left: out of every group, and their keys and MFA devices go with the user. Remove the name after the
    next deploy.
    """
    groups: dict[str, Group] = {}
    """Groups of people, by name."""
    billing_group: str | None = None
    """The group whose people may see the bills of the organization, in org-root; nobody if not given."""
    responder: Responder | None = None
    """Who investigates incidents, in quarantine too; nobody if not given."""
    password_policy: PasswordPolicy = PasswordPolicy()
    """Password policy of every account."""
    guardrails: dict[str, Guardrail] = {}
    """What nobody may do, whatever their own policies say; docs/guardrails.md has the catalogue."""
    exempt_roles: list[str] = [ACCESS_ROLE]
    """
    Roles that the guardrails which protect something do not bind, in every account: the one that deploys must be among
    them. The responder is exempt too.
    """
    security_account: str | None = None
    """The account that administers GuardDuty, Config and Access Analyzer for all: infra if not given."""
    log_account: str = ORG_ROOT
    """The account that keeps what CloudTrail and Config record. It is not changed once they do."""
    cloudtrail: CloudTrail = CloudTrail()
    """A trail of the whole organization. On if not given."""
    guardduty: GuardDuty = GuardDuty(enabled=False)
    """Detection of threats. It costs money: off if not given."""
    config: Config = Config(enabled=False)
    """A record of every resource. It costs money: off if not given."""
    access_analyzer: AccessAnalyzer = AccessAnalyzer()
    """Findings of what is open to outside. On if not given."""
    centralized_root_access: bool = True
    """
    Whether the root users of member accounts have no credentials, and org-root does in their place what only they may
    do. Free.
    """
    alternate_contacts: AlternateContacts = AlternateContacts()
    """Whom AWS writes to besides the root user."""
    account_defaults: AccountDefaults = AccountDefaults()
    """What every account begins with. On if not given."""
    root_sign_in_alarm: RootSignInAlarm | None = None
    """A message whenever a root user does something. It costs money: off if not given."""
    trusted_access: list[str] = []
    """Further AWS services that may work in the whole organization, besides those of what is on here."""
    policy_types: list[PolicyTypeName] = []
    """Further kinds of organization policies that are on, besides those of the guardrails."""
    deployment: Deployment = Deployment()
    """How the organization is deployed."""

    def units(self) -> Iterator[Found]:
        """
        Every OU from the top down: its path from the root, the OU, and whether it is quarantined (itself or from
        above).
        """
        yield from walk(self.organizational_units)

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Every member account by its key, in the order of the file."""
        return {key: account for _, unit, _ in self.units() for key, account in unit.accounts.items()}

    @cached_property
    def quarantined(self) -> set[str]:
        """The keys of the accounts that can do nothing."""
        return {key for _, unit, quarantined in self.units() if quarantined for key in unit.accounts}

    def accounts_with_stack(self) -> list[str]:
        """The keys of the member accounts that Terraform can do something in: those that are not quarantined."""
        return [key for key in self.accounts if key not in self.quarantined]

    def stack_names(self) -> list[str]:
        """Every stack: with state in S3, each account has one for its state (bootstrap-id) besides its own (id)."""
        accounts = [ORG_ROOT, *self.accounts_with_stack()]
        if self.deployment.state.mode == "local":
            return accounts
        return [stack for key in accounts for stack in (BOOTSTRAP + key, key)]

    @property
    def all_regions(self) -> list[str]:
        """The regions in use, the home region first."""
        return [self.region, *(region for region in self.regions if region != self.region)]

    @property
    def reachable_regions(self) -> list[str]:
        """The regions in use and the former ones: what is in them can be destroyed from there only."""
        return [*self.all_regions, *(region for region in self.former_regions if region not in self.all_regions)]

    @cached_property
    def security_key(self) -> str | None:
        """The key of the account that administers the security services; None when there is none."""
        return self.security_account or (INFRA if INFRA in self.accounts_with_stack() else None)

    @property
    def recorded(self) -> list[str]:
        """What is on of the services whose records the log account keeps."""
        services = {"cloudtrail": self.cloudtrail.enabled, "config": self.config.enabled}
        return [name for name, enabled in services.items() if enabled]

    @property
    def records(self) -> bool:
        """Whether the log account has anything to keep."""
        return bool(self.recorded)

    @property
    def trail_bucket(self) -> str:
        """The bucket of the organization trail, in the log account."""
        return f"{self.alias(self.log_account)}-cloudtrail-{self.region}"

    @property
    def config_bucket(self) -> str:
        """The bucket of what Config records in all accounts, in the log account."""
        return f"{self.alias(self.log_account)}-config-{self.region}"

    @property
    def access_log_bucket(self) -> str:
        """The bucket of the access logs of these two."""
        return f"{self.alias(self.log_account)}-access-logs-{self.region}"

    @property
    def unbound_roles(self) -> list[str]:
        """The names of the roles that the guardrails which protect something do not bind."""
        responder = [self.responder.role_name] if self.responder else []
        return [*self.exempt_roles, *(name for name in responder if name not in self.exempt_roles)]

    @property
    def state_region(self) -> str:
        """The region of the buckets that hold Terraform's state."""
        return self.deployment.state.region or self.region

    def state_bucket(self, key: str) -> str:
        """The bucket that holds the state of an account's stacks."""
        state = self.deployment.state
        if state.mode == "central":
            return state.bucket or f"{self.alias(ORG_ROOT)}-tf-state-{self.state_region}"
        return f"{self.alias(key)}-tf-state-{self.state_region}"

    def state_log_bucket(self, key: str) -> str:
        """The bucket that holds the access logs of an account's state bucket."""
        return f"{self.alias(key)}-tf-state-log-{self.state_region}"

    def account_name(self, key: str) -> str:
        """The account's name in AWS."""
        return self.accounts[key].name or self.alias(key)

    def account_email(self, key: str) -> str:
        """The address of the account's root user."""
        return self.accounts[key].email or self.email.replace("{account}", key)

    def has_billing_access(self, key: str) -> bool:
        """Whether IAM users of the account may see its billing: unless it says so itself, only those of id."""
        access = self.accounts[key].billing_access
        return key == ID if access is None else access

    def users_without_group(self) -> list[str]:
        """Users who are in no group."""
        grouped = {user for group in self.groups.values() for user in group.users}
        return [user for user in self.users if user not in grouped]

    def alias(self, key: str) -> str:
        """The account's alias: part of its sign-in address and the name of its AWS profile."""
        return f"{self.name}-{key}"
