"""Changes of resources with a resource policy, of trails and of stacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from access.difference.meaning.meaning import Meaning
from access.difference.model import ResourceChange, SettingChange, StackChange
from access.difference.plan import KEY, TRAIL, Plan
from access.difference.snapshot import Snapshot
from access.difference.statements import CanonicalStatement, canonical_statements, changes
from access.model.resources import Resource
from terraform_json.stacks import Entry, Stack

Place = tuple[str, str]
"""Stack and address."""

_TRAIL: Mapping[str, str] = {
    "enable_logging": "true",
    "is_organization_trail": "false",
    "is_multi_region_trail": "false",
    "include_global_service_events": "true",
    "enable_log_file_validation": "false",
    "s3_bucket_name": "",
    "kms_key_id": "",
    "cloud_watch_logs_group_arn": "",
}
"""Settings that determine how well a trail records, with their defaults."""


def resource_changes(base: Snapshot, new: Snapshot, meaning: Meaning) -> Iterator[ResourceChange]:
    """Yield the buckets, keys, topics and the like that are added or removed, or whose policy changes."""
    before, after = _resources(base), _resources(new)
    at_home = {_arn(new, one): place for place, one in after.items() if place not in before}
    for place, old in list(before.items()):
        if place not in after and (elsewhere := at_home.get(_arn(base, old))):
            before[elsewhere] = before.pop(place)  # another stack has it now
    for place in dict.fromkeys((*before, *after)):
        yield from _change(before.get(place), after.get(place), base, new, meaning)


def _change(
    old: Resource | None, now: Resource | None, base: Snapshot, new: Snapshot, meaning: Meaning
) -> Iterator[ResourceChange]:
    one, snapshot = (now, new) if now else (old, base)
    if now is None and one and snapshot.account_key(one.account) not in new.organization.account_by_key:
        return  # the account and its stacks are removed: Terraform touches nothing in it
    if one is None or not ((old and old.policy) or (now and now.policy)):
        return
    differing = changes(_said(base, old), _said(new, now))
    renamed = _name(base, old) if old and now and _name(base, old) != _name(new, now) else ""
    if old and now and differing and not renamed and meaning.thing(now.arn) == "the same":
        meaning.same(f"the policy of {_name(new, now)}", [new.account_key(now.account)])
        differing = ()
    if differing or renamed or old is None or now is None:
        yield ResourceChange(
            type=one.type,
            name=_name(snapshot, one),
            account=snapshot.account_key(one.account),
            region=one.region,
            change="comes" if old is None else "goes" if now is None else "changes",
            statements=differing,
            before_name=renamed,
        )


def trail_changes(base: Snapshot, new: Snapshot, plan: Plan) -> Iterator[SettingChange]:
    """Yield the changed settings of trails that stay."""
    for stack in base.stacks:
        for entry in stack.of_type(TRAIL):
            fate = plan.fate(entry.origin)
            if fate.kind != "stays" or fate.after is None:
                continue
            name = base.resolver.attribute(entry, "name") or entry.key
            for setting in _TRAIL:
                before, after = _setting(base, entry, setting), _setting(new, fate.after, setting)
                if before != after:
                    yield SettingChange(f"trail {name}", setting, before, after)


def stack_changes(base: Snapshot, new: Snapshot) -> Iterator[StackChange]:
    """Yield the stacks that are added or removed, or whose state moves."""
    for name in dict.fromkeys((*base.by_name, *new.by_name)):
        old, now = base.by_name.get(name), new.by_name.get(name)
        if old is None or now is None:
            yield StackChange(name, "comes" if now else "goes", _state(old), _state(now))
        elif _state(old) != _state(now):
            yield StackChange(name, "its state moves", _state(old), _state(now))


def _resources(snapshot: Snapshot) -> dict[Place, Resource]:
    return {(one.origin.stack, one.origin.address): one for one in snapshot.organization.resources}


def _said(snapshot: Snapshot, resource: Resource | None) -> list[CanonicalStatement]:
    return canonical_statements(resource.policy, snapshot.names, resource.account) if resource else []


def _name(snapshot: Snapshot, resource: Resource) -> str:
    """Return the resource's name; the construct's name where AWS assigns none."""
    if resource.type == KEY:
        return "/".join(resource.origin.path.split("/")[1:-1]) or resource.origin.address
    return snapshot.names.text(resource.name, resource.account)


def _arn(snapshot: Snapshot, resource: Resource) -> str:
    return snapshot.names.text(resource.arn)


def _setting(snapshot: Snapshot, entry: Entry, name: str) -> str:
    found: object = entry.body.get(name)
    if found is None or found == "":
        return _TRAIL[name]
    text = str(found).lower() if isinstance(found, bool) else str(found)
    return snapshot.names.text(snapshot.resolver.text(entry, text, name))


def _state(stack: Stack | None) -> str:
    """Return the location of a stack's state."""
    if stack is None:
        return ""
    kind, settings = stack.backend
    if kind == "s3":
        return f"s3://{settings.get('bucket', '')}/{settings.get('key', '')}"
    return str(settings.get("path", "")).rpartition("/")[2] or kind
