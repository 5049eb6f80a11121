"""Resources with a policy of their own."""

from __future__ import annotations

from collections.abc import Sequence

from access.difference import ResourceChange
from orgctl.diff.section import Sentence
from orgctl.diff.sentences.words import statements

_TYPES = {"aws_s3_bucket": "bucket", "aws_kms_key": "key", "aws_sns_topic": "topic", "aws_sqs_queue": "queue"}


def resources(changes: Sequence[ResourceChange]) -> list[Sentence]:
    """What becomes of each, and which statements of its policy differ; of a new one, those that let somebody in."""
    return [_resource(one) for one in changes]


def _resource(one: ResourceChange) -> Sentence:
    what = f"The {_TYPES.get(one.type, one.type.removeprefix('aws_').replace('_', ' '))} {one.name} of {one.account}"
    if one.change == "comes":
        letting_in = [each for each in one.statements if each.after and each.after.get("Effect") == "Allow"]
        return Sentence(f"{what} ({one.region}) is new.", tuple(statements(letting_in)))
    if one.change == "goes":
        return Sentence(f"{what} ({one.region}) is destroyed.")
    renamed = f" is another one than {one.before_name}" if one.before_name else ""
    policy = "its policy changes" if one.before_name else " has another policy"
    text = f"{what}{renamed}{'; ' if renamed and one.statements else ''}{policy if one.statements else ''}."
    return Sentence(text, tuple(statements(one.statements)))
