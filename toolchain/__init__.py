"""
The tools of this project: Node, cdktf-cli, Terraform and the AWS provider, found or fetched, pinned and quiet.

`environment.prepare` is the entry point for Python code; `bin/cdktf` uses `python -m toolchain`. Only the standard
library is imported, because every `cdktf` command waits for it, except by `aws`, which calls AWS.
"""

from toolchain.errors import ToolchainError

__all__ = ["ToolchainError"]
