"""
How long synthesis takes and how much memory, measured: `make bench`.

Each figure is the best of several runs, because everything else on a machine only ever adds to a run. Seconds are those
of the whole command from start to end. Memory is the highest sum of the resident memory of Python, Node and whatever
else the command starts, looked at every 20 milliseconds in /proc, or every 100 with `ps` where there is none (macOS).
"""
