"""
The tools this project runs: Node, cdktf-cli, Terraform and the AWS provider, found or fetched, pinned and quiet.

`environment.prepare` is the way in for the rest of `orgctl`; `bin/cdktf` comes in through `python -m toolchain`.
Only the standard library is imported, because every `cdktf` command waits for it; but for `aws`, where AWS must be
asked.
"""

from toolchain.errors import ToolchainError

__all__ = ["ToolchainError"]
