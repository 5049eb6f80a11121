"""The pages of `docs/` that say what there is."""

from __future__ import annotations

import re

import pytest

from organization.model import Organization
from organization.model.services import CloudTrail
from scripts.write_docs import FILE, page
from tests.terraform_json import ROOT

SERVICES = (ROOT / "docs" / "services.md").read_text(encoding="utf-8")


def test_the_page_of_guardrails_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "run: make docs"


@pytest.mark.parametrize("key", [name for name in Organization.model_fields if name not in ("name", "email", "tags")])
def test_every_switch_is_in_the_table_of_services_or_in_the_readme(key: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert re.search(rf"`{key}\b", SERVICES + readme)


def test_the_default_retention_is_the_one_that_the_table_says() -> None:
    assert str(CloudTrail().retention_days) in SERVICES
