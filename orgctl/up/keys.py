"""
The administrator's access key in the AWS credentials file of this computer.
"""

from __future__ import annotations

import configparser
import os
from pathlib import Path

from foundation.files import replace_file
from orgctl.up.phase import UpError


def credentials_file() -> Path:
    """Return the file in which the AWS CLI keeps access keys."""
    return Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials").expanduser()


def demand_room(file: Path, profile: str) -> None:
    """Raise UpError when the file has keys of that name, or cannot be read."""
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(file.read_text(encoding="utf-8") if file.exists() else "")
    except (configparser.Error, UnicodeError, OSError) as error:
        raise UpError(f"{file} cannot be read: {' '.join(str(error).split())}") from None
    if parser.has_section(profile):
        raise UpError(
            f"{file} has a section [{profile}], whose keys are not those of the user. Remove it, or put the right keys "
            f"there: aws configure --profile {profile}"
        )


def add_key(file: Path, profile: str, key_id: str, secret: str) -> None:
    """Append an access key to the file, and make it readable by its owner only."""
    before = file.read_bytes() if file.exists() else b""
    gap = "" if not before else "\n" if before.endswith(b"\n") else "\n\n"
    text = f"{gap}[{profile}]\naws_access_key_id = {key_id}\naws_secret_access_key = {secret}\n"
    target = Path(os.path.realpath(file))
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, before + text.encode())
