"""The folder of a synthesized stack, as Terraform works in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from foundation.names import BOOTSTRAP, state_file
from terraform_json.stacks import Block, Entry, Stack

FILE = "cdk.tf.json"
SYNTHESIZED = "cdktf.out"
"""Name of the folder into which CDKTF synthesizes, in the project's."""
OVERRIDE = "backend_override.tf.json"
"""The file of the backend that a bootstrap stack has until its bucket exists."""
ADOPT = "adopt.tf.json"
"""The file of resources that a bootstrap stack takes over."""
DEFAULT_WORKSPACE = "default"
_CONFIGURATION = (".tf", ".tf.json", ".tofu", ".tofu.json")
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
        """Name of the other stack: a state's key begins with it."""
        return self.key.partition("/")[0]


@dataclass(frozen=True)
class StackFolder:
    """The folder of a stack, `cdktf.out/stacks/<stack>`, and the stack that its Terraform JSON describes."""

    folder: Path

    @classmethod
    def of(cls, project: Path, name: str) -> StackFolder:
        """Return the folder of a project's stack."""
        return cls(project / SYNTHESIZED / "stacks" / name)

    @property
    def name(self) -> str:
        """Name of the stack."""
        return self.folder.name

    @cached_property
    def stack(self) -> Stack:
        """The stack; without resources where the JSON is missing or broken."""
        return Stack(self.name, read_json(self.folder / FILE))

    @property
    def resources(self) -> Mapping[str, Entry]:
        """The resources that the stack manages, by address."""
        return {address: entry for address, entry in self.stack.blocks.items() if entry.mode == "managed"}

    @property
    def s3(self) -> dict[str, Any]:
        """Settings of its S3 backend; empty when the state is elsewhere."""
        kind, settings = self.stack.backend
        return dict(settings) if kind == "s3" else {}

    @property
    def local_state(self) -> Path:
        """The state as long as there is no bucket: beside `organization.yaml`."""
        return self.folder / self.local_path

    @property
    def local_path(self) -> str:
        """The same path, relative to the folder, as Terraform takes it."""
        return f"../../../{state_file(self.name)}"

    @property
    def further_files(self) -> list[str]:
        """
        The names of further files that Terraform takes for a part of the stack.

        The two that our own tools write anew for each deployment do not count.
        """
        found = sorted(file.name for file in self.folder.glob("*") if file.name.endswith(_CONFIGURATION))
        return [name for name in found if name not in (FILE, OVERRIDE, ADOPT)]

    @property
    def workspace(self) -> str:
        """Terraform's workspace that was selected in the folder."""
        try:
            return (self.folder / ".terraform" / "environment").read_text(encoding="utf-8").strip() or DEFAULT_WORKSPACE
        except (OSError, UnicodeDecodeError):
            return DEFAULT_WORKSPACE

    @property
    def noted(self) -> dict[str, Any]:
        """The backend with which Terraform has initialized the folder."""
        return dict(read_json(self.folder / ".terraform" / "terraform.tfstate").get("backend") or {})

    @property
    def is_bootstrap(self) -> bool:
        """True for a stack that makes an account's state backend."""
        return self.name.startswith(BOOTSTRAP)

    @property
    def makes_its_bucket(self) -> bool:
        """True when the stack itself makes the bucket that is to hold its state."""
        return self.s3.get("bucket") in self.named("aws_s3_bucket", "bucket")

    def named(self, type_: str, argument: str) -> dict[str, str]:
        """Return the addresses of its resources of a type, by the value of one argument."""
        return {entry.body.get(argument, ""): entry.address for entry in self.stack.of_type(type_)}

    @property
    def role_arn(self) -> str | None:
        """The role through which the stack works in another account; None in the account of the credentials."""
        provider: Block = next(iter(self.stack.providers), {})
        roles = provider.get("assume_role") or [{}]
        arn = roles[0].get("role_arn")
        return str(arn) if arn else None

    def references(self, text: str) -> dict[str, Reference]:
        """Return the outputs of other stacks that a text refers to, by the reference as the text has it."""
        return dict(self._references(text))

    def _references(self, text: str) -> Iterator[tuple[str, Reference]]:
        for match in _REFERENCE.finditer(text):
            config = self.stack.blocks[f"data.terraform_remote_state.{match[1]}"].body["config"]
            yield match[0], Reference(output=match[2], **{key: config[key] for key in ("bucket", "key", "region")})


def read_json(file: Path) -> dict[str, Any]:
    """Return the JSON object in a file; an empty one where there is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
