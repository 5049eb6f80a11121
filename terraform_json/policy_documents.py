"""The policy in JSON that the data source aws_iam_policy_document creates from its blocks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

Text = Callable[[str], str]
"""Resolves the references in a text."""

_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS = {"principals": "Principal", "not_principals": "NotPrincipal"}
_MERGED = ("source_policy_documents", "override_policy_documents", "source_json", "override_json")


class UnknownDocumentError(Exception):
    """The document has a part that is not supported here."""


def policy_document(body: Mapping[str, Any], text: Text) -> str:
    """
    Return the policy that the data source creates from its blocks.

    Raises UnknownDocumentError when it is merged from others. Source:
    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document (2026-11-22).
    """
    for name in _MERGED:
        if body.get(name):
            raise UnknownDocumentError(f"a document with {name} is not put together here")
    statements = [_statement(block, text) for block in _blocks(body, "statement")]
    return json.dumps({"Version": body.get("version", "2012-10-17"), "Statement": statements})


def _statement(block: Mapping[str, Any], text: Text) -> dict[str, Any]:
    made: dict[str, Any] = {"Effect": block.get("effect", "Allow")}
    if sid := block.get("sid"):
        made["Sid"] = text(str(sid))
    for name, element in _LISTS.items():
        if block.get(name):
            made[element] = _texts(block, name, text)
    for name, element in _PRINCIPALS.items():
        if found := list(_blocks(block, name)):
            made[element] = _principals(found, text)
    for condition in _blocks(block, "condition"):
        made.setdefault("Condition", {}).setdefault(condition["test"], {}).setdefault(condition["variable"], []).extend(
            _texts(condition, "values", text)
        )
    return made


def _principals(blocks: list[Mapping[str, Any]], text: Text) -> object:
    found: dict[str, list[str]] = {}
    for block in blocks:
        found.setdefault(str(block["type"]), []).extend(_texts(block, "identifiers", text))
    return "*" if found == {"*": ["*"]} else found


def _texts(block: Mapping[str, Any], name: str, text: Text) -> list[str]:
    """Return the texts of a list; `&{…}` means a policy variable's `${…}`."""
    found: object = block[name]
    if isinstance(found, str):
        raise UnknownDocumentError(f"{name} is not a list")
    return [text(str(one)).replace("&{", "${") for one in cast("list[object]", found)]


def _blocks(body: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the blocks of this name, which Terraform JSON writes as one object or as a list."""
    found: object = body.get(name) or []
    if "dynamic" in body:
        raise UnknownDocumentError("dynamic blocks are not put together here")
    yield from cast("list[Mapping[str, Any]]", [found] if isinstance(found, Mapping) else found)
