"""
How long synthesis, deployment and `orgctl check` take and how much memory, measured: `make bench`.

What issue 2 asks for is measured as it was then, with organizations that have no services, and state in files. Each
figure of synthesis is the best of several runs, because everything else on a machine only ever adds to a run;
deployments take minutes and run once. What issue 4 asks of `orgctl check` is measured with guardrails, whose packing it
looks at, at the root and in every unit. Seconds are those of the whole command from start to end. Memory is the highest
sum of the resident memory of Python, Node and whatever else the command starts, looked at every 20 milliseconds in
/proc, or every 100 with `ps` where there is none (macOS).
"""
