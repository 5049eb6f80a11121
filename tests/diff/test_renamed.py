"""Two organizations with the same ids for the same things."""

from __future__ import annotations

from dataclasses import replace

from access.difference.meaning.renamed import renamed
from access.model.resources import Resource
from terraform_json.origin import Origin
from tests.access import small

DELEGATE = "aws_organizations_delegated_administrator"


def test_the_number_at_the_end_of_an_arn_is_that_of_the_account() -> None:
    """A delegated administrator's ARN ends with its account: where one side alone has it, the account keeps its own."""
    like = small.organization()
    arn = f"arn:aws:organizations::{small.WORK}:account/o-1/{small.WORK}"
    delegate = Resource(DELEGATE, small.WORK, "", "x", arn, None, Origin("org-root", f"{DELEGATE}.x"))
    with_one = replace(like, resources=(*like.resources, delegate))

    assert {*renamed(with_one, like).accounts} == {*like.accounts}
    assert {*renamed(like, with_one).accounts} == {*like.accounts}
