"""
AWS Organizations' error for a broken quota or rule about numbers.
"""

from moto.organizations.exceptions import OrganizationsClientError


class ConstraintViolation(OrganizationsClientError):
    """ConstraintViolationException with the reason that programs evaluate (listed in the API reference)."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__("ConstraintViolationException", f"{reason}: {message}")
        self.reason = reason
