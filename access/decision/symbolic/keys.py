"""
The condition keys of requests: who decides the value of each, and when a request has it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-12-01) for keys of
all services; https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
for the others, which the request or its resource decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from policies.checks import aws_names


class Decides(StrEnum):
    """The party that decides a key's value."""

    CALLER = "the caller"
    """Chosen freely: by the request, or by where it is sent from."""
    PRINCIPAL = "AWS, from the principal"
    NETWORK = "AWS, from the network"
    """Identifiers that AWS gives: no caller has one of its choice, but may be in any network."""
    SERVICE = "AWS, from the service that calls"
    RESOURCE = "the resource"
    CLOCK = "the clock"


class Sent(StrEnum):
    """When a request has a key."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"
    """Not in requests of the callers in question, such as federation's keys in those of IAM users."""


@dataclass(frozen=True, slots=True)
class Key:
    """A condition key: who decides its value, and when a request has it."""

    decides: Decides
    sent: Sent


_CALLER = Key(Decides.CALLER, Sent.SOMETIMES)
_CALLER_ALWAYS = Key(Decides.CALLER, Sent.ALWAYS)
_PRINCIPAL = Key(Decides.PRINCIPAL, Sent.NEVER)
_NETWORK = Key(Decides.NETWORK, Sent.SOMETIMES)
_SERVICE = Key(Decides.SERVICE, Sent.NEVER)
_RESOURCE = Key(Decides.RESOURCE, Sent.SOMETIMES)

KEYS: Mapping[str, Key] = {
    "aws:currenttime": Key(Decides.CLOCK, Sent.ALWAYS),
    "aws:epochtime": Key(Decides.CLOCK, Sent.ALWAYS),
    "aws:tokenissuetime": Key(Decides.CLOCK, Sent.SOMETIMES),
    "aws:securetransport": _CALLER_ALWAYS,
    "aws:requestedregion": _CALLER_ALWAYS,
    # Absent in requests through a VPC endpoint, and in those that a service makes for the caller.
    "aws:sourceip": _CALLER,
    "aws:useragent": _CALLER,
    "aws:referer": _CALLER,
    "aws:viaawsservice": _CALLER_ALWAYS,
    "aws:calledvia": _CALLER,
    "aws:calledviafirst": _CALLER,
    "aws:calledvialast": _CALLER,
    "aws:viaawsmcpservice": _CALLER,
    "aws:calledviaawsmcp": _CALLER,
    "aws:ismcpserviceaction": _CALLER,
    "aws:chatbotsourcearn": _CALLER,
    "aws:sourceidentity": _CALLER,
    "aws:multifactorauthage": _PRINCIPAL,
    "aws:multifactorauthpresent": _PRINCIPAL,
    "aws:principalaccount": _PRINCIPAL,
    "aws:principalarn": _PRINCIPAL,
    "aws:principalisawsservice": _PRINCIPAL,
    "aws:principalorgid": _PRINCIPAL,
    "aws:principalorgpaths": _PRINCIPAL,
    "aws:principalservicename": _PRINCIPAL,
    "aws:principalservicenameslist": _PRINCIPAL,
    "aws:principaltype": _PRINCIPAL,
    "aws:userid": _PRINCIPAL,
    "aws:username": _PRINCIPAL,
    "aws:assumedroot": _PRINCIPAL,
    "aws:federatedprovider": _PRINCIPAL,
    "aws:signinsessionarn": _PRINCIPAL,
    "aws:sourcevpc": _NETWORK,
    "aws:sourcevpcarn": _NETWORK,
    "aws:sourcevpce": _NETWORK,
    "aws:vpcsourceip": _CALLER,
    "aws:vpceaccount": _NETWORK,
    "aws:vpceorgid": _NETWORK,
    "aws:vpceorgpaths": _NETWORK,
    "aws:ec2instancesourcevpc": _NETWORK,
    "aws:ec2instancesourceprivateipv4": _NETWORK,
    "ec2:sourceinstancearn": _NETWORK,
    "ec2:roledelivery": _CALLER,
    "lambda:sourcefunctionarn": _NETWORK,
    "ssm:sourceinstancearn": _NETWORK,
    "glue:roleassumedby": _SERVICE,
    "glue:credentialissuingservice": _SERVICE,
    "codebuild:buildarn": _NETWORK,
    "codebuild:projectarn": _NETWORK,
    "identitystore:userid": _PRINCIPAL,
    "aws:sourceaccount": _SERVICE,
    "aws:sourcearn": _SERVICE,
    "aws:sourceorgid": _SERVICE,
    "aws:sourceorgpaths": _SERVICE,
    "aws:sourceowner": _SERVICE,
    "aws:resourceaccount": Key(Decides.RESOURCE, Sent.ALWAYS),
    "aws:resourceorgid": Key(Decides.RESOURCE, Sent.ALWAYS),
    "aws:resourceorgpaths": Key(Decides.RESOURCE, Sent.ALWAYS),
    "aws:tagkeys": _CALLER,
}
"""Keys of all services, in lower case."""

_WITH_A_NAME: Mapping[str, Key] = {
    "aws:principaltag/": _PRINCIPAL,
    "aws:requesttag/": _CALLER,
    "aws:resourcetag/": _RESOURCE,
}


def key_of(name: str) -> Key:
    """Return who decides a key; one that only some services know is in a request if the caller makes such a request."""
    lower = name.lower()
    found = KEYS.get(lower) or _WITH_A_NAME.get(f"{lower.partition('/')[0]}/")
    if found:
        return found
    service, _, rest = lower.partition(":")
    if "resourcetag/" in rest or rest.startswith(("existing", "bucket", "resource")):
        return _RESOURCE
    return Key(Decides.SERVICE, Sent.NEVER) if "." in service else _CALLER


@lru_cache(maxsize=4_096)
def as_aws_writes(key: str) -> str:
    """Return a key as AWS writes it."""
    head, slash, rest = key.partition("/")
    known = (*aws_names.GLOBAL_CONDITION_KEYS, *aws_names.condition_keys(key.partition(":")[0]))
    forms = {name.lower().partition("/")[0]: name.partition("/")[0] for name in known}
    return f"{forms.get(head, head)}{slash}{rest}"
