"""Promises about every well-built organization, with counterexamples where they are broken."""

from access.promises.promise import CounterExample, Outcome, Promise, Status

__all__ = ["CounterExample", "Outcome", "Promise", "Status"]
