"""The S3 backends of the stacks, their callers, and Terraform's calls to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from access.decision import Caller, Request
from access.deployer import STATE_CALLS, TOOLCHAIN_CALLS, FixedCall
from access.model.resources import Resource
from access.promises.deploying.who import Deployers
from access.questions.world import World

_TABLE = ("dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")
_KEY = ("kms:Decrypt", "kms:GenerateDataKey")
"""
Calls that a table of locks needs, and those that a bucket encrypted with a key needs.

Source: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required (2026-11-22).
"""
_WORKSPACES = "env:/"
"""The prefix under which Terraform looks for workspaces."""


@dataclass(frozen=True)
class Backend:
    """A state and a stack that uses it."""

    stack: str
    settings: Mapping[str, str]
    is_own: bool
    """True for the stack's own state; False for another one, which it only reads."""
    caller: Caller | None
    bucket: Resource | None
    """None when no stack creates the bucket."""
    maker: Caller | None
    """The caller that deploys into the bucket's account."""

    @property
    def role_arn(self) -> str:
        """The role assumed for the state alone; empty when there is none."""
        return self.settings.get("role_arn", "")


@dataclass(frozen=True)
class Call:
    """A call to a backend, and its purpose."""

    backend: Backend
    purpose: str
    """`to write the state`."""
    on: str
    """The resource of the call in messages; empty for one that is about none."""
    request: Request


def backends(world: World, deployers: Deployers) -> Iterator[Backend]:
    """Yield every state in S3, once for each stack that uses it."""
    buckets = {one.name: one for one in world.organization.resources if one.type == "aws_s3_bucket"}
    for stack in world.organization.stacks:
        for settings, is_own in ((stack.backend, True), *((one, False) for one in stack.reads)):
            if settings:
                caller = _caller(world, deployers, settings.get("role_arn", ""))
                bucket = buckets.get(settings["bucket"])
                maker = deployers.of(bucket.account) if bucket else None
                yield Backend(stack.name, settings, is_own, caller, bucket, maker)


def _caller(world: World, deployers: Deployers, role_arn: str) -> Caller | None:
    if not role_arn:
        return deployers.given
    role = world.organization.role_by_arn.get(role_arn)
    return world.callers.session(role, "terraform") if role else None


def calls(world: World, backend: Backend) -> Iterator[Call]:
    """Yield Terraform's calls to a backend whose caller and bucket are known."""
    if backend.bucket and backend.is_own and backend.bucket.origin.stack == backend.stack:
        yield from _before(world, backend, backend.bucket)
    if backend.caller and backend.bucket:
        yield from _in_bucket(world, backend, backend.caller, backend.bucket)
        yield from _with_key(world, backend, backend.caller, backend.bucket)
        yield from _with_table(world, backend, backend.caller)


def _before(world: World, backend: Backend, bucket: Resource) -> Iterator[Call]:
    """Yield the calls of `bin/cdktf` before it deploys a stack that creates the bucket of its own state."""
    account = world.organization.accounts[bucket.account]
    for call in TOOLCHAIN_CALLS if backend.maker else ():
        if backend.maker and call.action != "dynamodb:DescribeTable" and call.resource in ("*", "bucket"):
            arn, policy = (bucket.arn, bucket.policy) if call.resource == "bucket" else ("*", None)
            on = bucket.name if call.resource == "bucket" else ""
            yield Call(backend, call.purpose, on, Request(backend.maker, call.action, arn, account, policy))


def _in_bucket(world: World, backend: Backend, caller: Caller, bucket: Resource) -> Iterator[Call]:
    key = backend.settings["key"]
    arns = {"bucket": bucket.arn, "state": f"{bucket.arn}/{key}", "lock": f"{bucket.arn}/{key}.tflock"}
    for call in STATE_CALLS:
        if _makes(backend, call):
            context = _context(backend, call.action)
            request = world.on(caller, call.action, bucket, arns[call.resource], context)
            yield Call(backend, call.purpose, bucket.name, request)


def _makes(backend: Backend, call: FixedCall) -> bool:
    """Return whether Terraform makes a call at a backend: the state of another stack is only read."""
    if call.resource == "lock":
        return backend.is_own and bool(backend.settings["use_lockfile"])
    return backend.is_own or call.action != "s3:PutObject"


def _context(backend: Backend, action: str) -> Mapping[str, str]:
    found = {"aws:RequestedRegion": backend.settings["region"]}
    if action == "s3:ListBucket":
        found["s3:prefix"] = _WORKSPACES
    if action == "s3:PutObject" and backend.settings["encrypt"]:
        found["s3:x-amz-server-side-encryption"] = "aws:kms" if backend.settings["kms_key_id"] else "AES256"
    return found


def _with_key(world: World, backend: Backend, caller: Caller, bucket: Resource) -> Iterator[Call]:
    """Yield the calls that S3 makes, for the caller, to the key that encrypts the state."""
    said = backend.settings["kms_key_id"] or bucket.uses.get("key", "")
    keys = (one for one in world.organization.resources if one.type == "aws_kms_key") if said else ()
    key = next((one for one in keys if said in (one.arn, one.arn.rpartition("/")[2])), None)
    region = backend.settings["region"]
    context = {"aws:RequestedRegion": region, "kms:ViaService": f"s3.{region}.amazonaws.com"}
    for action in _KEY if key else ():
        if key and (backend.is_own or action == "kms:Decrypt"):
            purpose = "to read the state" if action == "kms:Decrypt" else "to write the state"
            yield Call(backend, purpose, f"the key of {bucket.name}", world.on(caller, action, key, "", context))


def _with_table(world: World, backend: Backend, caller: Caller) -> Iterator[Call]:
    """Yield the calls to the table of locks, which Terraform looks for in the account of its credentials."""
    name, account = backend.settings["dynamodb_table"], caller.account
    if not name or not account or not backend.is_own:
        return
    table = table_of(world, backend)
    arn = f"arn:aws:dynamodb:{backend.settings['region']}:{account.number}:table/{name}"
    for action in _TABLE:
        request = Request(caller, action, arn, account, table.policy if table else None)
        yield Call(backend, "to lock the state", f"the table {name}", request)


def table_of(world: World, backend: Backend) -> Resource | None:
    """Return the table of locks of a backend; None when no stack creates it where Terraform looks for it."""
    account = backend.caller.account.number if backend.caller and backend.caller.account else ""
    wanted = (backend.settings["dynamodb_table"], account, backend.settings["region"])
    tables = (one for one in world.organization.resources if one.type == "aws_dynamodb_table")
    return next((one for one in tables if (one.name, one.account, one.region) == wanted), None)
