"""
The environment of a command that runs on the emulated AWS.

Only this stands between such a command and somebody's real accounts, so it starts from nothing: every AWS setting of
the caller goes, the emulator's come, and each way around the proxy is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MANAGEMENT_ACCOUNT = "123456789012"  # moto's account for keys that it did not hand out itself
ACCESS_KEY = "AKIAEMULATEDBYORGCTL"
SECRET_KEY = "there-is-no-secret-in-an-emulated-aws"
REGION = "us-east-1"

# Where terraform, tofu and cdktf get providers and themselves: the only hosts that may be reached without the proxy.
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
# These lead to state, settings or folders outside of the project's copy.
_LEAKS = {"TF_DATA_DIR", "TF_WORKSPACE", "CDKTF_OUTDIR", "ORGCTL_ORIGINAL_HTTPS_PROXY", "ORGCTL_ORIGINAL_NO_PROXY"}
_LEAK_PREFIXES = ("AWS_", "TF_CLI_ARGS", "TF_HTTP_", "TF_CLOUD_", "MOTO_")


def emulator_environment(
    base: Mapping[str, str], *, port: int, folder: Path, keys: Mapping[str, str] | None = None
) -> dict[str, str]:
    """
    `base` with the emulator at `port` in the place of AWS; `folder` holds its certificate and an empty AWS file.

    `keys` are the variables of other credentials than the operator's.
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
    """The user's own proxy, for whoever downloads something else than AWS's answers."""
    values = {name: base.get(name) or base.get(name.lower()) for name in ("HTTPS_PROXY", "NO_PROXY")}
    return {f"ORGCTL_ORIGINAL_{name}": value for name, value in values.items() if value}


def server_environment(base: Mapping[str, str]) -> dict[str, str]:
    """The environment of the emulator itself: it has no AWS settings, and no way out."""
    nowhere = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), "http://127.0.0.1:9")
    return {name: value for name, value in base.items() if not _leads_elsewhere(name)} | nowhere


def _leads_elsewhere(name: str) -> bool:
    return name.lower() in _PROXIES or name.upper() in _LEAKS or name.upper().startswith(_LEAK_PREFIXES)
