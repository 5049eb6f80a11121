"""What holds of every organization that is built well, and the counter-example where it does not."""

from access.promises.promise import CounterExample, Outcome, Promise, Status

__all__ = ["CounterExample", "Outcome", "Promise", "Status"]
