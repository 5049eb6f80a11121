"""The explanation of an error has AWS's message and the remedy, for texts as really printed."""

from __future__ import annotations

import pytest
from botocore import exceptions
from botocore.exceptions import ClientError

from orgctl.advice import advice, explain, hints
from orgctl.advice.situations import SITUATIONS

CLI = "An error occurred ({code}) when calling the {operation} operation: {message}"
GO = "operation error {service}: {operation}, https response error StatusCode: {status}, RequestID: 1-2, {error}"
NOT_AUTHORIZED = (
    "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: {action} on resource: {resource}"
)


def cli(code: str, operation: str, message: str) -> str:
    return CLI.format(code=code, operation=operation, message=message)


def go(service: str, operation: str, status: int, error: str) -> str:
    return GO.format(service=service, operation=operation, status=status, error=error)


# As the AWS command line and Terraform's provider print them.
TEXTS = [
    (
        cli("AccessDenied", "AssumeRole", "MultiFactorAuthentication failed with invalid MFA one time pass code."),
        "MFA code was wrong",
    ),
    (
        cli(
            "AccessDenied",
            "GetSessionToken",
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is "
            "valid and associated with this user.",
        ),
        "MFA code was wrong",
    ),
    (
        "Error: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.",
        "First get keys for an hour",
    ),
    (cli("AccessDenied", "AssumeRole", "Roles may not be assumed by root accounts."), "root user can assume no role"),
    (
        cli(
            "ValidationError",
            "AssumeRole",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ),
        "an hour at most",
    ),
    (
        cli(
            "ValidationError",
            "AssumeRole",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
        "as long as its role allows",
    ),
    (
        "Error: validating provider credentials: refresh cached SSO token failed, unable to refresh SSO token",
        "The sign-in has expired",
    ),
    (
        "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session "
        "run aws sso login with the corresponding profile.",
        "aws sso login",
    ),
    (
        "Your session has expired or credentials have changed. Please reauthenticate using 'aws login'.",
        "aws login --profile",
    ),
    (cli("ExpiredToken", "ListUsers", "The security token included in the request is expired"), "have expired"),
    (
        cli("ExpiredTokenException", "DescribeOrganization", "The security token included in the request is expired"),
        "have expired",
    ),
    ("Error: " + go("S3", "ListObjectsV2", 400, "api error ExpiredToken: The provided token has expired."), "expired"),
    (cli("RequestExpired", "DescribeRegions", "Request has expired."), "have expired"),
    (
        cli("InvalidClientTokenId", "GetCallerIdentity", "The security token included in the request is invalid."),
        "does not know these keys",
    ),
    (
        cli("UnrecognizedClientException", "ListDetectors", "The security token included in the request is invalid."),
        "does not know these keys",
    ),
    (
        cli(
            "SignatureDoesNotMatch",
            "GetCallerIdentity",
            "Signature expired: 20261122T100000Z is now earlier than 20261122T101500Z (20261122T103000Z - 15 min.)",
        ),
        "clock of this computer",
    ),
    (
        cli(
            "RequestTimeTooSkewed",
            "ListBuckets",
            "The difference between the request time and the current time is too large.",
        ),
        "clock of this computer",
    ),
    ("You must specify a region.", "No region is set"),
    ('Error: invalid AWS Region: \n\n  with provider["registry.terraform.io/hashicorp/aws"],', "No region is set"),
    (
        'Error: Missing region value\n\n  on cdk.tf.json line 5\n\nThe "region" attribute or the "AWS_REGION" or '
        '"AWS_DEFAULT_REGION" environment variables must be set.',
        "No region is set",
    ),
    ('Unable to locate credentials. You can configure credentials by running "aws login".', "No AWS credentials"),
    (
        "Error: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, "
        "request send failed, dial tcp 169.254.169.254:80: i/o timeout",
        "No AWS credentials",
    ),
    ("The config profile (spacecats-org-root) could not be found", "no such profile"),
    ("Error: failed to get shared config profile, spacecats-org-root", "no such profile"),
    (
        cli(
            "AccessDeniedException",
            "LeaveOrganization",
            NOT_AUTHORIZED.format(action="organizations:LeaveOrganization", resource="*")
            + " with an explicit deny in a service control policy",
        ),
        "A guardrail of the organization",
    ),
    (
        cli(
            "AccessDenied",
            "AssumeRole",
            NOT_AUTHORIZED.format(action="sts:AssumeRole", resource="arn:aws:iam::444455556666:role/infra"),
        ),
        "The role refuses this caller",
    ),
    (
        "Error: "
        + go("STS", "AssumeRole", 403, "api error AccessDenied: ")
        + NOT_AUTHORIZED.format(action="sts:AssumeRole", resource="arn:aws:iam::444455556666:role/infra"),
        "The role refuses this caller",
    ),
    (
        cli("AccessDenied", "ListUsers", NOT_AUTHORIZED.format(action="iam:ListUsers", resource="*")),
        "These credentials lack the permission",
    ),
    (
        cli("UnauthorizedOperation", "RunInstances", "You are not authorized to perform this operation."),
        "lack the permission",
    ),
    (
        "Error: Error acquiring the state lock\n\nError message: operation error S3: PutObject, https response error "
        "StatusCode: 412, api error PreconditionFailed: At least one of the pre-conditions you specified did not hold",
        "force-unlock",
    ),
    ("Error: Saved plan is stale\n\nThe given plan file can no longer be applied", "make a new plan"),
    (
        cli("ConstraintViolationException", "CreateAccount", "You have exceeded the allowed number of AWS accounts."),
        "no further account",
    ),
    (
        "Error: waiting for AWS Organizations Account (infra) create: unexpected state 'FAILED', wanted target "
        "'SUCCEEDED'. last error: ACCOUNT_LIMIT_EXCEEDED",
        "no further account",
    ),
    (
        "Error: waiting for AWS Organizations Account (infra) create: unexpected state 'FAILED', wanted target "
        "'SUCCEEDED'. last error: EMAIL_ALREADY_EXISTS",
        "which cannot be used again",
    ),
    (
        cli(
            "FinalizingOrganizationException",
            "CreateAccount",
            "AWS Organizations could not finalize the creation of your organization. Try again later.",
        ),
        "up to an hour",
    ),
    (
        cli("EntityAlreadyExists", "CreateAccountAlias", "The account alias spacecats-id already exists."),
        "Another AWS account has this alias",
    ),
    (
        cli(
            "BucketAlreadyExists",
            "CreateBucket",
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
            "Please select a different name and try again.",
        ),
        "Another account has a bucket of this name",
    ),
    (
        cli(
            "BucketAlreadyOwnedByYou",
            "CreateBucket",
            "Your previous request to create the named bucket succeeded and you already own it.",
        ),
        "has this bucket already",
    ),
    (
        cli(
            "AWSOrganizationsNotInUseException",
            "DescribeOrganization",
            "Your account is not a member of an organization.",
        ),
        "belongs to no organization yet",
    ),
    (
        cli(
            "AlreadyInOrganizationException",
            "CreateOrganization",
            "The provided account is already a member of an organization.",
        ),
        "The account is in an organization",
    ),
    (
        cli(
            "ConcurrentModificationException",
            "MoveAccount",
            "AWS Organizations can't complete your request because it conflicts with another attempt to modify the "
            "same entity. Try again later.",
        ),
        "another change",
    ),
    (cli("Throttling", "ListUsers", "Rate exceeded"), "throttles these requests"),
    (cli("ThrottlingException", "ListDetectors", "Rate exceeded"), "throttles these requests"),
    (
        cli(
            "TooManyRequestsException",
            "ListAccounts",
            "AWS Organizations can't complete your request because another request is already in progress. Try again "
            "later.",
        ),
        "throttles these requests",
    ),
    (cli("RequestLimitExceeded", "DescribeRegions", "Request limit exceeded."), "throttles these requests"),
    (
        cli("OptInRequired", "DescribeRegions", "You are not subscribed to this service."),
        "cannot use this service or region yet",
    ),
    (
        cli(
            "SubscriptionRequiredException",
            "ListDetectors",
            "The AWS Access Key Id needs a subscription for the service",
        ),
        "cannot use this service or region yet",
    ),
    (
        "SSL validation failed for https://iam.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED]",
        "AWS_CA_BUNDLE",
    ),
    ('Could not connect to the endpoint URL: "https://sts.us-west-9.amazonaws.com/"', "AWS cannot be reached"),
    (
        "Error: Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: "
        "operation error STS: GetCallerIdentity, https response error StatusCode: 0, RequestID: , request send failed, "
        'Post "https://sts.us-east-1.amazonaws.com/": dial tcp: lookup sts.us-east-1.amazonaws.com: no such host',
        "AWS cannot be reached",
    ),
    (
        cli("ConstraintViolationException", "CreateAccount", "MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED"),
        "valid payment method",
    ),
    (
        'Error: Failed to get existing workspaces: S3 bucket "spacecats-id-tf-state-us-west-2" does not exist.',
        "no bucket for this state yet",
    ),
    (
        "Error: Instance cannot be destroyed\n\n  on cdk.tf.json line 5\n\nResource terraform_data.protected has "
        "lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.",
        "delete a protected resource",
    ),
    (
        "Error: putting ConfigService Configuration Recorder (default): "
        + go("Config Service", "PutConfigurationRecorder", 400, "MaxNumberOfConfigurationRecordersExceededException: "),
        "service was enabled by hand",
    ),
    (
        "Error: creating GuardDuty Detector: "
        + go("GuardDuty", "CreateDetector", 400, "BadRequestException: The request is rejected because ")
        + "a detector already exists for the current account.",
        "service was enabled by hand",
    ),
    (
        "Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for "
        "provider hashicorp/aws: could not connect to registry.terraform.io: failed to request discovery\ndocument: "
        'Get "https://registry.terraform.io/.well-known/terraform.json": dial tcp: connect: connection refused',
        "TF_PROVIDER_MIRROR",
    ),
]


@pytest.mark.parametrize(("text", "remedy"), TEXTS, ids=[text[:70] for text, _ in TEXTS])
def test_printed_errors_lead_to_the_remedy(text: str, remedy: str) -> None:
    found = advice(text)

    assert found is not None
    assert remedy in " ".join(found.split())
    assert hints(text) == [found]


def test_every_situation_has_a_text_that_leads_to_it() -> None:
    assert {advice(text) for text, _ in TEXTS} == {advice_of.shown() for advice_of in SITUATIONS}


@pytest.mark.parametrize(
    "code",
    [
        "ExpiredToken",
        "ExpiredTokenException",
        "RequestExpired",
        "InvalidClientTokenId",
        "AccessDenied",
        "UnauthorizedOperation",
        "Throttling",
        "ThrottlingException",
        "EC2ThrottledException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
        "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
        "EMAIL_ALREADY_EXISTS",
        "FinalizingOrganizationException",
        "BucketAlreadyExists",
        "AWSOrganizationsNotInUseException",
        "AlreadyInOrganizationException",
        "ConcurrentModification",
        "ConcurrentModificationException",
        "OptInRequired",
        "SubscriptionRequiredException",
        "SignatureDoesNotMatch",
        "RequestTimeTooSkewed",
    ],
)
def test_a_code_alone_is_enough(code: str) -> None:
    assert advice(code) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Error: Unsupported argument",
        "NoSuchEntity",
        "EntityAlreadyExists: Role with name admin already exists.",
        "AccessDeniedByDesign",
        "Apply complete! Resources: 12 added, 0 changed, 0 destroyed.",
    ],
)
def test_an_unknown_error_has_no_remedy(text: str) -> None:
    assert advice(text) is None
    assert hints(text) == []


