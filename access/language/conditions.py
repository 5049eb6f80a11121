"""The words for requirements of requests: `with MFA`, `from 203.0.113.0/24`, `before 2027-01-01`, `over TLS`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from access.decision.symbolic.cover import CLOCK, RESOURCE, Requirement, Term
from access.decision.symbolic.dimensions import Meets, Present, Some, Time
from access.decision.symbolic.keys import Sent, as_aws_writes, key_of
from access.decision.symbolic.patterns import Pattern
from access.decision.symbolic.predicates import Form, Moment, Network, Number, Predicate, Truth, date_text
from foundation.words import listed

_TRUTHS: Mapping[str, tuple[str, str]] = {
    "aws:securetransport": ("over TLS", "without TLS"),
    "aws:viaawsservice": ("through an AWS service", "not through an AWS service"),
    "aws:multifactorauthpresent": ("with MFA", "signed in without MFA"),
}
"""Keys that are true or false: the words for each."""
_PLACES: Mapping[str, tuple[str, str]] = {
    "aws:sourceip": ("from ", "not from "),
    "aws:vpcsourceip": ("from the private address ", "not from the private address "),
    "aws:requestedregion": ("in ", "outside of "),
    "aws:principalarn": ("as ", "not as "),
    "aws:sourcevpc": ("from the VPC ", "not from the VPC "),
    "aws:sourcevpce": ("through the VPC endpoint ", "not through the VPC endpoint "),
    "aws:sourcearn": ("for ", "not for "),
    "aws:sourceaccount": ("for account ", "not for account "),
    "aws:sourceorgid": ("for organization ", "not for organization "),
    "aws:principalorgid": ("from organization ", "not from organization "),
    "sts:rolesessionname": ("with the session name ", "with another session name than "),
    "aws:userid": ("with the session name ", "with another session name than "),
    RESOURCE: ("on ", "not on "),
}
"""Keys of which a value is named by itself: the words before it, and before one that it must not be."""
_NUMBERS = {"==": "equal to ", "<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}
_TIMES = {"==": "at {}", "<": "before {}", "<=": "until {}", ">": "after {}", ">=": "from {} on"}
_OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def words_of(requires: Iterable[Requirement]) -> list[tuple[str, str]]:
    """
    Return requirements in words, each with its condition key as AWS writes it; a resource has none.

    Values that a key must not have are said together.
    """
    found: list[tuple[str, str]] = []
    not_so: dict[str, list[Term]] = {}
    for one in requires:
        (first, *others) = one.terms
        if not others and not first.met and isinstance(first.question, Pattern | Meets):
            not_so.setdefault(one.dimension, []).append(first)
        else:
            found.append((one.dimension, _one_of(one.dimension, one.terms)))
    for dimension, terms in not_so.items():
        found += [(dimension, one) for one in _none_of(dimension, terms)]
    return [(_key(dimension), words) for dimension, words in found]


def _key(dimension: str) -> str:
    own = {RESOURCE: "", CLOCK: "aws:CurrentTime"}
    return own[dimension] if dimension in own else as_aws_writes(dimension)


def _one_of(dimension: str, terms: Sequence[Term]) -> str:
    """Return the words that one of several terms holds."""
    values = [predicate for one in terms if one.met and (predicate := _value(one)) is not None]
    said = [_met(dimension, values)] if values else []
    said += [_other(dimension, one) for one in terms if not (one.met and _value(one) is not None)]
    return listed(dict.fromkeys(said), most=len(said), word="or")


def _value(term: Term) -> Predicate | None:
    """Return what a term asks of one value; None where it asks something else."""
    match term.question:
        case Meets(predicate):
            return predicate
        case Pattern() as pattern:
            return pattern
        case _:
            return None


def _met(dimension: str, values: Sequence[Predicate]) -> str:
    """Return the words that the key's value meets one of the predicates."""
    if dimension in _TRUTHS and len(values) == 1 and isinstance(values[0], Truth) and values[0].value is not None:
        return _TRUTHS[dimension][not values[0].value]
    before = _PLACES.get(dimension, (f"with {as_aws_writes(dimension)} ",))[0]
    return f"{before}{_alternatives(dimension, values)}"


def _none_of(dimension: str, terms: Sequence[Term]) -> Iterator[str]:
    """Yield the words that the key's value meets none of some predicates, which are plain terms."""
    values = [predicate for one in terms if (predicate := _value(one)) is not None]
    if dimension in _TRUTHS and len(values) == 1 and isinstance(values[0], Truth) and values[0].value is not None:
        opposite = _TRUTHS[dimension][values[0].value]
        yield opposite if key_of(dimension).sent is Sent.ALWAYS else f"not {_TRUTHS[dimension][not values[0].value]}"
    elif dimension in _PLACES:
        yield f"{_PLACES[dimension][1]}{_alternatives(dimension, values)}"
    else:
        yield f"with no {as_aws_writes(dimension)} {_alternatives(dimension, values)}"


def _alternatives(dimension: str, values: Sequence[Predicate]) -> str:
    return listed([_predicate(dimension, one) for one in values], most=len(values), word="or")


def _other(dimension: str, term: Term) -> str:
    """Return the words for a term that asks no plain value to be met."""
    match term.question:
        case Time() as time:
            return _time(time, met=term.met)
        case Present():
            return f"{'with' if term.met else 'without'} {as_aws_writes(dimension)}"
        case Some(predicates, met):
            return _several(dimension, predicates, met=met, holds=term.met)
        case _:
            return next(_none_of(dimension, [term]))


def _several(dimension: str, predicates: Sequence[Predicate], *, met: bool, holds: bool) -> str:
    """Return the words for a question about a key with a set of values."""
    key, said = as_aws_writes(dimension), _alternatives(dimension, predicates)
    if met:
        return f"with {key} {said}" if holds else f"with no {key} {said}"
    return f"with a {key} other than {said}" if holds else f"with no {key} other than {said}"


def _predicate(dimension: str, one: Predicate) -> str:
    match one:
        case Pattern() as pattern:
            text = pattern.text
            return (text.partition(":")[2] if dimension == "aws:userid" else "") or text or '""'
        case Number(comparison, limit):
            return f"{_NUMBERS[comparison]}{limit:g}"
        case Moment(comparison, limit):
            return _TIMES[comparison].format(_date(limit))
        case Network(network):
            if network is None:
                return "no address"
            return str(network.network_address) if network.num_addresses == 1 else str(network)
        case Truth(value):
            return "no boolean" if value is None else str(value).lower()
        case Form(kind):
            return f"of the form {kind}"


def _time(time: Time, *, met: bool) -> str:
    comparison, limit = time.moment.comparison, time.moment.limit
    if not met and comparison == "==":
        said = f"not at {_date(limit)}"
    else:
        said = _TIMES[comparison if met else _OPPOSITES[comparison]].format(_date(limit))
    return f"with credentials issued {said}" if time.issued else said


def _date(limit: float) -> str:
    return date_text(limit).removesuffix("T00:00:00Z")
