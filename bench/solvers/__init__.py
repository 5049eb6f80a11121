"""
The same questions to the solver of `orgctl prove` and to two other programs: reach-security and iamprover.

The others come from PyPI into a temporary virtual environment and run there as programs, by their own command lines
and files. Nothing of this project imports them: reach is under the AGPL.

A question asks whether there is any request of a principal that is allowed, for some actions on some resources. Each
program starts, answers one easy question, and then each of the questions in a fork of its process. So its start-up is
in no figure, and no answer helps another. Seconds are those of the processor: for the solver, those of the evaluator
that confirms its answer too.
"""
