"""
Properties of a request: its operation, and whether it is safe to repeat.
"""

from __future__ import annotations

from typing import Any

from emulator import answers
from emulator.faults import SAFE_TO_REPEAT, Injector
from emulator.sessions import USER_AGENT


def operation_of(headers: Any, body: bytes) -> str:
    """Return the operation's name; empty when the protocol has it in the path."""
    operation: str = headers.get("X-Amz-Target", "")
    if not operation and body.startswith(b"Action="):
        operation = body[7:80].partition(b"&")[0].decode(errors="replace")
    return operation


def choose_fault(injector: Injector, method: str, host: str, path: str, headers: Any, body: bytes) -> str | None:
    """Return the fault of a request. The emulator's own sessions, which read the result, get none."""
    if USER_AGENT in headers.get("User-Agent", ""):
        return None
    operation = operation_of(headers, body)
    if operation:
        repeatable = operation.rpartition(".")[2].startswith(SAFE_TO_REPEAT)
    else:
        repeatable = _is_safe(method, host, path, headers)
    account = answers.account_of(headers)
    return injector.choose(method, host, path, operation, account, body, repeatable=repeatable)


def _is_safe(method: str, host: str, path: str, headers: Any) -> bool:
    """Return whether a request is a read, or an unconditional write of an object or of a bucket setting."""
    if method == "PUT":
        writes = "?" in path or (".s3." in host and path != "/")
        return "s3" in host.split(".") and writes and "If-None-Match" not in headers
    return method in ("GET", "HEAD")
