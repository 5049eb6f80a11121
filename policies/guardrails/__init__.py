"""Guardrails: what nobody in an account may do, whatever their own policies say, as a catalogue of typed entries."""

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
