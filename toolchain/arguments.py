"""The arguments of `cdktf`, as far as they matter before it starts."""

import json
import re
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ALIASES = {"apply": "deploy", "plan": "diff", "outputs": "output", "synthesize": "synth"}
SYNTHESIZES = frozenset({"synth", "list", "diff", "deploy", "output", "destroy", "watch"})
RUNS_TERRAFORM = frozenset({"diff", "deploy", "output", "destroy", "watch", "get", "provider", "convert", "init"})

IGNORE = "--ignore-missing-stack-dependencies"
PARALLELISM = "--parallelism"

# Options with a value of their own, which is neither the command nor a stack: all such options of the commands in
# SYNTHESIZES.
WITH_VALUE = frozenset(
    {"--app", "-a", "--output", "-o", "--outputs-file", "--var", "--var-file"}
    | {"--parallelism", "--terraform-parallelism", "--log-level", "--log-file-directory", "--context-json"}
    | {"--experimental-provider-schema-cache-path"}
)

Option = tuple[str, ...]
"""An option as written: alone, with `=` and its value, or followed by its value."""


@dataclass(frozen=True)
class Request:
    """A `cdktf` command line."""

    arguments: tuple[str, ...]

    @cached_property
    def _parsed(self) -> tuple[list[Option], list[str]]:
        """The options, and the other words."""
        options: list[Option] = []
        words: list[str] = []
        rest = deque(self.arguments)
        while rest:
            argument = rest.popleft()
            if not argument.startswith("-"):
                words.append(argument)
            elif rest and (_name(argument) in WITH_VALUE or rest[0] in ("true", "false")) and "=" not in argument:
                options.append((argument, rest.popleft()))
            else:
                options.append((argument,))
        return options, words

    @property
    def options(self) -> list[Option]:
        """The options, each with its value."""
        return self._parsed[0]

    @property
    def word(self) -> str:
        """The command as written; empty when there is none."""
        return next(iter(self._parsed[1]), "")

    @property
    def stacks(self) -> list[str]:
        """The stacks (or patterns) named on the command line."""
        return self._parsed[1][1:]

    @property
    def command(self) -> str:
        """The command without its alias; empty when there is none."""
        return ALIASES.get(self.word, self.word)

    def has(self, *names: str) -> bool:
        """Return whether one of these options is set."""
        return any(_name(option[0]) in names and option[-1].rpartition("=")[2] != "false" for option in self.options)

    def value(self, *names: str) -> str:
        """Return the last value of an option by its names; empty when it is not set."""
        values = [option[-1].partition("=")[2] or option[-1] for option in self.options if _name(option[0]) in names]
        return values[-1] if values else ""

    @property
    def asks_for_help(self) -> bool:
        """True when this asks only for help, a version or completions."""
        return self.has("--help", "-h", "--version", "--get-yargs-completions")

    @property
    def synthesizes(self) -> bool:
        """True when `main.py` will run."""
        return self.command in SYNTHESIZES and not self.asks_for_help and not self.has("--skip-synth")

    @property
    def deploys(self) -> bool:
        """True when stacks will be deployed."""
        return self.command == "deploy" and not self.asks_for_help

    @property
    def needs_terraform(self) -> bool:
        """True when Terraform and the provider will be used."""
        return self.command in RUNS_TERRAFORM and not self.asks_for_help


def for_cdktf(request: Request, folder: Path) -> list[str]:
    """Return cdktf-cli's arguments: the command first, which it does not find after an option, then the stacks."""
    if request.command not in SYNTHESIZES or request.asks_for_help:
        return list(request.arguments)
    names, options = request.stacks, request.options
    if request.command == "deploy" and names and "*" not in names and not request.has(IGNORE):
        names, options = _for_part_of_the_app(names, options, all_dependencies(folder))
    return [request.word, *names, *(argument for option in options for argument in option)]


def _for_part_of_the_app(
    names: list[str], options: list[Option], dependencies: dict[str, list[str]]
) -> tuple[list[str], list[Option]]:
    """
    Return stacks and options with which `cdktf deploy id infra` works on its own.

    cdktf-cli refuses to deploy a stack without its dependencies, deployed or not, unless an option tells it to ignore
    them. With that option it forgets the order of the named stacks. So the option is set where a dependency is not
    named, and the stacks are deployed one at a time in dependency order where one may depend on another. The
    dependencies are those of the last synthesis; a stack that was not part of it comes last.
    """
    known = all(name in dependencies for name in names)
    if known and all(other in names for name in names for other in dependencies[name]):
        return names, options
    options = [*options, (IGNORE,)]
    if names == [names[0].replace("*", "")] or (
        known and not any(_needs(a, b, dependencies) for a in names for b in names)
    ):
        return names, options
    ordered = sorted(names, key=lambda name: (name not in dependencies, _depth(name, dependencies)))
    return ordered, [*(option for option in options if _name(option[0]) != PARALLELISM), (f"{PARALLELISM}=1",)]


def _name(option: str) -> str:
    """Return the name of an option without its value, as in the help: `--outputsFile=x` is `--outputs-file` too."""
    return re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", option.partition("=")[0])


def _depth(name: str, dependencies: dict[str, list[str]]) -> int:
    return sum(_needs(name, other, dependencies) for other in dependencies)


def all_dependencies(folder: Path) -> dict[str, list[str]]:
    """Return the dependencies of each stack as of the last synthesis; empty before the first."""
    try:
        manifest = json.loads((folder / "cdktf.out" / "manifest.json").read_text(encoding="utf-8"))
        return {name: list(stack["dependencies"]) for name, stack in manifest["stacks"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _needs(name: str, other: str, dependencies: dict[str, list[str]]) -> bool:
    """Return whether a stack depends on another, directly or not. CDKTF allows no circles."""
    return any(near == other or _needs(near, other, dependencies) for near in dependencies.get(name, []))
