"""
The steps by which a principal gains rights or acts as another one: one table, with a public source for each.

The identifiers are those of https://pathfinding.cloud/paths (Apache-2.0, list of 2025-12-17): each path there is one
step here, or several of them (`COMPOSED`). Steps without such an identifier have the source beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

_PATHS = "https://pathfinding.cloud/paths/"
_IAM = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_"
_UNLISTED = "own/"


class Target(StrEnum):
    """What the calls of a step act on, besides things of a service."""

    ROLE = "role"
    USER = "user"
    GROUP = "group"
    POLICY = "policy"
    NEW_ROLE = "new role"
    NEW_USER = "new user"
    PROVIDER = "identity provider"
    ROOT = "root user of another account"
    NOTHING = ""


class Gain(StrEnum):
    """What a step gives to the principal that takes it."""

    RIGHTS = "every right for the target, as far as nothing else limits it"
    MEMBERSHIP = "the group's rights for users"
    UNBOUND = "the target without permissions boundary"
    ACT = "acting as the target"
    ENROL = "an MFA device of the target"


@dataclass(frozen=True)
class Step:
    """A step: the calls that it takes, what they act on, and what they give."""

    id: str
    says: str
    """What the principal does, with `{target}`: `attaches a policy to {target}`."""
    calls: tuple[str, ...]
    """Actions on the target; each is needed."""
    target: Target
    gain: Gain
    services: tuple[str, ...] = ()
    """Services, one of which the role must trust, so that it can be passed to them, or runs there already."""
    also: tuple[str, ...] = ()
    """Further actions on things of the same account that the principal may choose or make."""
    policy_key: str = ""
    """The condition key that names the policy: attaching one of few policies gives no more than those."""
    needs: str = ""
    """What must be there already: `a Lambda function`."""
    types: tuple[str, ...] = ()
    """Terraform's types of what must be there."""
    made_by: tuple[str, ...] = ()
    """Actions that make what must be there, if the principal may call them."""

    @property
    def source(self) -> str:
        """The page that describes it."""
        if self.id.startswith(_UNLISTED):
            return f"{_IAM}{self.calls[-1].partition(':')[2]}.html"
        return f"{_PATHS}{self.id}"

    @property
    def is_passing(self) -> bool:
        """True if a role is passed to a service, which then acts as the role."""
        return "iam:PassRole" in self.calls

    @property
    def actions(self) -> tuple[str, ...]:
        """Every action that it takes."""
        return (*self.calls, *self.also)


def _on(id_: str, says: str, target: Target, gain: Gain, *calls: str, policy_key: str = "") -> Step:
    return Step(id_, says, calls, target, gain, policy_key=policy_key)


def _passed(id_: str, service: str, *also: str, what: str) -> Step:
    says = f"passes {{target}} to {what}"
    return Step(id_, says, ("iam:PassRole",), Target.ROLE, Gain.ACT, (service,), also)


def _there(id_: str, service: str, *also: str, needs: str, types: tuple[str, ...]) -> Step:
    says = f"uses {needs} that runs as {{target}}"
    return Step(id_, says, (), Target.ROLE, Gain.ACT, (service,), also, needs=needs, types=types)


_EC2, _ECS, _GLUE, _LAMBDA = (
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "glue.amazonaws.com",
    "lambda.amazonaws.com",
)
_BUILD, _STACK, _ML = "codebuild.amazonaws.com", "cloudformation.amazonaws.com", "sagemaker.amazonaws.com"
_RUNNER, _BEDROCK = "tasks.apprunner.amazonaws.com", "bedrock-agentcore.amazonaws.com"
_PIPELINE = "datapipeline.amazonaws.com"
_ATTACHED, _LIMIT = "iam:PolicyARN", "iam:PermissionsBoundary"
_FUNCTION, _INSTANCE = ("aws_lambda_function",), ("aws_instance", "aws_launch_template", "aws_autoscaling_group")
_PROFILE, _MADE = ("aws_iam_instance_profile",), ("iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile")
_PROJECT, _NOTEBOOK = ("aws_codebuild_project",), ("aws_sagemaker_notebook_instance",)
_DEFINED = "ecs:RegisterTaskDefinition"
_SANDBOX = ("bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter")

