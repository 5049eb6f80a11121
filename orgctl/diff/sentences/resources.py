"""Sentences about resources with a resource policy."""

from __future__ import annotations

from collections.abc import Sequence

from access.difference import ResourceChange
from orgctl.diff.sentences.words import statements
from orgctl.section import Sentence

_TYPES = {"aws_s3_bucket": "bucket", "aws_kms_key": "key", "aws_sns_topic": "topic", "aws_sqs_queue": "queue"}


def resources(changes: Sequence[ResourceChange]) -> list[Sentence]:
    """Return a sentence for each, with the changed statements of its policy; of a new one, those that allow access."""
    return [_resource(one) for one in changes]


def _resource(one: ResourceChange) -> Sentence:
    what = f"The {_TYPES.get(one.type, one.type.removeprefix('aws_').replace('_', ' '))} {one.name} of {one.account}"
    if one.change == "comes":
        allowing = [each for each in one.statements if each.after and each.after.get("Effect") == "Allow"]
        return Sentence(f"{what} ({one.region}) is new.", tuple(statements(allowing)))
    if one.change == "goes":
        return Sentence(f"{what} ({one.region}) is destroyed.")
    renamed = f" replaces {one.before_name}" if one.before_name else ""
    policy = "its policy changes" if one.before_name else " has a changed policy"
    text = f"{what}{renamed}{'; ' if renamed and one.statements else ''}{policy if one.statements else ''}."
    return Sentence(text, tuple(statements(one.statements)))
