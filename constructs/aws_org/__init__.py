"""CDKTF constructs of an AWS organization. Import them from here: ``from aws_org import OrgRoot``."""

from aws_org.cross_account_role import CrossAccountRole
from aws_org.destroy_guard import DestroyGuard
from aws_org.iam_people import IamPeople
from aws_org.id_account import IdAccount
from aws_org.member_account import MemberAccount
from aws_org.org_admins import OrgAdmins
from aws_org.org_root import OrgRoot
from aws_org.organizational_unit import OrganizationalUnit
from aws_org.password_policy import PasswordPolicy
from aws_org.self_service_policy import SelfServicePolicy
from aws_org.suspended_ou import SuspendedOU
from aws_org.user_group import UserGroup

__all__ = [
    "CrossAccountRole",
    "DestroyGuard",
    "IamPeople",
    "IdAccount",
    "MemberAccount",
    "OrgAdmins",
    "OrgRoot",
    "OrganizationalUnit",
    "PasswordPolicy",
    "SelfServicePolicy",
    "SuspendedOU",
    "UserGroup",
]
