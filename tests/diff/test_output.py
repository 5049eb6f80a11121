"""A difference as text of 80 columns, as Markdown, and as data."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from datetime import date

import pytest
from rich.console import Console

from access.difference import Difference
from orgctl import markdown
from orgctl.diff.command import as_json, verdict
from orgctl.diff.sentences import sections
from orgctl.diff.text import render
from orgctl.section import Section, Sentence
from tests.diff.conftest import Compare

HEADING = "What cdktf.out changes, compared with main (1a2b3c4 The last change)"

TEXT = """\
What cdktf.out changes, compared with main (1a2b3c4 The last change)

Refused
  the account dev would be removed from the organization: the stack org-root no
    longer has it; to shut an account, move it into a unit with quarantine; name
    one that was closed in AWS in closed_accounts.
      org-root: aws_organizations_account.account_dev

Access lost
  myuser loses the role incident-responder of dev: SecurityAudit and
    ViewOnlyAccess (group responders).
  myuser loses the role infra of dev: PowerUserAccess (group infra).
  myuser.org-root loses the role OrganizationAccountAccessRole of dev:
    AdministratorAccess (group admins, through the role admin of org-root).

Accounts and units
  dev is removed from the organization by Terraform; until now in spacecats.

Stacks
  The stacks bootstrap-dev and dev are no longer deployed: their resources stay
    unchanged in AWS.

Refused, for 1 reason: this must not be deployed.
"""

MARKDOWN = """\
## What cdktf.out changes, compared with main (1a2b3c4 The last change)

**No change is refused.**

### Guardrails

- LimitInstanceTypes (SCP) at account:infra changes for infra.

  <details><summary>Details</summary>

  ```text
  ~ LimitInstanceTypes:
      StringNotLike ec2:InstanceType: also p5.*
      StringNotLike ec2:InstanceType: no longer t4g.*
  ```

  </details>


### Possible now

- LimitInstanceTypes of account:infra/guardrails-2 no longer denies:

  <details><summary>Details</summary>

  ```text
  ec2:StartInstances, with ec2:InstanceType p5.example, and 1 more action of ec2: \
roles of groups (infra of infra); deployment roles (OrganizationAccountAccessRole of infra)
  ```

  </details>


### Impossible now

- LimitInstanceTypes of account:infra/guardrails-2 denies:

  <details><summary>Details</summary>

  ```text
  ec2:StartInstances, with ec2:InstanceType t4g.example, and 1 more action of ec2: \
roles of groups (infra of infra); deployment roles (OrganizationAccountAccessRole of infra)
  ```

  </details>

"""


def shown(difference: Difference) -> str:
    """The text, in 80 columns."""
    console = Console(file=io.StringIO(), width=80, highlight=False)
    render(HEADING, verdict(difference), sections(difference), console, refused=bool(difference.refusals))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_text_fits_80_columns(compare: Compare) -> None:
    assert shown(compare("dev", "example")) == TEXT
    assert all(len(line) <= 80 for line in shown(compare("example", "no-trail")).splitlines())


def test_the_markdown_folds_the_details(compare: Compare) -> None:
    difference = compare("example", "other-instances")
    assert markdown.render(HEADING, verdict(difference), sections(difference), command="orgctl diff") == MARKDOWN


def test_the_markdown_has_access_and_limits_as_tables(compare: Compare) -> None:
    difference = compare("example", "ann")
    assert markdown.render("Heading", "Verdict.", sections(difference), command="orgctl diff").startswith(
        """\
## Heading

**Verdict.**

### Access gained

| Who | Role | Accounts | Signed in | May do | Through |
| --- | --- | --- | --- | --- | --- |
| ann | infra | id and infra | with MFA | PowerUserAccess | group infra |

### People and groups

- ann is a new user of id, in the group infra.
"""
    )


def test_an_empty_difference_is_reported(compare: Compare) -> None:
    text = shown(compare("example", "example"))
    assert text == f"{HEADING}\n\nNothing changes: the same users, access, guardrails, accounts and policies.\n"


def test_json_holds_every_part(compare: Compare) -> None:
    found = json.loads(json.dumps(as_json(compare("dev", "example"), "main", date(2026, 12, 1))))
    assert found["as_of"] == "2026-12-01"
    assert (found["version"], found["base"], found["refused"], found["empty"]) == (2, "main", True, False)
    assert found["difference"].keys() == {field.name for field in fields(Difference)}
    assert found["difference"]["refusals"][0]["address"] == "aws_organizations_account.account_dev"


@pytest.mark.parametrize("number", [1, 400, 3000])
def test_a_comment_is_never_longer_than_github_accepts(number: int) -> None:
    sentences = tuple(Sentence(f"Sentence {index} about somebody.", ("detail " * 20,)) for index in range(number))
    text = markdown.render("Heading", "Verdict.", [Section("Title", sentences)], command="orgctl diff")
    assert len(text) <= 65_536
    assert text.startswith("## Heading\n\n**Verdict.**\n")
    notes = {1: "detail detail", 400: "The statements are left out", 3000: "The rest is left out"}
    assert notes[number] in text
    assert ("Sentence 399" in text) == (number == 400 or number == 3000)


def test_a_name_is_never_markdown() -> None:
    hostile = Sentence("<script>*a*_b_`c`[d](e)|f ## @admins & co.", ("```", "<b>", "````"))
    text = markdown.render("Heading", "Verdict.", [Section("Title", (hostile,))], command="orgctl diff")
    assert "\\<script\\>\\*a\\*\\_b\\_\\`c\\`\\[d\\](e)\\|f \\#\\# @\u200badmins &amp; co." in text
    assert "  `````text\n  ```\n  <b>\n  ````\n  `````\n" in text
