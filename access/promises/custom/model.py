"""The model of `access.yaml`."""

from __future__ import annotations

from organization.model.base import Model, Texts


class Line(Model):
    """The rights of principals: allow or deny WHO, but WHO, to ACTION, where ACCOUNT, on RESOURCE, when CONTEXT."""

    allow: Texts = []
    """
    The principals that can do it, each in at least one way: a user (ann, ann.org-root), group:infra, role:infra@logs,
    people, everybody, deployer, root user of logs, outsiders, the number of another account, a service principal.
    """
    deny: Texts = []
    """The principals that cannot do it in any way: the same words as for allow."""
    but: Texts = []
    """The principals that are left out: the same words. A role that is left out is no way for others either."""
    to: Texts
    """The actions, as in policies (s3:GetObject), with wildcards after the service (s3:Delete*)."""
    where: Texts = []
    """The accounts: keys of organization.yaml, or every account."""
    on: Texts = []
    """
    The resources: an ARN, s3://bucket/key, role:infra, role:infra@logs, or *. {account} and {number} stand for the key
    and the number of each account; a * matches resources of the stacks.
    """
    when: dict[str, Texts] = {}
    """
    The conditions: mfa (true or false, how users have signed in; any way if omitted), region, and condition keys with
    their values (aws:SourceIp).
    """


class AccessFile(Model):
    """Promises of your own, which `orgctl prove` checks in addition to the built-in ones."""

    promises: dict[str, list[Line]]
    """The promises: a sentence for the auditor, and the lines that prove it."""
