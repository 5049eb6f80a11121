"""Deployments can read, write and lock every state; each way to break that is found, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from access.promises.deploying.backends import backends, calls
from access.promises.deploying.who import Deployers
from access.promises.promise import Outcome
from access.promises.state import PROMISE
from access.questions.world import World
from tests.access.conftest import Broken, Edit, Stacks
from tests.access.edits import ANY_PRINCIPAL, bucket_policy, by_sid, deny, without

ID = "spacecats-id-tf-state-us-west-2"
ROOT_BUCKET = "spacecats-org-root-tf-state-us-west-2"
OTHERS = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/another"}}


def look(world: World) -> Outcome:
    outcome = PROMISE.look(world)
    assert outcome.undecided == ()
    return outcome


def found(broken: Broken, edit: Edit) -> list[str]:
    return [example.text for example in look(broken(edit)).counter_examples]


def asked(world: World, stack: str) -> set[tuple[str, str, str]]:
    """Return the requests about a stack's state: caller, action, resource."""
    return {
        (call.request.caller.label, call.request.action, call.request.resource.removeprefix("arn:aws:s3:::"))
        for backend in backends(world, Deployers(world))
        if backend.stack == stack
        for call in calls(world, backend)
    }


def test_every_state_of_the_example_can_be_reached(world: World) -> None:
    outcome = look(world)
    assert (outcome.status, outcome.notes) == ("kept", ())
    assert {backend.stack for backend in backends(world, Deployers(world))} == {
        stack.name for stack in world.organization.stacks
    }


def test_states_are_reached_with_the_given_credentials_not_with_the_role_for_the_resources(world: World) -> None:
    admin = "role admin of org-root"
    assert asked(world, "id") == {
        (admin, "s3:ListBucket", ID),
        (admin, "s3:GetObject", f"{ID}/id/terraform.tfstate"),
        (admin, "s3:PutObject", f"{ID}/id/terraform.tfstate"),
        *((admin, f"s3:{action}Object", f"{ID}/id/terraform.tfstate.tflock") for action in ("Get", "Put", "Delete")),
        (admin, "s3:ListBucket", ROOT_BUCKET),
        (admin, "s3:GetObject", f"{ROOT_BUCKET}/org-root/terraform.tfstate"),
    }


def test_a_stack_that_creates_its_own_bucket_looks_for_it_as_the_caller_that_creates_it(world: World) -> None:
    access_role = "role OrganizationAccountAccessRole of id"
    assert {one for one in asked(world, "bootstrap-id") if one[0] == access_role} == {
        (access_role, "s3:ListAllMyBuckets", "*"),
        (access_role, "s3:ListBucket", ID),
        (access_role, "iam:ListAccountAliases", "*"),
        (access_role, "organizations:DescribeOrganization", "*"),
    }


def test_a_bucket_that_denies_access_to_administrators_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        bucket_policy(
            stacks, "bootstrap-id", "state/state/policy",
            lambda all_: by_sid(all_, "StatesOfDeployment").update(Condition=OTHERS),
        )  # fmt: skip

    def denied(action: str, purpose: str) -> str:
        call = f"role admin of org-root cannot call s3:{action} on {ID} to {purpose}"
        return f"{call}, when bootstrap-id, id is deployed: policy of the resource, statement StatesOfDeployment"

    assert found(broken, edit) == [
        denied("GetObject", "read the state"),
        denied("PutObject", "write the state"),
        denied("GetObject", "see who holds the lock"),
        denied("PutObject", "take the lock"),
        denied("DeleteObject", "give the lock back"),
    ]


def test_a_bucket_of_another_account_without_access_for_administrators_is_found(broken: Broken) -> None:
    texts = found(
        broken,
        lambda stacks: bucket_policy(
            stacks, "bootstrap-id", "state/state/policy", lambda all_: without(all_, "ListState")
        ),
    )
    assert len(texts) == 1
    assert texts[0].startswith(
        f"role admin of org-root cannot call s3:ListBucket on {ID} to look for workspaces, when "
    )
    assert "bootstrap-id, id" in texts[0]


def test_a_lock_that_cannot_be_given_back_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        arn = f"arn:aws:s3:::{ID}/*.tflock"
        lock = {
            "Sid": "Locks",
            "Effect": "Deny",
            "Principal": ANY_PRINCIPAL,
            "Action": "s3:DeleteObject",
            "Resource": arn,
        }
        bucket_policy(stacks, "bootstrap-id", "state/state/policy", lambda all_: all_.append(lock))

    assert found(broken, edit) == [
        f"role admin of org-root cannot call s3:DeleteObject on {ID} to give the lock back, when bootstrap-id, id is "
        "deployed: policy of the resource, statement Locks"
    ]


def test_a_state_that_other_stacks_need_and_cannot_read_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        arn = f"arn:aws:s3:::{ROOT_BUCKET}/org-root/*"
        read = {"Sid": "Read", "Effect": "Deny", "Principal": ANY_PRINCIPAL, "Action": "s3:GetObject", "Resource": arn}
        bucket_policy(stacks, "bootstrap-org-root", "state/state/policy", lambda all_: all_.append(read))

    reads, sees = found(broken, edit)
    assert (
        "to read the state, when bootstrap-id, bootstrap-infra, bootstrap-logs, id, infra, logs, org-root is" in reads
    )
    assert "to see who holds the lock, when org-root is deployed" in sees


