"""
What a request is: its operation, and whether it may be done twice.
"""

from __future__ import annotations

from typing import Any

from emulator import answers
from emulator.faults import SAFE_TO_REPEAT, Injector
from emulator.sessions import USER_AGENT


def operation_of(headers: Any, body: bytes) -> str:
    """The operation's name, where the protocol has it outside of the path."""
    operation: str = headers.get("X-Amz-Target", "")
    if not operation and body.startswith(b"Action="):
        operation = body[7:80].partition(b"&")[0].decode(errors="replace")
    return operation


def choose_fault(injector: Injector, method: str, host: str, path: str, headers: Any, body: bytes) -> str | None:
    """What goes wrong with a request. The emulator's own sessions, which look at the result, are spared."""
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
    """Reading is; so is writing of objects and of a bucket's settings, unless it succeeds once only."""
    if method == "PUT":
        writes = "?" in path or (".s3." in host and path != "/")
        return "s3" in host.split(".") and writes and "If-None-Match" not in headers
    return method in ("GET", "HEAD")