@pytest.mark.parametrize(
    ("error", "said", "remedy"),
    [
        (
            ClientError(
                {"Error": {"Code": "TooManyRequestsException", "Message": "Try again\n later."}}, "ListAccounts"
            ),
            "AWS refused ListAccounts: Try again later. (TooManyRequestsException)",
            "AWS throttles",
        ),
        (
            ClientError({"Error": {"Code": "AccessDenied"}}, "ListUsers"),
            "AWS refused ListUsers: AccessDenied",
            "lack the permission",
        ),
        (exceptions.NoCredentialsError(), "Unable to locate credentials", "set AWS_PROFILE"),
        (exceptions.NoRegionError(), "You must specify a region.", "AWS_REGION"),
        (exceptions.ProfileNotFound(profile="x"), "The config profile (x) could not be found", "list-profiles"),
        (
            exceptions.PartialCredentialsError(provider="env", cred_var="aws_secret_access_key"),
            "Partial credentials found in env, missing: aws_secret_access_key",
            "set AWS_PROFILE",
        ),
        (
            exceptions.EndpointConnectionError(endpoint_url="https://iam.amazonaws.com/"),
            'Could not connect to the endpoint URL: "https://iam.amazonaws.com/"',
            "cannot be reached",
        ),
        (
            exceptions.ProxyConnectionError(proxy_url="http://127.0.0.1:9"),
            'Failed to connect to proxy URL: "http://127.0.0.1:9"',
            "HTTPS_PROXY",
        ),
        (exceptions.RefreshWithMFAUnsupportedError(), "Cannot refresh credentials: MFA token required.", "for an hour"),
        (
            exceptions.SSOTokenLoadError(error_msg="Token for x does not exist"),
            "Error loading SSO Token: Token for x does not exist",
            "aws sso login",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_an_error_is_explained_with_its_remedy(error: Exception, said: str, remedy: str) -> None:
    first, *below = explain(error).splitlines()

    assert first == said
    assert remedy in " ".join(below)
    assert all(line.startswith("  ") for line in below)


@pytest.mark.parametrize(("error", "said"), [(ValueError("so it is"), "so it is"), (ValueError(), "ValueError")])
def test_an_unknown_error_is_printed_unchanged(error: Exception, said: str) -> None:
    assert explain(error) == said


def test_each_remedy_is_given_once_in_any_frame_of_errors() -> None:
    text = """\
org-root  ╷
          │ \x1b[31mError: \x1b[0mcreating AWS Organizations Account (spacecats-infra): operation error
          │ Organizations: CreateAccount, api error ConstraintViolationException: You have exceeded the
          │ allowed number of AWS accounts.
          │
          │   with aws_organizations_account.account_infra,
          ╵
org-root  ╷
          │ Error: creating AWS Organizations Account (spacecats-logs): operation error
          │ Organizations: CreateAccount, api error ConstraintViolationException: You have
          │ exceeded the allowed number of AWS accounts.
          ╵
id        Error: creating IAM User (ann): operation error IAM: CreateUser, https response
id        error StatusCode: 400, RequestID: 1, api error Throttling: Rate exceeded
"""

    limit, throttled = hints(text)

    assert limit.startswith("AWS allows no further account")
    assert throttled.startswith("AWS throttles")


def test_remedies_are_two_lines_of_80_columns_at_most_and_perhaps_a_command() -> None:
    for situation in SITUATIONS:
        lines = situation.shown().splitlines()
        assert max(map(len, lines)) <= 78
        assert len(lines) <= 2 + bool(situation.command)
