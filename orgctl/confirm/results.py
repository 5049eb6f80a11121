"""What AWS says about decisions of the proof. Every value is text or a flag: the fields are the keys of `--json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from access.confirmation import Case, NotAsked, Question
from live.simulator import Answer, Refusal

Status = Literal["agrees", "agrees in part", "disagrees", "not comparable"]
STATUSES: tuple[Status, ...] = ("agrees", "agrees in part", "disagrees", "not comparable")
VERSION = 1


@dataclass(frozen=True)
class Result:
    """A decision of the proof, and AWS's."""

    status: Status
    promise: str
    """The promise that the request contradicts; empty for a decision that is as it should be."""
    text: str
    who: str
    action: str
    resource: str
    here: str = ""
    """The proof's decision: `allowed`, `denied`; empty when AWS was not asked."""
    aws: str = ""
    """AWS's decision: `allowed`, `explicitDeny`, `implicitDeny`; empty without one."""
    left_out: tuple[str, ...] = ()
    """The policies that bear on the request, but that AWS was not asked about."""
    missing: tuple[str, ...] = ()
    """Condition keys that policies name and the request lacks, as far as AWS tells."""
    scps_allow: bool | None = None
    boundary_allows: bool | None = None
    reason: str = ""
    """The reason why it is not comparable."""


@dataclass(frozen=True)
class Confirmation:
    """The results for one organization."""

    organization: str
    as_of: str
    asked_as: str
    results: tuple[Result, ...]
    version: int = field(default=VERSION, kw_only=True)

    @property
    def counts(self) -> Mapping[Status, int]:
        """The number of results of each status."""
        found = Counter(one.status for one in self.results)
        return {status: found[status] for status in STATUSES}

    @property
    def confirmed(self) -> bool:
        """True when AWS has decided something, and nothing otherwise than the proof."""
        counts = self.counts
        return not counts["disagrees"] and counts["agrees"] + counts["agrees in part"] > 0


def result_of(question: Question, answer: Answer | Refusal) -> Result:
    """Return the result of a question."""
    here = "allowed" if question.allowed else "denied"
    if isinstance(answer, Refusal):
        return _result(question.case, "not comparable", here=here, reason=f"AWS refuses the question: {answer.reason}")
    agrees: Status = "agrees in part" if question.left_out else "agrees"
    return _result(
        question.case,
        agrees if answer.allowed is question.allowed else "disagrees",
        here=here,
        aws=answer.decision,
        left_out=question.left_out,
        missing=answer.missing,
        scps_allow=answer.by_organization,
        boundary_allows=answer.by_boundary,
    )


def not_asked(one: NotAsked) -> Result:
    """Return the result of a case that AWS was not asked about."""
    return _result(one.case, "not comparable", reason=one.reason)


def _result(
    case: Case,
    status: Status,
    *,
    here: str = "",
    aws: str = "",
    left_out: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    scps_allow: bool | None = None,
    boundary_allows: bool | None = None,
    reason: str = "",
) -> Result:
    request = case.request
    who, action, resource = (request.caller.label, request.action, request.resource) if request else ("", "", "")
    return Result(
        status,
        case.promise,
        case.text,
        who,
        action,
        resource,
        here,
        aws,
        left_out,
        missing,
        scps_allow,
        boundary_allows,
        reason,
    )
