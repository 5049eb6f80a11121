"""Sessions with the credentials of the environment, and the regions that AWS's client knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boto3 import Session

    __all__ = ["Session", "configured_region", "known_regions", "make_session", "open_session"]


def make_session(
    key: str | None = None,
    secret: str | None = None,
    token: str | None = None,
    *,
    profile: str | None = None,
    region: str | None = None,
) -> Session:
    """
    Return a session with an access key, or with the credentials of a profile or of the environment.

    All sessions share the reader of AWS's service models, because reading these is most of the cost of a session. Raise
    ProfileNotFound.
    """
    import boto3
    import botocore.session

    core = botocore.session.Session(profile=profile)
    core.register_component("data_loader", _loader(core.get_config_variable("data_path")))
    return boto3.Session(key, secret, token, region, core)


@cache
def _loader(data_path: str | None) -> Any:
    from botocore.loaders import create_loader

    return create_loader(data_path)


def open_session() -> Session:
    """
    Return a session with the credentials of the environment.

    Its credentials are fetched at once: a profile may ask for an MFA code, which must not happen while a progress bar
    is drawn. Raise BotoCoreError and ClientError.
    """
    session = make_session()
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
