"""Proofs of promises of your own, of which parts are accepted, about the small organization."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from time import perf_counter

from access.decision import Evaluator
from access.decision.process import Process
from access.explain import ConfigurationLines
from access.model.organization import Organization
from access.promises.custom import own_in
from access.promises.promise import Promise
from access.proof import Proof, Sources, prove_all
from access.questions.world import World
from orgctl.as_of import as_of, seconds_of
from tests.access import small

SAYS = "Ann does nothing with the data."
FILES = f"{small.BUCKET}/x"
BY_ANN = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{small.PEOPLE}:root"}, "Action": "s3:*"}
OPEN = {**BY_ANN, "Resource": [small.BUCKET, f"{small.BUCKET}/*"]}
TAGGED = {**OPEN, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}}}
DAY = "2026-12-01"


def proof(
    process: Process,
    text: str,
    *,
    built_in: tuple[Promise, ...] = (),
    found: Organization | None = None,
) -> Proof:
    """Return the proof of the promises in a file, by default about an organization in which ann may do everything."""
    organization = replace(found or small.organization(bucket=[OPEN]), since=seconds_of(as_of(DAY)))
    own, problems = own_in(dedent(text).encode(), organization)
    assert problems == []
    world = World(organization, Evaluator(organization, process=process), None)
    sources = Sources(ConfigurationLines(None), organization)
    return prove_all("small", world, sources, built_in, own.promises, started=perf_counter(), accepted=own.accepted)
