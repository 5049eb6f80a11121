"""AWS's rules for names, each at its limits: aws-facts 1.1 and 1.2, quoted in `organization.names`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from organization import names
from organization.limits import ROLE_NAME

Rule = Callable[[str], str | None]


def group(value: str) -> str | None:
    return names.iam_name(value, ROLE_NAME)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        pytest.param(names.alias, "a-b", id="an alias may have 3 characters"),
        pytest.param(names.alias, "a" * 63, id="an alias may have 63 characters"),
        pytest.param(names.alias, "123456789-012", id="an alias may be digits with a hyphen"),
        pytest.param(names.alias, "1" * 11, id="an alias may be eleven digits"),
        pytest.param(names.alias_part, "a", id="an account key may be one letter"),
        pytest.param(names.alias_part, "7", id="an account key may be a digit"),
        pytest.param(names.account_name, " ", id="an account name may be any printable ASCII"),
        pytest.param(names.account_name, "~" * 50, id="an account name may have 50 characters"),
        pytest.param(names.email, "a@b.cd", id="an e-mail address may have 6 characters"),
        pytest.param(names.email, "a" * 52 + "@example.com", id="an e-mail address may have 64 characters"),
        pytest.param(
            names.email, "a.b+c_d-e!#$*/=?^`{|}~@example.com".replace("|", ""), id="an e-mail's odd characters"
        ),
        pytest.param(names.email, "a@b-c.example.co", id="an e-mail's domain may hold hyphens and dots"),
        pytest.param(names.ou_name, "Größe & (more)", id="an OU's name may hold any characters"),
        pytest.param(names.ou_name, "o" * 128, id="an OU's name may have 128 characters"),
        pytest.param(names.person, "a_+=,.@-Z9", id="a user's name may hold every character that IAM allows"),
        pytest.param(names.person, "ab", id="a user's name may have 2 characters"),
        pytest.param(names.person, "a" * 64, id="a user's name may have 64 characters"),
        pytest.param(group, "a", id="a group's name may have 1 character"),
        pytest.param(group, "a" * 64, id="a group's name may have 64 characters"),
        pytest.param(names.tag_key, "k" * 128, id="a tag's key may have 128 characters"),
        pytest.param(names.tag_key, "Größe 1_.:/=+-@", id="a tag's key may hold letters digits spaces and signs"),
        pytest.param(names.tag_value, "", id="a tag's value may be empty"),
        pytest.param(names.tag_value, "v" * 256, id="a tag's value may have 256 characters"),
        pytest.param(names.tag_value, "aws:x", id="a tag's value may begin with aws:"),
        pytest.param(names.bucket, "a.b", id="a bucket may have 3 characters and a dot"),
        pytest.param(names.bucket, "b" * 63, id="a bucket may have 63 characters"),
        pytest.param(names.bucket, "1.2.3.4.5", id="a bucket may be digits and dots that are no IP address"),
        pytest.param(names.service_principal, "stacksets.cloudformation.amazonaws.com", id="a service may have dots"),
        pytest.param(names.version_range, ">= 5.100.0, < 7.0.0", id="a version range may have two bounds"),
        pytest.param(names.version_range, "~> 6.0", id="a version range may be pessimistic"),
        pytest.param(names.version_range, "6.25.0", id="a version range may be one version"),
        pytest.param(names.version_range, ">=5.100,!=6.0.0", id="a version range may do without spaces"),
    ],
)
def test_accepted(rule: Rule, value: str) -> None:
    assert rule(value) is None


ALIAS = "must be lower-case letters, digits and single hyphens, with no hyphen at either end"
EMAIL = "must look like user@example.com, in ASCII"
LOCAL = "must have before the @ no white space, none of \" ' ( ) < > [ ] : ; , \\ | % & and no dot at the beginning"
DOMAIN = "must have after the @ letters, digits, hyphens and at least one dot, with no hyphen or dot at either end"
IAM = "may hold letters, digits and _+=,.@- only"
TAG = "may hold letters, digits, spaces and _.:/=+-@ only"
BUCKET = "must be lower-case letters, digits, dots and hyphens, with a letter or digit at each end"
AFFIXES = (
    "must not begin with xn--, sthree-, amzn-s3-demo- "
    "or end with -s3alias, --ol-s3, .mrap, --x-s3, --table-s3, -an"
)  # fmt: skip
SERVICE = "must look like cloudtrail.amazonaws.com"
VERSION = "must be versions as Terraform writes them, such as '>= 5.100.0, < 7.0.0'"


@pytest.mark.parametrize(
    ("rule", "value", "message"),
    [
        pytest.param(names.alias, "ab", "has 2 characters, 3 to 63 are allowed", id="an alias of 2 characters"),
        pytest.param(names.alias, "a" * 64, "has 64 characters, 3 to 63 are allowed", id="an alias of 64 characters"),
        pytest.param(
            names.alias, "1" * 12, "must not be twelve digits: that is an account number", id="an alias of 12 digits"
        ),
        pytest.param(names.alias, "a--b", ALIAS, id="an alias with two hyphens in a row"),
        pytest.param(names.alias, "-ab", ALIAS, id="an alias with a hyphen in front"),
        pytest.param(names.alias, "ab-", ALIAS, id="an alias with a hyphen at the end"),
        pytest.param(names.alias, "Abc", ALIAS, id="an alias with a capital"),
        pytest.param(names.alias, "abc\n", ALIAS, id="an alias with a line break at the end"),
        pytest.param(names.alias_part, "", ALIAS, id="an empty account key"),
        pytest.param(names.alias_part, "a_b", ALIAS, id="an account key with an underscore"),
        pytest.param(names.alias_part, "größe", ALIAS, id="an account key with an umlaut"),
        pytest.param(names.account_name, "Größe", "must be printable ASCII without < and >", id="a name beyond ASCII"),
        pytest.param(names.account_name, "a<b", "must be printable ASCII without < and >", id="a name with <"),
        pytest.param(names.account_name, "a\tb", "must be printable ASCII without < and >", id="a name with a tab"),
        pytest.param(names.account_name, "a" * 51, "has 51 characters, 1 to 50 are allowed", id="a name of 51"),
        pytest.param(names.email, "ann", EMAIL, id="an e-mail without @"),
        pytest.param(names.email, "a@b@example.com", EMAIL, id="an e-mail with two @"),
        pytest.param(names.email, "ä@example.com", EMAIL, id="an e-mail beyond ASCII"),
        pytest.param(names.email, "@example.com", LOCAL, id="an e-mail with nothing before the @"),
        pytest.param(names.email, ".a@example.com", LOCAL, id="an e-mail with a dot in front"),
        *(
            pytest.param(names.email, f"a{sign}b@example.com", LOCAL, id=f"an e-mail with {sign!r} before the @")
            for sign in " \t\n\"'()<>[]:;,\\|%&"
        ),
        pytest.param(names.email, "a@example", DOMAIN, id="an e-mail without a dot after the @"),
        pytest.param(names.email, "a@.example.com", DOMAIN, id="an e-mail with a dot right after the @"),
        pytest.param(names.email, "a@example.com.", DOMAIN, id="an e-mail with a dot at the end"),
        pytest.param(names.email, "a@-example.com", DOMAIN, id="an e-mail with a hyphen right after the @"),
        pytest.param(names.email, "a@example.com-", DOMAIN, id="an e-mail with a hyphen at the end"),
        pytest.param(names.email, "a@exa_mple.com", DOMAIN, id="an e-mail with an underscore after the @"),
        pytest.param(names.email, "a@b.c", "has 5 characters, 6 to 64 are allowed", id="an e-mail of 5 characters"),
        pytest.param(
            names.email, "a" * 53 + "@example.com", "has 65 characters, 6 to 64 are allowed", id="an e-mail of 65"
        ),
        pytest.param(
            names.ou_name, "a/b", "must not hold a slash, which separates the names in a path of OUs", id="an OU a/b"
        ),
        pytest.param(names.ou_name, " ", "must not be blank", id="a blank OU"),
        pytest.param(names.ou_name, "o" * 129, "has 129 characters, 1 to 128 are allowed", id="an OU of 129"),
        pytest.param(names.person, "ann lee", IAM, id="a user's name with a space"),
        pytest.param(names.person, "änn", IAM, id="a user's name with an umlaut"),
        pytest.param(names.person, "", IAM, id="a user's empty name"),
        pytest.param(
            names.person, "a", "has 1 character, 2 to 64 are allowed", id="a user's name too short for a session"
        ),
        pytest.param(names.person, "a" * 65, "has 65 characters, 1 to 64 are allowed", id="a user's name of 65"),
        pytest.param(group, "a/b", IAM, id="a group's name with a slash"),
        pytest.param(group, "a" * 65, "has 65 characters, 1 to 64 are allowed", id="a group's name of 65"),
        pytest.param(names.tag_key, "", "has 0 characters, 1 to 128 are allowed", id="an empty tag key"),
        pytest.param(names.tag_key, "k" * 129, "has 129 characters, 1 to 128 are allowed", id="a tag key of 129"),
        pytest.param(names.tag_key, "AWS:x", "must not begin with aws:, which is reserved", id="a reserved tag key"),
        pytest.param(names.tag_key, "a&b", TAG, id="a tag key with &"),
        pytest.param(names.tag_value, "a;b", TAG, id="a tag value with ;"),
        pytest.param(names.tag_value, "v" * 257, "has 257 characters, 0 to 256 are allowed", id="a tag value of 257"),
        pytest.param(
            names.tag_value,
            "a\nb",
            TAG,
            id="a tag value with a line break",
        ),
        pytest.param(names.tag_key, "a\tb", TAG, id="a tag key with a tab"),
        pytest.param(names.bucket, "ab", "has 2 characters, 3 to 63 are allowed", id="a bucket of 2 characters"),
        pytest.param(names.bucket, "b" * 64, "has 64 characters, 3 to 63 are allowed", id="a bucket of 64 characters"),
        pytest.param(names.bucket, "My-bucket", BUCKET, id="a bucket with a capital"),
        pytest.param(names.bucket, "-bucket", BUCKET, id="a bucket with a hyphen in front"),
        pytest.param(names.bucket, "bucket.", BUCKET, id="a bucket with a dot at the end"),
        pytest.param(names.bucket, "a..b", BUCKET, id="a bucket with two dots in a row"),
        pytest.param(names.bucket, "a_b", BUCKET, id="a bucket with an underscore"),
        pytest.param(names.bucket, "192.168.5.4", "must not look like an IP address", id="a bucket that is an IP"),
        *(
            pytest.param(names.bucket, f"{prefix}bucket", AFFIXES, id=f"a bucket that begins with {prefix}")
            for prefix in ("xn--", "sthree-", "amzn-s3-demo-")
        ),
        *(
            pytest.param(names.bucket, f"bucket{suffix}", AFFIXES, id=f"a bucket that ends with {suffix}")
            for suffix in ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an")
        ),
        pytest.param(names.service_principal, "cloudtrail", SERVICE, id="a service without its domain"),
        pytest.param(names.service_principal, "CloudTrail.amazonaws.com", SERVICE, id="a service with capitals"),
        pytest.param(
            names.service_principal, "cloudtrail.amazonaws.com.", SERVICE, id="a service with a dot at the end"
        ),
        pytest.param(names.version_range, "9" * 5000, VERSION, id="a version with too many digits"),
        *(
            pytest.param(
                rule, value, "must not hold ${ or %{, which Terraform would replace", id=f"a template in {name}"
            )
            for rule, value, name in (
                (names.ou_name, "a${b}", "an OU's name"),
                (names.ou_name, "a%{b}", "an OU's name, the other way"),
                (names.account_name, "a${b}", "an account name"),
                (names.email, "a${b}@example.com", "an e-mail address"),
            )
        ),
        pytest.param(names.version_range, "", VERSION, id="an empty version range"),
        pytest.param(names.version_range, "latest", VERSION, id="a version range in words"),
        pytest.param(names.version_range, "=> 5.0", VERSION, id="a version range with an operator turned around"),
        pytest.param(names.version_range, ">= 5.0,", VERSION, id="a version range that ends in a comma"),
        pytest.param(names.version_range, "6.x", VERSION, id="a version range with a letter"),
        pytest.param(names.version_range, "٦.٠", VERSION, id="a version in Arabic digits"),
    ],
)
def test_refused(rule: Rule, value: str, message: str) -> None:
    assert rule(value) == message
