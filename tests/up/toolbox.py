"""A `cdktf` and a Terraform that do what a test says, and keep what they were asked."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

CDKTF = """#!/bin/sh
echo "cdktf $* args=${TF_CLI_ARGS_plan-} plan=${ORGCTL_PLAN-} key=$AWS_ACCESS_KEY_ID" >>"$BOX/calls"
case $1 in
deploy) . "$BOX/deploy" ;;
esac
"""
TERRAFORM = """#!/bin/sh
case $1 in
show) exec cat "$3" ;;
init)
  echo "terraform $* in ${PWD##*/} plan=${ORGCTL_PLAN-}" >>"$BOX/calls"
  mkdir -p .terraform/providers
  touch .terraform.lock.hcl
  ;;
plan)
  echo "terraform $* in ${PWD##*/} key=$AWS_ACCESS_KEY_ID" >>"$BOX/calls"
  if [ -e "$BOX/plan" ]; then . "$BOX/plan"; fi
  cp "$BOX/left/${PWD##*/}" plan
  if [ "$(cat plan)" = '{"resource_changes": []}' ] || [ "$(cat plan)" = '{}' ]; then exit 0; else exit 2; fi
  ;;
*) echo "terraform $* in ${PWD##*/} plan=${ORGCTL_PLAN-}" >>"$BOX/calls"; . "$BOX/deploy" ;;
esac
"""
TURN = """
turn=$(($(cat "$BOX/turn") + 1))
echo $turn >"$BOX/turn"
if [ -e "$BOX/deploy.$turn" ]; then . "$BOX/deploy.$turn"; fi
for left in "$BOX"/left/*; do echo '{}' >"$left"; done
"""
RESOURCES: dict[str, object] = {"aws_iam_user": {"ann": {}}, "aws_iam_group": {"cats": {}}}
DEFAULT: tuple[str, ...] = ("create aws_iam_user.ann", "create aws_iam_group.cats")


@dataclass(frozen=True)
class Toolbox:
    """Fake tools, and a project of a few stacks in `folder`. By default a deployment applies every change."""

    folder: Path
    box: Path

    @classmethod
    def make(cls, folder: Path, *stacks: str) -> Toolbox:
        """Create the tools, in a folder beside the project's."""
        made = cls(folder / "project", folder / "box")
        (made.box / "left").mkdir(parents=True)
        for name, text in (("cdktf", CDKTF), ("terraform", TERRAFORM)):
            (made.box / name).write_text(text)
            (made.box / name).chmod(0o755)
        (made.box / "deploy").write_text(TURN)
        (made.box / "turn").write_text("0")
        (made.box / "calls").touch()
        for stack in stacks:
            made.stack(stack).mkdir(parents=True)
            (made.stack(stack) / "cdk.tf.json").write_text(json.dumps({"resource": RESOURCES}))
            made.left(stack, *DEFAULT)
        return made

    def stack(self, name: str) -> Path:
        """Return the folder of a stack."""
        return self.folder / "cdktf.out" / "stacks" / name

    def has(self, stack: str, *addresses: str, **instance: object) -> None:
        """Write the state of a stack."""
        kinds = (address.split(".") for address in addresses)
        resources = [{"mode": "managed", "type": kind, "name": name, "instances": [instance]} for kind, name in kinds]
        (self.folder / f"terraform.{stack}.tfstate").write_text(json.dumps({"resources": resources}))

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the tools are found."""
        terraform = str(self.box / "terraform")
        tools = {"ORGCTL_TERRAFORM": terraform, "TERRAFORM_BINARY_NAME": terraform, "BOX": str(self.box)}
        return {"PATH": f"{self.box}{os.pathsep}{os.environ['PATH']}", **tools}

    @property
    def calls(self) -> list[str]:
        """The commands that were run."""
        return (self.box / "calls").read_text().splitlines()

    def deployments(self) -> list[str]:
        """Return the commands that changed something."""
        reading = ("terraform init", "terraform plan")
        changing = (call for call in self.calls if call.startswith(("cdktf deploy", "terraform")))
        return [call for call in changing if not call.startswith(reading)]

    def plans(self) -> list[str]:
        """Return the stacks that were planned."""
        return [call.partition(" in ")[2].split()[0] for call in self.calls if call.startswith("terraform plan")]

    def left(self, stack: str, *changes: str) -> None:
        """Set the changes that a stack's plan shows: `create aws_iam_user.ann`."""
        (self.box / "left" / stack).write_text(plan(*changes))

    def fails(self, turn: int, message: str, **left: str) -> None:
        """Let a deployment, by its number, end with this error of Terraform and these changes left."""
        (self.box / f"message.{turn}").write_text(f"id  ╷\n    │ Error: {message}\n    ╵\n")
        lines = [f'cat "$BOX/message.{turn}"']
        for stack, change in left.items():
            (self.box / f"left.{turn}.{stack}").write_text(plan(*filter(None, [change])))
            lines.append(f'cp "$BOX/left.{turn}.{stack}" "$BOX/left/{stack}"')
        (self.box / f"deploy.{turn}").write_text("\n".join([*lines, "exit 1"]))


def plan(*changes: str) -> str:
    """Return a plan as Terraform shows it."""
    pairs = (change.split() for change in changes)
    state = {"name": "ann"}
    resources = [
        {"address": name, "type": name.split(".")[0], "change": {"actions": [kind], "before": state, "after": state}}
        for kind, name in pairs
    ]
    return json.dumps({"resource_changes": resources})
