"""The organization as AWS has it: read through the API, shown as text."""

from orgctl.overview.model import Account, Group, Organization, Role, Unit, User
from orgctl.overview.read import read_organization
from orgctl.overview.render import render

__all__ = ["Account", "Group", "Organization", "Role", "Unit", "User", "read_organization", "render"]
