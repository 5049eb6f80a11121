"""Error codes of AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.exceptions import ClientError


def code_of(error: ClientError) -> str:
    """Return the code of an error that AWS answers with, such as `AccessDenied`; empty without one."""
    return str(error.response.get("Error", {}).get("Code", ""))
