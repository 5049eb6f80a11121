"""
The checks, in the order of the report.
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
