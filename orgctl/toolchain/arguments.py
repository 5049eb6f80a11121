"""What the arguments of `cdktf` ask for, as far as somebody must know before it starts."""

import json
from dataclasses import dataclass
from pathlib import Path

ALIASES = {"apply": "deploy", "plan": "diff", "outputs": "output", "synthesize": "synth"}
SYNTHESIZES = frozenset({"synth", "list", "diff", "deploy", "output", "destroy", "watch"})
RUNS_TERRAFORM = frozenset({"diff", "deploy", "output", "destroy", "watch", "get", "provider", "convert", "init"})

IGNORE = "--ignore-missing-stack-dependencies"

# Options of `cdktf deploy` that are followed by a value, so that the value is not taken for a stack.
WITH_VALUE = frozenset(
    {"--app", "-a", "--output", "-o", "--outputs-file", "--var", "--var-file"}
    | {"--parallelism", "--terraform-parallelism", "--log-level"}
)


@dataclass(frozen=True)
class Request:
    """A `cdktf` command line."""

    arguments: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command without its alias; empty when there is none."""
        word = next((argument for argument in self.arguments if not argument.startswith("-")), "")
        return ALIASES.get(word, word)

    @property
    def only_asks(self) -> bool:
        """Whether this is a question about the command line itself."""
        return bool({"--help", "-h", "--version", "--get-yargs-completions"}.intersection(self.arguments))

    @property
    def synthesizes(self) -> bool:
        """Whether `main.py` is going to run."""
        return self.command in SYNTHESIZES and not self.only_asks and "--skip-synth" not in self.arguments

    @property
    def needs_terraform(self) -> bool:
        """Whether Terraform and the provider are going to be used."""
        return self.command in RUNS_TERRAFORM and not self.only_asks

    @property
    def stacks(self) -> list[str]:
        """The stacks (or patterns) named on the command line."""
        named, skip = [], False
        for argument in self.arguments:
            if not skip and not argument.startswith("-"):
                named.append(argument)
            skip = argument in WITH_VALUE
        return named[1:]


def for_part_of_the_app(request: Request, folder: Path) -> list[str]:
    """
    The arguments, so that `cdktf deploy id infra` works on its own.

    cdktf-cli refuses to deploy a stack without the stacks it depends on, deployed or not, unless told to ignore them;
    and when told so, it forgets the order among those named. So where a stack on which a named one depends is missing,
    ignore it, and where one named stack may depend on another, deploy one at a time in dependency order. The
    dependencies are read from the last synthesis; a stack that was not in it comes last.
    """
    arguments, names = list(request.arguments), request.stacks
    if request.command != "deploy" or request.only_asks or not names or "*" in names or IGNORE in arguments:
        return arguments
    dependencies = _dependencies(folder)
    known = all(name in dependencies for name in names)
    if known and all(other in names for name in names for other in dependencies[name]):
        return arguments
    arguments.append(IGNORE)
    if names == [names[0].replace("*", "")] or (
        known and not any(_needs(a, b, dependencies) for a in names for b in names)
    ):
        return arguments
    ordered = sorted(names, key=lambda name: (name not in dependencies, _depth(name, dependencies)))
    rest = [argument for argument in _without_parallelism(arguments) if argument not in names]
    return [*rest[:1], *ordered, *rest[1:], "--parallelism=1"]


def _without_parallelism(arguments: list[str]) -> list[str]:
    kept = [argument for argument in arguments if not argument.startswith("--parallelism=")]
    if "--parallelism" in kept:
        position = kept.index("--parallelism")
        del kept[position : position + 2]
    return kept


def _depth(name: str, dependencies: dict[str, list[str]]) -> int:
    return sum(_needs(name, other, dependencies) for other in dependencies)


def _dependencies(folder: Path) -> dict[str, list[str]]:
    try:
        manifest = json.loads((folder / "cdktf.out" / "manifest.json").read_text(encoding="utf-8"))
        return {name: list(stack["dependencies"]) for name, stack in manifest["stacks"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _needs(name: str, other: str, dependencies: dict[str, list[str]]) -> bool:
    """Whether a stack depends on another, directly or not. CDKTF allows no circles."""
    return any(near == other or _needs(near, other, dependencies) for near in dependencies.get(name, []))
