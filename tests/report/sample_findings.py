"""Promises and a change for the organizations of `sample`."""

from __future__ import annotations

from collections.abc import Sequence

from orgctl.report.data import Accepted, CounterExample, Diff, ExampleKind, Origin, Promise, Reason, Section, Sentence


def promises(keys: Sequence[str]) -> tuple[Promise, ...]:
    """Return one promise that is broken, one undecided, one accepted, one not asked, and many that are kept."""
    kept = {
        "given": "Nobody reaches an account or role that the configuration does not give.",
        "chaining": "Roles lead to no other roles than expected.",
        "outsiders": "No principal outside of the organization is trusted, except services.",
        "deployment": "The deployer can make every call that its stacks need, in every account.",
        "state": "Whoever deploys reaches the state of every stack.",
        "quarantine": "In a suspended account nobody can do anything but the responder, who can.",
    }
    requests = f"{len(keys) * 212:,} requests"
    auditors = Origin("access.yaml", 12, "promises.auditors-read-only")
    unknown = (
        "s3:PutObject in logs: the policy of the bucket depends on a tag that is not known before the deployment",
    )
    late = ("limit-regions begins to bind a new account when it is moved to spacecats, seconds after it was made",)
    return (
        Promise(
            "mfa",
            "Without MFA a person can enrol MFA and do nothing else.",
            "broken",
            requests,
            (ExampleKind(_dana()),),
        ),
        Promise("1", "Auditors read everything and change nothing.", "undecided", requests, (), unknown, (), auditors),
        *(Promise(name, text, "kept", requests) for name, text in kept.items()),
        Promise("birth", "A new account is under guardrails from its first minute.", "kept", requests, notes=late),
        Promise("regions", "Resources are in allowed regions.", "accepted", requests, accepted=_accepted(unknown)),
        Promise("responder", "The responder reaches every account.", "not asked", "no responder is configured"),
    )


def _accepted(undecided: tuple[str, ...]) -> tuple[Accepted, ...]:
    bucket = CounterExample("the bucket old is in eu-west-1", origin=Origin(address="logs: aws_s3_bucket.old"))
    kinds = (ExampleKind(bucket), ExampleKind(bucket, 2, ("the bucket older is in eu-west-1",)))
    reason = "The old buckets move in spring."
    return (
        Accepted(reason, "2027-03-31", "access.yaml:12", "what: *old*", kinds),
        Accepted(reason, "", "access.yaml:15", "who: ann; what: s3:Put*", (), undecided),
    )


def _dana() -> CounterExample:
    line = Origin("organization.yaml", 44, "groups.logs.roles.logs", "logs: aws_iam_role.reader")
    return CounterExample(
        "dana, signed in without MFA, can assume reader in logs",
        "sts:AssumeRole on arn:aws:iam::000000000004:role/reader",
        ("aws:MultiFactorAuthPresent = false",),
        (
            Reason("trust policy", "Allow", "trust", "statement 1", line),
            Reason("identity policy", "Allow", "assume-roles-logs", "statement 1"),
        ),
    )


def diff() -> Diff:
    """Return a refused change, with sentences of several kinds."""
    return Diff(
        "HEAD~1 (0f1e2d3)",
        "Refused, for 1 reason: this must not be deployed.",
        (
            Section("Refused", (Sentence("The account old would be destroyed.", ("org-root: old",)),), True),
            Section("Access gained", (Sentence("ben gains the role infra of id and infra, with MFA."),)),
            Section("Access lost", (Sentence("cleo loses the role infra of id."),)),
            Section("Roles", (Sentence("The role reader of logs may do more.", ("Allow logs", "  + s3:GetObject")),)),
        ),
    )
