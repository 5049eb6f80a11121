"""A synthesized stack and the place of its state."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from foundation.names import BOOTSTRAP

FILE = "cdk.tf.json"
_REFERENCE = re.compile(r"\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)\}")


@dataclass(frozen=True)
class Reference:
    """An output of another stack, and the place of that stack's state."""

    bucket: str
    key: str
    region: str
    output: str

    @property
    def stack(self) -> str:
        """The other stack, whose name begins the state's key."""
        return self.key.partition("/")[0]


@dataclass(frozen=True)
class Stack:
    """The folder of a stack, `cdktf.out/stacks/<stack>`, and the Terraform JSON in it."""

    folder: Path

    @classmethod
    def of(cls, project: Path, name: str) -> Stack:
        """Return a stack of a project by name."""
        return cls(project / "cdktf.out" / "stacks" / name)

    @property
    def name(self) -> str:
        """The stack's name."""
        return self.folder.name

    @cached_property
    def content(self) -> dict[str, Any]:
        """The Terraform JSON."""
        return read_json(self.folder / FILE)

    @property
    def s3(self) -> dict[str, Any]:
        """The S3 backend; empty when the state is elsewhere."""
        return dict(self.content.get("terraform", {}).get("backend", {}).get("s3", {}))

    @property
    def local_state(self) -> Path:
        """The file of the state until its bucket exists, beside `organization.yaml`."""
        return self.folder / self.local_path

    @property
    def local_path(self) -> str:
        """The same file relative to the stack's folder, as Terraform gets it."""
        return f"../../../terraform.{self.name}.tfstate"

    @property
    def noted(self) -> dict[str, Any]:
        """The backend with which Terraform has initialized the folder."""
        return dict(read_json(self.folder / ".terraform" / "terraform.tfstate").get("backend") or {})

    @property
    def is_bootstrap(self) -> bool:
        """True when the stack makes the resources for an account's state."""
        return self.name.startswith(BOOTSTRAP)

    @property
    def makes_its_bucket(self) -> bool:
        """True when the stack itself makes the bucket of its state."""
        return self.s3.get("bucket") in self.named("aws_s3_bucket", "bucket")

    def named(self, kind: str, argument: str) -> dict[str, str]:
        """Return the addresses of the stack's resources of a kind, by the value of one argument."""
        found = self.content.get("resource", {}).get(kind, {})
        return {body.get(argument, ""): f"{kind}.{name}" for name, body in found.items()}

    @property
    def role_arn(self) -> str | None:
        """The role that the stack assumes in another account; None in the account of the credentials."""
        provider = self.content.get("provider", {}).get("aws", [{}])[0]
        roles = provider.get("assume_role") or [{}]
        arn = roles[0].get("role_arn")
        return str(arn) if arn else None

    def references(self, text: str) -> dict[str, Reference]:
        """Return the outputs of other stacks that a text refers to, by their placeholders in the text."""
        states = self.content.get("data", {}).get("terraform_remote_state", {})
        return {
            match[0]: Reference(output=match[2], **{key: config[key] for key in ("bucket", "key", "region")})
            for match in _REFERENCE.finditer(text)
            for config in [states[match[1]]["config"]]
        }


def read_json(file: Path) -> dict[str, Any]:
    """Return a JSON object; empty when the file has none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
