"""
What `organization.yaml` says, as types. The rules about values are in `organization.rules`; the docstrings become the
descriptions that an editor shows, through `organization.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from organization.known import POLICY_TYPES, regions

ORG_ROOT = "org-root"
ID = "id"
ACCESS_ROLE = "OrganizationAccountAccessRole"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class _Short(_Model):
    """A model that the file may also write in a shorter form."""

    short_forms: ClassVar[list[dict[str, Any]]]

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        whole = dict(schema)
        schema.clear()
        schema |= {
            "title": whole.pop("title"),
            "description": whole.pop("description"),
            "anyOf": [*cls.short_forms, whole],
        }
        return schema


class _Defaults(_Short):
    """A model that nothing at all stands for: ``infra:`` is an account with every default."""

    short_forms = [{"type": "null"}]

    @model_validator(mode="before")
    @classmethod
    def _from_nothing(cls, value: Any) -> Any:
        return {} if value is None else value


Tags = dict[str, str]
PolicyType = Annotated[str, Field(json_schema_extra={"enum": list(POLICY_TYPES)})]
Region = Annotated[str, Field(json_schema_extra={"enum": list(regions())})]


class OrgRootAdmins(_Model):
    """The people who administer the organization itself, and nothing else, from the management account."""

    admins: list[str]
    """Each gets the IAM user <name>.org-root, who may assume the role admin with MFA."""
    former_admins: list[str] = []
    """
    Admins who left: out of the group, and their keys and MFA devices go with the user. Remove the name after the next
    deploy.
    """
    max_session_duration: int = 3600
    """
    Longest session of the role admin, in seconds (3600 to 43200). From there into a member account it is one hour at
    most.
    """


class Account(_Defaults):
    """A member account. Its key is its name in this file, the name of its stack and the end of its alias."""

    name: str | None = None
    """Name of the account in AWS, <organization>-<key> if not given. Not changed once the account exists."""
    email: str | None = None
    """
    Address of the account's root user, from the e-mail template if not given. Not changed once the account exists.
    """
    billing_access: bool | None = None
    """
    Whether IAM users of the account may see its billing (default: only in id). Not changed once the account exists.
    """
    tags: Tags = {}
    """Tags of the account, besides the organization's."""


class OrganizationalUnit(_Defaults):
    """A container of accounts and of further organizational units, to five levels below the root."""

    quarantine: bool = False
    """Accounts in here, and below, can do nothing: a service control policy denies every action."""
    accounts: dict[str, Account] = {}
    """Member accounts directly in this unit, by key. To move an account, move its lines."""
    organizational_units: dict[str, OrganizationalUnit] = {}
    """Units in this unit, by name."""


class Role(_Short):
    """What the people of a group may do in one account: an IAM role named after the group."""

    policies: list[str]
    """
    AWS managed policies by name (job-function/ViewOnlyAccess) or ARN, or JSON files in this folder
    (policies/deploy.json).
    """
    max_session_duration: int = 3600
    """Longest session, in seconds (3600 to 43200)."""
    permissions_boundary: str | None = None
    """AWS managed policy by name, or the ARN of any policy, that the role's permissions never exceed."""

    short_forms = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]

    @model_validator(mode="before")
    @classmethod
    def _from_policies(cls, value: Any) -> Any:
        """
        ``infra: PowerUserAccess`` and ``infra: [PowerUserAccess]`` are short for ``infra: {policies:
        [PowerUserAccess]}``.
        """
        if isinstance(value, str):
            return {"policies": [value]}
        return {"policies": value} if isinstance(value, list) else value


class Group(_Defaults):
    """People of the id account and the roles that they reach from there."""

    users: list[str] = []
    """Members, all of them: whoever is added elsewhere is removed by the next deploy."""
    roles: dict[str, Role] = {}
    """Account key and what the group may do there: a policy, a list of policies, or a mapping with more."""


class PasswordPolicy(_Model):
    """Password policy of the accounts that have users: org-root and id."""

    minimum_password_length: int = 14
    """At least 6, at most 128 characters."""
    password_reuse_prevention: int = 24
    """How many previous passwords are refused, 1 to 24."""
    max_password_age: int | None = None
    """Days until a password expires, 1 to 1095; never if not given."""


class LocalState(_Model):
    """Terraform state in files beside organization.yaml: for trying things out, or for one person alone."""

    backend: Literal["local"] = "local"
    """local: terraform.<stack>.tfstate in this folder."""


class S3State(_Model):
    """Terraform state in one S3 bucket that exists already, locked by S3 itself."""

    backend: Literal["s3"]
    """s3: <stack>/terraform.tfstate in a bucket of the management account."""
    bucket: str
    """Name of the bucket, with versioning on."""
    region: Region | None = None
    """Region of the bucket, the home region if not given."""


class Deployment(_Model):
    """How the organization is deployed."""

    state: Annotated[LocalState | S3State, Field(discriminator="backend")] = LocalState()
    """Where Terraform keeps its state."""
    provider_version: str = ">= 5.100.0, < 7.0.0"
    """Versions of the AWS provider that may be used, as Terraform writes them."""


class Organization(_Model):
    """An AWS organization: its accounts, organizational units, people, groups and roles."""

    name: str
    """Prefix of every account alias and account name: spacecats gives spacecats-id."""
    email: str
    """E-mail address of each new account's root user; {account} stands for the account's key."""
    region: Region
    """Home region."""
    regions: list[Region] = []
    """Regions in use, the home region among them; only that one if not given."""
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
    password_policy: PasswordPolicy = PasswordPolicy()
    """Password policy of org-root and id."""
    trusted_access: list[str] = [
        "access-analyzer.amazonaws.com",
        "account.amazonaws.com",
        "cloudtrail.amazonaws.com",
        "config-multiaccountsetup.amazonaws.com",
        "config.amazonaws.com",
        "guardduty.amazonaws.com",
        "iam.amazonaws.com",
        "malware-protection.guardduty.amazonaws.com",
    ]
    """AWS services that may work in the whole organization. The list is complete: what is not in it is switched off."""
    policy_types: list[PolicyType] = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
    """
    Kinds of organization policies that are on. The list is complete: switching a kind off detaches all of its
    policies.
    """
    deployment: Deployment = Deployment()
    """How the organization is deployed."""

    def units(self) -> Iterator[tuple[tuple[str, ...], OrganizationalUnit, bool]]:
        """
        Every OU from the top down: its path from the root, the OU, and whether it is quarantined (itself or from
        above).
        """
        yield from _units(self.organizational_units, (), False)

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Every member account by its key, in the order of the file."""
        return {key: account for _, unit, _ in self.units() for key, account in unit.accounts.items()}

    @cached_property
    def quarantined(self) -> set[str]:
        """The keys of the accounts that can do nothing."""
        return {key for _, unit, quarantined in self.units() if quarantined for key in unit.accounts}

    def accounts_with_stack(self) -> list[str]:
        """The keys of the accounts that Terraform can do something in: those that are not quarantined."""
        return [key for key in self.accounts if key not in self.quarantined]

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


def _units(
    units: dict[str, OrganizationalUnit], above: tuple[str, ...], quarantined: bool
) -> Iterator[tuple[tuple[str, ...], OrganizationalUnit, bool]]:
    for name, unit in units.items():
        path = (*above, name)
        inside = quarantined or unit.quarantine
        yield path, unit, inside
        yield from _units(unit.organizational_units, path, inside)
