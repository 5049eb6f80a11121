"""Random organizations, random changes of them, and what a deployment of everything would change."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import yaml

from organization.load import examine_text
from organization.model import Organization
from terraform_json.affected import Deployed
from terraform_json.fingerprint import taken
from terraform_json.stacks import Stack
from terraform_json.state import State
from tests.stacks.variations import EXAMPLE
from tests.synthesis import ROOT, without_metadata

PROVIDERS = {"registry.terraform.io/hashicorp/aws": "5.100.0"}
Content = dict[str, Any]
Change = Callable[[Content, Random], object]
Documents = Mapping[str, dict[str, Any]]


def _accounts(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = content["organizational_units"]["spacecats"]["accounts"]
    return found


def _account(content: Content, random: Random) -> None:
    key = f"a{random.randrange(100)}"
    _accounts(content)[key] = None
    _group(content)["roles"][key] = "PowerUserAccess"


def _group(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = content["groups"]["infra"]
    return found


def _user(content: Content, random: Random) -> None:
    name = f"u{random.randrange(100)}"
    content["users"] = [*dict.fromkeys([*content["users"], name])]
    if random.random() < 0.5:
        _group(content)["users"] = [*dict.fromkeys([*_group(content)["users"], name])]


def _role(content: Content, random: Random) -> None:
    policies = ["PowerUserAccess", "ReadOnlyAccess", "job-function/ViewOnlyAccess", "AdministratorAccess"]
    _group(content)["roles"]["infra"] = random.choice(policies)


def _new_group(content: Content, random: Random) -> None:
    account = random.choice(sorted(_accounts(content)))
    content["groups"][f"g{random.randrange(100)}"] = {"users": ["myuser"], "roles": {account: "ReadOnlyAccess"}}


def _without_guardrail(content: Content, random: Random) -> None:
    removable = [name for name in content["guardrails"] if not name.startswith("protect")]
    if removable:
        del content["guardrails"][random.choice(removable)]


def _instances(content: Content, random: Random) -> None:
    if rail := content["guardrails"].get("limit-instance-types"):
        rail["parameters"]["instance_types"] = random.choice([["t3.*"], ["t3.*", "m7g.*"], ["c7g.*"]])


def _rename(content: Content, random: Random) -> None:
    _accounts(content)["infra"] = {"name": f"tools-{random.randrange(9)}", "email": "tools@example.com"}


def _password(content: Content, random: Random) -> None:
    content["password_policy"] = {"minimum_password_length": random.randrange(15, 40)}


def _tags(content: Content, random: Random) -> None:
    content["tags"] = {"team": f"t{random.randrange(9)}"}


def _defaults(content: Content, random: Random) -> None:
    content.setdefault("account_defaults", {})["encrypt_ebs"] = random.random() < 0.5


def _analyzer(content: Content, random: Random) -> None:
    content["access_analyzer"] = random.random() < 0.5


CHANGES: tuple[Change, ...] = (
    *(_account, _user, _role, _new_group, _without_guardrail, _instances),
    *(_rename, _password, _tags, _defaults, _analyzer),
)


def changed(content: Content, random: Random) -> Content:
    """Return a valid organization that a few random changes make of another one."""
    while True:
        found = copy.deepcopy(content)
        for change in random.sample(CHANGES, random.randrange(1, 4)):
            change(found, random)
        if found != content and organization_of(found):
            return found


def organization_of(content: Content) -> Organization | None:
    """Return the organization; None if it is invalid."""
    organization, problems = examine_text(yaml.safe_dump(content, sort_keys=False).encode(), ROOT)
    return organization if all(problem.warning for problem in problems) else None


def two(random: Random) -> tuple[Content, Content]:
    """Return a random organization, and what random changes make of it."""
    before = changed(EXAMPLE, random)
    return before, changed(before, random)


@dataclass
class World:
    """
    What is deployed, without AWS. Each attribute of a resource differs when anything differs that it is made from.

    It shares no code with the search for affected stacks, except the form of a state.
    """

    deployed: dict[str, Deployed] = field(default_factory=dict[str, Deployed])
    results: dict[str, str] = field(default_factory=dict[str, str])
    """A digest of all that is deployed in a stack."""

    def deploy(self, names: Iterable[str], documents: Documents) -> None:
        """Deploy stacks, in an order in which they can be."""
        for name in names:
            made = _Made(without_metadata(documents[name]), self._outputs)
            old = self.deployed.get(name, Deployed()).state.content
            serial = int(old.get("serial", 0)) + 1
            state = State({"lineage": name, "serial": serial, "outputs": made.outputs, "resources": made.resources})
            self.deployed[name] = Deployed(state, taken(Stack(name, documents[name]), state, PROVIDERS))
            self.results[name] = made.result

    def _outputs(self, stack: str) -> Mapping[str, Any]:
        return self.deployed[stack].state.outputs


class _Made:
    """A stack, deployed."""

    def __init__(self, document: dict[str, Any], read: Callable[[str], Mapping[str, Any]]) -> None:
        self._read = read
        self._known: dict[str, str] = {}
        self._bodies = {
            f"{prefix}{type_}.{name}": body
            for section, prefix in (("resource", ""), ("data", "data."))
            for type_, named in document.get(section, {}).items()
            for name, body in named.items()
        }
        self._outputs: dict[str, Any] = document.get("output", {})
        self._providers: list[Any] = document.get("provider", {}).get("aws", [])
        self._other = {name: body for name, body in document.items() if name not in ("resource", "data", "output")}

    @cached_property
    def outputs(self) -> dict[str, Any]:
        """The outputs, as in a state."""
        return {name: {"value": self._digest(body)} for name, body in self._outputs.items()}

    @cached_property
    def resources(self) -> list[Any]:
        """A resource, and what was read of other stacks, as in a state."""
        read = [
            {
                "mode": "data",
                "type": "terraform_remote_state",
                "name": address.split(".")[-1],
                "instances": [{"attributes": {"outputs": {"value": dict(self._read(_stack(body)))}}}],
            }
            for address, body in self._bodies.items()
            if address.startswith("data.terraform_remote_state.")
        ]
        return [{"mode": "managed", "type": "x", "name": "x", "instances": [{}]}, *read]

    @cached_property
    def result(self) -> str:
        """A digest of all resources with their inputs, and of all outputs."""
        every = {name: self._value(name) for name in self._bodies if "remote_state" not in name}
        order = {name: body.get("depends_on") for name, body in self._bodies.items()}
        return _digest([every, self.outputs, order, self._other, self._bodies])

    def _value(self, address: str) -> str:
        if address not in self._known:
            self._known[address] = ""
            body = {key: one for key, one in self._bodies[address].items() if key != "depends_on"}
            self._known[address] = self._digest([body, self._providers])
        return self._known[address]

    def _digest(self, body: Any) -> str:
        text = json.dumps(body, sort_keys=True)
        found = [text]
        for address, other in self._bodies.items():
            if address not in text or not re.search(rf"(?<![\w.-]){re.escape(address)}(?![\w-])", text):
                continue
            if address.startswith("data.terraform_remote_state."):
                values = self._read(_stack(other))
                found += [str(values.get(one)) for one in re.findall(rf"{re.escape(address)}\.outputs\.([\w-]+)", text)]
            else:
                found.append(self._value(address))
        return _digest(found)


def _stack(body: Mapping[str, Any]) -> str:
    return str(body["config"]["key"]).partition("/")[0]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def order_of(folder: Path) -> list[str]:
    """Return the stacks in an order in which they can be deployed."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["stacks"]
    found: dict[str, None] = {}

    def add(name: str) -> None:
        for other in manifest[name]["dependencies"]:
            add(other)
        found[name] = None

    for name in manifest:
        add(name)
    return list(found)
