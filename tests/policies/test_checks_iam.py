"""Service and resource control policies, trust and resource policies: what AWS accepts and rejects."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import account_root_arn, deny_all, trust_account
from policies.checks import GRAMMARS, RESOURCE, TRUST, iam_policy_errors, identity_policy_errors, policy_errors
from policies.checks.aws_names import services_with_resource_control

SCP = "SERVICE_CONTROL_POLICY"
RCP = "RESOURCE_CONTROL_POLICY"


def policy(*statements: Any, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements), **more}, separators=(",", ":"))


def deny(**fields: Any) -> dict[str, Any]:
    """Return a valid statement of a service control policy, with some fields replaced or, with None, removed."""
    fields = {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*", **fields}
    return {key: value for key, value in fields.items() if value is not None}


def deny_all_principals(**fields: Any) -> dict[str, Any]:
    """Return a valid statement of a resource control policy."""
    return deny(**{"Principal": "*", "Action": "s3:*", **fields})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(deny_all(), id="everything denied"),
        pytest.param(policy(deny(Effect="Allow", Action="*")), id="everything allowed"),
        pytest.param(json.dumps({"Version": "2012-10-17", "Statement": deny()}), id="one statement without a list"),
        pytest.param(policy(deny(Sid="LeaveNot", Action="organizations:LeaveOrganization")), id="leaving"),
        pytest.param(
            policy(deny(Action="*", Condition={"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}})),
            id="the root user",
        ),
        pytest.param(policy(deny(Action="*", Condition={"Bool": {"aws:AssumedRoot": "true"}})), id="assumed root"),
        pytest.param(
            policy(
                deny(
                    Action=None,
                    NotAction=["iam:*", "organizations:*", "sts:*", "support:*"],
                    Condition={
                        "StringNotEquals": {"aws:RequestedRegion": ["us-west-2", "us-east-1"]},
                        "ArnNotLike": {"aws:PrincipalARN": "arn:aws:iam::*:role/OrganizationAccountAccessRole"},
                    },
                )
            ),
            id="regions",
        ),
        pytest.param(
            policy(deny(Effect="Allow", Action=None, NotAction="iam:*", Condition={"Null": {"aws:userid": "false"}})),
            id="NotAction and a Condition of an Allow",
        ),
        pytest.param(policy(deny(Effect="Allow", Resource="arn:aws:s3:::a/*")), id="an ARN of an Allow"),
        pytest.param(policy(deny(Resource=None, NotResource=["arn:aws:s3:::a", "arn:*:s3:::b*"])), id="NotResource"),
        pytest.param(
            policy(deny(Action=None, Resource=None, NotAction="s3:*", NotResource="arn:aws:s3:::a")),
            id="NotAction with NotResource",
        ),
        pytest.param(policy(deny(Action=["s3:*Object", "s3:Get*Acl", "ec2:?un*"])), id="wildcards anywhere"),
        pytest.param(policy(deny(Action=["vpc-lattice:AssociateViaAWSService-EventsAndStates"])), id="hyphens"),
        pytest.param(policy(deny(), deny(Sid=""), deny(Sid="")), id="empty statement ids"),
        pytest.param(
            policy(
                deny(
                    Action=["ec2:RunInstances", "ec2:CreateTags"],
                    Resource=["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*"],
                    Condition={
                        "Null": {"aws:RequestTag/CostCenter": "true"},
                        "ForAllValues:StringNotEquals": {"aws:TagKeys": ["CostCenter", "Owner"]},
                        "ForAnyValue:StringLikeIfExists": {"aws:CalledVia": "cloudformation*"},
                    },
                )
            ),
            id="tags and sets",
        ),
        pytest.param(
            policy(
                deny(
                    Condition={
                        "NumericGreaterThanIfExists": {"s3:max-keys": 10},
                        "DateGreaterThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"},
                        "NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]},
                        "BoolIfExists": {"aws:ViaAWSService": False},
                        "StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"},
                    }
                )
            ),
            id="operators of every type and a policy variable",
        ),
        pytest.param(policy(deny(), Id="ours"), id="an Id"),
        pytest.param(policy(deny(Condition={"StringEquals": {"aws:username": "J\u00fcrgen"}})), id="an escape"),
        pytest.param(
            policy(deny(Resource="arn:aws:iam::${TfToken[TOKEN.5]}:role/admin")), id="an account number yet to come"
        ),
        pytest.param(json.dumps(json.loads(deny_all()), indent=8), id="white space"),
    ],
)
def test_service_control_policies_may_use_the_whole_language(text: str) -> None:
    assert policy_errors(text, SCP) == []


ADVICE = (
    "a service control policy binds every principal of its accounts; exempt some with a Condition on "
    "aws:PrincipalArn, or limit access to resources with a resource control policy"
)


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        pytest.param(
            policy(deny(Principal="*")),
            [f"Statement[0] has the key 'Principal', not allowed here: {ADVICE}"],
            id="a principal",
        ),
        pytest.param(
            policy(deny(NotPrincipal={"AWS": "arn:aws:iam::111122223333:root"})),
            [f"Statement[0] has the key 'NotPrincipal', not allowed here: {ADVICE}"],
            id="all principals but one",
        ),
        pytest.param(
            policy(deny(), Version="2008-10-17"),
            ['must have "Version": "2012-10-17"; without it policy variables do not work'],
            id="the old version",
        ),
        pytest.param(
            policy(deny(Sid="deny-bucket")), ["Statement[0] Sid 'deny-bucket' must be letters and digits"], id="a Sid"
        ),
        pytest.param(
            policy(deny(Action="s3")), ["Statement[0] Action 's3' must look like s3:GetObject or *"], id="a service"
        ),
        pytest.param(
            policy(deny(Resource=[])),
            ["Statement[0] Resource must be text or a list of texts, and not empty"],
            id="no resource in the list",
        ),
        pytest.param(
            policy(deny(Condition={"StringNotEquals": {"aws:RequestedRegion": []}})),
            ["Statement[0] Condition 'StringNotEquals' 'aws:RequestedRegion' has an empty list, which has no effect"],
            id="a condition on nothing",
        ),
        pytest.param(
            policy(deny(Condition={"Bool": {"aws:SecureTransport": None}})),
            ["Statement[0] Condition 'Bool' 'aws:SecureTransport' must be text or a list of texts"],
            id="null in a condition",
        ),
        pytest.param(
            policy(deny(Condition={"ForEachValue:StringEquals": {"aws:TagKeys": "a"}})),
            ["Statement[0] Condition has the unknown operator 'ForEachValue:StringEquals'"],
            id="an operator that does not exist",
        ),
        pytest.param(
            policy(deny(Effect="deny", Principal="*"), 5, version=1),
            [
                "has the unknown key 'version'",
                f"Statement[0] has the key 'Principal', not allowed here: {ADVICE}",
                "Statement[0] needs an Effect, Allow or Deny",
                "Statement[1] must be a mapping",
            ],
            id="several errors at once",
        ),
        pytest.param('[{"Effect": "Deny"}]', ["must be a mapping with Version and Statement"], id="a list"),
        pytest.param(
            policy(deny()).replace("DeleteBucket", "删除"),
            ["holds characters beyond U+00FF, which IAM rejects"],
            id="letters beyond ÿ",
        ),
    ],
)
def test_service_control_policies_that_aws_rejects(text: str, errors: list[str]) -> None:
    assert policy_errors(text, SCP) == errors


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(policy(deny_all_principals()), id="a service"),
        pytest.param(policy(deny_all_principals(Action=["s3:GetObject", "kms:*", "sts:AssumeRole"])), id="services"),
        pytest.param(policy(deny_all_principals(Resource=None, NotResource="arn:aws:s3:::open/*")), id="NotResource"),
        pytest.param(
            policy(
                deny_all_principals(
                    Sid="OnlyOurOrganization",
                    Action=["s3:*", "sqs:*", "secretsmanager:*"],
                    Condition={
                        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
                        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                    },
                ),
                deny_all_principals(
                    Sid="OnlyForOurOrganization",
                    Condition={
                        "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-abcdefghij"},
                        "Null": {"aws:SourceAccount": "false"},
                        "Bool": {"aws:PrincipalIsAWSService": "true"},
                    },
                ),
            ),
            id="a perimeter",
        ),
        pytest.param(
            json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": deny_all_principals(Condition={"Bool": {"aws:SecureTransport": "false"}}),
                }
            ),
            id="one statement without a list",
        ),
    ],
)
def test_resource_control_policies_deny_services_to_every_principal(text: str) -> None:
    assert policy_errors(text, RCP) == []


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        pytest.param(deny_all_principals(Effect="Allow"), "needs an Effect, Deny", id="an Allow"),
        pytest.param(deny_all_principals(Principal=None), "needs Principal", id="no principal"),
        pytest.param(
            deny_all_principals(Principal={"AWS": "*"}),
            """Principal {'AWS': '*'} must be "*\"""",
            id="every principal as a mapping",
        ),
        pytest.param(
            deny_all_principals(NotPrincipal="*"),
            "has the key 'NotPrincipal', not allowed here: "
            'name every principal with "Principal": "*" and exempt some with a Condition',
            id="all but some",
        ),
        pytest.param(
            deny_all_principals(Action="*"), "Action '*' must look like s3:GetObject or s3:*", id="every action"
        ),
        pytest.param(
            deny_all_principals(Action=["s3:*", "*:*"]),
            "Action '*:*' must look like s3:GetObject or s3:*",
            id="every action of every service",
        ),
        pytest.param(
            deny_all_principals(NotAction="s3:*"),
            "has the key 'NotAction', not allowed here: a resource control policy names the services that it limits",
            id="all actions but some",
        ),
        pytest.param(deny_all_principals(Resource=None), "needs either Resource or NotResource", id="no resource"),
        pytest.param(
            deny_all_principals(Action=["s3:GetObject", "ec2:RunInstances"]),
            "Action 'ec2:RunInstances' names a service to which no resource control policy applies, "
            "by the data of 2026-10-27",
            id="a service without resource control",
        ),
    ],
)
def test_resource_control_policies_that_aws_rejects(statement: dict[str, Any], error: str) -> None:
    assert policy_errors(policy(statement), RCP) == [f"Statement[0] {error}"]


