"""What this machine carries: processors and memory."""

from __future__ import annotations

import os
import re
from pathlib import Path

_MEMORY = Path("/proc/meminfo")
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_UNKNOWN = 4 * 1024**3


def at_once(memory: int, *, per_processor: int = 1, most: int) -> int:
    """Return how many processes of some bytes of memory run well at the same time: at least one."""
    by_memory = (available_memory() * 3 // 4) // memory
    return max(1, min(processors() * per_processor, by_memory, most))


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def available_memory() -> int:
    """Return the memory that is not in use, in bytes; half of the machine's where only that is known."""
    try:
        found = _AVAILABLE.search(_MEMORY.read_text(encoding="ascii", errors="replace"))
    except OSError:  # only Linux has the file
        found = None
    try:
        return int(found[1]) * 1024 if found else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (OSError, ValueError):
        return _UNKNOWN
