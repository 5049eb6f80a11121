"""
The same questions to the solver of `orgctl prove` and to two other programs: reach-security and iamprover.

The others come from PyPI into a temporary virtual environment and run there as programs, by their own command lines
and files. Nothing of this project imports them: reach is under the AGPL.

A question asks whether there is any request of a principal that is allowed, for some actions on some resources. Each
program starts, answers an easy question of each kind, and then each of the questions in a fork of its process. So its
start-up is in no figure, and no answer helps another. Seconds are those of the processor: for the solver, with those of
the evaluator that confirms its answer. The solver is asked once more in one process, as `orgctl prove` asks it, where
it keeps what it learns; the command lines of the others cannot be asked like this with a limit.
"""
