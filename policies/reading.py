"""The one reader of IAM documents: statements, and what each of their elements names, one value or many, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

Statement = Mapping[str, Any]


class Principal(NamedTuple):
    """A principal as a statement names it: the kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) and the value."""

    kind: str
    value: str


class Condition(NamedTuple):
    """A condition of a statement: any of the values will do."""

    operator: str
    key: str
    values: tuple[str, ...]


def several(value: object) -> list[Any]:
    """Return the items of a list, or a value that is alone; nothing for None, which is an element that is absent."""
    if isinstance(value, list | tuple):
        return list(cast("list[Any]", value))
    return [] if value is None else [value]


def texts(value: object) -> tuple[str, ...]:
    """Return one value or many as IAM compares them, as text: `true` and `5` for what JSON has as such."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in several(value))


def statements(document: object) -> list[Statement]:
    """Return the statements of a document, which may have one without a list; a document of another kind has none."""
    found = cast("Mapping[str, Any]", document).get("Statement") if isinstance(document, Mapping) else None
    return [cast(Statement, one) for one in several(found) if isinstance(one, Mapping)]


def actions(statement: Statement) -> tuple[str, ...]:
    """Return the patterns of the actions that a statement is about; none when it has NotAction."""
    return texts(statement.get("Action"))


def resources(statement: Statement) -> tuple[str, ...]:
    """Return the patterns of the ARNs that a statement is about; none with NotResource, and in a trust policy."""
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
    """Whether a statement applies with MFA alone: `Bool` fails when the key is missing, `BoolIfExists` does not."""
    demanded = ("bool", "aws:multifactorauthpresent", ("true",))
    return any((one.operator.lower(), one.key.lower(), one.values) == demanded for one in conditions(statement))
