"""This machine's name in HashiCorp's file names."""

import platform

from toolchain.errors import ToolchainError

SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
ALL = ("darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64")


def current() -> str:
    """Return, for example, `linux_amd64`. Raise ToolchainError on an unsupported system."""
    system, machine = platform.system(), platform.machine()
    try:
        return f"{SYSTEMS[system]}_{MACHINES[machine.lower()]}"
    except KeyError:
        raise ToolchainError(f"{system} on {machine} is not supported: use Linux or macOS on amd64 or arm64.") from None
