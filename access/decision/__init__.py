"""Decisions about requests: the result, the deciding layer and the deciding statement."""

from access.decision.caller import Caller
from access.decision.callers import Callers
from access.decision.evaluator import Evaluator, EvaluatorError
from access.decision.layers import Layer
from access.decision.request import Request
from access.decision.verdict import Reason, Verdict

__all__ = ["Caller", "Callers", "Evaluator", "EvaluatorError", "Layer", "Reason", "Request", "Verdict"]
