"""Decisions in the form in which AWS's policy simulator can be asked to confirm them."""

from access.confirmation.case import Case, NotAsked, NotComparable, Question
from access.confirmation.counterexamples import counterexamples
from access.confirmation.kept import kept
from access.confirmation.questions import Questioner

__all__ = ["Case", "NotAsked", "NotComparable", "Question", "Questioner", "counterexamples", "kept"]
