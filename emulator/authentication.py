"""
Checks of the access key that signs a request.

Signatures are not verified. The operator's key, which is the emulator's own, is always good.
Source: IAM User Guide, "Manage access keys for IAM users" (inactive and deleted keys), "Permissions for
GetSessionToken" (without MFA such credentials cannot call IAM) and "Troubleshoot temporary security credentials".
"""

from __future__ import annotations

from typing import Any

from moto.iam.models import IAMBackend, iam_backends
from moto.utilities.utils import PARTITION_NAMES

from emulator import answers
from emulator.environment import ACCESS_KEY
from emulator.extension.root_user import Root
from emulator.extension.sessions import Session, sessions

UNKNOWN, EXPIRED = "unknown key", "expired session"


def refusal(host: str, headers: Any) -> str | None:
    """Return the kind of refusal, UNKNOWN or EXPIRED, or None. Unsigned requests pass."""
    found = answers.ACCESS_KEY.search(headers.get("Authorization", ""))
    if not found or found[1] == ACCESS_KEY:
        return None
    with answers.one_at_a_time:
        backend, session = _backend_of(found[1]), sessions.get(found[1])
        if backend is None or backend.access_keys[found[1]].status != "Active":
            return UNKNOWN
        return _refusal_of_session(host, backend, session) if session else None


def _refusal_of_session(host: str, backend: IAMBackend, session: Session) -> str | None:
    if session.expired:
        return EXPIRED
    gone = session.user is not None and isinstance(backend, Root) and not backend.holds(session.user)
    return UNKNOWN if gone or (session.limited and host.startswith("iam.")) else None


def _backend_of(key: str) -> IAMBackend | None:
    backends = (iam_backends[account][partition] for account in list(iam_backends) for partition in PARTITION_NAMES)
    return next((backend for backend in backends if key in backend.access_keys), None)
