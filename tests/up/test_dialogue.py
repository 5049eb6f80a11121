from __future__ import annotations

import getpass

import pytest

from orgctl.up.dialogue import NoTerminal, Stopped
from tests.up.typist import talk


@pytest.mark.parametrize("answer", ["y", "Y", "yes", " Yes "])
def test_agreement_continues(answer: str) -> None:
    dialogue, typist = talk(answer)

    dialogue.demand_agreement("Deploy this?")
    assert typist.asked == ["Deploy this? [y/n] "]


@pytest.mark.parametrize("answer", ["n", "No", "q"])
def test_who_does_not_agree_stops(answer: str) -> None:
    with pytest.raises(Stopped):
        talk(answer, "y")[0].demand_agreement("Deploy this?")


def test_the_end_of_the_input_is_no_agreement() -> None:
    with pytest.raises(Stopped):
        talk()[0].demand_agreement("Deploy this?")


def test_any_answer_but_yes_and_no_is_asked_again() -> None:
    dialogue, typist = talk("", "d", "yess", "y")

    dialogue.demand_agreement("Deploy this?")
    assert len(typist.asked) == 4


def test_details_are_shown_on_request_and_then_it_asks_again() -> None:
    shown: list[str] = []
    dialogue, typist = talk("d", "d", "y")

    dialogue.demand_agreement("Deploy this?", lambda: shown.append("all"))
    assert shown == ["all", "all"]
    assert typist.asked == ["Deploy this? [y/n, d for details] "] * 3


def test_yes_agrees_without_a_question_and_without_a_terminal() -> None:
    dialogue, typist = talk(yes=True, is_terminal=False)

    dialogue.demand_agreement("Deploy this?")
    assert typist.asked == []


def test_deletions_are_asked_for_in_spite_of_yes() -> None:
    dialogue, typist = talk("y", yes=True)

    dialogue.demand_agreement("Deploy this?", destroys=True)
    assert len(typist.asked) == 1
    with pytest.raises(NoTerminal):
        talk(yes=True, is_terminal=False)[0].demand_agreement("Deploy this?", destroys=True)


def test_the_option_yes_does_not_agree_to_questions_at_a_terminal() -> None:
    for dialogue, _ in (talk("y", yes=True), talk("y", is_terminal=False)):
        assert not dialogue.agrees("Delete the IAM user eve?")


@pytest.mark.parametrize(("answer", "agrees"), [("y", True), ("YES", True), ("", False), ("n", False), ("x", False)])
def test_a_word_is_needed_to_agree(answer: str, agrees: bool) -> None:
    assert talk(answer)[0].agrees("Delete the IAM user eve?") is agrees


def test_without_a_terminal_no_code_and_no_password_is_asked_for() -> None:
    dialogue, typist = talk("123456", yes=True, is_terminal=False)

    with pytest.raises(NoTerminal, match=r"MFA code of ann$"):
        dialogue.code("MFA code of ann")
    with pytest.raises(NoTerminal, match=r"A password$"):
        dialogue.secret("A password: ")
    assert typist.asked == []


def test_a_code_has_six_digits_and_may_have_spaces() -> None:
    dialogue, typist = talk("", "12345", "1234567", "12345a", "123 456")

    assert dialogue.code("A code") == "123456"
    assert typist.one_line.count("A code has six digits.") == 4


def test_enter_chooses_the_first_option_and_a_number_its_own() -> None:
    assert talk("")[0].choose("How?", ["this", "that"]) == 0
    assert talk("0", "3", "-1", "x", "2")[0].choose("How?", ["this", "that"]) == 1


def test_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    dialogue, typist = talk()
    monkeypatch.setattr(getpass, "getpass", lambda prompt: f"typed after {prompt}")

    assert dialogue.secret("A password: ") == "typed after A password: "
    assert (typist.asked, typist.text) == ([], "")


def test_square_brackets_in_a_question_are_no_markup() -> None:
    dialogue, typist = talk("y")

    dialogue.demand_agreement("Remove [bold]?")
    assert typist.asked == ["Remove [bold]? [y/n] "]
