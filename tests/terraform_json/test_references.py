"""References in `${…}` are resolved within a stack and between stacks, and never guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from access.model.organization import Organization
from access.read.organization import from_stacks
from terraform_json.resolver import Resolver
from terraform_json.stacks import Entry, Stack

MANAGEMENT, PROD = "000000000001", "000000000002"
ORGANIZATION = {
    "aws_organizations_organization": {"o": {"enabled_policy_types": ["SERVICE_CONTROL_POLICY"]}},
    "aws_organizations_account": {"prod": {"name": "prod", "email": "prod@example.com"}},
}


def stack(name: str, resource: dict[str, Any], **sections: Any) -> Stack:
    return Stack(name, {"resource": resource, **sections})


def local(path: str) -> dict[str, Any]:
    return {"terraform": {"backend": {"local": {"path": path}}}}


def s3(key: str, bucket: str = "states") -> dict[str, Any]:
    return {"terraform": {"backend": {"s3": {"bucket": bucket, "key": key, "region": "us-west-2"}}}}


def remote(backend: str, **config: str) -> dict[str, Any]:
    return {"terraform_remote_state": {"other": {"backend": backend, "config": config}}}


def resolver(*stacks: Stack) -> Resolver:
    accounts = [entry for one in stacks for entry in one.of_type("aws_organizations_account")]
    return Resolver(stacks, {entry.origin: PROD for entry in accounts}, MANAGEMENT)


def topic(of: Stack) -> Entry:
    return of.blocks["aws_sns_topic.t"]


def resolved(template: str, *others: Stack, **sections: Any) -> str:
    """Return a template, resolved as the name of a topic; no reference may stay open."""
    text, found = _resolve(template, *others, **sections)
    assert found.unresolved == ()
    return text


def reason(template: str, *others: Stack, **sections: Any) -> str:
    """Return the reason why a template stays as it is."""
    text, found = _resolve(template, *others, **sections)
    (unresolved,) = found.unresolved
    assert text == template, "an unresolved reference was changed"
    assert str(unresolved.origin) == "here: aws_sns_topic.t"
    assert unresolved.field == "name"
    assert unresolved.expression in template
    return unresolved.reason


def _resolve(template: str, *others: Stack, **sections: Any) -> tuple[str, Resolver]:
    resources = {**sections.pop("resource", {}), "aws_sns_topic": {"t": {"name": template}}}
    here = stack("here", resources, **sections)
    found = resolver(here, *others)
    return found.text(topic(here), template, "name"), found


def test_text_without_a_reference_stays_as_it_is() -> None:
    assert resolved("arn:aws:iam::123456789012:role/x") == "arn:aws:iam::123456789012:role/x"


def test_escaped_policy_variables_become_policy_variables() -> None:
    assert resolved("user/$${aws:username}, 100%%{x}") == "user/${aws:username}, 100%{x}"


def test_an_attribute_in_the_json_is_used() -> None:
    assert resolved("x-${aws_iam_role.r.name}", resource={"aws_iam_role": {"r": {"name": "reader"}}}) == "x-reader"


def test_an_arn_that_aws_computes_has_the_account_of_the_provider() -> None:
    provider = {
        "aws": [{"region": "eu-west-1"}, {"alias": "p", "assume_role": {"role_arn": f"arn:aws:iam::{PROD}:role/d"}}]
    }
    roles = {"aws_iam_role": {"r": {"name": "a", "path": "/team/"}, "s": {"name": "b", "provider": "aws.p"}}}
    found = resolved("${aws_iam_role.r.arn} ${aws_iam_role.s.arn}", resource=roles, provider=provider)
    assert found == f"arn:aws:iam::{MANAGEMENT}:role/team/a arn:aws:iam::{PROD}:role/b"


def test_references_within_references_are_followed() -> None:
    roles = {
        "aws_iam_role": {
            "r": {"name": "${aws_iam_role.s.name}-copy"},
            "s": {"name": "${aws_iam_role.t.name}"},
            "t": {"name": "x"},
        }
    }
    assert resolved("${aws_iam_role.r.arn}", resource=roles) == f"arn:aws:iam::{MANAGEMENT}:role/x-copy"


def test_the_root_is_found_by_its_place_in_the_list() -> None:
    assert resolved("${aws_organizations_organization.o.roots[0].id}", resource=ORGANIZATION) == "r-0000"


def test_an_account_gives_its_number() -> None:
    assert resolved("${aws_organizations_account.prod.id}", resource=ORGANIZATION) == PROD


def test_data_sources_give_the_account_and_the_partition() -> None:
    data: dict[str, Any] = {"aws_caller_identity": {"me": {}}, "aws_partition": {"p": {}}}
    found = resolved("${data.aws_caller_identity.me.account_id} ${data.aws_partition.p.partition}", data=data)
    assert found == f"{MANAGEMENT} aws"


@pytest.mark.parametrize(
    ("backend", "config"),
    [
        (local("/anywhere/org.tfstate"), {"backend": "local", "path": "../../org.tfstate"}),
        (s3("org.tfstate"), {"backend": "s3", "bucket": "states", "key": "org.tfstate"}),
    ],
)
def test_an_output_of_another_stack_is_found_by_its_backend(backend: dict[str, Any], config: dict[str, str]) -> None:
    decoy = stack("decoy", {}, output={"role": {"value": "wrong"}}, **s3("org.tfstate", bucket="others"))
    role = {"aws_iam_role": {"r": {"name": "x"}}}
    other = stack("org", role, output={"role": {"value": "${aws_iam_role.r.arn}"}}, **backend)
    found = resolved("${data.terraform_remote_state.other.outputs.role}", decoy, other, data=remote(**config))
    assert found == f"arn:aws:iam::{MANAGEMENT}:role/x"


def test_an_output_that_is_a_mapping_gives_its_values() -> None:
    output = {"accounts": {"value": {"prod": {"number": "${aws_organizations_account.prod.id}"}}}}
    other = stack("org", ORGANIZATION, output=output, **s3("k"))
    template = "${data.terraform_remote_state.other.outputs.accounts.prod.number}"
    assert resolved(template, other, data=remote("s3", bucket="states", key="k")) == PROD


def test_an_output_of_an_output_is_followed_to_the_stack_that_knows() -> None:
    first = stack("org", ORGANIZATION, output={"n": {"value": "${aws_organizations_account.prod.id}"}}, **s3("first"))
    data = remote("s3", bucket="states", key="first")
    passing_on = {"n": {"value": "${data.terraform_remote_state.other.outputs.n}"}}
    second = stack("second", {}, data=data, output=passing_on, **s3("second"))
    template = "${data.terraform_remote_state.other.outputs.n}"
    assert resolved(template, first, second, data=remote("s3", bucket="states", key="second")) == PROD


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("${aws_iam_role.missing.arn}", "the stack has no such resource"),
        ("${data.aws_region.here.name}", "the stack has no such resource or data source"),
        ("${var.role}", "the stack has no such resource"),
        ("${local.role}", "the stack has no such resource"),
        ("${aws_iam_role.r.unique_id}", "unique_id is known only after the deployment"),
        ("${aws_iam_role.r.tags.team}", "tags.team is known only after the deployment"),
        ('${join(",", [aws_iam_role.r.arn])}', "only plain references are resolved"),
        ("${aws_iam_role.r.arn == 1 ? 2 : 3}", "only plain references are resolved"),
        ("${data.aws_partition.p.dns_suffix}", "the stack has no such resource"),
        ("${data.aws_caller_identity.absent.account_id}", "no such data source"),
        ("${data.terraform_remote_state.absent.outputs.x}", "the stack has no such data source"),
        ("%{if true}", "only plain references are resolved"),
    ],
)
def test_an_unresolvable_reference_is_named_and_stays_as_written(template: str, why: str) -> None:
    assert why in reason(template, resource={"aws_iam_role": {"r": {"name": "x"}}})


def test_text_around_an_unresolved_reference_is_resolved() -> None:
    text, found = _resolve("${aws_iam_role.r.name}/${var.x}", resource={"aws_iam_role": {"r": {"name": "a"}}})
    assert text == "a/${var.x}"
    assert [one.expression for one in found.unresolved] == ["${var.x}"]


def test_a_missing_output_names_the_stack_that_should_have_it() -> None:
    other = stack("org", {}, output={"a": {"value": "x"}}, **s3("k"))
    data = remote("s3", bucket="states", key="k")
    assert (
        reason("${data.terraform_remote_state.other.outputs.b}", other, data=data) == "the stack org has no such output"
    )


def test_a_state_that_no_stack_keeps_is_named() -> None:
    data = remote("s3", bucket="elsewhere", key="k")
    why = reason("${data.terraform_remote_state.other.outputs.b}", stack("org", {}, **s3("k")), data=data)
    assert why == "no stack keeps its state there"


def test_a_state_that_two_stacks_might_keep_is_not_guessed() -> None:
    others = [
        stack(name, {}, output={"x": {"value": name}}, **local(f"../{name}/terraform.tfstate")) for name in ("a", "b")
    ]
    data = remote("local", path="../b/terraform.tfstate")
    why = reason("${data.terraform_remote_state.other.outputs.x}", *others, data=data)
    assert why == "several stacks keep their state there"


@pytest.mark.parametrize(
    "roles",
    [
        {"r": {"name": "${aws_iam_role.r.name}"}},
        {"r": {"name": "${aws_iam_role.s.name}"}, "s": {"name": "${aws_iam_role.r.name}"}},
        {"r": {"name": "${aws_iam_role.s.arn}"}, "s": {"name": "${aws_iam_role.r.arn}"}},
    ],
)
def test_circles_end_and_are_named(roles: dict[str, Any]) -> None:
    text, found = _resolve("${aws_iam_role.r.arn}", resource={"aws_iam_role": roles})
    assert "${" in text
    assert "the references form a circle" in {one.reason for one in found.unresolved}


def test_outputs_that_name_each_other_end_and_are_named() -> None:
    first = {"n": {"value": "${data.terraform_remote_state.other.outputs.n}"}}
    a = stack("a", {}, data=remote("s3", bucket="states", key="b"), output=first, **s3("a"))
    b = stack("b", {}, data=remote("s3", bucket="states", key="a"), output=first, **s3("b"))
    data = remote("s3", bucket="states", key="a")
    assert reason("${data.terraform_remote_state.other.outputs.n}", a, b, data=data) == "the references form a circle"


def test_a_provider_that_depends_on_what_it_makes_ends() -> None:
    provider = {"aws": {"assume_role": {"role_arn": "${aws_iam_role.r.arn}"}}}
    text, found = _resolve("${aws_iam_role.r.arn}", resource={"aws_iam_role": {"r": {"name": "x"}}}, provider=provider)
    assert found.unresolved
    assert MANAGEMENT not in text, "its account was guessed"


def _organization(*stacks: Stack) -> Organization:
    return from_stacks([stack("root", ORGANIZATION), *stacks])


def test_a_policy_names_where_its_reference_was_not_resolved() -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "${var.bucket}"}],
    }
    found = _organization(stack("here", {"aws_iam_policy": {"p": {"name": "p", "policy": json.dumps(policy)}}}))
    assert [str(one) for one in found.unresolved] == [
        "here: aws_iam_policy.p, policy: ${var.bucket} (the stack has no such resource or data source)"
    ]
    (read,) = (one for one in found.policies if one.name == "p")
    assert read.statements[0]["Resource"] == "${var.bucket}", "the policy was changed"


@pytest.mark.parametrize(
    "provider",
    [
        {"aws": {"assume_role": {"role_arn": "${var.role}"}}},
        {"aws": {"assume_role": [{"role_arn": "arn:aws:iam::${var.number}:role/d"}]}},
        {"aws": {"assume_role": {"role_arn": "arn:aws:iam::123456789012:role/deploy"}}},
    ],
)
def test_a_resource_in_an_unknown_account_is_left_out_and_named(provider: dict[str, Any]) -> None:
    user = {"aws_iam_user": {"u": {"name": "ann"}}}
    found = _organization(stack("here", user, provider=provider))
    assert found.users == ()
    assert any(
        str(one.origin) == "here: aws_iam_user.u" and one.field == "provider" and "left out" in one.reason
        for one in found.unresolved
    )


def test_a_missing_provider_is_named() -> None:
    user = {"aws_iam_user": {"u": {"name": "ann", "provider": "aws.absent"}}}
    found = _organization(stack("here", user, provider={"aws": {}}))
    assert found.users == ()
    assert [one.expression for one in found.unresolved] == ["of the provider aws.absent"]
