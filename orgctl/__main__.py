"""`python -m orgctl`."""

import atexit
import gc

from orgctl.cli import main

_OBJECTS = 5_000_000
"""New objects before Python searches for unreachable ones, which are few: all else is freed without a search."""

if __name__ == "__main__":
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)  # no search at the end either: what is left goes with the process
    main()
