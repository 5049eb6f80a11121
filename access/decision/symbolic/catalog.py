"""All of AWS's actions, as sets: those that a pattern matches, that take a condition key, or that act on an ARN."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import takewhile

from access.decision.symbolic.patterns import REGION_LETTERS, Pattern, Token, wildcards
from policies.checks import aws_names
from policies.global_services import REGIONS
from policies.resource_types import ResourceType

Actions = int
"""A set of actions: bit N is the action with that number in the catalog."""

_VARIABLE = re.compile(r"\$\{(\w+)\}|(\*)")
_NUMBER = re.compile(r"(?<=:)\d{12}:")
_SEPARATOR = re.compile(r"[/:](?=.)")
"""What stands in the form of an ARN between a resource and a part of it."""
_WELL_KNOWN = (
    *("sts:AssumeRole", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:PutBucketPolicy"),
    *("kms:Decrypt", "kms:PutKeyPolicy", "secretsmanager:GetSecretValue", "ec2:RunInstances", "sns:Publish"),
    *("sqs:SendMessage", "dynamodb:GetItem", "ecr:BatchGetImage", "lambda:InvokeFunction", "events:PutEvents"),
    *("iam:CreateAccessKey", "iam:CreateUser", "iam:AttachRolePolicy", "ec2:DescribeInstances", "s3:ListAllMyBuckets"),
)
"""Actions that a reader of a counterexample knows, the most telling first."""


class Catalog:
    """
    The actions that AWS documents, sorted by name.

    An action that AWS may add is in the class of the wildcards that match it: no policy tells it from a known action
    that the same patterns match.
    """

    @cached_property
    def names(self) -> Sequence[str]:
        """The actions as AWS writes them, in the order of their numbers."""
        found = [f"{one}:{action}" for one in aws_names.services() for action in aws_names.actions(one)]
        return sorted(found, key=str.lower)

    @cached_property
    def _lower(self) -> Sequence[str]:
        return [name.lower() for name in self.names]

    @cached_property
    def everything(self) -> Actions:
        """The set of all actions."""
        return (1 << len(self.names)) - 1

    @lru_cache(maxsize=65_536)  # noqa: B019 - one catalog for each process
    def matching(self, pattern: str) -> Actions:
        """Return the actions that a pattern such as `s3:Get*` matches, ignoring case."""
        said = pattern.lower()
        head = re.split(r"[*?]", said, maxsplit=1)[0]
        start, end = self._range(head)
        if said == f"{head}*":
            return (1 << end) - (1 << start)
        wanted = wildcards(said)
        return sum(1 << at for at in range(start, end) if wanted.matches(self._lower[at]))

    def _range(self, head: str) -> tuple[int, int]:
        """Return the numbers of the actions that begin with a text: the first, and the one after the last."""
        return bisect_left(self._lower, head), bisect_left(self._lower, f"{head}\uffff") if head else len(self._lower)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The number of each action, by its name in lower case."""
        return {name: number for number, name in enumerate(self._lower)}

    def _sets(self, pairs: Iterable[tuple[str, str]]) -> dict[str, Actions]:
        """Return sets of actions by name, from pairs of such a name and an action in lower case."""
        size, numbers = len(self.names) // 8 + 1, self._numbers
        found: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(size))
        for name, action in pairs:
            number = numbers[action]
            found[name][number >> 3] |= 1 << (number & 7)
        return {name: int.from_bytes(bits, "little") for name, bits in found.items()}

    def any_of(self, patterns: Sequence[str]) -> Actions:
        """Return the actions that one of several patterns matches."""
        found = 0
        for pattern in patterns:
            found |= self.matching(pattern)
        return found

    def first(self, actions: Actions) -> str:
        """Return an action of a set that is not empty: a well-known one if there is one, else the first."""
        known = actions & self._well_known
        for name in _WELL_KNOWN if known else ():
            if known & self.matching(name):
                return name
        return self.names[(actions & -actions).bit_length() - 1]

    def more_telling(self, actions: Actions, action: str) -> Iterator[Actions]:
        """Yield the well-known ones of some actions that tell a reader more than an action, the most telling first."""
        for name in takewhile(lambda one: one != action, _WELL_KNOWN if actions & self._well_known else ()):
            if actions & self.matching(name):
                yield self.matching(name)

    @cached_property
    def _well_known(self) -> Actions:
        return self.any_of(_WELL_KNOWN)

    def each(self, actions: Actions) -> Iterator[str]:
        """Yield the actions of a set."""
        while actions:
            low = actions & -actions
            yield self.names[low.bit_length() - 1]
            actions ^= low

    @cached_property
    def without_resource(self) -> Actions:
        """The actions that act on `*` alone."""
        found = 0
        for actions in self.by_form.values():
            found |= actions
        return self.everything & ~found

    @lru_cache(maxsize=32_768)  # noqa: B019
    def acting_on_anything(self, action: str) -> bool:
        """Return whether an action acts on resources, and not on `*` alone."""
        return not self.matching(action) & self.without_resource

    @cached_property
    def by_form(self) -> Mapping[str, Actions]:
        """The actions that act on resources of a type, by the form of the type's ARN."""
        return self._by_form(required=False)

    @cached_property
    def by_needed_form(self) -> Mapping[str, Actions]:
        """The same for the types that a call of an action always acts on, or for all types where there are none."""
        return self._by_form(required=True)

    def _by_form(self, *, required: bool) -> Mapping[str, Actions]:
        return self._sets(
            (form, f"{service}:{action}")
            for service in aws_names.services()
            for action, forms in aws_names.forms_by_action(service, required=required).items()
            for form in forms
        )

    @cached_property
    def on_several(self) -> Actions:
        """The actions whose calls always act on resources of several types, as ec2:RunInstances."""
        return self._set_of(
            f"{service}:{action}"
            for service in aws_names.services()
            for action, number in aws_names.required_types(service).items()
            if number > 1
        )

    @cached_property
    def changing(self) -> Actions:
        """The actions that change something, by AWS's level of access: all but those that read or list."""
        return self._set_of(
            f"{service}:{action}" for service in aws_names.services() for action in aws_names.changing_actions(service)
        )

    def _set_of(self, actions: Iterable[str]) -> Actions:
        """Return the set of some actions, given in lower case."""
        return self._sets(("", action) for action in actions)[""]

    @lru_cache(maxsize=1_024)  # noqa: B019
    def forms_of(self, service: str, *, needed: bool = False) -> Sequence[tuple[str, Actions]]:
        """Return the forms of the ARNs of a service, with the actions that act on each, or that need it."""
        named = (service, "*", "${vendor}")
        forms = self.by_needed_form if needed else self.by_form
        return [(form, acting) for form, acting in forms.items() if form.split(":", 3)[2].lower() in named]

    @lru_cache(maxsize=65_536)  # noqa: B019
    def acting_on(self, arn: str) -> Actions:
        """Return the actions that act on the resource with an ARN."""
        return self._acting_on(_NUMBER.sub("000000000000:", arn, count=1))  # whatever account it is in

    @lru_cache(maxsize=65_536)  # noqa: B019
    def _acting_on(self, arn: str) -> Actions:
        service = arn.split(":", 3)[2] if arn.count(":") > 4 else ""
        found = 0
        for form, actions in self.forms_of(service):
            if ResourceType("", form, False).matches(arn):
                found |= actions
        return found

    @lru_cache(maxsize=65_536)  # noqa: B019
    def acting_within(self, arn: str) -> Actions:
        """Return the actions that act on what is in the resource with an ARN: objects of a bucket, log streams."""
        service = arn.split(":", 3)[2] if arn.count(":") > 4 else ""
        found = 0
        for form, actions in self.forms_of(service):
            if "${Vendor}" in form:  # a copy of the resource, and no part of it
                continue
            wholes = (ResourceType("", form[: end.start()], False) for end in _SEPARATOR.finditer(form))
            if found & actions != actions and any(whole.matches(arn) for whole in wholes):
                found |= actions
        return found

    @lru_cache(maxsize=4_096)  # noqa: B019
    def taking(self, key: str) -> Actions:
        """Return the actions whose requests may carry a condition key; a key of all services is carried by each."""
        wanted = key.lower()
        if aws_names.key_form().fullmatch(wanted):
            return self.everything
        return self._by_key.get(wanted.partition("/")[0], 0)

    @cached_property
    def _by_key(self) -> Mapping[str, Actions]:
        return self._sets(
            (key, f"{service}:{action}")
            for service in aws_names.services()
            for action, keys in aws_names.keys_by_action(service).items()
            for key in keys
        )

    @cached_property
    def by_region(self) -> Mapping[str, Actions]:
        """The actions of services with one region for all requests, by that region."""
        found: defaultdict[str, int] = defaultdict(int)
        for service, region in REGIONS.items():
            found[region] |= self.matching(f"{service}:*")
        return found

    @cached_property
    def under_resource_control(self) -> Actions:
        """The actions to which resource control policies apply."""
        return self.any_of([f"{service}:*" for service in sorted(aws_names.services_with_resource_control())])


CATALOG = Catalog()


@lru_cache(maxsize=8_192)
def form_pattern(form: str, account: str = "") -> Pattern:
    """Return the pattern of the ARNs of a form, in one account if it is given."""
    tokens: list[Token] = []
    end = 0
    for found in _VARIABLE.finditer(form):
        tokens += [Token(only=char) for char in form[end : found.start()]]
        tokens += _variable(found[1] or "", account, is_last=found.end() == len(form))
        end = found.end()
    return Pattern((*tokens, *(Token(only=char) for char in form[end:])))


def _variable(name: str, account: str, *, is_last: bool) -> list[Token]:
    match name:
        case "Partition":
            return [Token(only=char) for char in "aws"]
        case "Account":
            return [Token(only=char) for char in account] if account else [Token(only="0123456789")] * 12
        case "Region":
            return [Token(only=REGION_LETTERS), Token(only=REGION_LETTERS, many=True)]
        case "BucketName":
            return [Token(but="/:*?"), Token(but="/:*?", many=True)]
        case "ObjectName" | "":
            return [Token(but="*?"), Token(but="*?", many=True)]
        case _:
            but = "*?" if is_last else ":*?"
            return [Token(but=but), Token(but=but, many=True)]
