"""
Write `docs/guardrails.md` from the catalogue of guardrails.

Run `make docs` after a change of `policies/guardrails`. A test fails when the page is outdated.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from foundation.names import ACCESS_ROLE
from foundation.policy_types import PolicyType
from organization import limits
from policies.budget import length
from policies.document import document
from policies.guardrails import CATALOGUE, Context, Guardrail, Parameter, statements

FILE = Path(__file__).resolve().parent.parent / "docs" / "guardrails.md"

_HEAD = """\
# Guardrails

<!-- Written by `make docs` from policies/guardrails: change it there. -->

Denials for the accounts of a target, regardless of their own policies. A guardrail grants no permission. It binds the
root users of member accounts too, and never binds the management account or the service-linked roles of AWS.

```yaml
guardrails:
  deny-root-user: root                    # one target: root, the path of a unit, account:<key>; or a list
  limit-regions:
    targets: [spacecats/prod]
    parameters: {regions: [us-west-2, us-east-1]}
  limit-regions-eu:                       # the same guardrail with other parameters
    catalogue: limit-regions
    targets: [spacecats/eu]
    parameters: {regions: [eu-west-1]}
  no-vpc-peering:                         # your own policy
    file: guardrails/no-vpc-peering.json
    targets: spacecats
    parameters: {except: network}         # for {{except}} in the file
  tags:                                   # any other kind of policy comes from a file
    file: guardrails/tags.json
    type: TAG_POLICY
    targets: root
```

In a policy file, of a guardrail or of a role, variables stand for the ids that AWS assigns, so that no id is typed:

| variable | is |
| --- | --- |
| `${organization_id}` | the organization's id |
| `${management_account_id}` | the number of org-root |
| `${account_id:KEY}` | the number of the account with this key |

Synthesis replaces them by references, and `orgctl check` finds misspelt ones. AWS's own variables, as
`${aws:username}`, are left to AWS. A variable counts with its longest value: 34 characters for the organization's id.

Guardrails marked *exempts* do not bind the roles of `exempt_roles` (those that deploy) and of the `responder`.
Guardrails cost nothing. All are off unless `guardrails` names them.
Their statements share few policies of a target, named `<target>/guardrails-<n>`. A guardrail's place depends on its
own name and size, so that a change of one changes no policy of another. Guardrails that exceed AWS's quotas are refused
with the budget: {scp:,} characters and {scps} service control policies at a target, {rcp:,} and {rcps} for resource
control policies; one of each is AWS's own.
"""


def page() -> str:
    """Return the content of `docs/guardrails.md`."""
    head = _HEAD.replace("{scp:,}", f"{limits.SCP_SIZE.value:,}").replace("{scps}", str(limits.SCPS_PER_TARGET.value))
    head = head.replace("{rcp:,}", f"{limits.RCP_SIZE.value:,}").replace("{rcps}", str(limits.RCPS_PER_TARGET.value))
    return "\n".join([head, *_table(), "", *(line for one in CATALOGUE.values() for line in _section(one))])


def _table() -> Iterator[str]:
    yield "| guardrail | what it stops | where |"
    yield "| --- | --- | --- |"
    for one in CATALOGUE.values():
        yield f"| [{one.name}](#{one.name}) | {one.stops} | {one.recommended} |"


def _section(one: Guardrail) -> Iterator[str]:
    remarks = [one.policy_type.words] if one.policy_type is PolicyType.RESOURCE_CONTROL else []
    remarks += ["exempts"] if one.protects else []
    yield f"## {one.name}"
    yield ""
    yield f"- **Stops**: {one.stops}"
    yield f"- **Breaks**: {one.breaks}"
    yield f"- **Where**: {one.recommended}"
    for parameter in one.parameters:
        yield f"- **Parameter** `{parameter.name}`: {_parameter(parameter)}"
    yield f"- **Takes** {_size(one):,} characters{_in_brackets(remarks)}"
    yield f"- **Source**: <{one.source}>"
    yield ""


def _parameter(parameter: Parameter) -> str:
    default = "required" if parameter.default is None else f"{', '.join(parameter.default)} if not given"
    return f"{parameter.description}; {default} (such as {', '.join(parameter.example)})"


def _in_brackets(remarks: list[str]) -> str:
    return f" ({', '.join(remarks)})" if remarks else ""


def _size(one: Guardrail) -> int:
    context = Context(exempt_roles=(ACCESS_ROLE,), id_account="0" * 12)
    examples = {parameter.name: parameter.example for parameter in one.parameters}
    return length(document(*statements(one, examples, context))) - length(document())


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
