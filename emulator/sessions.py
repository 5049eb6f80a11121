"""
boto3 sessions that can reach only the emulator, independent of this process's environment.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import create_loader

USER_AGENT = "orgctl-emulator-session"


def emulator_session(
    port: int, folder: Path, region: str, access_key: str, secret_key: str, token: str | None = None
) -> boto3.Session:
    """Return a session with these keys and the emulator as proxy, without profiles, files and variables."""
    empty = str(folder / "aws")
    core = botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, empty, None),
            "credentials_file": (None, None, empty, None),
            "ca_bundle": ("ca_bundle", None, str(folder / "ca.pem"), None),
            "region": ("region", None, region, None),
        }
    )
    core.register_component("data_loader", _loader())
    proxy = f"http://127.0.0.1:{port}"
    core.set_default_client_config(
        Config(
            proxies={"http": proxy, "https": proxy},
            ignore_configured_endpoint_urls=True,  # type: ignore[call-arg]  # not in its stubs
            retries={"total_max_attempts": 1},
            user_agent_extra=USER_AGENT,
        )
    )
    core.set_credentials(access_key, secret_key, token)
    return boto3.Session(botocore_session=core, region_name=region)


@cache
def _loader() -> Any:
    """Return the loader of service models, shared because reading them is most of the cost of a session."""
    return create_loader()
