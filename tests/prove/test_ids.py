"""The ids that organization.yaml gives are those of the proof, and outputs must agree with them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from foundation.ids import ORGANIZATION
from orgctl.prove.ids import DifferentIds
from orgctl.prove.reading import read_synthesized
from tests.synthesized_project import write_project

ID = "o-a1b2c3d4e5"
GIVEN = {"org-root": "1" * 12, "id": "2" * 12, "infra": "3" * 12, "logs": "4" * 12}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, stacks: dict[str, Any]) -> Path:
    """Return the folder of the synthesized example."""
    return write_project(tmp_path_factory.mktemp("ids"), stacks)


def with_ids(folder: Path, numbers: Mapping[str, str], organization: str = "") -> Path:
    """Write the example's file with these ids beside it, older than the stacks. Return the file."""
    text = (folder / "organization.yaml").read_text(encoding="utf-8")
    if organization:
        text = text.replace("name: spacecats\n", f"name: spacecats\norganization_id: {organization}\n")
    if "org-root" in numbers:
        text = text.replace("org_root:\n", f'org_root:\n  account_id: "{numbers["org-root"]}"\n')
    for key in ("infra", "logs"):
        if key in numbers:
            text = text.replace(f"      {key}: #", f'      {key}: {{account_id: "{numbers[key]}"}} #')
    if "id" in numbers:
        text = text.replace("        billing_access", f'        account_id: "{numbers["id"]}"\n        billing_access')
    file = folder / "given.yaml"
    file.write_text(text, encoding="utf-8")
    os.utime(file, (0, 0))
    return file


def outputs(folder: Path, numbers: Mapping[str, str], organization: str = "") -> Path:
    members = {key: number for key, number in numbers.items() if key != "org-root"}
    said: dict[str, Any] = {"account_ids": members}
    said["admin_role_arn"] = f"arn:aws:iam::{numbers['org-root']}:role/admin"
    if organization:
        said["organization_id"] = organization
    (folder / "numbers.json").write_text(json.dumps({"org-root": said}), encoding="utf-8")
    return folder / "numbers.json"


def ids(folder: Path, file: Path, given: Path | None = None, *, emulated: bool = False) -> tuple[str, dict[str, str]]:
    found = read_synthesized(folder, file, given, emulated=emulated).organization
    return found.id, {account.key: account.number for account in found.accounts.values()}


def test_the_proof_uses_the_ids_of_the_configuration(example: Path) -> None:
    assert ids(example, with_ids(example, GIVEN, ID)) == (ID, GIVEN)


@pytest.mark.parametrize("key", GIVEN)
def test_one_number_alone_is_used_and_the_others_stay_placeholders(example: Path, key: str) -> None:
    unknown = ids(example, with_ids(example, {}))[1]
    found = ids(example, with_ids(example, {key: GIVEN[key]}))
    assert found == (ORGANIZATION, {**unknown, key: GIVEN[key]})


def test_no_unknown_account_has_the_number_that_another_one_is_given(example: Path) -> None:
    taken = ids(example, with_ids(example, {}))[1]["logs"]
    found = ids(example, with_ids(example, {"infra": taken}))[1]
    assert found["infra"] == taken
    assert len({*found.values()}) == len(GIVEN)


def test_outputs_that_agree_add_what_the_configuration_lacks(example: Path) -> None:
    file = with_ids(example, {"id": GIVEN["id"]})
    assert ids(example, file, outputs(example, GIVEN, ID)) == (ID, GIVEN)
    assert ids(example, with_ids(example, {}, ID), outputs(example, GIVEN)) == (ID, GIVEN)


def test_every_difference_is_one_error_that_names_both_places(example: Path) -> None:
    given = outputs(example, {**GIVEN, "id": "9" * 12, "org-root": "8" * 12}, "o-z9y8x7w6v5")
    with pytest.raises(DifferentIds) as error:
        ids(example, with_ids(example, GIVEN, ID), given)
    assert error.value.messages == (
        f"given.yaml line 8 (organization_id) has {ID}, but {given} has o-z9y8x7w6v5",
        f"given.yaml line 17 (org_root.account_id) has 111111111111, but {given} has {'8' * 12}",
        "given.yaml line 24 (organizational_units.spacecats.accounts.id.account_id) has 222222222222, but "
        f"{given} has {'9' * 12}",
    )
    assert error.value.exit_status == 1


def test_outputs_of_an_emulated_aws_give_way_to_the_configuration(example: Path) -> None:
    given = outputs(example, {key: "5" * 11 + str(place) for place, key in enumerate(GIVEN)}, "o-z9y8x7w6v5")
    file = with_ids(example, {"id": GIVEN["id"]}, ID)
    organization, numbers = ids(example, file, given, emulated=True)
    assert (organization, numbers["id"], numbers["infra"]) == (ID, GIVEN["id"], "5" * 11 + "2")