_R, _U, _G, _P = Target.ROLE, Target.USER, Target.GROUP, Target.POLICY
_WRITES, _ATTACHES = "writes a policy into {target}", "attaches a policy to {target}"
_OTHER = "gives {target} another permissions boundary"
_OFF = "takes the permissions boundary off {target}"
_TRUSTED = "changes the identity provider that {target} trusts"
_NEW_ROLE, _NEW_USER = "makes a role with a policy", "makes a user with a policy, and a key of the user"

_ON_PRINCIPALS = (
    _on("iam-001", "makes a new version of the policy {target}", _P, Gain.RIGHTS, "iam:CreatePolicyVersion"),
    _on("iam-002", "makes an access key of {target}", _U, Gain.ACT, "iam:CreateAccessKey"),
    _on("iam-004", "gives {target} a password", _U, Gain.ACT, "iam:CreateLoginProfile"),
    _on("iam-005", _WRITES, _R, Gain.RIGHTS, "iam:PutRolePolicy"),
    _on("iam-006", "changes the password of {target}", _U, Gain.ACT, "iam:UpdateLoginProfile"),
    _on("iam-007", _WRITES, _U, Gain.RIGHTS, "iam:PutUserPolicy"),
    _on("iam-008", _ATTACHES, _U, Gain.RIGHTS, "iam:AttachUserPolicy", policy_key=_ATTACHED),
    _on("iam-009", _ATTACHES, _R, Gain.RIGHTS, "iam:AttachRolePolicy", policy_key=_ATTACHED),
    _on("iam-010", _ATTACHES, _G, Gain.RIGHTS, "iam:AttachGroupPolicy", policy_key=_ATTACHED),
    _on("iam-011", _WRITES, _G, Gain.RIGHTS, "iam:PutGroupPolicy"),
    _on("iam-012", "changes the trust policy of {target}", _R, Gain.ACT, "iam:UpdateAssumeRolePolicy"),
    _on("iam-013", "adds users to {target}", _G, Gain.MEMBERSHIP, "iam:AddUserToGroup"),
    _on("sts-001", "assumes {target}", _R, Gain.ACT, "sts:AssumeRole"),
    _on("own/boundary-of-role", _OFF, _R, Gain.UNBOUND, "iam:DeleteRolePermissionsBoundary"),
    _on("own/boundary-of-user", _OFF, _U, Gain.UNBOUND, "iam:DeleteUserPermissionsBoundary"),
    _on("own/limit-of-role", _OTHER, _R, Gain.UNBOUND, "iam:PutRolePermissionsBoundary", policy_key=_LIMIT),
    _on("own/limit-of-user", _OTHER, _U, Gain.UNBOUND, "iam:PutUserPermissionsBoundary", policy_key=_LIMIT),
    replace(
        _on("own/device", "enrols an MFA device of {target}", _U, Gain.ENROL, "iam:EnableMFADevice"),
        also=("iam:CreateVirtualMFADevice",),
    ),
    _on("own/new-role", _NEW_ROLE, Target.NEW_ROLE, Gain.ACT, "iam:CreateRole", "iam:PutRolePolicy"),
    replace(
        _on("own/new-role-attached", _NEW_ROLE, Target.NEW_ROLE, Gain.ACT, "iam:CreateRole", "iam:AttachRolePolicy"),
        policy_key=_ATTACHED,
    ),
    replace(
        _on("own/new-user", _NEW_USER, Target.NEW_USER, Gain.ACT),
        calls=("iam:CreateUser", "iam:PutUserPolicy", "iam:CreateAccessKey"),
    ),
    replace(
        _on("own/new-user-attached", _NEW_USER, Target.NEW_USER, Gain.ACT, policy_key=_ATTACHED),
        calls=("iam:CreateUser", "iam:AttachUserPolicy", "iam:CreateAccessKey"),
    ),
    _on("own/saml", _TRUSTED, Target.PROVIDER, Gain.ACT, "iam:UpdateSAMLProvider"),
    _on("own/openid", _TRUSTED, Target.PROVIDER, Gain.ACT, "iam:UpdateOpenIDConnectProviderThumbprint"),
    _on("own/root", "takes a session of {target}", Target.ROOT, Gain.ACT, "sts:AssumeRoot"),
    replace(
        _on("own/version", "chooses another version of {target}", _P, Gain.RIGHTS, "iam:SetDefaultPolicyVersion"),
        needs="a former version of a policy with more rights",
    ),
    replace(
        _on("own/delegation", "accepts delegated rights", Target.NOTHING, Gain.ACT, "iam:AcceptDelegationRequest"),
        needs="a delegation request of a partner of AWS",
    ),
)
_PASSING = (
    _passed("apprunner-001", _RUNNER, "apprunner:CreateService", what="a service of App Runner"),
    _passed(
        *("bedrock-001", _BEDROCK, "bedrock-agentcore:CreateCodeInterpreter", *_SANDBOX),
        what="an interpreter of Bedrock",
    ),
    _passed("cloudformation-001", _STACK, "cloudformation:CreateStack", what="a stack of CloudFormation"),
    _passed(
        *("cloudformation-003", _STACK, "cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"),
        what="a stack set",
    ),
    _passed("cloudformation-004", _STACK, "cloudformation:UpdateStackSet", what="a stack set"),
    _passed("codebuild-001", _BUILD, "codebuild:CreateProject", "codebuild:StartBuild", what="a build"),
    _passed("codebuild-004", _BUILD, "codebuild:CreateProject", "codebuild:StartBuildBatch", what="a batch of builds"),
    _passed(
        *("datapipeline-001", _PIPELINE, "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),
        *("datapipeline:ActivatePipeline",),
        what="a pipeline",
    ),
    replace(_passed("ec2-001", _EC2, "ec2:RunInstances", what="an instance"), types=_PROFILE, made_by=_MADE),
    replace(
        _passed("ec2-003", _EC2, "ec2:RequestSpotInstances", what="a spot instance"), types=_PROFILE, made_by=_MADE
    ),
    _passed(
        "ecs-001", _ECS, "ecs:CreateCluster", _DEFINED, "ecs:CreateService", what="a service of ECS in a new cluster"
    ),
    _passed("ecs-002", _ECS, "ecs:CreateCluster", _DEFINED, "ecs:RunTask", what="a task of ECS in a new cluster"),
    _passed("ecs-003", _ECS, _DEFINED, "ecs:CreateService", what="a service of ECS"),
    _passed("ecs-004", _ECS, _DEFINED, "ecs:RunTask", what="a task of ECS"),
    _passed("ecs-005", _ECS, _DEFINED, "ecs:StartTask", what="a task of ECS"),
    _passed("glue-001", _GLUE, "glue:CreateDevEndpoint", what="an endpoint of Glue"),
    _passed("glue-003", _GLUE, "glue:CreateJob", "glue:StartJobRun", what="a job of Glue"),
    _passed("glue-004", _GLUE, "glue:CreateJob", "glue:CreateTrigger", what="a job of Glue with a trigger"),
    _passed("glue-005", _GLUE, "glue:UpdateJob", "glue:StartJobRun", what="a job of Glue"),
    _passed("glue-006", _GLUE, "glue:UpdateJob", "glue:CreateTrigger", what="a job of Glue with a trigger"),
    _passed("lambda-001", _LAMBDA, "lambda:CreateFunction", "lambda:InvokeFunction", what="a function"),
    _passed(
        *("lambda-002", _LAMBDA, "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
        what="a function of a stream",
    ),
    _passed("lambda-006", _LAMBDA, "lambda:CreateFunction", "lambda:AddPermission", what="a function open for others"),
    _passed("sagemaker-001", _ML, "sagemaker:CreateNotebookInstance", what="a notebook"),
    _passed("sagemaker-002", _ML, "sagemaker:CreateTrainingJob", what="a training job"),
    _passed("sagemaker-003", _ML, "sagemaker:CreateProcessingJob", what="a processing job"),
)
_THERE = (
    _there(
        *("apprunner-002", _RUNNER, "apprunner:UpdateService"),
        needs="a service of App Runner",
        types=("aws_apprunner_service",),
    ),
    _there(
        *("bedrock-002", _BEDROCK, *_SANDBOX),
        needs="an interpreter of Bedrock",
        types=("aws_bedrockagentcore_code_interpreter",),
    ),
    _there(
        *("cloudformation-002", _STACK, "cloudformation:UpdateStack"),
        needs="a stack of CloudFormation with a role",
        types=("aws_cloudformation_stack",),
    ),
    _there(
        *("cloudformation-005", _STACK, "cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"),
        needs="a stack of CloudFormation with a role",
        types=("aws_cloudformation_stack",),
    ),
    _there("codebuild-002", _BUILD, "codebuild:StartBuild", needs="a project of CodeBuild", types=_PROJECT),
    _there("codebuild-003", _BUILD, "codebuild:StartBuildBatch", needs="a project of CodeBuild", types=_PROJECT),
    _there(
        *("ec2-002", _EC2, "ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"),
        needs="an EC2 instance with a role",
        types=_INSTANCE,
    ),
    _there(
        *("ec2-004", _EC2, "ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"),
        needs="a launch template with a role",
        types=_INSTANCE,
    ),
    _there(
        *("ec2instanceconnect-003", _EC2, "ec2-instance-connect:SendSSHPublicKey"),
        needs="an EC2 instance with a role",
        types=_INSTANCE,
    ),
    _there("glue-002", _GLUE, "glue:UpdateDevEndpoint", needs="an endpoint of Glue", types=("aws_glue_dev_endpoint",)),
    _there("lambda-003", _LAMBDA, "lambda:UpdateFunctionCode", needs="a Lambda function", types=_FUNCTION),
    _there(
        *("lambda-004", _LAMBDA, "lambda:UpdateFunctionCode", "lambda:InvokeFunction"),
        needs="a Lambda function",
        types=_FUNCTION,
    ),
    _there(
        *("lambda-005", _LAMBDA, "lambda:UpdateFunctionCode", "lambda:AddPermission"),
        needs="a Lambda function",
        types=_FUNCTION,
    ),
    _there("sagemaker-004", _ML, "sagemaker:CreatePresignedNotebookInstanceUrl", needs="a notebook", types=_NOTEBOOK),
    _there(
        *("sagemaker-005", _ML, "sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:StopNotebookInstance"),
        *("sagemaker:UpdateNotebookInstance", "sagemaker:StartNotebookInstance"),
        needs="a notebook",
        types=_NOTEBOOK,
    ),
    _there("ssm-001", _EC2, "ssm:StartSession", needs="an EC2 instance with a role", types=_INSTANCE),
    _there("ssm-002", _EC2, "ssm:SendCommand", needs="an EC2 instance with a role", types=_INSTANCE),
)
STEPS: tuple[Step, ...] = (*_ON_PRINCIPALS, *_PASSING, *_THERE)
"""Every step."""

COMPOSED: Mapping[str, tuple[str, ...]] = {
    "iam-003": ("iam-002",),
    "iam-014": ("iam-009", "sts-001"),
    "iam-015": ("iam-008", "iam-002"),
    "iam-016": ("iam-001", "sts-001"),
    "iam-017": ("iam-005", "sts-001"),
    "iam-018": ("iam-007", "iam-002"),
    "iam-019": ("iam-009", "iam-012"),
    "iam-020": ("iam-001", "iam-012"),
    "iam-021": ("iam-005", "iam-012"),
}
"""The paths of the list that are several steps of this table, in their order."""
