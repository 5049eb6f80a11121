"""
The error with which AWS Organizations answers when a quota or a rule about numbers is broken.
"""

from moto.organizations.exceptions import OrganizationsClientError


class ConstraintViolation(OrganizationsClientError):
    """ConstraintViolationException with the reason that programs look at (its list is in the API reference)."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__("ConstraintViolationException", f"{reason}: {message}")
        self.reason = reason
