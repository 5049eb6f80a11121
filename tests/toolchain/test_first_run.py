"""Setup loads cdktf-cli once, so that the first `cdktf synth` finds it compiled."""

from __future__ import annotations

import os
from pathlib import Path

from tests.synthesis import ROOT
from toolchain import environment, first_run


def test_node_keeps_the_compiled_program_of_cdktf(tmp_path: Path) -> None:
    env = environment.prepare_synthesis(os.environ, ROOT) | {"NODE_COMPILE_CACHE": str(tmp_path)}

    first_run.start_cdktf(env, ROOT)

    assert sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()) > 1_000_000
