from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

from access.bounded import MOST, Bounded

PACKAGES = ("access", "foundation", "live", "organization", "policies", "terraform_json", "toolchain")
FINITE = {
    "access.deployer.calls._types": "two files",
    "access.difference.meaning.classes._policed": "no argument",
    "access.read.managed_policies._text": "no argument",
    "access.read.policy_types.policy_arguments": "no argument",
    "live.session._loader": "the folder of models that the profile names",
    "policies.checks.aws_names.services": "no argument",
    "policies.checks.aws_names.services_with_resource_control": "no argument",
    "policies.checks.aws_names.services_with_policies": "no argument",
    "policies.checks.aws_names.actions": "the services of AWS; any other raises",
    "organization.known.regions": "no argument",
    "organization.known.managed_policies": "no argument",
}
"""The unbounded caches, with the reason why they have few keys."""


def modules(package: str) -> Iterator[ModuleType]:
    found = importlib.import_module(package)
    yield found
    for each in pkgutil.walk_packages(found.__path__, f"{package}."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_cache_is_bounded_or_has_few_keys(package: str) -> None:
    unbounded = {
        f"{module.__name__}.{name}"
        for module in modules(package)
        for name, value in vars(module).items()
        if isinstance(value, functools._lru_cache_wrapper)
        and value.__module__ == module.__name__
        and value.cache_parameters()["maxsize"] is None
    }

    assert unbounded == {name for name in FINITE if name.startswith(f"{package}.")}
    remembered = [value for module in modules(package) for value in vars(module).values() if isinstance(value, Bounded)]
    assert all(value._most <= MOST for value in remembered)
