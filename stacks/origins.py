"""The keys of `organization.yaml` that the resources of a stack come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from organization.keys import KEYS, STATEMENTS, pointer
from organization.problem import Path as Key


class Origins:
    """
    The keys of `organization.yaml` that the resources of one stack come from, by construct.

    The stacks add them, because constructs do not know the configuration. A construct's keys apply to everything in it,
    except for nested constructs with keys of their own. The keys are written into the synthesized JSON in one pass: a
    call to Node for each resource would take longer.
    """

    def __init__(self) -> None:
        self._comments: dict[tuple[str, ...], dict[str, Sequence[object]]] = {}

    def add(self, construct: Sequence[str], *keys: Key, statements: Sequence[Mapping[str, object]] = ()) -> None:
        """
        Add the keys of a construct, by its ids from the stack down.

        `statements` are the identities of the statements of a policy, as `organization.keys` writes them.
        """
        comment = self._comments[_path(construct)] = {KEYS: [pointer(key) for key in keys]}
        if statements:
            comment[STATEMENTS] = statements

    def add_items(self, construct: Sequence[str], ids: Iterable[str], key: Key) -> None:
        """Add the keys of constructs within a construct, one for each item of a list, in its order."""
        for index, id in enumerate(ids):
            self.add([*construct, id], (*key, index))

    def write(self, file: Path) -> None:
        """Write the keys into the resources of the stack's Terraform JSON."""
        stack = json.loads(file.read_text(encoding="utf-8"))
        for resources in stack.get("resource", {}).values():
            for resource in resources.values():
                self._comment(resource["//"])
        file.write_text(json.dumps(stack, indent=2, ensure_ascii=False), encoding="utf-8")

    def _comment(self, comment: dict[str, Any]) -> None:
        """Add the keys to a resource's comment, in which CDKTF writes the path of its construct."""
        path = tuple(comment["metadata"]["path"].split("/")[1:])
        nearest = (path[:length] for length in range(len(path), -1, -1))
        comment.update(next((self._comments[one] for one in nearest if one in self._comments), {}))


def _path(construct: Sequence[str]) -> tuple[str, ...]:
    """Return the ids as in paths, where CDKTF writes `/` as `--`."""
    return tuple(id.replace("/", "--") for id in construct)
