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


class Entry(Model):
    """What is accepted of a promise although it is broken or not decided. It is still shown, as accepted."""

    promise: str
    """The promise: the name of a built-in one (mfa), or the sentence of one of this file."""
    who: Texts = []
    """
    The principals, as they are named in what is broken or not decided, with wildcards: the name of a user (ann), the
    whole name (role infra of *), or an ARN. Any principal if omitted.
    """
    what: Texts = []
    """
    The actions (s3:Get*), the resources (arn:aws:s3:::data/*), both (s3:GetObject on arn:aws:s3:::data/*), or the
    sentence of what is not decided, or of a counterexample that is about no single request. Everything if omitted.
    """
    reason: str
    """The reason why it is accepted, for the auditor."""
    until: str = ""
    """The last day on which it is accepted, as YYYY-MM-DD in UTC. Without end if omitted."""


class AccessFile(Model):
    """Promises of your own, which `orgctl prove` checks in addition to the built-in ones, and what you accept."""

    promises: dict[str, list[Line]] = {}
    """The promises: a sentence for the auditor, and the lines that prove it."""
    accepted: list[Entry] = []
    """What is accepted although a promise is broken or not decided. An entry that accepts nothing is an error."""
