"""The dialogue: from options and typed text to valid answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from foundation.errors import UsageError
from orgctl.init.answers import Answers
from orgctl.init.questions import QUESTIONS, Question
from orgctl.init.suggestions import Suggestions

Ask = Callable[[str], str]
"""Shows a prompt and returns the typed text. Raises EOFError and KeyboardInterrupt at the end of the input."""
Tell = Callable[[str], None]


class InvalidAnswers(UsageError):
    """Options are invalid, or missing where no question can be asked; the message lists all of them."""


def collect(given: Mapping[str, str], suggestions: Suggestions, ask: Ask | None, tell: Tell) -> Answers:
    """
    Return all answers: those that were given, and the others as typed.

    Without `ask`, suggestions are used, and answers without a suggestion must be given. Raise InvalidAnswers.
    """
    answers, errors = Answers(), list[str]()
    for question in QUESTIONS:
        if typed := given[question.field].strip():
            answers, wrong = question.take(typed, answers)
            errors += [f"{question.option.split()[0]}: {one}" for one in wrong]
    missing = [question for question in QUESTIONS if not given[question.field].strip()]
    if ask is None:
        answers, unknown = _guessed(missing, suggestions, answers)
        errors += [f"{question.option} is missing" for question in unknown]
    if errors:
        raise InvalidAnswers("nothing was written, because of these options:\n  " + "\n  ".join(errors))
    if ask is not None:
        for question in missing:
            answers = _asked(question, suggestions, answers, ask, tell)
    return answers


def _guessed(questions: list[Question], suggestions: Suggestions, answers: Answers) -> tuple[Answers, list[Question]]:
    """Return the answers with suggestions for these questions, and the questions without one."""
    unknown = []
    for question in questions:
        answers, wrong = question.take(question.suggest(suggestions, answers), answers)
        unknown += [question] if wrong else []
    return answers, unknown


def _asked(question: Question, suggestions: Suggestions, answers: Answers, ask: Ask, tell: Tell) -> Answers:
    """Ask until the answer is valid, and return the answers with it."""
    suggestion = question.suggest(suggestions, answers)
    if question.take(suggestion, answers)[1]:
        suggestion = ""
    prompt = f"{question.field} [{suggestion}]: " if suggestion else f"{question.field}: "
    tell(f"\n{question.about}")
    while True:
        typed = ask(prompt).strip() or suggestion
        changed, wrong = question.take(typed, answers)
        for objection in wrong:
            tell(objection)
        if not wrong:
            for note in _notes(question, typed, answers, changed):
                tell(note)
            return changed


def _notes(question: Question, typed: str, before: Answers, after: Answers) -> Iterator[str]:
    """Yield the value of an abbreviated answer, and its warnings."""
    value = getattr(after, question.field)
    if isinstance(value, str) and value != typed:
        yield f"= {value}"
    known = before.warnings()
    yield from (f"note: {doubt}" for doubt in after.warnings() if doubt not in known)
