"""
A proof as JUnit XML for continuous integration: a test case for each promise.

GitLab, Jenkins and GitHub's actions read `testsuite`, `testcase`, `failure`, `error`, `skipped` and `system-out`.
Source: https://docs.gitlab.com/ci/testing/unit_test_reports/ and https://plugins.jenkins.io/junit/ (2026-11-22).
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from access.promises.promise import CounterExample
from access.proof import Checked, Proof
from orgctl.prove.reasons import Sources

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(proof: Proof, sources: Sources) -> bytes:
    """Return the XML document."""
    counts = proof.counts
    suite = ElementTree.Element(
        "testsuite",
        name=f"orgctl prove {proof.name}",
        tests=str(len(proof.checked) + 1),
        failures=str(counts["broken"] + bool(proof.unresolved)),
        errors=str(counts["undecided"]),
        skipped=str(counts["not asked"]),
        time=f"{proof.seconds:.3f}",
    )
    for one in proof.checked:
        _case(suite, one, sources)
    _resolved(suite, proof)
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _case(suite: ElementTree.Element, one: Checked, sources: Sources) -> None:
    group = "access.yaml" if one.own else f"promises.{one.promise.name}"
    case = ElementTree.SubElement(
        suite, "testcase", classname=group, name=_clean(one.promise.says), time=f"{one.seconds:.3f}"
    )
    outcome = one.outcome
    if outcome.counter_examples:
        examples = outcome.counter_examples
        _add(case, "failure", examples[0].text, "\n".join(_text(example, sources) for example in examples))
    if outcome.undecided:
        _add(case, "error", f"not decided: {outcome.undecided[0]}", "\n".join(outcome.undecided))
    if outcome.skipped:
        _add(case, "skipped", outcome.skipped, "")
    if outcome.notes:
        ElementTree.SubElement(case, "system-out").text = _clean("\n".join(outcome.notes))


def _resolved(suite: ElementTree.Element, proof: Proof) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname="promises.unresolved", name="Every reference is resolved.", time="0"
    )
    if proof.unresolved:
        texts = [str(one) for one in proof.unresolved]
        _add(case, "failure", f"{len(texts)} references are not resolved", "\n".join(texts))


def _add(case: ElementTree.Element, kind: str, message: str, text: str) -> None:
    ElementTree.SubElement(case, kind, message=_clean(message)).text = _clean(text)


def _text(example: CounterExample, sources: Sources) -> str:
    reasons = [f"  {reason}\n    {reason.where}" for reason in sources.of_example(example)]
    return "\n".join([example.text, *reasons])


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot hold."""
    return _NOT_XML.sub("?", text)