def test_the_first_services_with_resource_control_are_known() -> None:
    assert {"s3", "sts", "kms", "sqs", "secretsmanager"} <= services_with_resource_control()


def test_a_service_control_policy_is_no_resource_control_policy() -> None:
    assert policy_errors(deny_all(), SCP) == []
    assert policy_errors(deny_all(), RCP) != []


@pytest.mark.parametrize("policy_type", GRAMMARS)
def test_size_is_that_without_white_space(policy_type: str) -> None:
    largest = GRAMMARS[policy_type].largest
    fits = json.dumps(["x" * (largest - 4)])
    over = json.dumps(["x" * (largest - 3)])
    words = GRAMMARS[policy_type].type.words
    too_long = f"has {largest + 1:,} characters, more than the {largest:,} of a {words}"

    assert too_long not in policy_errors(fits.replace("[", "[ \n\t"), policy_type)
    assert too_long in policy_errors(over, policy_type)


def test_a_token_of_an_account_number_counts_as_twelve_digits() -> None:
    def with_filler(number: str, length: int) -> str:
        return policy(deny(Resource=[f"arn:aws:iam::{number}:role/a", "arn:aws:s3:::" + "x" * length]))

    length = 10_240 - len(with_filler("0" * 12, 0))

    assert policy_errors(with_filler("${TfToken[TOKEN.5]}", length), SCP) == []
    assert policy_errors(with_filler("${TfToken[TOKEN.5]}", length + 1), SCP) == [
        "has 10,241 characters, more than the 10,240 of a service control policy"
    ]


