"""Promises hold for every action, not for those that come to mind."""

from __future__ import annotations

import json

import pytest

from access.promises import mfa, outsiders
from tests.access.asking import TRAIL, bucket, kept, texts
from tests.access.conftest import Broken, Edit, Stacks
from tests.access.edits import bucket_policy, by_sid, statements
from tests.access.small import document
from tests.access.test_promises_attacked import allow, to_role, to_user
from tests.access.test_promises_broken import role

BUCKET = TRAIL.rpartition(":")[2]


def open_but(actions: list[str], account: str) -> Edit:
    """Return an edit that opens the trail's bucket, and denies all but some actions to other accounts."""
    resources = [TRAIL, f"{TRAIL}/*"]
    return bucket(
        {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": resources},
        {
            "Effect": "Deny",
            "Principal": "*",
            "NotAction": actions,
            "Resource": resources,
            "Condition": {"StringNotEquals": {"aws:PrincipalAccount": account}},
        },
    )


@pytest.fixture(scope="module")
def logs(broken: Broken) -> str:
    """Return the number of the account logs."""
    return broken(lambda stacks: None).organization.account_by_key["logs"].number


@pytest.mark.parametrize(
    "action",
    [
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:GetObjectTorrent",
        "s3:ListBucketVersions",
        "s3:GetBucketPolicyStatus",
        "s3:GetObjectAttributes",
        "s3:RestoreObject",
    ],
)
def test_a_bucket_that_is_open_for_an_action_is_found(broken: Broken, logs: str, action: str) -> None:
    found = texts(broken(open_but([action], logs)), "outsiders")

    assert found[0] == f"an anonymous caller can {action} on {BUCKET}"
    assert all(f" can {action} on {BUCKET}" in text for text in found)


@pytest.mark.parametrize("action", ["s3:NoSuchAction*", "kms:*", "dynamodb:GetItem"])
def test_a_bucket_that_is_open_for_actions_of_nothing_in_it_is_right(broken: Broken, logs: str, action: str) -> None:
    assert kept(broken(open_but([action], logs)), "outsiders")


def test_not_action_without_the_service_is_right(broken: Broken) -> None:
    said = {"Effect": "Allow", "Principal": "*", "NotAction": "s3:*", "Resource": f"{TRAIL}/*"}

    assert kept(broken(bucket(said)), "outsiders")


@pytest.mark.parametrize(
    ("action", "what"),
    [
        ("organizations:PutResourcePolicy", "the delegation policy"),
        ("organizations:DeleteResourcePolicy", "the organization"),
        ("organizations:RegisterDelegatedAdministrator", "the account logs"),
        ("organizations:DeregisterDelegatedAdministrator", "the account logs"),
        ("organizations:EnableAWSServiceAccess", "the organization"),
        ("organizations:DisablePolicyType", "the root"),
        ("organizations:RemoveAccountFromOrganization", "the account logs"),
        ("cloudtrail:PutEventConfiguration", "the trail organization"),
    ],
)
def test_a_role_that_may_change_the_organization_is_found(broken: Broken, action: str, what: str) -> None:
    world = broken(lambda stacks: to_role(stacks, "org-root", "billing", allow(action)))

    assert f"role billing of org-root can {action} on {what}" in texts(world, "protection")


@pytest.mark.parametrize(
    "action",
    [
        "organizations:List*",
        "organizations:Describe*",
        "organizations:TagResource",
        "cloudtrail:LookupEvents",
        "cloudtrail:Get*",
        "iam:CreateAccountAlias",
    ],
)
def test_a_role_that_changes_nothing_protected_is_right(broken: Broken, action: str) -> None:
    world = broken(lambda stacks: to_role(stacks, "org-root", "billing", allow(action)))

    assert kept(world, "protection")


def working_in_logs(action: str) -> Edit:
    """Return an edit that adds a role in logs that may do one thing; the policy of the bucket does not deny it."""

    def edit(stacks: Stacks) -> None:
        worker = json.loads(json.dumps(role(stacks, "infra")))
        del worker["//"]
        worker["name"] = "worker"
        worker["inline_policy"] = [{"name": "work", "policy": document(allow(action))}]
        stacks["logs"]["resource"]["aws_iam_role"]["worker"] = worker
        bucket_policy(
            stacks,
            "logs",
            "logs/trail/bucket/policy",
            lambda found: found.__setitem__(slice(None), [one for one in found if one["Effect"] == "Allow"]),
        )

    return edit


@pytest.mark.parametrize(
    ("action", "what"),
    [
        ("s3:ReplicateObject", "the trail's files"),
        ("s3:ReplicateDelete", "the trail's files"),
        ("s3:PutObjectRetention", "the trail's files"),
        ("s3:ObjectOwnerOverrideToBucketOwner", "the trail's files"),
        ("s3:PutBucketObjectLockConfiguration", "the trail's bucket"),
        ("s3:PutBucketOwnershipControls", "the trail's bucket"),
        ("s3:PutReplicationConfiguration", "the trail's bucket"),
        ("kms:CreateGrant", "the trail's key"),
        ("kms:ReplicateKey", "the trail's key"),
        ("kms:UpdatePrimaryRegion", "the trail's key"),
        ("kms:DisableKey", "the trail's key"),
    ],
)
def test_a_role_that_may_change_the_trail_is_found(broken: Broken, action: str, what: str) -> None:
    assert texts(broken(working_in_logs(action)), "protection") == [f"role worker of logs can {action} on {what}"]


@pytest.mark.parametrize(
    "action", ["s3:GetObject", "s3:ListBucket", "kms:Decrypt", "kms:TagResource", "sns:Publish", "s3:GetBucket*"]
)
def test_a_role_that_reads_the_trail_is_right(broken: Broken, action: str) -> None:
    assert kept(broken(working_in_logs(action)), "protection")


@pytest.mark.parametrize("action", ["s3:PutBucketObjectLockConfiguration", "s3:DeleteBucketPolicy", "s3:DeleteObject"])
def test_what_the_guardrails_or_the_bucket_deny_is_right(broken: Broken, action: str) -> None:
    def edit(stacks: Stacks) -> None:
        before = json.dumps(stacks["logs"]["resource"]["aws_s3_bucket_policy"])
        working_in_logs(action)(stacks)
        stacks["logs"]["resource"]["aws_s3_bucket_policy"] = json.loads(before)

    assert kept(broken(edit), "protection")


UNLISTED = ["newsvc:Do", "s3:GetNothingKnown", "newsvc:*", "newsvc:D?", "iam:ChangeEverything*"]


def exempting(stacks: Stacks, action: str) -> None:
    """Except an action from what users are denied without MFA."""
    for body in stacks["id"]["resource"]["aws_iam_policy"].values():
        if "DenyTheRestWithoutMFA" in body["policy"]:
            statements(body, "policy", lambda said: by_sid(said, "DenyTheRestWithoutMFA")["NotAction"].append(action))


@pytest.mark.parametrize("action", UNLISTED)
def test_an_action_that_awss_list_does_not_have_leaves_the_promise_about_mfa_undecided(
    broken: Broken, action: str
) -> None:
    def allowed(stacks: Stacks) -> None:
        to_user(stacks, allow(action))

    def exempt(stacks: Stacks) -> None:
        exempting(stacks, action)

    def both(stacks: Stacks) -> None:
        allowed(stacks)
        exempting(stacks, action)

    assert mfa.PROMISE.look(broken(allowed)).status == "kept"
    assert mfa.PROMISE.look(broken(exempt)).status == "kept"
    outcome = mfa.PROMISE.look(broken(both))
    assert outcome.status == "undecided"
    assert f"AWS's list has no action {action}" in outcome.undecided[0].text


@pytest.mark.parametrize("action", UNLISTED)
def test_an_unlisted_action_that_a_bucket_opens_leaves_the_promise_about_outsiders_undecided(
    broken: Broken, action: str
) -> None:
    opened = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": f"{TRAIL}/*"}
    outcome = outsiders.PROMISE.look(broken(bucket(opened)))
    assert outcome.status == "undecided"
    assert any(f"AWS's list has no action {action}" in one.text for one in outcome.undecided)

    ours = {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}
    assert kept(broken(bucket({**opened, "Condition": ours})), "outsiders")
    assert kept(broken(bucket({**opened, "Effect": "Deny"})), "outsiders")
