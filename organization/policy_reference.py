"""References to a role's policies in `organization.yaml`: AWS managed policies, ARNs, JSON files."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from organization import limits, names
from organization.hints import Hints
from organization.known import managed_policies
from organization.problem import quoted
from policies.document import identity_policy_errors, size
from policies.variables import Ids, filled, measured, variable_errors

_ARN = re.compile(r"arn:aws:iam::(aws|\d{12}):policy/[\w+=,.@/-]{1,512}", re.ASCII)


@dataclass(frozen=True)
class RolePolicies:
    """The policies of a role: the ARNs of managed policies, and the names and texts of inline policies."""

    managed: tuple[str, ...] = ()
    inline: tuple[tuple[str, str], ...] = ()


def role_policies(references: list[str], folder: Path, ids: Ids) -> RolePolicies:
    """Resolve checked references. `folder` holds `organization.yaml`; `ids` are the values of variables in files."""
    managed = tuple(policy_arn(reference) for reference in references if not is_file(reference))
    files = (reference for reference in references if is_file(reference))
    inline = tuple((inline_name(file), filled((folder / file).read_text(encoding="utf-8"), ids)) for file in files)
    return RolePolicies(managed, inline)


def is_file(reference: str) -> bool:
    """Return True if a reference is a JSON file, by its name."""
    return reference.endswith(".json")


def policy_arn(reference: str) -> str:
    """Return the ARN of a managed policy given by name or ARN."""
    return managed_policies().get(reference, reference)


def inline_name(reference: str) -> str:
    """Return the name of the inline policy of a file: the file's name without its suffix."""
    return PurePosixPath(reference).stem


def arn_errors(reference: str, hints: Hints) -> list[str]:
    """Return the errors of a reference to a managed policy."""
    if reference in managed_policies() or _ARN.fullmatch(reference):
        return []
    if reference.startswith("arn:"):
        forms = "arn:aws:iam::aws:policy/NAME or arn:aws:iam::123456789012:policy/NAME"
        return [f"{quoted(reference)} must look like {forms}"]
    hint = hints.phrase(reference, managed_policies()) or "; a policy newer than this version can be given by its ARN"
    return [f"{quoted(reference)} is no AWS managed policy{hint}"]


def file_errors(reference: str, folder: Path, hints: Hints, accounts: Collection[str] | None) -> list[str]:
    """
    Return the errors of a JSON file given as a policy of a role.

    `accounts` are the keys that its variables may name, or None if they are not known.
    """
    text, error = text_of(reference, folder, hints)
    if text is None:
        return [error]
    if wrong := names.iam_name(inline_name(reference), limits.INLINE_POLICY_NAME):
        return [f"the name {quoted(inline_name(reference))} of the file becomes the policy's and {wrong}"]
    errors = variable_errors(text, accounts) + identity_policy_errors(measured(text))
    return [f"the policy in {quoted(reference)} {error}" for error in errors]


def text_of(reference: str, folder: Path, hints: Hints) -> tuple[str | None, str]:
    """Return the text of a file in a folder, or None and an error message."""
    path = PurePosixPath(reference)
    if path.is_absolute() or ".." in path.parts or "\\" in reference:
        return None, f"{quoted(reference)} must be a path inside the folder of this file"
    try:
        return (folder / reference).read_text(encoding="utf-8"), ""
    except FileNotFoundError:
        present = sorted(file.relative_to(folder).as_posix() for file in (folder / reference).parent.glob("*.json"))
        hint = hints.phrase(reference, present, cutoff=0.8)
        return None, f"the file {quoted(reference)} does not exist in the folder of this file{hint}"
    except UnicodeDecodeError:
        return None, f"the file {quoted(reference)} is not UTF-8 text"
    except (OSError, ValueError) as error:
        return None, f"the file {quoted(reference)} cannot be read: {getattr(error, 'strerror', None) or error}"


def file_size(reference: str, folder: Path) -> int:
    """Return the size of a valid policy file, in characters as IAM counts them."""
    return size(measured((folder / reference).read_text(encoding="utf-8")))
