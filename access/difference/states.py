"""
Reader of the deployed organization from Terraform's states: the stacks of `cdktf.out`, with every value known.

A state has neither providers nor construct paths. The account and region of a provider follow from the ARNs of what was
created with it; paths and keys of `organization.yaml` come from the configuration that the state is compared with.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from access.errors import AccessError
from foundation.ids import ORGANIZATION
from foundation.names import account_of_stack
from organization.keys import KEYS, STATEMENTS
from policies.reading import Statement, statements
from terraform_json.identifiers import ROOT
from terraform_json.origin import StatementOrigin
from terraform_json.stacks import Entry, Stack
from terraform_json.state import Instance, State

TAINTED = "//tainted"
"""Marks a resource that Terraform failed to create completely, and will replace."""

_COMPUTED: Mapping[str, Sequence[str]] = {
    "aws_elasticsearch_domain": ("access_policies",),
    "aws_iam_role": ("inline_policy", "managed_policy_arns"),
    "aws_kms_external_key": ("policy",),
    "aws_kms_key": ("policy",),
    "aws_kms_replica_external_key": ("policy",),
    "aws_kms_replica_key": ("policy",),
    "aws_opensearch_domain": ("access_policies",),
    "aws_s3_access_point": ("policy",),
    "aws_s3_bucket": ("acl", "grant", "policy"),
    "aws_s3_bucket_acl": ("access_control_policy",),
    "aws_secretsmanager_secret": ("policy",),
    "aws_sns_topic": ("policy",),
    "aws_sqs_queue": ("policy",),
    "aws_vpc_endpoint": ("policy",),
}
"""Arguments that states repeat from other resources; used only where the configuration has them too."""
_ATTACHING = ("aws_iam_role_policy_attachment", "aws_iam_role_policy")


@dataclass(frozen=True, slots=True)
class Deployed:
    """The deployed stacks and account numbers."""

    stacks: list[Stack]
    numbers: Mapping[str, str]
    """Real account numbers by key."""
    stand_ins: Mapping[str, str]
    """What stands in these stacks for the real ids of the organization and its root, as in a configuration."""


def deployed(states: Mapping[str, State], backends: Mapping[str, Mapping[str, Any]], like: Sequence[Stack]) -> Deployed:
    """
    Return the stacks that the states describe, by stack name; `backends` holds each backend as in Terraform JSON.

    Raises AccessError when no state has the organization.
    """
    root, found = next(
        (
            (name, one.attributes)
            for name, state in states.items()
            for one in state.of_type("aws_organizations_organization")
            if one.attributes.get("roots")
        ),
        ("", None),
    )
    if found is None:
        raise AccessError("no state has an aws_organizations_organization: the organization is not deployed yet")
    stand_ins = {str(found["id"]): ORGANIZATION, str(found["roots"][0]["id"]): ROOT}
    numbers = {**_keys(states[root]), root: str(found["master_account_id"])}
    known = {stack.name: stack for stack in like}
    stacks = [
        _stack(name, _renamed(state, stand_ins), backends.get(name, {}), known.get(name), numbers)
        for name, state in states.items()
    ]
    return Deployed(stacks, numbers, stand_ins)


def _keys(state: State) -> dict[str, str]:
    """Return the numbers of the member accounts by key, from an output, or else by the name in the address."""
    said: object = state.outputs.get("account_ids") or {}
    keys = {number: key for key, number in cast("Mapping[str, str]", said).items()}
    return {keys.get(one.id, one.name): one.id for one in state.of_type("aws_organizations_account")}


def _stack(
    name: str, state: State, backend: Mapping[str, Any], like: Stack | None, numbers: Mapping[str, str]
) -> Stack:
    resources: dict[str, dict[str, dict[str, Any]]] = {}
    places: dict[str, list[list[str]]] = {}
    keys = {number: key for key, number in numbers.items()}
    attached = {str(one.attributes.get("role")) for one in state.of_type(*_ATTACHING)}
    for one in state.instances:
        counterpart = like.blocks.get(one.address) if like else None
        body = _body(one, counterpart, attached)
        origins = _origins(body, counterpart) if counterpart else {}
        body["//"] = {"metadata": {"path": _path(name, one.type, body, counterpart, keys)}, **origins}
        if one.provider_alias:
            body["provider"] = f"aws.{one.provider_alias}"
        resources.setdefault(one.type, {})[one.name] = body
        places.setdefault(one.provider_alias, []).append(str(one.attributes.get("arn") or "").split(":"))
    document = {
        "terraform": {"backend": backend},
        "provider": {"aws": [_provider(alias, arns, name, like, numbers) for alias, arns in places.items()]},
        "resource": resources,
    }
    return Stack(name, document)


def _body(one: Instance, like: Entry | None, attached: Collection[str]) -> dict[str, Any]:
    """Return the attributes in the form of a configuration, where texts are templates."""
    of_others = one.attributes.get("name") in attached
    repeated = [
        name
        for name in _COMPUTED.get(one.type, ())
        if of_others or not one.attributes.get(name) or (like is not None and name not in like.body)
    ]
    found = {name: value for name, value in one.attributes.items() if name not in repeated}
    body = cast("dict[str, Any]", _escaped(found))
    if one.creates_before_destroy:
        body["lifecycle"] = {"create_before_destroy": True}
    if one.is_tainted:
        body[TAINTED] = True
    return body


def _path(stack: str, type_: str, body: Mapping[str, Any], like: Entry | None, keys: Mapping[str, str]) -> str:
    if type_ == "aws_organizations_account":
        return f"{stack}/accounts/{keys.get(str(body.get('id')), '')}/account"
    return like.origin.path if like else ""


def _origins(body: Mapping[str, Any], like: Entry) -> dict[str, Any]:
    origin = like.origin
    if not origin.statements:
        return {KEYS: list(origin.keys)}
    found = same_statements(_statements(body), _statements(like.body), origin.statements)
    return {KEYS: list(origin.keys), STATEMENTS: [_identity(one) for one in found]}


def _statements(body: Mapping[str, Any]) -> list[Statement]:
    try:
        return statements(json.loads(str(body.get("content"))))
    except ValueError:
        return []


def _identity(said: StatementOrigin | None) -> dict[str, Any]:
    return {"guardrail": said.key, "index": said.index, "file": said.file, "sid": said.sid} if said else {}


def same_statements(
    before: Sequence[Statement], after: Sequence[Statement], known: Sequence[StatementOrigin]
) -> list[StatementOrigin | None]:
    """
    Return the identities of a policy's statements before a change, from those afterwards; None for unknown ones.

    Equal statements are the same, then those of the same Sid; the others are if there are as many as afterwards.
    """
    left = dict(enumerate(known)) if len(known) == len(after) else {}
    found: dict[int, StatementOrigin] = {}
    for same in (_equal, _same_sid):
        for place, one in enumerate(before):
            match = next((index for index in left if same(one, after[index])), None) if place not in found else None
            if match is not None:
                found[place] = left.pop(match)
    others = [place for place in range(len(before)) if place not in found]
    if len(others) == len(left):
        found |= dict(zip(others, left.values(), strict=True))
    return [found.get(place) for place in range(len(before))]


def _equal(one: Statement, other: Statement) -> bool:
    return {**one, "Sid": ""} == {**other, "Sid": ""}


def _same_sid(one: Statement, other: Statement) -> bool:
    return bool(one.get("Sid")) and one.get("Sid") == other.get("Sid")


def _provider(
    alias: str, arns: Sequence[Sequence[str]], stack: str, like: Stack | None, numbers: Mapping[str, str]
) -> dict[str, Any]:
    same = next((one for one in like.providers if one.get("alias", "") == alias), {}) if like else {}
    regions = Counter(arn[3] for arn in arns if len(arn) > 5 and arn[3])
    accounts = Counter(arn[4] for arn in arns if len(arn) > 5 and re.fullmatch(r"\d{12}", arn[4]))
    region = str(same.get("region") or "") or (regions.most_common(1)[0][0] if regions else alias)
    own = numbers.get(account_of_stack(stack), "")
    account = accounts.most_common(1)[0][0] if accounts else own
    provider: dict[str, Any] = {"region": region, **({"alias": alias} if alias else {})}
    if account:
        provider["assume_role"] = [{"role_arn": f"arn:aws:iam::{account}:role/deployed"}]
    return provider


def with_stand_ins(stacks: Sequence[Stack], stand_ins: Mapping[str, str]) -> list[Stack]:
    """Return stacks with the stand-ins for real ids that policies name."""
    return [Stack(one.name, _replaced(one.document, stand_ins)) for one in stacks] if stand_ins else [*stacks]


def _renamed(state: State, stand_ins: Mapping[str, str]) -> State:
    """Return the state with the stand-ins that configurations have for the organization's own ids."""
    return State(_replaced(state.content, stand_ins))


def _replaced(content: Mapping[str, Any], stand_ins: Mapping[str, str]) -> dict[str, Any]:
    pattern = "|".join(re.escape(one) for one in stand_ins)
    whole = rf"(?<![0-9A-Za-z-])(?:{pattern})(?![0-9A-Za-z])"
    found: dict[str, Any] = json.loads(re.sub(whole, lambda match: stand_ins[match[0]], json.dumps(content)))
    return found


def _escaped(value: object) -> object:
    if isinstance(value, str):
        return value.replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, dict):
        found = cast("Mapping[str, object]", value)
        return {key: _escaped(item) for key, item in found.items() if item is not None}
    return [_escaped(item) for item in cast("list[object]", value)] if isinstance(value, list) else value
