"""
The checks, in the order in which they are told.
"""

from orgctl.doctor.checks import (  # noqa: I001  the order is the one in which people read
    accounts,
    root,
    people,
    contacts,
    policies,
    state,
    services,
    security,
    defaults,
)

__all__ = ["accounts", "contacts", "defaults", "people", "policies", "root", "security", "services", "state"]
