"""The stacks whose deployment may change something: those that differ from the last deployment, and their readers."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from terraform_json.affected import Affected, Deployed, affected
from terraform_json.fingerprint import VERSION, Fingerprint, Synthesized, parsed, taken
from terraform_json.stacks import Stack
from terraform_json.state import State

AWS = {"registry.terraform.io/hashicorp/aws": "5.100.0"}
Documents = dict[str, dict[str, Any]]


def place(stack: str) -> dict[str, Any]:
    return {"bucket": "states", "key": f"{stack}/terraform.tfstate", "region": "eu-west-1"}


def reading(other: str) -> dict[str, Any]:
    config = place(other)
    return {"terraform_remote_state": {f"of-{other}": {"backend": "s3", "config": config}}}


def value(other: str, output: str) -> str:
    return f"${{data.terraform_remote_state.of-{other}.outputs.{output}}}"


def documents() -> Documents:
    """Return an organization of three stacks: `id` reads `org-root`, and `infra` reads both."""
    found: Documents = {
        "org-root": {
            "//": {"metadata": {"version": "1"}},
            "provider": {"aws": [{"region": "eu-west-1"}]},
            "resource": {
                "aws_organizations_account": {"id": {"name": "id"}, "infra": {"name": "infra"}},
                "aws_organizations_policy": {"deny": {"content": "{}", "depends_on": ["aws_organizations_account.id"]}},
            },
            "output": {
                "id": {"value": "${aws_organizations_account.id.id}"},
                "infra": {"value": "${aws_organizations_account.infra.id}"},
            },
        },
        "id": {
            "data": reading("org-root"),
            "resource": {
                "aws_iam_user": {"ann": {"name": "ann"}, "ben": {"name": f"ben-{value('org-root', 'id')}"}},
            },
            "output": {
                "ann": {"value": "${aws_iam_user.ann.arn}"},
                "ben": {"value": "${aws_iam_user.ben.arn}"},
            },
        },
        "infra": {
            "data": {
                "terraform_remote_state": {
                    **reading("org-root")["terraform_remote_state"],
                    **reading("id")["terraform_remote_state"],
                }
            },
            "resource": {
                "aws_iam_role": {
                    "infra": {"name": value("org-root", "infra"), "trust": value("id", "ben")},
                },
            },
        },
    }
    return {name: {"terraform": {"backend": {"s3": place(name)}}, **document} for name, document in found.items()}


VALUES: Mapping[str, Mapping[str, str]] = {
    "org-root": {"id": "111111111111", "infra": "222222222222"},
    "id": {"ann": "arn:ann", "ben": "arn:ben"},
    "infra": {},
}


def state(name: str, values: Mapping[str, Mapping[str, str]] = VALUES, serial: int = 7, **attributes: str) -> State:
    """Return the state of a stack that was deployed, with what it has read."""
    read = [
        {
            "mode": "data",
            "type": "terraform_remote_state",
            "name": f"of-{other}",
            "instances": [{"attributes": {"outputs": {"value": dict(found), "type": []}}}],
        }
        for other, found in values.items()
    ]
    outputs = {output: {"value": one} for output, one in values[name].items()}
    managed = {"mode": "managed", "type": "x", "name": "x", "instances": [{"attributes": attributes}]}
    return State({"lineage": f"line-{name}", "serial": serial, "outputs": outputs, "resources": [managed, *read]})


def stacks(found: Documents) -> list[Stack]:
    return [Stack(name, document) for name, document in found.items()]


def deployed(found: Documents | None = None) -> dict[str, Deployed]:
    """Return what is known after a deployment of all stacks."""
    made: dict[str, Deployed] = {}
    for stack in stacks(found or documents()):
        now = state(stack.name)
        made[stack.name] = Deployed(now, taken(stack, now, AWS))
    return made


def look(found: Documents, known: Mapping[str, Deployed], providers: Mapping[str, str] = AWS) -> dict[str, Affected]:
    return {one.stack: one for one in affected(stacks(found), known, providers, {})}


def test_what_was_deployed_as_it_is_is_not_affected() -> None:
    assert look(documents(), deployed()) == {}


def test_comments_and_the_order_of_keys_do_not_count() -> None:
    now = documents()
    now["org-root"]["//"] = {"metadata": {"version": "2"}}
    now["org-root"]["resource"]["aws_organizations_policy"]["deny"]["//"] = {"metadata": {"path": "x"}}
    now["id"] = dict(reversed(now["id"].items()))

    assert look(now, deployed()) == {}


def test_a_changed_block_affects_its_stack_and_no_reader_of_other_values() -> None:
    now = documents()
    now["org-root"]["resource"]["aws_organizations_policy"]["deny"]["content"] = '{"Statement": []}'

    found = look(now, deployed())

    assert found == {
        "org-root": Affected(
            "org-root",
            1,
            ("changes aws_organizations_policy.deny",),
            replace(found["org-root"].blocks, changed=("aws_organizations_policy.deny",)),
        )
    }


@pytest.mark.parametrize("section", ["resource", "data", "output", "provider", "locals", "moved", "removed", "import"])
def test_every_section_counts(section: str) -> None:
    """Also those that no stack of this project has."""
    now = documents()
    bodies: dict[str, Any] = {
        "resource": {"aws_iam_user": {"new": {}}},
        "data": {"aws_region": {"new": {}}},
        "output": {"new": {"value": "x"}},
        "provider": {"aws": [{"region": "eu-west-2"}]},
        "locals": {"new": 1},
    }
    now["infra"][section] = (
        {**now["infra"].get(section, {}), **bodies[section]} if section in bodies else [{"from": "a"}]
    )

    assert list(look(now, deployed())) == ["infra"]


def test_a_reader_of_what_may_change_is_affected_if_it_does() -> None:
    now = documents()
    now["org-root"]["resource"]["aws_organizations_account"]["id"]["name"] = "people"

    found = look(now, deployed())

    assert [(one.stack, one.wave, one.is_certain) for one in found.values()] == [
        ("org-root", 1, True),
        ("id", 2, False),
        ("infra", 3, False),  # by an output of id that depends on it
    ]
    assert found["id"].why == ("reads id of org-root, which may change",)
    assert found["infra"].why == ("reads ben of id, which may change",)


def test_once_the_other_is_deployed_the_values_decide() -> None:
    now = documents()
    now["org-root"]["resource"]["aws_organizations_account"]["id"]["name"] = "people"
    known = deployed()
    (root, *_) = stacks(now)
    same, other = (
        state("org-root", serial=8),
        state("org-root", {**VALUES, "org-root": {"id": "3", "infra": "2" * 12}}, 8),
    )

    assert look(now, {**known, "org-root": Deployed(same, taken(root, same, AWS))}) == {}
    found = look(now, {**known, "org-root": Deployed(other, taken(root, other, AWS))})
    assert found["id"].why == ("reads id of org-root, with another value than at its last deployment",)
    assert [(one.stack, one.wave, one.is_certain) for one in found.values()] == [("id", 1, True), ("infra", 2, False)]
    now["id"]["resource"]["aws_iam_user"]["ann"]["tags"] = {"a": "b"}  # besides what it reads
    found = look(now, {**known, "org-root": Deployed(other, taken(root, other, AWS))})
    assert found["infra"].why == ("reads ben of id, which may change",)


def test_without_a_fingerprint_of_the_state_a_stack_is_affected() -> None:
    known = deployed()
    reasons = {
        "was not deployed yet": Deployed(),
        "has no fingerprint of its last deployment": replace(known["id"], fingerprint=None),
        "has another state than its last fingerprint is of": replace(known["id"], state=state("id", serial=8)),
        "has a state that cannot be read": Deployed(problem="has a state that cannot be read", cause="no"),
    }
    for why, one in reasons.items():
        found = look(documents(), {**known, "id": one})
        assert found["id"].why == (why,)
        assert found["infra"].wave == 2  # whatever id is found to be, infra reads it


def test_another_version_of_the_provider_affects_what_it_deployed() -> None:
    found = look(documents(), deployed(), {next(iter(AWS)): "6.2.0"})

    assert set(found) == {"org-root", "id", "infra"}
    assert found["id"].why[0] == "uses hashicorp/aws 6.2.0 instead of 5.100.0"
    assert look(documents(), deployed(), {}) == {}, "a version that is not known yet differs from none"


def test_the_same_version_from_another_registry_is_the_same_provider() -> None:
    both = {**AWS, "registry.opentofu.org/hashicorp/aws": "5.100.0"}

    assert look(documents(), deployed(), both) == {}


def test_a_stack_that_must_follow_is_in_a_later_wave() -> None:
    now = documents()
    for name in now:
        now[name].setdefault("locals", {})["new"] = 1

    found = affected(stacks(now), deployed(), AWS, {"org-root": ["bootstrap-org-root", "infra"]})

    assert {one.stack: one.wave for one in found}["org-root"] > 1


def test_a_state_that_is_read_as_a_whole_counts_with_every_output() -> None:
    before, now = documents(), documents()
    for one in (before, now):
        one["id"]["locals"] = {"all": "${jsonencode(data.terraform_remote_state.of-org-root.outputs)}"}
    now["org-root"]["resource"]["aws_organizations_account"]["infra"]["name"] = "other"

    assert Synthesized(stacks(now)[1]).reads == {"org-root": {"*", "id"}}
    assert look(now, deployed(before))["id"].why == ("reads all outputs of org-root, which may change",)


def test_a_changed_local_value_reaches_the_readers() -> None:
    before, now = documents(), documents()
    for number, one in (("1", before), ("2", now)):
        one["org-root"]["locals"] = {"suffix": number}
        one["org-root"]["output"]["id"]["value"] = "${local.suffix}"

    assert look(now, deployed(before))["id"].why == ("reads id of org-root, which may change",)


def test_a_replacement_by_a_trigger_reaches_the_readers() -> None:
    before, now = documents(), documents()
    for one in (before, now):
        account = one["org-root"]["resource"]["aws_organizations_account"]["id"]
        account["lifecycle"] = {"replace_triggered_by": ["aws_organizations_policy.deny"]}
    now["org-root"]["resource"]["aws_organizations_policy"]["deny"]["content"] = "other"

    assert look(now, deployed(before))["id"].why == ("reads id of org-root, which may change",)


@pytest.mark.parametrize("section", ["moved", "import", "check"])
def test_a_section_without_names_may_concern_every_output(section: str) -> None:
    now = documents()
    now["org-root"][section] = [{"from": "aws_iam_user.a", "to": "aws_iam_user.b"}]

    assert set(look(now, deployed())) == {"org-root", "id", "infra"}


def test_the_account_in_which_a_provider_works_reaches_the_readers_of_readers() -> None:
    """Another account number: every output of `id` may change."""
    before, now = documents(), documents()
    for one in (before, now):
        one["id"]["provider"] = {"aws": [{"assume_role": [{"role_arn": value("org-root", "id")}]}]}
        one["id"]["resource"]["aws_iam_user"]["ben"]["name"] = "ben"
    now["org-root"]["resource"]["aws_organizations_account"]["id"]["name"] = "people"

    assert look(now, deployed(before))["infra"].why == ("reads ben of id, which may change",)


UNSEEN: dict[str, tuple[str, Any]] = {
    "has variables, whose values are not looked at: size": ("variable", {"size": {"default": 1}}),
    "calls modules, whose files are not looked at: net": ("module", {"net": {"source": "./net"}}),
    "reads from AWS, where the values may have changed: data.aws_ssm_parameter.p": (
        "data",
        {"aws_ssm_parameter": {"p": {"name": "/p"}}},
    ),
    "depends on more than its Terraform JSON: timestamp, path.module": (
        "locals",
        {"a": "${timestamp()}", "b": ["x ${upper(path.module)}"], "//": "${uuid()}"},
    ),
    "depends on more than its Terraform JSON: filemd5": ("locals", {"a": {"b": "${filemd5(local.c)}"}}),
}


@pytest.mark.parametrize("why", UNSEEN, ids=str)
def test_what_is_not_in_the_json_counts_as_changed(why: str) -> None:
    """As with TF_VAR_size=2, with which the same JSON is another configuration."""
    section, content = UNSEEN[why]
    same = documents()
    same["org-root"][section] = content

    found = look(same, deployed(same))

    assert found["org-root"].why == (why,)
    assert set(found) == {"org-root", "id", "infra"}, "and its outputs may change"


def test_texts_that_only_look_like_functions_do_not_count() -> None:
    same = documents()
    same["infra"]["locals"] = {"a": "file(x)", "b": "$${file(x)}", "c": "${local.path.x}${my.timestamp}"}

    assert look(same, deployed(same)) == {}


def test_a_further_file_of_the_stack_counts_as_changed() -> None:
    known = deployed()

    found = look(documents(), {**known, "id": replace(known["id"], further_files=["mine.tf"])})

    assert found["id"].why == ("has files besides cdk.tf.json, which are not looked at: mine.tf",)


FOREIGN: dict[str, tuple[str, dict[str, Any]]] = {
    "another stack": ("s3", {"bucket": "states", "key": "network/terraform.tfstate"}),
    "another bucket": ("s3", {"bucket": "other", "key": "org-root/terraform.tfstate"}),
    "another form of key": ("s3", {"bucket": "states", "key": "org-root.json"}),
    "each of several": ("s3", {"bucket": "states", "key": "${each.key}/terraform.tfstate"}),
    "a file": ("local", {"path": "terraform.org-root.tfstate"}),
    "another backend": ("http", {"address": "https://example.com"}),
}


def test_another_workspace_of_a_stack_here_is_no_state_of_it() -> None:
    for workspace, expected in (("${terraform.workspace}", set[str]()), ("default", set[str]()), ("dev", {"infra"})):
        same = documents()
        for source in same["infra"]["data"]["terraform_remote_state"].values():
            source["workspace"] = workspace

        assert set(look(same, deployed(same))) == expected


@pytest.mark.parametrize("name", FOREIGN)
def test_a_state_of_no_stack_here_counts_as_changed(name: str) -> None:
    """Whatever was read there at the last deployment: nobody here knows what it holds now."""
    backend, config = FOREIGN[name]
    same = documents()
    same["infra"]["data"]["terraform_remote_state"]["foreign"] = {"backend": backend, "config": config}

    found = look(same, deployed(same))

    assert set(found) == {"infra"}
    assert "reads the state of no stack that is here: data.terraform_remote_state.foreign" in found["infra"].why


def test_a_state_read_under_two_names_counts_with_both() -> None:
    before, now = documents(), documents()
    for one in (before, now):
        source = one["id"]["data"]["terraform_remote_state"]
        source["again"] = source["of-org-root"]
        one["id"]["locals"] = {"x": "${upper(data.terraform_remote_state.again.outputs.infra)}"}
    now["org-root"]["resource"]["aws_organizations_account"]["infra"]["name"] = "other"

    assert look(now, deployed(before))["id"].why == ("reads infra of org-root, which may change",)


def test_blocks_that_are_written_as_lists_are_read() -> None:
    """Terraform JSON allows a list of objects wherever it allows an object of blocks."""
    before, now = documents(), documents()
    for one, name in ((before, "a"), (now, "b")):
        one["infra"]["resource"] = [{"aws_iam_role": [{"x": {"name": name}}]}, {"aws_iam_role": {"y": [{"name": "y"}]}}]
        one["infra"]["provider"] = [{"aws": {"region": "us-east-1"}}, {"aws": {"alias": "b", "region": f"us-{name}"}}]

    assert look(now, deployed(before))["infra"].why == ("changes aws_iam_role.x, provider.aws",)


def test_a_restored_state_is_another_one_though_it_has_the_same_number() -> None:
    known = deployed()
    now = state("id", user="somebody-elses")
    assert known["id"].fingerprint
    assert now.content["serial"] == known["id"].fingerprint.serial

    found = look(documents(), {**known, "id": replace(known["id"], state=now)})

    assert found["id"].why == ("has another state than its last fingerprint is of",)


def test_a_fingerprint_of_another_stack_is_none() -> None:
    known = deployed()
    assert known["id"].fingerprint
    copied = replace(known["id"].fingerprint, stack="infra")

    assert "id" in look(documents(), {**known, "id": replace(known["id"], fingerprint=copied)})


def test_a_state_without_lineage_matches_no_fingerprint() -> None:
    known = deployed()
    one = known["id"].fingerprint
    assert one
    content = {**known["id"].state.content, "lineage": None}

    assert parsed(json.dumps({**json.loads(one.text), "lineage": None})) is None
    assert "id" in look(documents(), {**known, "id": replace(known["id"], state=State(content))})


def test_another_backend_affects_the_stack_and_its_readers() -> None:
    """Its state will be elsewhere; where it is not yet, nothing is deployed."""
    now = documents()
    now["org-root"]["terraform"]["backend"] = {"s3": {**place("org-root"), "bucket": "new"}}
    for name in ("id", "infra"):
        now[name]["data"]["terraform_remote_state"]["of-org-root"]["config"]["bucket"] = "new"

    assert set(look(now, deployed())) == {"org-root", "id", "infra"}


def test_a_stack_that_is_gone_leaves_its_readers_affected() -> None:
    now = documents()
    del now["id"]

    assert set(look(now, deployed())) == {"infra"}


def test_a_fingerprint_is_read_as_it_was_written() -> None:
    known = deployed()["infra"].fingerprint
    assert known

    assert parsed(known.text) == known
    assert "222222222222" not in known.text, "it holds no value"


@pytest.mark.parametrize(
    "change",
    [
        {"version": VERSION + 1},
        {"version": 1},
        {"serial": "7"},
        {"serial": True},
        {"lineage": None},
        {"state": None},
        {"blocks": {"a": 1}},
        {"reads": {"a": "b"}},
        {"more": 1},
        {"blocks": None},
    ],
    ids=str,
)
def test_a_damaged_or_foreign_fingerprint_is_none(change: dict[str, object]) -> None:
    known = deployed()["infra"].fingerprint
    assert known

    assert parsed(json.dumps({**json.loads(known.text), **change})) is None
    assert parsed(known.text[:-20]) is None
    assert parsed("[]") is None


def test_an_edited_digest_affects_the_stack() -> None:
    known = deployed()
    one = known["id"].fingerprint
    assert isinstance(one, Fingerprint)
    edited = copy.deepcopy(json.loads(one.text))
    edited["blocks"]["aws_iam_user.ann"] = "0" * 32

    assert look(documents(), {**known, "id": replace(known["id"], fingerprint=parsed(json.dumps(edited)))})[
        "id"
    ].why == ("changes aws_iam_user.ann",)
