"""
The parts of a stack whose effect is not in its Terraform JSON.

With one of them, a fingerprint cannot tell that nothing differs: the stack always counts as changed. The stacks of this
project have none; other apps, and files that somebody adds, may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from foundation.words import few
from terraform_json.expressions import Expression, parse
from terraform_json.stacks import Stack, labelled

STEADY = frozenset(
    {
        "terraform_remote_state",  # compared by its values
        "aws_caller_identity",
        "aws_default_tags",
        "aws_iam_policy_document",
        "aws_partition",
        "aws_region",
        "aws_service_principal",
    }
)
"""Types of data sources that no deployment changes."""
_ELSEWHERE = re.compile(
    r"(?<![\w.-])(?:(?:file\w*|templatefile|timestamp|plantimestamp|uuid|bcrypt|pathexpand|abspath)\s*\("
    r"|path\s*\.\s*\w+)"
)
"""Functions and values of Terraform that depend on files, on the time, on chance, or on the machine."""
_MOST = 3


def unseen(stack: Stack, files: Sequence[str]) -> Iterator[str]:
    """Yield the parts, each as the end of a sentence about the stack. `files` are further ones of its configuration."""
    data = [entry.address for entry in stack.blocks.values() if entry.mode == "data" and entry.type not in STEADY]
    found: tuple[tuple[str, Sequence[str]], ...] = (
        (
            "has variables, whose values are not looked at",
            [name for name, _ in labelled(stack.document.get("variable"))],
        ),
        ("calls modules, whose files are not looked at", stack.modules),
        ("has files besides cdk.tf.json, which are not looked at", files),
        ("reads from AWS, where the values may have changed", data),
        ("depends on more than its Terraform JSON", [*dict.fromkeys(_elsewhere(stack.document))]),
    )
    for said, names in found:
        if names:
            yield f"{said}: {few(names, _MOST)}"


def _elsewhere(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if "${" in value or "%{" in value:
            for part in parse(value):
                if isinstance(part, Expression):
                    yield from (match[0].rstrip("( ") for match in _ELSEWHERE.finditer(part.text))
    elif isinstance(value, Mapping):
        for key, one in cast("Mapping[str, object]", value).items():
            if key != "//":
                yield from _elsewhere(one)
    elif isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _elsewhere(one)
