"""A proof as data, as JUnit XML, and as Markdown."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

from access.proof import VERSION, Assumption, Kind, Proof, Unread, as_json
from orgctl.markdown import MOST
from orgctl.prove.junit import as_junit
from orgctl.prove.markdown import as_markdown
from tests.prove.conftest import AS_OF
from tests.prove.many import NUMBER, TITLE, many

KEYS = (
    "version organization as_of proven passed counts promises unresolved unread access requests questions seconds "
    "obsolete mentions"
)
PROMISE = (
    "name says own status requests kinds counter_examples undecided assumptions notes not_asked_because seconds "
    "kept_by accepted"
)
FACT = Assumption("a session has no MFA context", "https://docs.aws.amazon.com/x (2026-12-01)")
UNREAD = Unread("logs", "aws_lambda_permission.x", "aws_lambda_permission", "its type is not read")


def test_the_data_has_the_shape_that_is_documented(spoilt: Proof) -> None:
    found = json.loads(as_json(spoilt))

    assert list(found) == KEYS.split()
    assert found["version"] == VERSION == 2
    assert found["as_of"] == str(AS_OF)
    assert found["proven"] is False
    assert {tuple(promise) for promise in found["promises"]} == {tuple(PROMISE.split())}
    assert sum(found["counts"].values()) == len(found["promises"])
    assert {type(cell["person"]) for cell in found["access"]} == {str}


def test_a_counter_example_names_request_statement_and_line(spoilt: Proof) -> None:
    (mfa,) = (promise for promise in json.loads(as_json(spoilt))["promises"] if promise["name"] == "mfa")
    example = mfa["counter_examples"][0]

    assert mfa["status"] == "broken"
    assert example["request"]["action"] == "sts:AssumeRole"
    assert example["request"]["account"] == "infra"
    assert example["request"]["context"]["aws:username"] == "myuser"
    assert mfa["kinds"][example["kind"]]["text"] == example["text"]
    (trust,) = (reason for reason in example["reasons"] if reason["layer"] == "trust policy")
    assert trust["places"] == [{"field": "groups.infra.roles.infra", "line": 36}]
    assert trust["configuration"] == "organization.yaml line 36 (groups.infra.roles.infra)"
    assert trust["terraform"].startswith("infra: aws_iam_role.roles_infra_role")


def test_unresolved_references_are_in_the_data(spoilt: Proof) -> None:
    (one,) = json.loads(as_json(spoilt))["unresolved"]

    assert one["expression"] == "${aws_nothing.here.id}"
    assert one["stack"] == "logs"


def test_everything_that_is_kept_is_proven(proven: Proof) -> None:
    found = json.loads(as_json(proven))

    assert found["proven"] is True
    assert {promise["status"] for promise in found["promises"]} == {"kept"}
    assert {promise["own"] for promise in found["promises"]} == {True, False}
    assert found["questions"] <= found["requests"]


def test_continuous_integration_gets_a_test_for_each_promise(spoilt: Proof) -> None:
    proof = spoilt
    suite = ElementTree.fromstring(as_junit(proof))[0]
    cases = suite.findall("testcase")

    assert len(cases) == len(proof.promises) + 3 == int(suite.attrib["tests"])
    assert len(suite.findall("testcase/failure")) == int(suite.attrib["failures"]) == proof.counts["broken"] + 1
    (mfa,) = (case for case in cases if case.attrib["classname"] == "promises.mfa")
    failure = mfa.find("failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("myuser with an access key can assume")
    assert "organization.yaml line 36 (groups.infra.roles.infra)" in (failure.text or "")


def test_notes_are_the_output_of_a_test_and_promises_not_asked_are_skipped(proven: Proof) -> None:
    kept = replace(proven.promises[0], notes=())
    hostile = Kind("", 3, "a \x00 \x1b[1m odd <b>&name</b>", ())
    promises = (
        replace(kept, notes=("look here",), assumptions=(FACT,)),
        replace(kept, status="not asked", not_asked_because="no responder is configured"),
        replace(kept, status="undecided", undecided=("the operator is unknown",)),
        replace(kept, status="broken", kinds=(hostile,)),
        replace(kept, status="broken", kinds=(hostile,), undecided=("the operator is unknown",)),
    )
    suite = ElementTree.fromstring(as_junit(replace(proven, promises=promises, unread=(UNREAD, UNREAD))))[0]

    assert [[child.tag for child in case] for case in suite] == [
        ["system-out"],
        ["skipped"],
        ["error"],
        ["failure"],
        ["failure", "error"],
        [],
        ["failure"],
        [],
    ]
    assert suite[0][0].text == f"if {FACT.text} ({FACT.source})\nlook here"
    assert suite[3][0].attrib["message"] == "a ? ?[1m odd <b>&name</b>, and 2 more like it"
    assert suite[6][0].attrib["message"] == f"{UNREAD}, and 1 more"
    assert {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "8",
        "failures": "3",
        "errors": "2",
        "skipped": "1",
    }


def test_all_counterexamples_are_in_the_data_each_with_its_kind() -> None:
    trail = json.loads(as_json(many()))["promises"][1]

    assert [kind["count"] for kind in trail["kinds"]] == [NUMBER, 1, 1, 1]
    assert len({example["text"] for example in trail["counter_examples"]}) == NUMBER + 3
    counted = Counter(example["kind"] for example in trail["counter_examples"])
    assert [counted[index] for index in range(4)] == [NUMBER, 1, 1, 1]
    assert trail["kinds"][0]["reasons"][0]["policy"] == "admin"


def test_a_policy_that_is_not_read_is_in_the_data_and_nothing_is_proven(proven: Proof) -> None:
    found = json.loads(as_json(replace(proven, unread=(UNREAD,))))

    assert found["proven"] is False
    assert found["unread"] == [
        {
            "stack": "logs",
            "address": "aws_lambda_permission.x",
            "what": "aws_lambda_permission",
            "reason": "its type is not read",
        }
    ]


def test_markdown_shows_each_kind_and_fits_into_a_comment() -> None:
    proof = many()
    text = as_markdown(proof)

    assert text.startswith("## Proof of cats, as of 2026-12-01\n\n**Not proven: 1 promise kept, 2 broken.**\n")
    assert f"### Broken: {TITLE}\n" in text
    assert text.count("\n- ") == sum(len(one.kinds) for one in proof.promises) + 1
    assert ", and 1,598 more like it\n" in text
    assert "identity policy: statement 1 of admin allows it\n    a00: aws_iam_user_policy.admin\n" in text
    assert len(text) < MOST


def test_markdown_has_every_answer(proven: Proof) -> None:
    kept = replace(proven.promises[0], notes=(), assumptions=(FACT,))
    promises = (
        kept,
        replace(kept, status="undecided", undecided=("ann: the operator *X* is unknown",)),
        replace(kept, status="not asked", not_asked_because="no responder is configured"),
    )
    text = as_markdown(replace(proven, promises=promises, unread=(UNREAD,)))

    titles = [line.partition(":")[0] for line in text.splitlines() if line.startswith("### ")]
    assert titles == ["### Not decided", "### Not read", "### Kept", "### Not asked"]
    assert r"- ann: the operator \*X\* is unknown" in text
    assert f"if {FACT.text} ({FACT.source})" in text
    assert "(no responder is configured)" in text
