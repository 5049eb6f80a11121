"""
AWS's errors for throttling, failing servers and unknown callers, in the protocol of the request.

Sources: the error pages of the API references ("Common errors" of IAM, STS and Organizations; "Error codes" of Amazon
EC2: RequestLimitExceeded; "Error responses" of Amazon S3: SlowDown, InternalError, ServiceUnavailable; GuardDuty and
Account Management: TooManyRequestsException; InvalidClientTokenId, UnrecognizedClientException, ExpiredToken and
ExpiredTokenException, with the texts that users of the SDKs report) and the Smithy specifications of the AWS protocols.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from emulator.answers import Answer


class _Error(NamedTuple):
    status: int
    code: str
    message: str


THROTTLED = {
    "s3": _Error(503, "SlowDown", "Please reduce your request rate."),
    "ec2": _Error(503, "RequestLimitExceeded", "Request limit exceeded."),
    "query": _Error(400, "Throttling", "Rate exceeded"),
    "json": _Error(400, "ThrottlingException", "Rate exceeded"),
    "rest": _Error(429, "ThrottlingException", "Rate exceeded"),
}
OWN_CODES = {"organizations": "TooManyRequestsException", "guardduty": "TooManyRequestsException"}
OWN_CODES["account"] = "TooManyRequestsException"
UNKNOWN_KEY = {
    "s3": _Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
    "ec2": _Error(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
    "query": _Error(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
    "json": _Error(400, "UnrecognizedClientException", "The security token included in the request is invalid."),
    "rest": _Error(403, "UnrecognizedClientException", "The security token included in the request is invalid."),
}
EXPIRED_SESSION = {
    "s3": _Error(400, "ExpiredToken", "The provided token has expired."),
    "ec2": _Error(400, "RequestExpired", "Request has expired."),
    "query": _Error(403, "ExpiredToken", "The security token included in the request is expired"),
    "json": _Error(400, "ExpiredTokenException", "The security token included in the request is expired"),
    "rest": _Error(403, "ExpiredTokenException", "The security token included in the request is expired"),
}
REFUSALS = {"unknown key": UNKNOWN_KEY, "expired session": EXPIRED_SESSION}
INTERNAL = {"s3": "InternalError", "ec2": "InternalError"}
UNAVAILABLE = {"s3": "ServiceUnavailable", "ec2": "Unavailable"}


def failure(kind: str, host: str, headers: Any, body: bytes) -> Answer:
    """Return the answer for a `kind` of failure: `throttled`, `error 500`, `error 503`, or one of REFUSALS."""
    protocol = _protocol(host, headers, body)
    if kind in REFUSALS:
        error = REFUSALS[kind][protocol]
    elif kind == "throttled":
        error = THROTTLED[protocol]
        error = error._replace(code=OWN_CODES.get(host.partition(".")[0], error.code))
    elif kind == "error 500":
        error = _Error(500, INTERNAL.get(protocol, "InternalFailure"), "We encountered an internal error.")
    else:
        error = _Error(503, UNAVAILABLE.get(protocol, "ServiceUnavailable"), "Please try again.")
    return _answer(protocol, error)


def _protocol(host: str, headers: Any, body: bytes) -> str:
    if re.search(r"(^|\.)s3[.-]", host):
        return "s3"
    if host.startswith("ec2."):
        return "ec2"
    if body.startswith(b"Action=") or b"&Action=" in body[:500]:
        return "query"
    return "json" if "X-Amz-Target" in headers else "rest"


def _answer(protocol: str, error: _Error) -> Answer:
    text = f"<Error><Code>{error.code}</Code><Message>{error.message}</Message></Error>"
    if protocol in ("json", "rest"):
        own = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": error.code}
        body = json.dumps({"__type": error.code, "message": error.message})
        return Answer(error.status, own, body.encode())
    if protocol == "ec2":
        text = f"<Response><Errors>{text}</Errors><RequestID>fault</RequestID></Response>"
    elif protocol == "query":
        text = f"<ErrorResponse>{text}<RequestId>fault</RequestId></ErrorResponse>"
    return Answer(error.status, {"Content-Type": "text/xml"}, f'<?xml version="1.0"?>{text}'.encode())
