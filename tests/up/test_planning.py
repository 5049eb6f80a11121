"""Plans of several stacks at once."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from orgctl.up import planning
from orgctl.up.phase import UpError
from orgctl.up.planning import plan_all
from tests.up.journeys import begin
from tests.up.toolbox import Toolbox
from tests.up.typist import talk
from toolchain import lock_file
from toolchain.lock_file import FILE, OF_A_STACK, Entry

STACKS = ("org-root", "id", "infra", "logs")
PLUGINS = Path(".terraform") / "providers"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toolbox:
    """Return tools that plan two stacks at once, as in a process that has initialized none yet."""
    monkeypatch.setattr(planning, "parallel_stacks", lambda: 2)
    monkeypatch.setattr(planning, "_cache_is_filled", Event())
    return Toolbox.make(tmp_path, *STACKS)


def plan(tools: Toolbox, *stacks: str) -> list[str]:
    journey = begin(tools.folder, talk()[0], environment=tools.environment)
    return [one.stack for one in plan_all(journey, stacks, (), tools.environment)]


def test_plans_are_in_the_order_of_the_stacks(tools: Toolbox) -> None:
    (tools.box / "plan").write_text("case ${PWD##*/} in org-root) sleep 0.2 ;; esac")

    assert plan(tools, *STACKS) == [*STACKS]


def test_one_error_names_the_stack_that_failed_and_those_that_are_not_planned(tools: Toolbox) -> None:
    (tools.box / "plan").write_text('case ${PWD##*/} in id) echo "Error: AccessDenied"; exit 1 ;; *) sleep 0.2 ;; esac')

    with pytest.raises(UpError) as raised:
        plan(tools, *STACKS)

    text = str(raised.value)
    assert "terraform -chdir=cdktf.out/stacks/id plan" in text
    assert "AccessDenied" in text
    assert "Not planned: id, logs. Nothing was deployed of these." in text or "Not planned: id, infra" in text
    assert "logs" not in tools.plans(), "the others are not planned in vain"


def test_the_first_initialization_is_alone_and_the_others_side_by_side(tools: Toolbox) -> None:
    """The first one fills the cache of providers."""
    program = tools.box / "terraform"
    text = program.read_text()
    begun = 'echo "begin" >>"$BOX/inits"; sleep 0.2; echo "end" >>"$BOX/inits"\n'
    program.write_text(text.replace("init)\n", f"init)\n  {begun}"))

    plan(tools, *STACKS)

    inits = (tools.box / "inits").read_text().split()
    assert inits[:2] == ["begin", "end"]
    assert inits[2:4] == ["begin", "begin"]


def test_a_stack_is_initialized_again_for_another_locked_provider(tools: Toolbox) -> None:
    """Else it would be planned with the provider of its last deployment."""
    folder = tools.stack("id")
    (folder / PLUGINS).mkdir(parents=True)
    (folder / OF_A_STACK).write_text(lock_file.text_for_stack({"registry.terraform.io": Entry("5.100.0")}))
    inits = []
    for version in ("5.100.0", "6.2.0"):
        (tools.folder / FILE).write_text(lock_file.text_of({"registry.terraform.io": Entry(version)}))
        plan(tools, "id")
        inits.append(sum(call.startswith("terraform init") for call in tools.calls))

    assert inits == [0, 1]
