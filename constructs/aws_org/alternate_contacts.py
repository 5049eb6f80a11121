"""Contacts that AWS notifies about an account."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.account_alternate_contact import AccountAlternateContact
from constructs import Construct

from aws_org.terraform_text import literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A person or team that AWS notifies."""

    name: str
    title: str
    email: str
    phone: str


class AlternateContacts(Construct):
    """
    Contacts that AWS notifies about an account, besides the e-mail address of its root user.

    Set `account_id` only for another account than the provider's: AWS rejects the provider's own number. This works
    from the management account if Account Management has trusted access. Removing a contact deletes it in AWS.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        security: Contact | None = None,
        billing: Contact | None = None,
        operations: Contact | None = None,
        account_id: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        for kind, contact in {"security": security, "billing": billing, "operations": operations}.items():
            if contact is not None:
                AccountAlternateContact(
                    self,
                    kind,
                    account_id=account_id,
                    alternate_contact_type=kind.upper(),
                    name=literal(contact.name),
                    title=literal(contact.title),
                    email_address=literal(contact.email),
                    phone_number=contact.phone,
                )
