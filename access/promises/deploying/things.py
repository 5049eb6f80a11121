"""The resources of a stack that calls can be about: by ARN, with their resource policy."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from access.model.organization import Organization, StackInfo
from access.model.policies import AWS, Policy, PolicyKind
from policies.resource_types import EXAMPLE, ResourceType, all_types
from terraform_json.origin import Origin

_OBJECT = "${BucketName}/${ObjectName}"
_LINKED = "aws-service-role/example.amazonaws.com/AWSServiceRoleForExample"


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource of a stack."""

    arn: str
    type: str
    region: str
    """Empty for a resource without region."""
    policy: Policy | None = None
    is_service_linked: bool = False


@dataclass(frozen=True)
class Things:
    """The resources of an organization's stacks, by stack and account."""

    organization: Organization
    _about: dict[Hashable, tuple[Thing, ...]] = field(default_factory=dict[Hashable, "tuple[Thing, ...]"])

    @cached_property
    def _found(self) -> Mapping[tuple[str, str], tuple[Thing, ...]]:
        found: dict[tuple[str, str], list[Thing]] = {}
        for origin, account, thing in (*self._principals(), *self._resources()):
            found.setdefault((origin.stack, account), []).append(thing)
        return {key: tuple(things) for key, things in found.items()}

    def _principals(self) -> Iterator[tuple[Origin, str, Thing]]:
        for role in self.organization.roles:
            type_ = role.origin.address.partition(".")[0]
            yield role.origin, role.account, Thing(role.arn, type_, "", is_service_linked=role.is_service_linked)
        for user in self.organization.users:
            yield user.origin, user.account, Thing(user.arn, "aws_iam_user", "")
        for group in self.organization.groups:
            arn = f"arn:aws:iam::{group.account}:group/{group.name}"
            yield group.origin, group.account, Thing(arn, "aws_iam_group", "")

    def _resources(self) -> Iterator[tuple[Origin, str, Thing]]:
        for one in self.organization.resources:
            yield one.origin, one.account, Thing(one.arn, one.type, one.region, one.policy)

    def about(self, stack: StackInfo, type_: str, action: str, place: tuple[str, str]) -> tuple[Thing, ...]:
        """
        Return the things that an action applies to when a stack creates a type of resource in a place (account,
        region).

        These are the stack's resources there that the action applies to, preferably those of the type itself; where the
        stack has none whose ARN is known beforehand, an ARN in the form that AWS documents.
        """
        kinds = all_types(action)
        if not kinds:
            return (Thing("*", type_, place[1]),)
        name = _LINKED if action == "iam:CreateServiceLinkedRole" else EXAMPLE
        key = (stack.name, type_, kinds, place, name)
        if key not in self._about:
            here = [one for one in self._found.get((stack.name, place[0]), ()) if one.region in ("", place[1])]
            self._about[key] = self._of_kinds(here, type_, kinds, place, name)
        return self._about[key]

    def _of_kinds(
        self, here: Sequence[Thing], type_: str, kinds: Sequence[ResourceType], place: tuple[str, str], name: str
    ) -> tuple[Thing, ...]:
        found: list[Thing] = []
        for kind in kinds:
            fitting = _preferred(type_, [*_objects(kind.form, here), *(one for one in here if kind.matches(one.arn))])
            found += fitting or ([_documented(kind, place, name)] if kind.required else [])
        return tuple(found) or (_documented(kinds[0], place, EXAMPLE),)


def _documented(kind: ResourceType, place: tuple[str, str], name: str) -> Thing:
    """Return a thing that no stack creates. A key gets the policy that AWS gives to keys by default."""
    policy = _default_key_policy(place[0]) if ":kms:" in kind.form and kind.form.endswith("key/${KeyId}") else None
    return Thing(kind.example(*place, name), "", place[1], policy)


@lru_cache(maxsize=1_024)
def _default_key_policy(account: str) -> Policy:
    """
    Return the policy that AWS gives to keys by default.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (2026-11-22).
    """
    owner = {"AWS": f"arn:aws:iam::{account}:root"}
    statement = {"Effect": "Allow", "Principal": owner, "Action": "kms:*", "Resource": "*"}
    return Policy("default key policy", PolicyKind.RESOURCE, {"Version": "2012-10-17", "Statement": [statement]}, AWS)


def _preferred(type_: str, things: list[Thing]) -> list[Thing]:
    return [one for one in things if one.type == type_] or [one for one in things if not one.is_service_linked]


def _objects(form: str, things: Sequence[Thing]) -> Iterator[Thing]:
    """Yield an object in each bucket, for actions on objects."""
    if form.endswith(_OBJECT):
        buckets = (one for one in things if one.type == "aws_s3_bucket")
        yield from (Thing(f"{one.arn}/example", one.type, one.region, one.policy) for one in buckets)
