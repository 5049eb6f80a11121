"""Service control policies: what nobody in an account may do, whatever their own policies say."""

from __future__ import annotations

from policies.document import document


def deny_all() -> str:
    """
    Deny every action of every principal of an account, its root user included.

    It does not stop what runs already, service-linked roles, or access from outside that a resource's own policy
    allows. Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    (2026-11-22).
    """
    return document({"Sid": "DenyAll", "Effect": "Deny", "Action": "*", "Resource": "*"})
