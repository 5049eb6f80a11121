"""
The environment of a command that runs on the emulated AWS.

This environment alone separates the command from the user's real accounts. So every AWS setting of the caller is
removed, those of the emulator are added, and each way around the proxy is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MANAGEMENT_ACCOUNT = "123456789012"  # moto's account for keys that it did not hand out itself
ACCESS_KEY = "AKIAEMULATEDBYORGCTL"
SECRET_KEY = "there-is-no-secret-in-an-emulated-aws"
REGION = "us-east-1"

# Hosts that serve providers, Terraform and CDKTF: the only ones reached without the proxy.
DIRECT_HOSTS = (
    "localhost",
    "127.0.0.1",
    "::1",
    "registry.terraform.io",
    "releases.hashicorp.com",
    "registry.opentofu.org",
    "get.opentofu.org",
    "github.com",
    "objects.githubusercontent.com",
    "release-assets.githubusercontent.com",
)
_PROXIES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
# These refer to state, settings or folders outside of the project's copy.
_LEAKS = {"TF_DATA_DIR", "TF_WORKSPACE", "CDKTF_OUTDIR", "ORGCTL_ORIGINAL_HTTPS_PROXY", "ORGCTL_ORIGINAL_NO_PROXY"}
_LEAK_PREFIXES = ("AWS_", "TF_CLI_ARGS", "TF_HTTP_", "TF_CLOUD_", "MOTO_")


def emulator_environment(
    base: Mapping[str, str], *, port: int, folder: Path, keys: Mapping[str, str] | None = None
) -> dict[str, str]:
    """
    Return `base` with the emulator at `port` in the place of AWS.

    `folder` holds the emulator's certificate and an empty AWS configuration. `keys` replace the operator's credentials.
    """
    environment = {name: value for name, value in base.items() if not _leads_elsewhere(name)}
    proxy, direct = f"http://127.0.0.1:{port}", ",".join(DIRECT_HOSTS)
    return environment | {
        "HTTPS_PROXY": proxy,
        "https_proxy": proxy,
        "HTTP_PROXY": proxy,
        "http_proxy": proxy,
        "NO_PROXY": direct,
        "no_proxy": direct,
        "AWS_CA_BUNDLE": str(folder / "ca.pem"),
        **(keys or {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}),
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": str(folder / "aws"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "aws"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "ORGCTL_EMULATOR": "1",
        **_originals(base),
    }


def _originals(base: Mapping[str, str]) -> dict[str, str]:
    """Return the user's own proxy settings, for downloads that don't come from AWS."""
    values = {name: base.get(name) or base.get(name.lower()) for name in ("HTTPS_PROXY", "NO_PROXY")}
    return {f"ORGCTL_ORIGINAL_{name}": value for name, value in values.items() if value}


def server_environment(base: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the emulator itself: no AWS settings and no connection to other hosts."""
    nowhere = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), "http://127.0.0.1:9")
    return {name: value for name, value in base.items() if not _leads_elsewhere(name)} | nowhere


def _leads_elsewhere(name: str) -> bool:
    return name.lower() in _PROXIES or name.upper() in _LEAKS or name.upper().startswith(_LEAK_PREFIXES)
