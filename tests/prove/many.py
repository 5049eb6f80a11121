"""A proof with 1,599 counterexamples of one kind, and four of other kinds, in 40 accounts."""

from __future__ import annotations

from collections.abc import Iterator

from access.decision import Caller, Reason, Request
from access.explain import ConfigurationLines
from access.model import Account, Organization
from access.model.policies import Policy, PolicyKind
from access.promises.likeness import likeness
from access.promises.promise import CounterExample, Outcome, Promise
from access.proof import Proof, Sources
from access.proof.checking import as_data
from terraform_json.origin import Origin
from tests.access.small import NUMBERS, organization

NUMBER = 1_599
KINDS = 5
TITLE = "Only the deployment role can change the trail."
OTHER = "Every resource is in a region that is allowed."


def many() -> Proof:
    """Return the proof: two promises are broken, one is kept."""
    found = forty_accounts()
    sources = Sources(ConfigurationLines(None), found)
    region = CounterExample("the bucket is in eu-west-1", origin=Origin("logs", "aws_s3_bucket.old"))
    outcomes = {
        "kept": ("No principal outside is trusted.", Outcome(asked=10)),
        "trail": (TITLE, Outcome(tuple(examples(found)), asked=2_000)),
        "regions": (OTHER, Outcome((region,))),
    }
    promises = tuple(
        as_data(Promise(name, says, lambda _: Outcome()), outcome, sources, own=False, seconds=0.1)
        for name, (says, outcome) in outcomes.items()
    )
    return Proof("cats", "2026-12-01", promises, (), (), (), requests=2_010, questions=100, seconds=1.0)


def forty_accounts() -> Organization:
    """Return the organization."""
    return organization(numbers=NUMBERS | {f"a{index:02}": f"55550000{index:04}" for index in range(40)})


def examples(found: Organization) -> Iterator[CounterExample]:
    """Yield the counterexamples of the first promise: only the first of those that are alike has reasons."""
    accounts = [account for key, account in found.account_by_key.items() if key.startswith("a")]
    seen = set[str]()
    for index in range(NUMBER):
        account = accounts[index % len(accounts)]
        asked = request(account, "cloudtrail:StopLogging", f"user{index // len(accounts)}")
        key = likeness(asked)
        reasons = () if key in seen else reasons_of(asked)
        seen.add(key)
        yield CounterExample(f"{asked} is possible", reasons, request=asked, likeness=key)
    for action, statement in (("cloudtrail:DeleteTrail", 1), ("cloudtrail:StopLogging", 2), ("s3:PutObject", 2)):
        asked = request(accounts[0], action, "ann")
        yield CounterExample(f"{asked} is possible", reasons_of(asked, statement), request=asked)


def request(account: Account, asked: str, name: str, *, action: str = "*") -> Request:
    """Return a request of a user of an account, whose policy allows `action`, for the trail there."""
    allow = {"Effect": "Allow", "Action": action, "Resource": f"arn:aws:cloudtrail:*:{account.number}:*"}
    document = {"Statement": [allow, {"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    policy = Policy("admin", PolicyKind.INLINE, document, Origin(account.key, "aws_iam_user_policy.admin"))
    caller = Caller(f"arn:aws:iam::{account.number}:user/{name}", name, account, (policy,))
    return Request(caller, asked, f"arn:aws:cloudtrail:us-west-2:{account.number}:trail/trail", account)


def reasons_of(asked: Request, statement: int = 1) -> tuple[Reason, ...]:
    """Return the reasons why a request is allowed."""
    return (Reason("identity policy", "Allow", asked.caller.identity[0], statement),)
