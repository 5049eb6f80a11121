"""A difference in sentences for the reviewer."""

from __future__ import annotations

from access.difference import Difference
from orgctl.diff.sentences.access import access, access_table, people
from orgctl.diff.sentences.accounts import accounts, settings, stacks
from orgctl.diff.sentences.budgets import budget_table, budgets
from orgctl.diff.sentences.effects import effects, rewritten
from orgctl.diff.sentences.guardrails import guardrails
from orgctl.diff.sentences.resources import resources
from orgctl.diff.sentences.roles import roles
from orgctl.section import Section, Sentence

__all__ = ["sections"]


def sections(difference: Difference) -> tuple[Section, ...]:
    """Return all sections, refusals first."""
    refused = tuple(
        Sentence(f"{one.what.rstrip(',')}: {one.reason}.", (f"{one.stack}: {one.address}",) if one.stack else ())
        for one in difference.refusals
    )
    tables = {
        "Access gained": access_table(difference.gained, gained=True),
        "Access lost": access_table(difference.lost, gained=False),
        "Limits of AWS": budget_table(difference.budgets),
    }
    found = [
        ("Access gained", access(difference.gained, gained=True)),
        ("Access lost", access(difference.lost, gained=False)),
        ("People and groups", people(difference)),
        ("Roles", roles(difference.roles)),
        ("Guardrails", guardrails(difference)),
        ("Possible now", effects(difference.effects, "possible")),
        ("Impossible now", effects(difference.effects, "impossible")),
        ("Accounts and units", accounts(difference)),
        ("Resources with policies", resources(difference.resources)),
        ("Settings", settings(difference.settings)),
        ("Stacks", stacks(difference.stacks)),
        ("Limits of AWS", budgets(difference.budgets, shown=not difference.is_empty)),
        ("No change", rewritten(difference.rewritten)),
        ("Broken before", tuple(Sentence(f"{one}.") for one in difference.broken_before)),
        ("Not decided", tuple(Sentence(f"{one[:1].upper()}{one[1:]}.") for one in difference.undecided)),
        ("Not known", tuple(Sentence(f"{note}.") for note in difference.notes)),
    ]
    others = [Section(title, tuple(one), table=tables.get(title, ())) for title, one in found if one]
    return (*((Section("Refused", refused, is_refusal=True),) if refused else ()), *others)
