"""The catalogue of guardrails: actions denied to every principal of an account, regardless of its own policies."""

from policies.guardrails.catalogue import CATALOGUE, rooms
from policies.guardrails.model import (
    Context,
    Guardrail,
    Parameter,
    parameter_errors,
    statements,
)

__all__ = [
    "CATALOGUE",
    "Context",
    "Guardrail",
    "Parameter",
    "parameter_errors",
    "rooms",
    "statements",
]
