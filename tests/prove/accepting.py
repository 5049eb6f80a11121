"""A proof of which a promise is accepted, another one in part, and an entry is obsolete."""

from __future__ import annotations

from dataclasses import replace

from access.explain import ConfigurationLines
from access.promises.acceptance import Acceptance
from access.promises.promise import CounterExample, Outcome, Promise
from access.proof import Obsolete, Proof, Sources
from access.proof import Promise as Checked
from access.proof.checking import as_data
from access.questions.accepting import Accepting, Undecided, what_of
from terraform_json.origin import Origin
from tests.prove.many import examples, forty_accounts

REASON = "The old bucket moves in spring."
OBSOLETE = Obsolete("access.yaml:20", "No role leads on.", "there is nothing to accept: the promise is kept; remove it")
BUCKETS = tuple(
    CounterExample(f"the bucket {name} is in eu-west-1", origin=Origin("logs", f"aws_s3_bucket.{name}"))
    for name in ("old", "new")
)
UNKNOWN = Undecided("ann with MFA, arn:aws:s3:::old: the operator is unknown")


def proof() -> Proof:
    """Return the proof: one promise is kept, one is accepted, one broken and in part accepted, one entry obsolete."""
    promises = (
        of("kept", "No principal outside is trusted.", Outcome(asked=10)),
        of("regions", "Every resource is in a region that is allowed.", Outcome(BUCKETS, (UNKNOWN,)), "*old*", "*new*"),
        of("buckets", "Every bucket is named.", Outcome(BUCKETS), "*old*"),
    )
    return Proof("cats", "2026-12-01", promises, (), (), (), 10, 10, 1.0, (OBSOLETE,))


def only_accepted() -> Proof:
    """Return the proof without what is broken or obsolete."""
    return replace(proof(), promises=proof().promises[:2], obsolete=())


def all_of_many() -> Proof:
    """Return a proof of which 1,602 counterexamples are accepted for this run."""
    outcome = Outcome(tuple(examples(forty_accounts())))
    promise = of("trail", "Only the deployment role can change the trail.", outcome, "*", where="--accept", until="")
    return Proof("cats", "2026-12-01", (promise,), (), (), (), 10, 10, 1.0)


def of(
    name: str, says: str, outcome: Outcome, *what: str, where: str = "access.yaml:12", until: str = "2027-03-31"
) -> Checked:
    """Return a promise as data, of which these patterns are accepted."""
    entries = [Acceptance(name, Accepting((), (what_of(one),)), REASON, until, where) for one in what]
    sources = Sources(ConfigurationLines(None), forty_accounts())
    promise = Promise(name, says, lambda _: outcome)
    return as_data(promise, outcome, sources, own=False, seconds=0.1, accepted=entries)
