"""From options and a dialogue to answers, each of which the check has found right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from foundation.errors import UsageError
from orgctl.init.answers import Answers
from orgctl.init.questions import QUESTIONS, Question
from orgctl.init.suggestions import Suggestions

Ask = Callable[[str], str]
"""Shows a prompt and gives what was typed. Raises EOFError and KeyboardInterrupt when nothing more comes."""
Tell = Callable[[str], None]


class InvalidAnswers(UsageError):
    """Options are wrong, or missing where nothing can be asked; the message lists all of them."""


def collect(given: Mapping[str, str], suggestions: Suggestions, ask: Ask | None, tell: Tell) -> Answers:
    """
    All answers: those that were given, and the others as they are typed.

    Without `ask`, what can be guessed is taken, and what cannot must be given. Raises InvalidAnswers.
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
    """The answers with what can be guessed, and the questions to which nothing can."""
    unknown = []
    for question in questions:
        answers, wrong = question.take(question.suggest(suggestions, answers), answers)
        unknown += [question] if wrong else []
    return answers, unknown


def _asked(question: Question, suggestions: Suggestions, answers: Answers, ask: Ask, tell: Tell) -> Answers:
    """The answers with this one, which is asked for until it is right."""
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
    """What was made of an answer that stands for more, and what is doubtful about it."""
    value = getattr(after, question.field)
    if isinstance(value, str) and value != typed:
        yield f"= {value}"
    known = before.warnings()
    yield from (f"note: {doubt}" for doubt in after.warnings() if doubt not in known)
