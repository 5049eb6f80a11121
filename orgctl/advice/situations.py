"""
Known errors of AWS and Terraform, by their texts, with remedies: a table.

The signs are the common errors of the AWS APIs and those of Organizations, IAM, STS and S3 (their API references,
2026-11-22), the exceptions of botocore 1.44, and the messages of Terraform 1.11 and its AWS provider 5.100.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from foundation.words import wrapped

_COLUMNS = 76  # which leaves room for an indent
_EXPORT = 'eval "$(aws configure export-credentials --profile NAME --format env)"'


@dataclass(frozen=True)
class Situation:
    """A known error: a regular expression of its texts, and the remedy."""

    signs: str
    remedy: str
    command: str = ""
    """A command, shown on its own line."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{self.signs})(?!\w)", re.IGNORECASE)

    def shown(self) -> str:
        """Return the remedy in short lines, and below it the command."""
        text = "\n".join(wrapped(self.remedy, _COLUMNS, whole=True))
        return f"{text}\n  {self.command}" if self.command else text

    def is_in(self, text: str) -> bool:
        """Tell whether a text has this error."""
        return self._pattern.search(text) is not None


# The first match counts: an error reported as access denied, or as a lock, may have a more specific cause.
SITUATIONS = (
    Situation(
        "invalid MFA one time pass code|unable to validate MFA code|InvalidAuthenticationCode(Exception)?",
        "The MFA code was wrong, or used before: wait for the next one. If it stays wrong, is the device the user's "
        "own, and the clock of the phone right?",
    ),
    Situation(
        "AssumeRoleTokenProvider session option not set|must provide both MFA serial number and one time pass code|"
        "MFA token required",
        "There is no terminal to ask for the MFA code. First get keys for an hour, in a terminal:",
        _EXPORT,
    ),
    Situation(
        "Roles may not be assumed by root accounts",
        "The root user can assume no role: sign in as <name>.org-root with MFA and assume the role admin, which can "
        "access member accounts.",
    ),
    Situation(
        "1 hour session limit for roles assumed by role chaining|exceeds the MaxSessionDuration",
        "A session from another role lasts an hour at most, any other as long as its role allows: request less "
        "(duration_seconds in the profile).",
    ),
    Situation(
        "SSO session [^.]{0,40}expired|Error loading SSO Token|refresh cached SSO token failed|"
        "Error when retrieving token from sso|Please reauthenticate using 'aws login'|"
        "Error loading login session token",
        "The sign-in has expired: 'aws login --profile NAME', or 'aws sso login --profile NAME' for Identity Center.",
    ),
    Situation(
        "ExpiredToken(Exception)?|token included in the request is expired|provided token has expired|"
        "TokenRefreshRequired|RequestExpired",
        "The credentials have expired: get new ones and repeat the command. With a profile:",
        _EXPORT,
    ),
    Situation(
        "RequestTimeTooSkewed|Signature expired|Signature not yet current|SignatureDoesNotMatch|"
        "InvalidSignatureException",
        "The clock of this computer is wrong (see 'date -u'), or the secret key is incomplete.",
    ),
    Situation(
        "InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|"
        "token included in the request is invalid",
        "AWS does not know these keys: expired, deleted, mistyped, or without their session token. With aws-vault: "
        "'--no-session', or mfa_serial in the profile.",
    ),
    Situation(
        "You must specify a region|NoRegionError|MissingRegion|Missing region value|invalid AWS Region:|"
        "could not find region configuration|Invalid Configuration: Missing Region",
        "No region is set: 'export AWS_REGION=us-west-2' (or yours), or 'region = …' in the profile.",
    ),
    Situation(
        "Unable to locate credentials|NoCredentialsError|No valid credential sources|no EC2 IMDS role found|"
        "Partial credentials found",
        "No AWS credentials found: set AWS_PROFILE, or sign in with 'aws login'. 'orgctl demo' and 'orgctl emulate' "
        "need none.",
    ),
    Situation(
        r"config profile \(.*?\) could not be found|ProfileNotFound|failed to get shared config profile",
        "There is no such profile: see AWS_PROFILE and 'aws configure list-profiles'; 'orgctl profiles' writes those "
        "of this organization.",
    ),
    Situation(
        "explicit deny in a (service|resource) control policy|no service control policy allows",
        "A guardrail of the organization forbids it, or the account is in quarantine: see organization.yaml. Only "
        "exempt_roles and the responder are exempt.",
    ),
    Situation(
        r"not authorized to perform: sts:AssumeRole|\(AccessDenied\) when calling the AssumeRole operation|"
        "STS: AssumeRole, https response error StatusCode: 403|Cannot assume IAM Role",
        "The role refuses this caller: it may demand MFA, which another role's session never has. In a new account the "
        "role may take some minutes to exist.",
    ),
    Situation(
        "AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException|AuthorizationError|NotAuthorized|"
        "is not authorized to perform",
        "These credentials lack the permission: see the caller ('aws sts get-caller-identity'). The role admin of "
        "org-root deploys; users need MFA.",
    ),
    Situation(
        "Error acquiring the state lock",
        "Another deployment holds this state's lock: wait for its end. Only if none is running:",
        "terraform -chdir=cdktf.out/stacks/STACK force-unlock ID",
    ),
    Situation(
        "Saved plan is stale",
        "The state has changed since this plan was made: make a new plan, and review it.",
    ),
    Situation(
        "ACCOUNT_NUMBER_LIMIT_EXCEEDED|ACCOUNT_LIMIT_EXCEEDED|exceeded the allowed number of AWS accounts",
        "AWS allows no further account: request a higher quota (Service Quotas, AWS Organizations), or wait if the "
        "organization is less than an hour old.",
    ),
    Situation(
        "EMAIL_ALREADY_EXISTS",
        "An AWS account, perhaps a closed one, has this address, which cannot be used again. Give the account another "
        "'email' in organization.yaml, or import it.",
    ),
    Situation(
        "FinalizingOrganizationException|hasn't finished initializing|could not finalize the creation of your "
        "organization",
        "AWS is still setting the new organization up, for up to an hour: repeat the command. After that hour, "
        "contact AWS Support.",
    ),
    Situation(
        r"account alias \S+ already exists",
        "Another AWS account has this alias; aliases are unique across AWS. Choose another 'name' in "
        "organization.yaml, while nothing is deployed.",
    ),
    Situation(
        "BucketAlreadyExists|requested bucket name is not available",
        "Another account has a bucket of this name; names are unique across AWS. Choose another 'name' or "
        "'deployment.state.bucket' in organization.yaml.",
    ),
    Situation(
        "BucketAlreadyOwnedByYou",
        "The account has this bucket already: import it ('terraform import'), or delete it if it is empty.",
    ),
    Situation(
        "AWSOrganizationsNotInUse(Exception)?",
        "This account belongs to no organization yet: 'orgctl up' creates one, and so does 'cdktf deploy org-root'.",
    ),
    Situation(
        "AlreadyInOrganization(Exception)?",
        "The account is in an organization: import yours (docs/accounts.md), or use the right account: see "
        "'aws sts get-caller-identity'.",
    ),
    Situation(
        r"\w*PAYMENT_INSTRUMENT(_REQUIRED)?|MASTER_ACCOUNT_MISSING_CONTACT_INFO",
        "The management account needs a valid payment method and contact data: see Billing and Account in its console.",
    ),
    Situation(
        "ConcurrentModification(Exception)?|CONCURRENT_ACCOUNT_MODIFICATION",
        "AWS is processing another change of the same resource: wait a minute and repeat the command.",
    ),
    Situation(
        r"\w*Throttl(ing|ed)(Exception)?|TooManyRequests(Exception)?|Too Many Requests|RequestLimitExceeded|"
        "BandwidthLimitExceeded|PriorRequestNotComplete|SlowDown|Rate exceeded|ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
        "AWS throttles these requests: wait some minutes and repeat the command.",
    ),
    Situation(
        "OptInRequired|SubscriptionRequired(Exception)?|NotSignedUp|PendingVerification|"
        "needs a subscription for the service|not subscribed to this service",
        "The account cannot use this service or region yet. A new account needs a while, and a valid payment method; "
        "some regions must be enabled.",
    ),
    Situation(
        'S3 bucket "[^"]+" does not exist|NoSuchBucket',
        "There is no bucket for this state yet: deploy the account's stack bootstrap-… first, as 'orgctl up' does.",
    ),
    Situation(
        "Instance cannot be destroyed",
        "The plan would delete a protected resource: organization.yaml lacks it, or the keys are "
        "wrong. See docs/accounts.md, 'Close an account'.",
    ),
    Situation(
        r"MaxNumberOf\w+ExceededException|a detector already exists|has been taken in this account",
        "This service was enabled by hand: import the existing resource (docs/services.md, 'What may be in the way').",
    ),
    Situation(
        "Failed to query available provider packages|Failed to install provider",
        "The AWS provider cannot be fetched: see the network and HTTPS_PROXY, or name a mirror in TF_PROVIDER_MIRROR.",
    ),
    Situation(
        "SSL validation failed|certificate signed by unknown authority|CERTIFICATE_VERIFY_FAILED",
        "The certificate is not trusted: behind a proxy that intercepts TLS, set the proxy's in AWS_CA_BUNDLE.",
    ),
    Situation(
        "Could not connect to the endpoint URL|(Connect|Read) timeout on endpoint URL|Failed to connect to proxy URL|"
        "Connection was closed before we received a valid response|no such host|connection refused|"
        "network is unreachable|i/o timeout|TLS handshake timeout",
        "AWS cannot be reached: see the network and HTTPS_PROXY, and whether the region has this service.",
    ),
)
