"""Profiles, loaded with botocore."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import botocore.session
from botocore.credentials import AssumeRoleProvider, ProfileProviderBuilder

from orgctl.profiles import Profile, render


def write_files(folder: Path, profiles: Sequence[Profile], users: dict[str, str]) -> None:
    """Write the config file and, as `aws configure` does, the file with the keys: the user's ARN by profile."""
    (folder / "config").write_text(render(profiles), encoding="utf-8")
    keys = (f"[{name}]\naws_access_key_id = {arn}\naws_secret_access_key = secret\n" for name, arn in users.items())
    (folder / "credentials").write_text("\n".join(keys), encoding="utf-8")


def session(folder: Path) -> botocore.session.Session:
    """Return a session that reads these files only."""
    return botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, str(folder / "config"), None),
            "credentials_file": (None, None, str(folder / "credentials"), None),
        }
    )


def sign_in(session: botocore.session.Session, profile: str, sts: Any) -> str:
    """Return the access key that botocore gets for a profile from an STS in which it is the caller's ARN."""
    provider = AssumeRoleProvider(
        lambda: session.full_config,
        sts,
        {},
        profile,
        prompter=lambda _: "123456",
        profile_provider_builder=ProfileProviderBuilder(session),
    )
    credentials: Any = provider.load()
    return str(credentials.get_frozen_credentials().access_key)
