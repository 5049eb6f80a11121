"""CDKTF constructs of an AWS organization. Import them from here: ``from aws_org import OrgRoot``."""

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
from aws_org.forget import forget
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
from aws_org.suspended_ou import SuspendedOU
from aws_org.target_policies import TargetPolicies, TargetPolicy
from aws_org.trail_bucket import TrailBucket
from aws_org.trail_log_group import TrailLogGroup
from aws_org.unused_access_analyzer import UnusedAccessAnalyzer
from aws_org.user_group import UserGroup

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
    "SuspendedOU",
    "TargetPolicies",
    "TargetPolicy",
    "TrailBucket",
    "TrailLogGroup",
    "UnusedAccessAnalyzer",
    "UserGroup",
    "forget",
]
