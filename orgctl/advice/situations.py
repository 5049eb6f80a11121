"""
What goes wrong with AWS and Terraform, by what is printed then, and what to do: a table.

The signs are the common errors of the AWS APIs and those of Organizations, IAM, STS and S3 (their API references,
2026-11-22), the exceptions of botocore 1.44, and what Terraform 1.11 and version 5.100 of its AWS provider say.
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
    """Something that goes wrong: a regular expression of words that tell of it, and what to do."""

    signs: str
    remedy: str
    command: str = ""
    """A line to type, on a line of its own."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{self.signs})(?!\w)", re.IGNORECASE)

    def shown(self) -> str:
        """The remedy in short lines, and below it the command."""
        text = "\n".join(wrapped(self.remedy, _COLUMNS, whole=True))
        return f"{text}\n  {self.command}" if self.command else text

    def is_in(self, text: str) -> bool:
        """Whether a text tells of it."""
        return self._pattern.search(text) is not None


# The first that is found counts: what is told as access denied, or through a lock, may have a cause of its own.
SITUATIONS = (
    Situation(
        "invalid MFA one time pass code|unable to validate MFA code|InvalidAuthenticationCode(Exception)?",
        "The MFA code was wrong, or used before: wait for the next one. If it stays wrong, is the device the user's "
        "own, and the clock of the phone right?",
    ),
    Situation(
        "AssumeRoleTokenProvider session option not set|must provide both MFA serial number and one time pass code|"
        "MFA token required",
        "Nothing can ask for the MFA code here. First get keys for an hour, in a terminal:",
        _EXPORT,
    ),
    Situation(
        "Roles may not be assumed by root accounts",
        "The root user can assume no role: sign in as <name>.org-root with MFA and assume the role admin, from which "
        "member accounts are reached.",
    ),
    Situation(
        "1 hour session limit for roles assumed by role chaining|exceeds the MaxSessionDuration",
        "A session through another role lasts an hour at most, any other as long as its role allows: ask for less "
        "(duration_seconds in the profile).",
    ),
    Situation(
        "SSO session [^.]{0,40}expired|Error loading SSO Token|refresh cached SSO token failed|"
        "Error when retrieving token from sso|Please reauthenticate using 'aws login'|"
        "Error loading login session token",
        "The sign-in has ended: 'aws login --profile NAME', or 'aws sso login --profile NAME' for Identity Center.",
    ),
    Situation(
        "ExpiredToken(Exception)?|token included in the request is expired|provided token has expired|"
        "TokenRefreshRequired|RequestExpired",
        "The credentials have expired: get new ones and run the same again. With a profile:",
        _EXPORT,
    ),
    Situation(
        "RequestTimeTooSkewed|Signature expired|Signature not yet current|SignatureDoesNotMatch|"
        "InvalidSignatureException",
        "The clock of this computer is wrong (see 'date -u'), or the secret key was copied badly.",
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
        "A guardrail of the organization forbids it, or the account is in quarantine: see organization.yaml. It lets "
        "through exempt_roles and the responder only.",
    ),
    Situation(
        r"not authorized to perform: sts:AssumeRole|\(AccessDenied\) when calling the AssumeRole operation|"
        "STS: AssumeRole, https response error StatusCode: 403|Cannot assume IAM Role",
        "The role does not let you in: it may demand MFA, which another role's keys never have. In a new account it "
        "may be there in some minutes only.",
    ),
    Situation(
        "AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException|AuthorizationError|NotAuthorized|"
        "is not authorized to perform",
        "These credentials may not do it: see who you are ('aws sts get-caller-identity'). The role admin of org-root "
        "deploys; people need MFA.",
    ),
    Situation(
        "Error acquiring the state lock",
        "Another deployment is at work on this state: wait for its end. Only if none is any more:",
        "terraform -chdir=cdktf.out/stacks/STACK force-unlock ID",
    ),
    Situation(
        "Saved plan is stale",
        "The state has changed since this plan was made: make a new one, and read it again.",
    ),
    Situation(
        "ACCOUNT_NUMBER_LIMIT_EXCEEDED|ACCOUNT_LIMIT_EXCEEDED|exceeded the allowed number of AWS accounts",
        "AWS allows no further account: ask for more (Service Quotas, AWS Organizations). An organization less than "
        "an hour old may only need to wait.",
    ),
    Situation(
        "EMAIL_ALREADY_EXISTS",
        "An AWS account, perhaps a closed one, has this address: it is never free again. Give the account another "
        "'email' in organization.yaml, or import it.",
    ),
    Situation(
        "FinalizingOrganizationException|hasn't finished initializing|could not finalize the creation of your "
        "organization",
        "AWS is still setting the new organization up, for up to an hour: run the same again. After that hour, ask "
        "AWS Support.",
    ),
    Situation(
        r"account alias \S+ already exists",
        "This account alias is taken, by anybody in all of AWS. Choose another 'name' in organization.yaml as long as "
        "nothing is deployed.",
    ),
    Situation(
        "BucketAlreadyExists|requested bucket name is not available",
        "A bucket of this name is another account's; names are unique in all of AWS. Choose another 'name' or "
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
        "AWS was busy with another change of the same thing: wait a minute and run the same again.",
    ),
    Situation(
        r"\w*Throttl(ing|ed)(Exception)?|TooManyRequests(Exception)?|Too Many Requests|RequestLimitExceeded|"
        "BandwidthLimitExceeded|PriorRequestNotComplete|SlowDown|Rate exceeded|ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
        "AWS slows down whoever asks too often: wait some minutes and run the same again.",
    ),
    Situation(
        "OptInRequired|SubscriptionRequired(Exception)?|NotSignedUp|PendingVerification|"
        "needs a subscription for the service|not subscribed to this service",
        "The account cannot use this service or region yet. A new account needs a while, and a valid payment method; "
        "some regions must be switched on.",
    ),
    Situation(
        'S3 bucket "[^"]+" does not exist|NoSuchBucket',
        "There is no bucket for this state yet: deploy the account's stack bootstrap-… first, as 'orgctl up' does.",
    ),
    Situation(
        "Instance cannot be destroyed",
        "The plan would delete what is protected: organization.yaml lacks something, or the keys are another "
        "account's. See docs/accounts.md, 'Close an account'.",
    ),
    Situation(
        r"MaxNumberOf\w+ExceededException|a detector already exists|has been taken in this account",
        "Somebody has switched this service on by hand: import what is there (docs/services.md, 'What may be in the "
        "way').",
    ),
    Situation(
        "Failed to query available provider packages|Failed to install provider",
        "The AWS provider cannot be fetched: see the network and HTTPS_PROXY, or name a mirror in TF_PROVIDER_MIRROR.",
    ),
    Situation(
        "SSL validation failed|certificate signed by unknown authority|CERTIFICATE_VERIFY_FAILED",
        "The certificate is not trusted: behind a proxy that opens TLS, name the proxy's in AWS_CA_BUNDLE.",
    ),
    Situation(
        "Could not connect to the endpoint URL|(Connect|Read) timeout on endpoint URL|Failed to connect to proxy URL|"
        "Connection was closed before we received a valid response|no such host|connection refused|"
        "network is unreachable|i/o timeout|TLS handshake timeout",
        "AWS cannot be reached: see the network and HTTPS_PROXY, and whether the region has this service.",
    ),
)
