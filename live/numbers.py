"""The numbers of an organization's accounts, from its state or from a file with its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.names import ORG_ROOT, bootstrap_stack
from foundation.words import noun
from live.errors import LiveError, NotYetError
from live.states import StatePlace
from terraform_json.outputs import WRITE_OUTPUTS, Numbers, OutputsError, numbers_in, read_outputs

if TYPE_CHECKING:
    from organization.model import Organization

_WITHOUT = (
    f"An administrator can read it; for others, the administrator writes a file with {WRITE_OUTPUTS}: --outputs FILE"
)


def read_numbers(organization: Organization, folder: Path, *, outputs: Path | None = None) -> Numbers:
    """
    Return the numbers of all accounts of an organization, whose file is in `folder`.

    `outputs` is a file with the outputs, or a state; without it the state is read from the organization's backend.
    Raises OutputsError when it cannot be read, or when an account has no number yet.
    """
    if outputs:
        return numbers_of(organization, read_outputs(outputs), str(outputs))
    place = StatePlace.configured(organization, ORG_ROOT, folder)
    missing = "" if place.bucket or place.file.exists() else ", which does not exist,"
    return numbers_of(organization, _state(place), f"the state {place}{missing}")


def numbers_of(organization: Organization, content: Mapping[str, Any], place: str) -> Numbers:
    """Return the numbers in outputs or a state. Raises OutputsError when one of the organization's is missing."""
    found = numbers_in(content, place)
    missing = [key for key in organization.accounts if key not in found.accounts]
    if missing:
        word = noun(len(missing), "account is", "accounts are")
        raise OutputsError(
            f"{place} has no number of {', '.join(missing)}: the {word} not deployed yet; run 'cdktf deploy org-root'"
        )
    return found


def _state(place: StatePlace) -> Mapping[str, Any]:
    try:
        return place.read().content
    except NotYetError:
        message = f"the bucket {place.bucket}, which is to hold the state of org-root, does not exist"
        raise OutputsError(f"{message}: run 'cdktf deploy {bootstrap_stack(ORG_ROOT)} {ORG_ROOT}'") from None
    except LiveError as error:
        raise OutputsError(f"the state {place} cannot be read: {error}\n{_WITHOUT}") from None
