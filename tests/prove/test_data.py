"""A proof as data, and as JUnit XML."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

from access.promises.promise import CounterExample, Outcome, Promise
from access.proof import Checked
from orgctl.prove.data import VERSION, as_json
from orgctl.prove.junit import as_junit
from tests.prove.conftest import Proven

KEYS = "version organization proven counts promises unresolved access requests questions seconds"
PROMISE = "name says own status requests counter_examples undecided notes not_asked_because"


def test_the_data_has_the_shape_that_is_documented(spoilt: Proven) -> None:
    found = json.loads(as_json(*spoilt))

    assert list(found) == KEYS.split()
    assert found["version"] == VERSION == 1
    assert found["proven"] is False
    assert {tuple(promise) for promise in found["promises"]} == {tuple(PROMISE.split())}
    assert sum(found["counts"].values()) == len(found["promises"])
    assert {type(cell["person"]) for cell in found["access"]} == {str}


def test_a_counter_example_names_request_statement_and_line(spoilt: Proven) -> None:
    (mfa,) = (promise for promise in json.loads(as_json(*spoilt))["promises"] if promise["name"] == "mfa")
    example = mfa["counter_examples"][0]

    assert mfa["status"] == "broken"
    assert example["request"]["action"] == "sts:AssumeRole"
    assert example["request"]["account"] == "infra"
    assert example["request"]["context"]["aws:username"] == "myuser"
    (trust,) = (reason for reason in example["reasons"] if reason["layer"] == "trust policy")
    assert trust["configuration"] == "organization.yaml line 36 (groups.infra.roles.infra)"
    assert trust["terraform"].startswith("infra: aws_iam_role.roles_infra_role")


def test_unresolved_references_are_in_the_data(spoilt: Proven) -> None:
    (one,) = json.loads(as_json(*spoilt))["unresolved"]

    assert one["expression"] == "${aws_nothing.here.id}"
    assert one["stack"] == "logs"


def test_everything_that_is_kept_is_proven(proven: Proven) -> None:
    found = json.loads(as_json(*proven))

    assert found["proven"] is True
    assert {promise["status"] for promise in found["promises"]} == {"kept"}
    assert {promise["own"] for promise in found["promises"]} == {True, False}
    assert found["questions"] <= found["requests"]


def test_continuous_integration_gets_a_test_for_each_promise(spoilt: Proven) -> None:
    proof, sources = spoilt
    suite = ElementTree.fromstring(as_junit(proof, sources))[0]
    cases = suite.findall("testcase")

    assert len(cases) == len(proof.checked) + 1 == int(suite.attrib["tests"])
    assert len(suite.findall("testcase/failure")) == int(suite.attrib["failures"]) == proof.counts["broken"] + 1
    (mfa,) = (case for case in cases if case.attrib["classname"] == "promises.mfa")
    failure = mfa.find("failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("myuser with an access key can assume")
    assert "organization.yaml line 36 (groups.infra.roles.infra)" in (failure.text or "")


def test_notes_are_the_output_of_a_test_and_promises_not_asked_are_skipped(proven: Proven) -> None:
    proof, sources = proven
    outcomes = [
        Outcome(notes=("look here",)),
        Outcome(skipped="nobody is there"),
        Outcome(undecided=("who knows",)),
        Outcome((CounterExample("a \x00 \x1b[1m odd <b>&name</b>"),)),
    ]
    checked = tuple(Checked(Promise("x", "y", lambda _: Outcome()), one, 0.1) for one in outcomes)
    suite = ElementTree.fromstring(as_junit(replace(proof, checked=checked), sources))[0]

    assert [[child.tag for child in case] for case in suite] == [
        ["system-out"],
        ["skipped"],
        ["error"],
        ["failure"],
        [],
    ]
    assert suite[3][0].attrib["message"] == "a ? ?[1m odd <b>&name</b>"
    assert {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "1",
        "errors": "1",
        "skipped": "1",
    }
