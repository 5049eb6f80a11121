"""Sessions with the credentials of the environment, and the regions that AWS's client knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boto3 import Session

    __all__ = ["Session", "configured_region", "known_regions", "open_session"]


def open_session() -> Session:
    """
    Return a session with the credentials of the environment.

    Its credentials are fetched at once: a profile may ask for an MFA code, which must not happen while a progress bar
    is drawn. Raise BotoCoreError and ClientError.
    """
    import boto3

    session = boto3.Session()
    if credentials := session.get_credentials():
        credentials.get_frozen_credentials()
    return session


def known_regions(session: Session) -> set[str]:
    """Return the names of AWS's regions, of every partition."""
    partitions = session.get_available_partitions()
    return {name for partition in partitions for name in session.get_available_regions("ec2", partition)}


def configured_region() -> str:
    """Return the region of the environment or of the profile; empty if none is set or it cannot be read."""
    import botocore.session
    from botocore.exceptions import BotoCoreError

    try:
        return str(botocore.session.get_session().get_config_variable("region") or "")
    except BotoCoreError:
        return ""
