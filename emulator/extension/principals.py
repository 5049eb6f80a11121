"""
Service principals of trusted access and delegated administration that moto lacks.

Operations: Organizations EnableAWSServiceAccess, DisableAWSServiceAccess, RegisterDelegatedAdministrator and
ListDelegatedAdministrators.
Source: AWS Organizations User Guide, "AWS services that you can use with AWS Organizations"
(docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html) and the page of each service.
"""

from moto.organizations.models import FakeDelegatedAdministrator, FakeServiceAccess

TRUSTED = (
    "agentless.inspector2.amazonaws.com",
    "cost-optimization-hub.bcm.amazonaws.com",
    "ec2.amazonaws.com",
    "iam.amazonaws.com",
    "license-manager.member-account.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "management.chatbot.amazonaws.com",
    "networkmanager.amazonaws.com",
    "notifications.amazonaws.com",
    "observabilityadmin.amazonaws.com",
    "opsdatasync.ssm.amazonaws.com",
    "private-marketplace.marketplace.amazonaws.com",
    "q.amazonaws.com",
    "resource-explorer-2.amazonaws.com",
    "security-ir.amazonaws.com",
    "ssm-quicksetup.amazonaws.com",
)

DELEGATED = (
    "account.amazonaws.com",
    "auditmanager.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "compute-optimizer.amazonaws.com",
    "config.amazonaws.com",
    "cost-optimization-hub.bcm.amazonaws.com",
    "detective.amazonaws.com",
    "devops-guru.amazonaws.com",
    "fms.amazonaws.com",
    "health.amazonaws.com",
    "iam.amazonaws.com",
    "inspector2.amazonaws.com",
    "ipam.amazonaws.com",
    "license-manager.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
    "reporting.trustedadvisor.amazonaws.com",
    "resource-explorer-2.amazonaws.com",
    "securityhub.amazonaws.com",
    "securitylake.amazonaws.com",
    "sso.amazonaws.com",
    "storage-lens.s3.amazonaws.com",
    "tagpolicies.tag.amazonaws.com",
)


def apply() -> None:
    """Add the principals to moto's lists."""
    _extend(FakeServiceAccess.TRUSTED_SERVICES, TRUSTED)
    _extend(FakeDelegatedAdministrator.SUPPORTED_SERVICES, DELEGATED)


def _extend(known: list[str], principals: tuple[str, ...]) -> None:
    known.extend(principal for principal in principals if principal not in known)
