"""The shape of `access.yaml`."""

from __future__ import annotations

from organization.model.base import Model, Texts


class Line(Model):
    """Who can, or cannot, do what: allow or deny WHO, but WHOM, to ACTION, where ACCOUNT, on RESOURCE, when CONTEXT."""

    allow: Texts = []
    """
    Who can do it, each of them in at least one way: a user (ann, ann.org-root), group:infra, role:infra@logs, people,
    everybody, deployer, root user of logs, outsiders, the number of another account, a service by its principal.
    """
    deny: Texts = []
    """Who cannot do it, in whatever way: the same words as for allow."""
    but: Texts = []
    """Who is left out: the same words. A role that is left out is no way for anybody."""
    to: Texts
    """What is done: actions as in policies (s3:GetObject), with wildcards after the service (s3:Delete*)."""
    where: Texts = []
    """In which accounts: keys of organization.yaml, or every account."""
    on: Texts = []
    """
    What it is done to: an ARN, s3://bucket/key, role:infra, role:infra@logs, or *. {account} and {number} stand for the
    key and the number of each account; a * matches what the stacks make.
    """
    when: dict[str, Texts] = {}
    """
    Under which circumstances: mfa (true or false, how people have signed in; any way if not given), region, and
    condition keys with their values (aws:SourceIp).
    """


class AccessFile(Model):
    """Promises of your own, which `orgctl prove` looks at besides those that are built in."""

    promises: dict[str, list[Line]]
    """What is promised: a sentence that an auditor reads, and the lines that prove it."""
