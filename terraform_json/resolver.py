"""The values of references, within a stack and between stacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from foundation.ids import ORGANIZATION
from terraform_json.computed import Place, computed
from terraform_json.expressions import Expression, parse
from terraform_json.origin import Origin, Unresolved
from terraform_json.policy_documents import UnknownDocumentError, policy_document
from terraform_json.providers import assumed_role, provider_named, provider_of
from terraform_json.stacks import Entry, Stack

_DEPTH = 20
"""The longest chain of references; a longer one is a circle."""
_CIRCLE = "the references form a circle"


class _UnknownError(Exception):
    """A reference has no value here; the message is the reason."""


class Resolver:
    """
    The attributes of resources with every reference resolved.

    A reference that cannot be resolved stays in the text as written, and is listed in `unresolved`, each once.
    """

    def __init__(
        self,
        stacks: Sequence[Stack],
        numbers: Mapping[Origin, str],
        management: str,
        organization: str = ORGANIZATION,
    ) -> None:
        self._stacks = {stack.name: stack for stack in stacks}
        self._numbers = numbers
        self._management = management
        self._organization = organization
        self._accounts = frozenset({management, *numbers.values()})
        self._places: dict[tuple[str, str], Place] = {}
        self._computed: dict[tuple[str, str], Mapping[str, str]] = {}
        self._computing: set[tuple[str, str]] = set()
        self._expressions: dict[tuple[str, str], str] = {}
        self._noted: dict[tuple[Origin, str, str], Unresolved] = {}

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Every reference that had no value, so far."""
        return tuple(self._noted.values())

    def attribute(self, entry: Entry, name: str) -> str | None:
        """Return an attribute as text, from the JSON or else as AWS computes it; None without either."""
        if isinstance(entry.body.get(name), str | int | float):
            return self.text(entry, str(entry.body[name]), name)
        return self._computed_of(entry).get(name)

    def texts(self, entry: Entry, name: str) -> list[str]:
        """Return an attribute that is a list of texts."""
        found: object = entry.body.get(name, [])
        items = cast("list[object]", found) if isinstance(found, list) else [found]
        return [self.text(entry, str(item), name) for item in items]

    def text(self, entry: Entry, template: str, field: str) -> str:
        """Return a template with its references resolved."""
        if "{" not in template:
            return template
        pieces: list[str] = []
        for part in parse(template):
            pieces.append(part if isinstance(part, str) else self._known(entry, part, field))
        return "".join(pieces)

    def place(self, entry: Entry) -> Place:
        """Return the account and region of a resource."""
        key = (entry.stack.name, str(entry.body.get("provider", "")))
        if key not in self._places:
            self._places[key] = self._place(entry)
        return self._places[key]

    def is_of_organization(self, account: str) -> bool:
        """Tell whether a number is that of an account of the organization."""
        return account in self._accounts

    def account_of(self, stack: Stack) -> str:
        """Return the account into which a stack deploys by default."""
        return self._account(stack, provider_named(stack, "") or {})

    def role_of(self, stack: Stack) -> str | None:
        """Return the ARN of the role that Terraform assumes for a stack by default, if any."""
        role = assumed_role(provider_named(stack, "") or {})
        return self._of_stack(stack, role) if role else None

    def _place(self, entry: Entry) -> Place:
        provider = provider_of(entry)
        if provider is None:
            return Place(f"of the provider {entry.body['provider']}", "")
        account, region = self._account(entry.stack, provider), self._region(entry.stack, provider)
        return Place(account, region, organization=self._organization)

    def _account(self, stack: Stack, provider: Mapping[str, Any]) -> str:
        role = assumed_role(provider)
        if not role:
            return self._management
        arn = self._of_stack(stack, role)
        parts = arn.split(":")
        return parts[4] if len(parts) == 6 and "${" not in parts[4] else arn

    def _region(self, stack: Stack, provider: Mapping[str, Any]) -> str:
        return self._of_stack(stack, str(provider.get("region", "")))

    def _of_stack(self, stack: Stack, template: str) -> str:
        """Return a template of a provider, resolved."""
        return self.text(Entry(stack, "managed", "provider", "aws", {}), template, "assume_role")

    def _known(self, entry: Entry, expression: Expression, field: str) -> str:
        key = (entry.stack.name, expression.text)
        if key not in self._expressions:
            try:
                self._expressions[key] = self._value(entry.stack, expression, 0)
            except _UnknownError as error:
                self._note(entry.origin, field, expression, str(error))
                return expression.written
        return self._expressions[key]

    def _note(self, origin: Origin, field: str, expression: Expression, reason: str) -> None:
        self._noted[origin, field, expression.text] = Unresolved(origin, field, expression.written, reason)

    def _value(self, stack: Stack, expression: Expression, depth: int) -> str:
        if not expression.is_reference:
            raise _UnknownError("only plain references are resolved, no functions and operators")
        if depth > _DEPTH:
            raise _UnknownError(_CIRCLE)
        parts = expression.parts
        if parts[:2] == ("data", "terraform_remote_state") and len(parts) >= 5 and parts[3] == "outputs":
            return self._output(stack, parts[2], parts[4:], depth)
        if parts[:2] == ("data", "aws_caller_identity"):
            return self._caller(stack, parts)
        if parts[:2] == ("data", "aws_partition") and parts[3:] == ("partition",):
            return "aws"
        if parts[:2] == ("data", "aws_iam_policy_document") and parts[3:] in (("json",), ("minified_json",)):
            return self._document(stack, ".".join(parts[:3]), depth)
        return self._of_resource(stack, parts, depth)

    def _document(self, stack: Stack, address: str, depth: int) -> str:
        entry = stack.blocks.get(address)
        if entry is None:
            raise _UnknownError("the stack has no such data source")
        try:
            return policy_document(entry.body, lambda text: self._template(stack, text, depth))
        except UnknownDocumentError as error:
            raise _UnknownError(str(error)) from None

    def _caller(self, stack: Stack, parts: tuple[str, ...]) -> str:
        entry = stack.blocks.get(".".join(parts[:3]))
        if entry is None or parts[3:] != ("account_id",):
            raise _UnknownError("the stack has no such data source, or no such attribute")
        return self.place(entry).account

    def _of_resource(self, stack: Stack, parts: tuple[str, ...], depth: int) -> str:
        size = 3 if parts[0] == "data" else 2
        entry = stack.blocks.get(".".join(parts[:size]))
        if entry is None:
            raise _UnknownError("the stack has no such resource or data source")
        name = ".".join(parts[size:])
        number = self._numbers.get(entry.origin)
        if number and name == "id":
            return number
        said: object = entry.body.get(name)
        if isinstance(said, str):
            return self._template(stack, said, depth)
        found = self._computed_of(entry).get(name)
        if found is None:
            raise _UnknownError(f"{name} is known only after the deployment")
        return found

    def _template(self, stack: Stack, template: str, depth: int) -> str:
        return "".join(
            part if isinstance(part, str) else self._value(stack, part, depth + 1) for part in parse(template)
        )

    def _computed_of(self, entry: Entry) -> Mapping[str, str]:
        key = (entry.stack.name, entry.address)
        if key not in self._computed:
            if key in self._computing:
                raise _UnknownError(_CIRCLE)
            self._computing.add(key)
            try:
                self._computed[key] = computed(entry, self.place(entry), lambda name: self._literal(entry, name))
            finally:
                self._computing.discard(key)
        return self._computed[key]

    def _literal(self, entry: Entry, name: str) -> str | None:
        said: object = entry.body.get(name)
        return self.text(entry, said, name) if isinstance(said, str) else None

    def _output(self, stack: Stack, state: str, path: tuple[str, ...], depth: int) -> str:
        other = self._remote(stack, state)
        value: object = other.outputs.get(path[0], {}).get("value")
        for key in path[1:]:
            value = cast("Mapping[str, object]", value).get(key) if isinstance(value, Mapping) else None
        if not isinstance(value, str):
            raise _UnknownError(f"the stack {other.name} has no such output")
        return self._template(other, value, depth)

    def _remote(self, stack: Stack, state: str) -> Stack:
        """Return the stack whose state a data source reads: the one with the same backend."""
        data = stack.blocks.get(f"data.terraform_remote_state.{state}")
        if data is None:
            raise _UnknownError("the stack has no such data source")
        wanted = _place_of_state(str(data.body.get("backend", "local")), data.body.get("config", {}))
        found = self._by_state.get(wanted, ())
        if len(found) != 1:
            raise _UnknownError("several stacks keep their state there" if found else "no stack keeps its state there")
        return found[0]

    @cached_property
    def _by_state(self) -> Mapping[tuple[str, ...], Sequence[Stack]]:
        """The stacks by where their state is kept."""
        found: defaultdict[tuple[str, ...], list[Stack]] = defaultdict(list)
        for stack in self._stacks.values():
            found[_place_of_state(*stack.backend)].append(stack)
        return found


def _place_of_state(kind: str, settings: object) -> tuple[str, ...]:
    """Return the identity of a state: bucket and key, or the file."""
    found = cast("Mapping[str, Any]", settings) if isinstance(settings, Mapping) else {}
    if kind == "local":
        path = str(found.get("path", found.get("workspace_dir", "")))
        return (kind, path.rpartition("/")[2])
    return (kind, str(found.get("bucket", "")), str(found.get("key", "")))
