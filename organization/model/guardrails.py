"""Guardrails and policies of other kinds, attached to the root, to OUs and to accounts."""

from __future__ import annotations

from organization.model.base import PolicyTypeName, Short, Texts


class Guardrail(Short):
    """A policy of the organization and its targets. Its key is its name in the catalogue, or a name of your choice."""

    targets: Texts
    """
    The targets: root, the path of an OU (spacecats/prod) or an account (account:infra). The guardrail also binds every
    account below a target. No policy binds the management account.
    """
    catalogue: str | None = None
    """Name of the guardrail in the catalogue. Default: the key. Set it to use one guardrail twice."""
    file: str | None = None
    """JSON file in this folder (guardrails/no-vpc-peering.json), used instead of a guardrail of the catalogue."""
    type: PolicyTypeName | None = None
    """Type of the policy in the file. Default: SERVICE_CONTROL_POLICY."""
    parameters: dict[str, Texts] = {}
    """Values of the guardrail's parameters, or of the {{placeholders}} in the file: one value or a list."""

    short_forms = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    short_field = "targets"

    def name(self, key: str) -> str:
        """Return the name in the catalogue, given the key; an empty text for a policy in a file."""
        return "" if self.file is not None else self.catalogue or key
