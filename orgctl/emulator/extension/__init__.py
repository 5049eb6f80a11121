"""
What moto lacks, or is laxer about than AWS, in the operations that an organization needs.

Every addition names the operation of AWS's API reference that it follows. Only documented behaviour is added, and where
a quota can be raised the larger documented number counts: the emulator refuses nothing that AWS accepts. The numbers
are written down here a second time on purpose: they stand for AWS, so a wrong limit in `organization/` fails a deploy.
"""

from orgctl.emulator.extension import iam, organizations, principals, sts


def apply() -> None:
    """Put the extended services in the place of moto's. Call it once, before the first request."""
    principals.apply()
    organizations.apply()
    iam.apply()
    sts.apply()


def reset() -> None:
    """Forget what moto's own reset leaves behind."""
    organizations.reset()
