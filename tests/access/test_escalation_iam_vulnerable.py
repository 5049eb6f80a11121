"""
The paths of IAM Vulnerable (BishopFox), a playground of AWS: all 37 that can be taken, and its 5 traps.

Source: https://github.com/BishopFox/iam-vulnerable, the names of its files and the actions that each path needs
(2026-12-01). A path over something that must be there already, as an instance, is named, since no stack makes one.
"""

from __future__ import annotations

from typing import Any

import pytest

from access.decision.process import Process
from tests.access.test_escalation_steps import POLICY, account, administers, allow, look
from tests.synthesis import ROOT

PASS = "iam:PassRole"
PATHS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "privesc1-CreateNewPolicyVersion": ("worker", [allow("iam:CreatePolicyVersion")]),
    "privesc3-CreateEC2WithExistingIP": ("worker", [allow(PASS, "ec2:RunInstances")]),
    "privesc4-CreateAccessKey": ("worker", [allow("iam:CreateAccessKey")]),
    "privesc5-CreateLoginProfile": ("worker", [allow("iam:CreateLoginProfile")]),
    "privesc6-UpdateLoginProfile": ("worker", [allow("iam:UpdateLoginProfile")]),
    "privesc7-AttachUserPolicy": ("robot", [allow("iam:AttachUserPolicy")]),
    "privesc8-AttachGroupPolicy": ("robot", [allow("iam:AttachGroupPolicy")]),
    "privesc9-AttachRolePolicy": ("worker", [allow("iam:AttachRolePolicy")]),
    "privesc10-PutUserPolicy": ("robot", [allow("iam:PutUserPolicy")]),
    "privesc11-PutGroupPolicy": ("robot", [allow("iam:PutGroupPolicy")]),
    "privesc12-PutRolePolicy": ("worker", [allow("iam:PutRolePolicy")]),
    "privesc13-AddUserToGroup": ("robot", [allow("iam:AddUserToGroup")]),
    "privesc14-UpdatingAssumeRolePolicy": ("robot", [allow("iam:UpdateAssumeRolePolicy", "sts:AssumeRole")]),
    "privesc15-PassExistingRoleToNewLambdaThenInvoke": (
        "worker",
        [allow(PASS, "lambda:CreateFunction", "lambda:InvokeFunction")],
    ),
    "privesc16-PassRoleToNewLambdaThenTriggerWithNewDynamo": (
        "worker",
        [
            allow(
                PASS,
                "lambda:CreateFunction",
                "lambda:CreateEventSourceMapping",
                "dynamodb:CreateTable",
                "dynamodb:PutItem",
            )
        ],
    ),
    "privesc18-PassExistingRoleToNewGlueDevEndpoint": ("worker", [allow(PASS, "glue:CreateDevEndpoint")]),
    "privesc20-PassExistingRoleToCloudFormation": ("worker", [allow(PASS, "cloudformation:CreateStack")]),
    "privesc21-PassExistingRoleToNewDataPipeline": (
        "worker",
        [
            allow(
                *(PASS, "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),
                "datapipeline:ActivatePipeline",
            )
        ],
    ),
    "privesc-AssumeRole": ("robot", [allow("sts:AssumeRole")]),
    "privesc-codeBuildCreateProjectPassRole": (
        "worker",
        [allow(PASS, "codebuild:CreateProject", "codebuild:StartBuild")],
    ),
    "privesc-sageMakerCreateNotebookPassRole": (
        "worker",
        [allow(PASS, "sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl")],
    ),
    "privesc-sageMakerCreateProcessingJob": ("worker", [allow(PASS, "sagemaker:CreateProcessingJob")]),
    "privesc-sageMakerCreateTrainingJob": ("worker", [allow(PASS, "sagemaker:CreateTrainingJob")]),
    "sre": ("worker", [allow("iam:*", "ec2:*", "s3:*")]),
    "fn1-privesc3-multiple-policies": ("worker", [allow(PASS), allow("ec2:RunInstances")]),
    "fn2-ExploitableResourceConstraint": (
        "worker",
        [{**allow("iam:CreatePolicyVersion"), "Resource": "arn:aws:iam::*:policy/kept*"}],
    ),
    "fn3-ExploitableConditionConstraint": (
        "worker",
        [
            allow(
                "iam:CreatePolicyVersion",
                Condition={"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}},
            )
        ],
    ),
    "fn4-ExploitableNotAction": ("worker", [{"Effect": "Allow", "NotAction": ["s3:*"], "Resource": "*"}]),
    "privesc-permissive-role-trust": ("robot", [allow("sts:AssumeRole")]),
}
"""The rights of each path that ends at an administrator here, and who has them: a role or a user."""
NEEDING = {
    "privesc2-SetExistingDefaultPolicyVersion": ["iam:SetDefaultPolicyVersion"],
    "privesc17-EditExistingLambdaFunctionWithRole": ["lambda:UpdateFunctionCode"],
    "privesc19-UpdateExistingGlueDevEndpoint": ["glue:UpdateDevEndpoint"],
    "privesc-cloudFormationUpdateStack": ["cloudformation:UpdateStack"],
    "privesc-ec2InstanceConnect": ["ec2-instance-connect:SendSSHPublicKey"],
    "privesc-sageMakerCreatePresignedNotebookURL": ["sagemaker:CreatePresignedNotebookInstanceUrl"],
    "privesc-ssmSendCommand": ["ssm:SendCommand"],
    "privesc-ssmStartSession": ["ssm:StartSession"],
}
"""Paths over what no stack of the test makes."""
TRAPS: dict[str, list[dict[str, Any]]] = {
    "fp1-allow-and-deny-same-policy": [
        allow("iam:CreatePolicyVersion"),
        {"Effect": "Deny", "Action": "iam:CreatePolicyVersion", "Resource": "*"},
    ],
    "fp2-allow-and-deny-multiple-policies": [
        allow("iam:*"),
        {"Effect": "Deny", "Action": ["iam:*", "sts:*"], "Resource": "*"},
    ],
    "fp3-deny": [{"Effect": "Deny", "Action": "iam:CreatePolicyVersion", "Resource": "*"}],
    "fp4-NonExploitableResourceConstraint": [
        {**allow("iam:CreatePolicyVersion"), "Resource": "arn:aws:iam::aws:policy/fp4-*"}
    ],
    "fp5-NonExploitableConditionConstraint": [
        allow("iam:CreatePolicyVersion", Condition={"DateLessThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}})
    ],
}


def test_the_list_is_complete_and_counted_in_the_docs() -> None:
    text = " ".join((ROOT / "docs" / "prove.md").read_text(encoding="utf-8").split())
    said = f"{len(PATHS)} as far as the end, {len(NEEDING)} by the name of what must be there; its {len(TRAPS)} traps"
    assert said in text
    assert len(PATHS) + len(NEEDING) == 37


@pytest.mark.parametrize("name", PATHS)
def test_a_path_is_found(process: Process, name: str) -> None:
    actor, rights = PATHS[name]
    _, _, held = look(process, account(actor, *rights), actor)

    assert administers(held) or any(one.chain and one.principal.name in ("runner", "chief") for one in held)


@pytest.mark.parametrize("name", NEEDING)
def test_a_path_over_something_else_is_named(process: Process, name: str) -> None:
    _, abilities, held = look(process, account("worker", allow(*NEEDING[name])), "worker")

    assert abilities.needed(held[0].caller)
    assert not administers(held)


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_no_path(process: Process, name: str) -> None:
    _, abilities, held = look(process, account("worker", *TRAPS[name]), "worker")

    assert not any(one.gained for one in held)
    assert not abilities.needed(held[0].caller)


def test_policies_that_nobody_has_are_no_path(process: Process) -> None:
    """As the fourth trap, in the own account."""
    rights = {**allow("iam:CreatePolicyVersion"), "Resource": f"{POLICY}/none-*"}
    _, _, held = look(process, account("worker", rights), "worker")

    assert not any(one.gained for one in held)
