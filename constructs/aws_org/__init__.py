"""
CDKTF constructs of an AWS organization. Import them from here: ``from aws_org import OrgRoot``.

A module is loaded when its construct is first used, so services that are off cost no time at synthesis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aws_org.access_log_bucket import AccessLogBucket
    from aws_org.account_defaults import AccountDefaults
    from aws_org.alarm_topic import AlarmTopic
    from aws_org.alternate_contacts import AlternateContacts, Contact
    from aws_org.billing_role import BillingRole
    from aws_org.centralized_root_access import CentralizedRootAccess
    from aws_org.config_aggregator import ConfigAggregator
    from aws_org.config_bucket import ConfigBucket
    from aws_org.config_recorder import ConfigRecorder
    from aws_org.cross_account_role import CrossAccountRole
    from aws_org.delegated_administrator import DelegatedAdministrator
    from aws_org.destroy_guard import DestroyGuard
    from aws_org.encryption_key import EncryptionKey
    from aws_org.forgotten import forget
    from aws_org.guardduty_administrator import GuardDutyAdministrator
    from aws_org.guardduty_detector import GuardDutyDetector
    from aws_org.iam_people import IamPeople
    from aws_org.id_account import IdAccount
    from aws_org.member_account import MemberAccount
    from aws_org.org_admins import OrgAdmins
    from aws_org.org_root import OrgRoot
    from aws_org.organization_analyzer import OrganizationAnalyzer
    from aws_org.organization_trail import OrganizationTrail
    from aws_org.organizational_unit import OrganizationalUnit
    from aws_org.password_policy import PasswordPolicy
    from aws_org.private_bucket import PrivateBucket
    from aws_org.region_defaults import RegionDefaults
    from aws_org.responder_role import ResponderRole
    from aws_org.root_sign_in_alarm import RootSignInAlarm
    from aws_org.self_service_policy import SelfServicePolicy
    from aws_org.service_linked_role import ServiceLinkedRole
    from aws_org.state_backend import StateBackend
    from aws_org.suspended_ou import SuspendedOU
    from aws_org.target_policies import TargetPolicies
    from aws_org.trail_bucket import TrailBucket
    from aws_org.trail_log_group import TrailLogGroup
    from aws_org.unused_access_analyzer import UnusedAccessAnalyzer
    from aws_org.user_group import UserGroup

_MODULES = {
    "AccessLogBucket": "access_log_bucket",
    "AccountDefaults": "account_defaults",
    "AlarmTopic": "alarm_topic",
    "AlternateContacts": "alternate_contacts",
    "BillingRole": "billing_role",
    "CentralizedRootAccess": "centralized_root_access",
    "ConfigAggregator": "config_aggregator",
    "ConfigBucket": "config_bucket",
    "ConfigRecorder": "config_recorder",
    "Contact": "alternate_contacts",
    "CrossAccountRole": "cross_account_role",
    "DelegatedAdministrator": "delegated_administrator",
    "DestroyGuard": "destroy_guard",
    "EncryptionKey": "encryption_key",
    "GuardDutyAdministrator": "guardduty_administrator",
    "GuardDutyDetector": "guardduty_detector",
    "IamPeople": "iam_people",
    "IdAccount": "id_account",
    "MemberAccount": "member_account",
    "OrgAdmins": "org_admins",
    "OrgRoot": "org_root",
    "OrganizationAnalyzer": "organization_analyzer",
    "OrganizationTrail": "organization_trail",
    "OrganizationalUnit": "organizational_unit",
    "PasswordPolicy": "password_policy",
    "PrivateBucket": "private_bucket",
    "RegionDefaults": "region_defaults",
    "ResponderRole": "responder_role",
    "RootSignInAlarm": "root_sign_in_alarm",
    "SelfServicePolicy": "self_service_policy",
    "ServiceLinkedRole": "service_linked_role",
    "StateBackend": "state_backend",
    "SuspendedOU": "suspended_ou",
    "TargetPolicies": "target_policies",
    "TrailBucket": "trail_bucket",
    "TrailLogGroup": "trail_log_group",
    "UnusedAccessAnalyzer": "unused_access_analyzer",
    "UserGroup": "user_group",
    "forget": "forgotten",
}

__all__ = [
    "AccessLogBucket",
    "AccountDefaults",
    "AlarmTopic",
    "AlternateContacts",
    "BillingRole",
    "CentralizedRootAccess",
    "ConfigAggregator",
    "ConfigBucket",
    "ConfigRecorder",
    "Contact",
    "CrossAccountRole",
    "DelegatedAdministrator",
    "DestroyGuard",
    "EncryptionKey",
    "GuardDutyAdministrator",
    "GuardDutyDetector",
    "IamPeople",
    "IdAccount",
    "MemberAccount",
    "OrgAdmins",
    "OrgRoot",
    "OrganizationAnalyzer",
    "OrganizationTrail",
    "OrganizationalUnit",
    "PasswordPolicy",
    "PrivateBucket",
    "RegionDefaults",
    "ResponderRole",
    "RootSignInAlarm",
    "SelfServicePolicy",
    "ServiceLinkedRole",
    "StateBackend",
    "SuspendedOU",
    "TargetPolicies",
    "TrailBucket",
    "TrailLogGroup",
    "UnusedAccessAnalyzer",
    "UserGroup",
    "forget",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return found
