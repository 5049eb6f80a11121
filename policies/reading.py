"""The reader of IAM documents: statements and their elements as data, with one value or many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

Statement = Mapping[str, Any]


class Principal(NamedTuple):
    """A principal in a statement: the kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) and the value."""

    kind: str
    value: str


class Condition(NamedTuple):
    """A condition of a statement: one matching value is enough."""

    operator: str
    key: str
    values: tuple[str, ...]


def several(value: object) -> list[Any]:
    """Return the items of a list, or a single value; an empty list for None, a missing element."""
    if isinstance(value, list | tuple):
        return list(cast("list[Any]", value))
    return [] if value is None else [value]


def texts(value: object) -> tuple[str, ...]:
    """Return one value or many as text, as IAM compares them: `true` and `5` for a boolean and a number."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in several(value))


def statements(document: object) -> list[Statement]:
    """Return the statements of a document, which may write a single one without a list; none for any other value."""
    found = cast("Mapping[str, Any]", document).get("Statement") if isinstance(document, Mapping) else None
    return [cast(Statement, one) for one in several(found) if isinstance(one, Mapping)]


def actions(statement: Statement) -> tuple[str, ...]:
    """Return the patterns of a statement's actions; none when it has NotAction."""
    return texts(statement.get("Action"))


def resources(statement: Statement) -> tuple[str, ...]:
    """Return the patterns of a statement's resources; none with NotResource, and in a trust policy."""
    return texts(statement.get("Resource"))


def principals(statement: Statement) -> list[Principal]:
    """Return the principals that a statement names; `*` alone is `AWS: *`, every principal. NotPrincipal names none."""
    found: object = statement.get("Principal")
    by_kind = cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {"AWS": found}
    return [Principal(kind, value) for kind, values in by_kind.items() for value in texts(values)]


def conditions(statement: Statement) -> Iterator[Condition]:
    """Yield the conditions of a statement, all of which must be met."""
    found: object = statement.get("Condition")
    for operator, pairs in cast("Mapping[str, object]", found).items() if isinstance(found, Mapping) else ():
        for key, value in cast("Mapping[str, object]", pairs).items() if isinstance(pairs, Mapping) else ():
            yield Condition(operator, key, texts(value))


def demands_mfa(statement: Statement) -> bool:
    """Return True if a statement applies only with MFA: `Bool` fails for a missing key, `BoolIfExists` does not."""
    demanded = ("bool", "aws:multifactorauthpresent", ("true",))
    return any((one.operator.lower(), one.key.lower(), one.values) == demanded for one in conditions(statement))
