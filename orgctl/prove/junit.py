"""
A proof as JUnit XML for continuous integration: a test case for each promise.

GitLab, Jenkins and GitHub's actions read `testsuite`, `testcase`, `failure`, `error`, `skipped` and `system-out`.
Source: https://docs.gitlab.com/ci/testing/unit_test_reports/ and https://plugins.jenkins.io/junit/ (2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from access.proof import Accepted, Kind, Promise, Proof
from orgctl.prove.words import accepted_because, more_like_it

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(proof: Proof) -> bytes:
    """Return the XML document."""
    counts = proof.counts
    suite = ElementTree.Element(
        "testsuite",
        name=f"orgctl prove {proof.organization} as of {proof.as_of}",
        tests=str(len(proof.promises) + 3),
        failures=str(counts["broken"] + sum(map(bool, (proof.unresolved, proof.unread, proof.obsolete)))),
        errors=str(sum(bool(one.undecided) for one in proof.promises)),
        skipped=str(counts["not asked"] + counts["accepted"]),
        time=f"{proof.seconds:.3f}",
    )
    for one in proof.promises:
        _case(suite, one)
    _complete(suite, "unresolved", "Every reference is resolved.", [str(one) for one in proof.unresolved])
    _complete(suite, "unread", "Every policy is read.", [str(one) for one in proof.unread])
    current = "Every entry of accepted accepts something."
    _complete(suite, "accepted", current, [str(one) for one in proof.obsolete])
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _case(suite: ElementTree.Element, one: Promise) -> None:
    group = "access.yaml" if one.own else f"promises.{one.name}"
    case = ElementTree.SubElement(suite, "testcase", classname=group, name=_clean(one.says), time=f"{one.seconds:.3f}")
    if one.kinds:
        _add(case, "failure", _first(one.kinds[0]), "\n".join(_text(kind) for kind in one.kinds))
    if one.undecided:
        _add(case, "error", f"not decided: {one.undecided[0]}", "\n".join(one.undecided))
    if one.not_asked_because:
        _add(case, "skipped", one.not_asked_because, "")
    if one.status == "accepted":
        _add(case, "skipped", "; ".join(map(accepted_because, one.accepted)), "")
    facts = [f"if {fact.text} ({fact.source})" for fact in one.assumptions]
    said = [*map(_accepted, one.accepted), *facts, *one.notes]
    if said:
        ElementTree.SubElement(case, "system-out").text = _clean("\n".join(said))


def _accepted(one: Accepted) -> str:
    cases = [*map(_text, one.kinds), *(f"not decided: {text}" for text in one.undecided)]
    return "\n".join([accepted_because(one), *cases])


def _complete(suite: ElementTree.Element, name: str, says: str, missing: Sequence[str]) -> None:
    """Add the test case that nothing is missing in what the proof reads."""
    case = ElementTree.SubElement(suite, "testcase", classname=f"promises.{name}", name=says, time="0")
    if missing:
        others = f", and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        _add(case, "failure", f"{missing[0]}{others}", "\n".join(missing))


def _add(case: ElementTree.Element, kind: str, message: str, text: str) -> None:
    ElementTree.SubElement(case, kind, message=_clean(message)).text = _clean(text)


def _first(kind: Kind) -> str:
    return f"{kind.text}{more_like_it(kind)}"


def _text(kind: Kind) -> str:
    reasons = [f"  {reason}\n    {reason.where}" for reason in kind.reasons]
    return "\n".join([_first(kind), *reasons])


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot hold."""
    return _NOT_XML.sub("?", text)
