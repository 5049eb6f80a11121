"""Guardrails, and policies of other kinds: what is attached to the root, to units and to accounts."""

from __future__ import annotations

from organization.model.base import PolicyTypeName, Short, Texts


class Guardrail(Short):
    """A policy of the organization and where it holds. Its key is its name in the catalogue, or one of your own."""

    targets: Texts
    """
    Where it holds, and below: root, the path of a unit (spacecats/prod) or an account (account:infra). The management
    account is bound by no policy.
    """
    catalogue: str | None = None
    """The guardrail of the catalogue that it is, its key if not given: so that one can be used twice."""
    file: str | None = None
    """A JSON file in this folder instead of a guardrail of the catalogue (guardrails/no-vpc-peering.json)."""
    type: PolicyTypeName | None = None
    """Kind of the policy in the file, SERVICE_CONTROL_POLICY if not given."""
    parameters: dict[str, Texts] = {}
    """Values of its parameters, or of the {{placeholders}} in the file: one or a list."""

    short_forms = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    short_field = "targets"

    def name(self, key: str) -> str:
        """Its name in the catalogue, given its key; none, for a policy in a file."""
        return "" if self.file is not None else self.catalogue or key
