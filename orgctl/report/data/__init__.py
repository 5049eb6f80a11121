"""
The contents of the report as plain data: `dataclasses.asdict` gives JSON.

Its parts refer to each other by `Policy.id` and `Account.key`. Targets have the names of `organization.yaml`: root,
spacecats/prod, account:infra.
"""

from __future__ import annotations

from orgctl.report.data.access import Grant, Person
from orgctl.report.data.diff import Diff, Section, Sentence
from orgctl.report.data.organization import Account, Guardrail, Unit
from orgctl.report.data.policies import Budget, Json, Origin, Policy
from orgctl.report.data.promises import Accepted, CounterExample, ExampleKind, Promise, Reason, Result
from orgctl.report.data.report import Report

__all__ = [
    "Accepted",
    "Account",
    "Budget",
    "CounterExample",
    "Diff",
    "ExampleKind",
    "Grant",
    "Guardrail",
    "Json",
    "Origin",
    "Person",
    "Policy",
    "Promise",
    "Reason",
    "Report",
    "Result",
    "Section",
    "Sentence",
    "Unit",
]
