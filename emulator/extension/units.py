"""
Organizational units: unique names among siblings, at most five levels, and deletion only when empty.

Operations: Organizations CreateOrganizationalUnit, UpdateOrganizationalUnit, DeleteOrganizationalUnit.
Source: AWS Organizations API Reference.
"""

from __future__ import annotations

from typing import Any

from moto.organizations import utils
from moto.organizations.exceptions import DuplicateOrganizationalUnitException, OrganizationsClientError
from moto.organizations.models import OrganizationsBackend

from emulator.extension import quotas
from emulator.extension.constraint_violation import ConstraintViolation
from emulator.extension.stable_ids import ALPHANUMERIC, next_id, stable_id, unused


class Units(OrganizationsBackend):
    """The OUs below the root."""

    def create_organizational_unit(self, **kwargs: Any) -> dict[str, Any]:
        """Create an OU with a unique name among its siblings, at most five levels deep."""
        parent, name = self.validate_parent_id(kwargs["ParentId"]), str(kwargs["Name"])
        self._demand_free_name(parent, name)
        if self._depth(parent) >= quotas.OU_DEPTH:
            raise ConstraintViolation("OU_DEPTH_LIMIT_EXCEEDED", f"OUs nest at most {quotas.OU_DEPTH} levels deep.")
        prefix = f"ou-{parent.split('-')[1]}-"
        id = unused(
            lambda attempt: prefix + stable_id(ALPHANUMERIC, utils.OU_ID_SUFFIX_SIZE, parent, name, attempt),
            {ou.id for ou in self.ou},
        )
        with next_id("make_random_ou_id", id):
            return super().create_organizational_unit(**kwargs)

    def update_organizational_unit(self, **kwargs: Any) -> dict[str, Any]:
        """Rename an OU. Names must be unique among siblings; moto compares them over the whole organization."""
        ou = self.get_organizational_unit_by_id(kwargs["OrganizationalUnitId"])
        if kwargs.get("Name", ou.name) != ou.name:
            self._demand_free_name(str(ou.parent_id), kwargs["Name"])
            ou.name = kwargs["Name"]
        return ou.describe()

    def delete_organizational_unit(self, **kwargs: Any) -> None:
        """Delete an empty OU, also as a target of its policies."""
        ou = self.get_organizational_unit_by_id(kwargs["OrganizationalUnitId"])
        children: list[Any] = [*self.ou, *self.accounts]
        if any(child.parent_id == ou.id for child in children):
            raise OrganizationsClientError("OrganizationalUnitNotEmptyException", f"{ou.id} is not empty.")
        super().delete_organizational_unit(**kwargs)
        for policy in ou.attached_policies:
            policy.attachments.remove(ou)

    def _demand_free_name(self, parent: str, name: str) -> None:
        if any(ou.parent_id == parent and ou.name == name for ou in self.ou):
            raise DuplicateOrganizationalUnitException

    def _depth(self, id: str | None) -> int:
        """Return the number of OUs from the root down to this one; 0 for the root."""
        parents = {ou.id: ou.parent_id for ou in self.ou}
        depth = 0
        while id and parents.get(id):
            id, depth = parents[id], depth + 1
        return depth
