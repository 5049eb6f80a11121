"""
Measurements of synthesis, deployment and `orgctl check`: seconds and memory, with `make bench`.

The targets of synthesis are for organizations without services, and with state in files. Each
figure of synthesis is the best of several runs, because other programs only ever slow a run down; deployments take
minutes and run once. The targets of `orgctl check` are measured with guardrails, which it packs, at the
root and in every OU. Seconds are those of the whole command. Memory is the highest sum of the resident memory of all
processes of the command, sampled every 20 milliseconds in /proc, or every 100 with `ps` on macOS.
"""
