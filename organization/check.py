"""Check `organization.yaml` and say what is wrong with it: ``python -m organization.check [FILE]``."""

from __future__ import annotations

import sys
from pathlib import Path

from organization.load import default_file, examine
from organization.problem import Problem


def main(argv: list[str] | None = None) -> int:
    """Print every problem of a file to standard error. Returns the exit status: 1 when there is an error, else 0."""
    arguments = sys.argv[1:] if argv is None else argv
    file = Path(arguments[0]) if arguments else default_file()
    _, problems = examine(file)
    return report(str(file), problems)


def report(file: str, problems: list[Problem]) -> int:
    """Print problems to standard error, and how many errors there are. Returns 1 when there is an error, else 0."""
    for problem in problems:
        print(problem.text(file), file=sys.stderr)
    errors = sum(1 for problem in problems if not problem.warning)
    if errors:
        print(f"{errors} error{'s' if errors > 1 else ''} in {file}; nothing was changed.", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