def allow(**fields: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", **fields}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(trust_account("111122223333", organization_id="o-abcdefghij"), id="an account"),
        pytest.param(policy(allow(Principal={"Service": ["ec2.amazonaws.com", "ecs.amazonaws.com"]})), id="services"),
        pytest.param(policy(allow(Principal="*")), id="every principal"),
        pytest.param(policy(allow(Principal={"Federated": "accounts.google.com"})), id="an identity provider"),
    ],
)
def test_trust_policies_name_principals_and_no_resource(text: str) -> None:
    assert iam_policy_errors(text, TRUST) == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({}, "needs either Principal or NotPrincipal", id="no principal"),
        pytest.param({"Principal": "*", "Resource": "*"}, "has the key 'Resource', not allowed here", id="a resource"),
        pytest.param({"Principal": []}, "Principal must be * or a mapping such as AWS to ARNs", id="a list"),
        pytest.param({"Principal": {}}, "Principal must be * or a mapping such as AWS to ARNs", id="nothing"),
        pytest.param({"Principal": {"Role": "a"}}, "Principal has the unknown type 'Role'", id="an unknown type"),
        pytest.param(
            {"Principal": {"AWS": []}},
            "Principal 'AWS' must be text or a list of texts, and not empty",
            id="an empty list",
        ),
    ],
)
def test_trust_policies_that_iam_rejects(fields: dict[str, Any], error: str) -> None:
    assert iam_policy_errors(policy(allow(**fields)), TRUST) == [f"Statement[0] {error}"]


def test_resource_policies_name_principals_and_resources() -> None:
    statement = allow(Principal={"AWS": account_root_arn("111122223333")}, Action="s3:GetObject")

    assert iam_policy_errors(policy({**statement, "Resource": "arn:aws:s3:::a/*"}), RESOURCE) == []
    assert iam_policy_errors(policy(statement), RESOURCE) == ["Statement[0] needs either Resource or NotResource"]


def test_only_resource_policies_may_have_statement_ids_with_spaces() -> None:
    statement = allow(Principal="*", Sid="Read all")

    assert iam_policy_errors(policy({**statement, "Resource": "*"}), RESOURCE) == []
    assert iam_policy_errors(policy(statement), TRUST) == ["Statement[0] Sid 'Read all' must be letters and digits"]


NAMES = [
    *("Version", "Statement", "Id", "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource"),
    *("NotResource", "Condition", "StringEquals", "tags", "services", "plans", "@@assign", "opt_out_policy", "chatbot"),
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["Allow", "Deny", "*", "2012-10-17", "s3:*", "{{name}}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=15,
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(text=st.text(max_size=40) | ANYTHING.map(json.dumps), policy_type=st.sampled_from(list(GRAMMARS)))
def test_any_text_is_a_policy_or_described(text: str, policy_type: str) -> None:
    for errors in (policy_errors(text, policy_type), identity_policy_errors(text), iam_policy_errors(text, TRUST)):
        assert all(isinstance(error, str) and error for error in errors)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(statement=ANYTHING, policy_type=st.sampled_from([SCP, RCP]))
def test_any_statement_is_right_or_described(statement: Any, policy_type: str) -> None:
    errors = policy_errors(policy(statement), policy_type)

    assert all(error.isprintable() and len(error) < 400 for error in errors)
