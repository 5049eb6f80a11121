"""Check `organization.yaml` and report its problems: ``python -m organization.check [FILE] [--json]``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from organization.load import default_file, examine
from organization.problem import Problem, report_lines
from organization.summary import Summary, lines, summarize


def command(argv: list[str] | None = None) -> int:
    """Report the problems of a file, and its summary when there is no error; with ``--json``, both as JSON."""
    arguments = sys.argv[1:] if argv is None else argv
    options = [argument for argument in arguments if argument.startswith("-")]
    files = [argument for argument in arguments if argument not in options]
    if set(options) - {"--json"} or len(files) > 1:
        print("usage: orgctl check [FILE] [--json], or python -m organization.check [FILE] [--json]", file=sys.stderr)
        return 2
    file = Path(files[0]) if files else default_file()
    organization, problems = examine(file)
    summary = None if organization is None or _errors(problems) else summarize(organization, file.parent)
    if options:
        return _report_json(str(file), problems, summary)
    status = report(str(file), problems)
    if summary is not None:
        _print(f"{file}: no {'errors' if problems else 'problems'}", *lines(summary))
    return status


def main(argv: list[str] | None = None) -> int:
    """Print every problem of a file to standard error. Return the exit status: 1 if there is an error, else 0."""
    arguments = sys.argv[1:] if argv is None else argv
    file = Path(arguments[0]) if arguments else default_file()
    _, problems = examine(file)
    return report(str(file), problems)


def report(file: str, problems: list[Problem]) -> int:
    """Print problems and the number of errors to standard error. Return 1 if there is an error, else 0."""
    for line in report_lines(file, problems):
        print(line, file=sys.stderr)
    return 1 if _errors(problems) else 0


def _report_json(file: str, problems: list[Problem], summary: Summary | None) -> int:
    errors = _errors(problems)
    found: dict[str, Any] = {"file": file, "errors": errors, "warnings": len(problems) - errors}
    found |= {"problems": _listed(problems), "summary": summary and summary.as_json()}
    print(json.dumps(found, indent=2))
    return 1 if errors else 0


def _print(*texts: str) -> None:
    """Print lines, with escapes for the characters that the encoding of standard output lacks."""
    encoding = sys.stdout.encoding or "utf-8"
    for text in texts:
        print(text.encode(encoding, "backslashreplace").decode(encoding))


def _listed(problems: list[Problem]) -> list[dict[str, str | int]]:
    return [
        {
            "line": problem.line,
            "column": problem.column,
            "field": problem.field,
            "message": problem.message,
            "severity": "warning" if problem.warning else "error",
        }
        for problem in problems
    ]


def _errors(problems: list[Problem]) -> int:
    return sum(1 for problem in problems if not problem.warning)


if __name__ == "__main__":
    sys.exit(command())
