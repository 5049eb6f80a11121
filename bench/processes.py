"""The memory of a process and its descendants."""

from __future__ import annotations

import os
import subprocess
from collections import defaultdict
from pathlib import Path

HAS_PROC = Path("/proc/self/statm").exists()
INTERVAL = 0.02 if HAS_PROC else 0.1
"""Seconds between two samples: reading /proc costs almost nothing, starting `ps` does not."""


def memory_of_tree(pid: int) -> int:
    """Return the resident memory of a process and its descendants, in bytes."""
    return _from_proc(pid) if HAS_PROC else _from_ps(pid)


def _from_proc(pid: int) -> int:
    folder = Path(f"/proc/{pid}")
    try:
        pages = int((folder / "statm").read_text().split()[1])
        children = [child for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:  # the process has just ended
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_from_proc(int(child)) for child in children)


def _from_ps(pid: int) -> int:
    listing = subprocess.run(["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=False).stdout
    memory: dict[int, int] = {}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for line in listing.splitlines():
        process, parent, kilobytes = (int(field) for field in line.split())
        memory[process] = kilobytes * 1024
        children[parent].append(process)
    total, tree = 0, [pid]
    while tree:
        process = tree.pop()
        total += memory.get(process, 0)
        tree += children[process]
    return total