def test_a_resource_control_policy_that_denies_the_management_account_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        outside = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-another000"}}
        deny(stacks, "s3:PutObject", "root/resource-guardrails-1", Principal="*", Condition=outside)

    texts = found(broken, edit)
    assert {text.partition(" on ")[2].split(" to ")[0] for text in texts} == {
        f"spacecats-{account}-tf-state-us-west-2" for account in ("id", "infra", "logs")
    }
    assert all(text.endswith("RCP of root, statement Added") for text in texts)


def test_a_state_is_uploaded_with_the_encryption_that_the_backend_says(broken: Broken) -> None:
    def edit(stacks: Stacks, encrypt: bool = True) -> None:
        backend(stacks, "id")["encrypt"] = encrypt
        other = {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}
        deny(stacks, "s3:PutObject", "root/resource-guardrails-1", Principal="*", Condition=other)

    assert found(broken, edit) == []
    texts = found(broken, lambda stacks: edit(stacks, encrypt=False))
    assert [text.partition(" to ")[2].split(",")[0] for text in texts] == ["write the state", "take the lock"]


def backend(stacks: Stacks, stack: str) -> dict[str, Any]:
    settings: dict[str, Any] = stacks[stack]["terraform"]["backend"]["s3"]
    return settings


def test_a_backend_with_a_role_of_its_own_is_reached_with_that_role(broken: Broken) -> None:
    role = "${aws_iam_role.administrators_role_D01EAD16.arn}"
    account = broken(lambda stacks: None).organization.account_by_key["id"].number
    reader = f"arn:aws:iam::{account}:role/incident-responder"

    texts = found(broken, lambda stacks: backend(stacks, "id").update(assume_role={"role_arn": reader}))
    assert texts
    assert all(text.startswith("role incident-responder of id cannot call s3:") for text in texts)
    assert all(text.split(", when ")[1].startswith("id is deployed") for text in texts)
    unknown = found(broken, lambda stacks: backend(stacks, "id").update(role_arn=role))
    assert unknown == [
        f"the state in {ID} that id has is reached with {role}, a role that neither AWS nor any stack makes"
    ]


def test_without_a_lock_in_the_bucket_no_lock_call_is_checked(broken: Broken) -> None:
    world = broken(lambda stacks: backend(stacks, "id").pop("use_lockfile"))
    assert not [one for one in asked(world, "id") if one[2].endswith(".tflock")]


def test_a_bucket_that_no_stack_makes_is_named(broken: Broken) -> None:
    outcome = look(broken(lambda stacks: backend(stacks, "id").update(bucket="elsewhere")))
    assert outcome.status == "kept"
    assert outcome.notes == ("not checked: the states of id in the bucket elsewhere, which no stack makes",)


def _with_key(stacks: Stacks, statement: dict[str, Any]) -> None:
    """Encrypt the state of id with a key of its own."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    resources = stacks["bootstrap-id"]["resource"]
    resources["aws_kms_key"] = {"key": {"policy": policy}}
    for one in resources["aws_s3_bucket_server_side_encryption_configuration"].values():
        default = one["rule"][0]["apply_server_side_encryption_by_default"]
        default.update(sse_algorithm="aws:kms", kms_master_key_id="${aws_kms_key.key.arn}")


def test_a_key_that_does_not_let_the_administrators_read_the_state_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks, actions: str) -> None:
        _with_key(stacks, {"Effect": "Allow", "Principal": ANY_PRINCIPAL, "Action": actions, "Resource": "*"})

    assert found(broken, lambda stacks: edit(stacks, "kms:*")) == []
    assert [text.split(":")[1] for text in found(broken, lambda stacks: edit(stacks, "kms:Decrypt"))] == [
        f"GenerateDataKey on the key of {ID} to write the state, when bootstrap-id, id is deployed"
    ]


def test_a_key_that_only_s3_may_use_allows_the_administrators(broken: Broken) -> None:
    via = {"StringEquals": {"kms:ViaService": "s3.us-west-2.amazonaws.com"}}
    statement = {"Effect": "Allow", "Principal": ANY_PRINCIPAL, "Action": "kms:*", "Resource": "*", "Condition": via}
    assert found(broken, lambda stacks: _with_key(stacks, statement)) == []


def test_a_table_of_locks_is_looked_for_in_the_account_of_the_credentials(broken: Broken) -> None:
    def edit(stacks: Stacks, stack: str) -> None:
        backend(stacks, "id")["dynamodb_table"] = "locks"
        stacks[stack]["resource"]["aws_dynamodb_table"] = {"locks": {"name": "locks"}}

    there = broken(lambda stacks: edit(stacks, "org-root"))
    assert look(there).notes == ()
    assert "dynamodb:PutItem" in {action for _, action, _ in asked(there, "id")}
    elsewhere = look(broken(lambda stacks: edit(stacks, "id")))
    assert elsewhere.notes == ("the table of locks locks is created by no stack",)


def test_states_in_local_files_are_not_checked(broken: Broken) -> None:
    def edit(stacks: Stacks, *names: str) -> None:
        for name in names:
            stacks[name]["terraform"]["backend"] = {"local": {"path": f"terraform.{name}.tfstate"}}

    assert PROMISE.look(broken(lambda stacks: edit(stacks, *stacks))).status == "not asked"
    outcome = look(broken(lambda stacks: edit(stacks, "logs")))
    assert outcome.notes == ("the states of logs are not in S3 and were not checked",)
