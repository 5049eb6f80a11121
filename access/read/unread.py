"""The parts of the stacks that decide about access, but are not read."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import cast

from access.read.policy_types import WHOLE, How, policy_arguments
from access.read.reading import Reading
from terraform_json.origin import Origin
from terraform_json.stacks import Entry

_STATEMENT, _DOCUMENT_TYPE = '"Statement"', "aws_iam_policy_document"
_DOCUMENT = re.compile(r"\$\{data\.aws_iam_policy_document\.[^}]+\}")
_OTHER_PROVIDERS = ("awscc_",)
_COMMENTS = frozenset({"//", "depends_on", "lifecycle", "provider", "provisioner"})


def note_unread(reading: Reading) -> None:
    """Note every resource that grants or limits access in a way that is not read, and every module."""
    for stack in reading.stacks:
        for name in stack.modules:
            reading.leave_at(Origin(stack.name, f"module.{name}"), "", "the resources of modules are not read")
        for entry in stack.blocks.values():
            if entry.mode == "managed":
                _note(reading, entry)


def _note(reading: Reading, entry: Entry) -> None:
    if entry.type.startswith(_OTHER_PROVIDERS):
        reading.leave(entry, "", "resources of this provider are not read")
        return
    known = policy_arguments().get(entry.type)
    for one in known or ():
        if one.how is How.UNREAD and (one.argument == WHOLE or _has(entry.body, one.argument)):
            reading.leave(entry, "" if one.argument == WHOLE else one.argument, one.rest)
    read = {one.argument for one in known or ()}
    written = str(entry.body)  # a look that is quick, for nearly all resources
    for name in _documents(entry.body, read) if _STATEMENT in written or _DOCUMENT_TYPE in written else ():
        reason = "this type is not known" if known is None else "this argument is not known as a policy"
        reading.leave(entry, name, reason)


def _has(body: object, argument: str) -> bool:
    """Return whether a block has an argument, which may be in blocks in it."""
    name, _, rest = argument.partition(".")
    if isinstance(body, list):
        return any(_has(one, argument) for one in cast("list[object]", body))
    value = cast("Mapping[str, object]", body).get(name) if isinstance(body, Mapping) else None
    return _has(value, rest) if rest else value not in (None, "", [], {})


def _documents(value: object, read: Collection[str], path: str = "") -> Iterator[str]:
    """Yield other arguments that hold an IAM document: as text, or as a reference to Terraform's data source."""
    if isinstance(value, Mapping):
        for name, one in cast("Mapping[str, object]", value).items():
            if path or name not in _COMMENTS:
                yield from _documents(one, read, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _documents(one, read, path)
    elif isinstance(value, str) and path not in read and (_DOCUMENT.fullmatch(value) or _is_document(value)):
        yield path


def _is_document(text: str) -> bool:
    if _STATEMENT not in text:
        return False
    try:
        found: object = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, Mapping) and "Statement" in found
