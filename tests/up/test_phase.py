from __future__ import annotations

from pathlib import Path

from orgctl.up import PHASES
from orgctl.up.phase import Phase, print_row
from tests.up.journeys import begin
from tests.up.typist import Typist, talk


def test_a_phase_prints_its_action_its_identity_what_is_for_good_and_the_way_back(tmp_path: Path) -> None:
    for phase in PHASES:
        dialogue, typist = talk()
        phase.announce(begin(tmp_path, dialogue), "cdktf diff id", "cdktf deploy id")

        rows = [line[2:11].strip() for line in typist.text.splitlines() if line[2:11].strip()]
        assert rows == ["does", "as", "for good", "way back", "runs"]
        for text in (phase.does, phase.for_good, phase.way_back, "cdktf diff id cdktf deploy id"):
            assert text in typist.one_line
        assert max(map(len, typist.text.splitlines())) <= 80


def test_a_phase_introduces_itself_once(tmp_path: Path) -> None:
    dialogue, typist = talk()
    journey = begin(tmp_path, dialogue)
    PHASES[1].announce(journey, "one")
    PHASES[1].announce(journey, "two")
    PHASES[2].announce(journey)

    assert typist.one_line.count(PHASES[1].does) == 1
    assert PHASES[2].does in typist.one_line
    assert "two" in typist.one_line


def test_from_the_organization_on_it_is_the_administrator_who_acts(tmp_path: Path) -> None:
    """The first credentials may be deleted by then; in a dry run they are the current ones."""
    names = [phase.name for phase in PHASES]
    assert [phase.as_admin for phase in PHASES] == [index > names.index("sign-in") for index in range(len(names))]

    dialogue, typist = talk()
    _named("organization").announce(begin(tmp_path, dialogue))
    assert "as the role admin of the account 123456789012" in typist.one_line


def _named(name: str) -> Phase:
    return next(phase for phase in PHASES if phase.name == name)


def test_a_long_text_is_wrapped_beside_its_name() -> None:
    typist = Typist()
    print_row(typist, "ok", "word " * 40)

    first, *others = typist.text.splitlines()
    assert first.startswith("  ok         word word")
    assert others
    assert all(line.startswith(" " * 13 + "word") and len(line) <= 80 for line in others)
    assert typist.one_line.count("word") == 40


def test_square_brackets_are_no_markup() -> None:
    typist = Typist()
    print_row(typist, "plan", 'aws_iam_user.user["ann"] [bold]')

    assert 'aws_iam_user.user["ann"] [bold]' in typist.text
