"""Protection that remains when the protected resource is removed from the configuration."""

from __future__ import annotations

import json

import jsii
from cdktf import IResolveContext, IStringProducer, Lazy, TerraformResource, TerraformResourceLifecycle, Token
from constructs import Construct


class DestroyGuard(Construct):
    """
    Stops every plan in which a name of an earlier deployment is missing or has another value.

    Terraform's own `prevent_destroy` protects a resource only while its block exists: removing an account from the
    configuration would remove it from the organization. The block of this construct always exists.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._values: dict[str, str] = {}
        # not CDKTF's DataResource, which runs Terraform at synthesis to read its version
        protected = TerraformResourceLifecycle(prevent_destroy=True)
        guard = TerraformResource(self, "guard", terraform_resource_type="terraform_data", lifecycle=protected)
        guard.override_logical_id(id)
        guard.add_override("for_each", Lazy.string_value(_ForEach(self._values)))
        guard.add_override("triggers_replace", "${each.value}")

    def keep(self, name: str, value: str = "") -> None:
        """Protect a name and its value: a plan with another `value` is stopped like one without the name."""
        self._values[name] = value


@jsii.implements(IStringProducer)
class _ForEach:
    """The names, resolved after all have been added."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def produce(self, context: IResolveContext) -> str:
        entries = (f"{json.dumps(name)} = {_expression(value)}" for name, value in sorted(self._values.items()))
        return f"${{{{{', '.join(entries)}}}}}"


def _expression(value: str) -> str:
    return value if Token.is_unresolved(value) else json.dumps(value)
