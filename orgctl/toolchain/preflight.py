"""The project's own check of its configuration before Node starts: quick, complete, and `cdktf.out` untouched."""

import importlib.util
from pathlib import Path


def check(folder: Path) -> int:
    """
    Check the configuration of the CDKTF app in a folder: 0 when it is right, 1 after its problems were printed.

    A folder without a CDKTF app, or an app that is not this project's, has nothing to check.
    """
    if not (folder / "cdktf.json").is_file() or importlib.util.find_spec("organization") is None:
        return 0
    if importlib.util.find_spec("organization.check") is None:
        return 0
    from organization import check as organization_check

    return organization_check.main([])
