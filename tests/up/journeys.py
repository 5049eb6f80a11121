"""Journeys that begin in the middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import boto3

from live.caller import Caller
from live.identity import Identity
from organization.load import load
from orgctl.up.dialogue import Dialogue
from orgctl.up.journey import Journey
from tests.end_to_end.deployment import GUIDE

ACCOUNT = "123456789012"
SETUP = f"arn:aws:iam::{ACCOUNT}:user/setup"
ADMIN = f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/myuser"


def identity(arn: str, *, token: str | None = "token", until: datetime | None = None) -> Identity:
    """Return an identity whose keys are never checked."""
    return Identity(boto3.Session("AKIA", "secret", token, region_name="eu-west-1"), Caller(ACCOUNT, arn), until)


def begin(
    folder: Path,
    dialogue: Dialogue,
    *,
    who: Identity | None = None,
    file: Path = GUIDE,
    environment: Mapping[str, str] | None = None,
    dry_run: bool = False,
    gate: Callable[[Journey], None] = lambda journey: None,
) -> Journey:
    """Return a journey of the guide's organization, in an empty folder; by default its gate is open."""
    return Journey(
        organization=load(file)[0],
        folder=folder,
        environment=environment or {},
        dialogue=dialogue,
        identity=who or identity(SETUP),
        person="myuser",
        gate=gate,
        dry_run=dry_run,
    )
