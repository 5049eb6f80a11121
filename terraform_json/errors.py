"""The error of this package."""

from foundation.errors import UserError


class TerraformJsonError(UserError):
    """Terraform JSON is missing or cannot be read; the message names the file and the remedy."""
