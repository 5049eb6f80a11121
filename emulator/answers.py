"""
Requests to AWS, answered by moto.

A request that moto cannot answer gets a client error in its own protocol. The SDKs repeat server errors, Terraform up
to 25 times, so a server error for a missing operation would look like a hanging program.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from threading import RLock
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict
from moto.core.request import Request
from moto.core.utils import get_equivalent_url_in_aws_domain
from moto.iam.models import get_account_id_from
from werkzeug.exceptions import HTTPException

from emulator import extension
from emulator.environment import MANAGEMENT_ACCOUNT

get_backend: Any = import_module("moto.backends").get_backend  # else type checkers read the 600 modules that it names
log = logging.getLogger("emulator")
ACCESS_KEY = re.compile(r"Credential=(\w+)/")
one_at_a_time = RLock()  # moto's backends are plain dictionaries, not made for threads


class Answer(NamedTuple):
    """An HTTP response."""

    status: int
    headers: Mapping[str, Any]
    body: bytes


def answer(method: str, host: str, path: str, headers: Any, body: bytes) -> Answer:
    """Let moto answer; `host` includes the scheme."""
    service = _service(host)
    location = path.partition("?")[0]
    handler = _handler(service, location) if service else None
    if handler is None:
        return _refuse(host, body, "NotEmulated", f"The emulated AWS has nothing at {host}{location}")
    try:
        with one_at_a_time:
            request = Request.from_primitives(method, host + path, headers, body)
            response = handler(request, request.raw_url, request.headers)
    except HTTPException as error:
        return Answer(error.code or 400, dict(error.get_headers()), _bytes(error.get_body()))
    except NotImplementedError as error:
        return _refuse(host, body, "NotEmulated", f"The emulated AWS lacks an operation of {service}: {error}")
    except Exception as error:
        log.exception("moto failed at %s %s%s", method, host, path)
        return _refuse(host, body, "EmulatorFailure", f"The emulated AWS failed: {type(error).__name__}: {error}")
    status, response_headers, content = response if isinstance(response, tuple) else (200, {}, response)
    return Answer(int(status), response_headers, _bytes(content))


def is_aws(host: str) -> bool:
    """Return whether a host name belongs to AWS. The emulator answers no other hosts."""
    return bool(re.fullmatch(r"(.+\.)?(amazonaws\.com(\.cn)?|api\.aws|aws\.dev|aws\.amazon\.com)", host))


def account_of(headers: Any) -> str:
    """Return the account whose access key signed a request."""
    found = ACCESS_KEY.search(headers.get("Authorization", ""))
    with one_at_a_time:
        return get_account_id_from(found[1]) if found else MANAGEMENT_ACCOUNT


@lru_cache(maxsize=1024)
def _service(host: str) -> str | None:
    """Return moto's name for the service at a host, but for moto's own control services."""
    url = get_equivalent_url_in_aws_domain(f"{host}/")[0].geturl()
    names = (name for name, pattern in backend_url_patterns if pattern.match(url))
    return next((name for name in names if not name.startswith(("moto_api", "instance_metadata"))), None)


def _handler(service: str, path: str) -> Any:
    for pattern, handler in _paths(service):
        if pattern.match(path):
            return handler
    return None


@lru_cache(maxsize=256)
def _paths(service: str) -> list[tuple[re.Pattern[str], Any]]:
    with one_at_a_time:
        extension.apply_late(service)
        backends: Any = extension.SERVICES[service] if service in extension.SERVICES else get_backend(service)
        if isinstance(backends, BackendDict):
            regions = backends[MANAGEMENT_ACCOUNT]
            backend: Any = regions["us-east-1" if "us-east-1" in regions else "aws"]
        else:
            backend = backends["global"]
        return [(re.compile(path), handler) for path, handler in backend.url_paths.items()]


def _refuse(host: str, body: bytes, code: str, message: str) -> Answer:
    log.warning("%s: %s", code, message)
    error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    if body.startswith(b"Action="):  # the query protocol, as in IAM and STS
        error = f"<ErrorResponse>{error}<RequestId>emulator</RequestId></ErrorResponse>"
    elif not re.search(r"\b(s3|s3-control|route53|cloudfront)\b", host):  # everything else speaks JSON
        headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-errortype": code}
        return Answer(400, headers, json.dumps({"__type": code, "message": message}).encode())
    return Answer(400, {"Content-Type": "text/xml"}, error.encode())


def _bytes(content: Any) -> bytes:
    return content.encode() if isinstance(content, str) else bytes(content or b"")
