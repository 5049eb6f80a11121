"""Rules for services of the whole organization and their accounts, contacts and roles."""

from __future__ import annotations

import pytest

from foundation.names import ACCESS_ROLE
from tests.organization.files import at, organization, problems

CONTACT = "{name: Ann, title: CISO, email: ann@example.com, phone: +1 555 0100}"
GROUPS = "groups: {infra: , responders: {roles: {id: ReadOnlyAccess}}}"
TREE = "{main: {accounts: {id: , infra: , logs: }}, out: {quarantine: true, accounts: {old: }}}"
FEATURES = (
    "S3_DATA_EVENTS, EKS_AUDIT_LOGS, EBS_MALWARE_PROTECTION, RDS_LOGIN_EVENTS, LAMBDA_NETWORK_LOGS "
    "or RUNTIME_MONITORING"
)
RETENTION = "365 to 36500 days of retention are allowed"
IAM = "may hold letters, digits and _+=,.@- only"
SWITCHES = ("cloudtrail", "guardduty", "config", "access_analyzer")


def services(*lines: str) -> str:
    """Return accounts id, infra and logs, and old in quarantine; the lines begin in line 6."""
    return organization(*lines, organizational_units=TREE)


def contact(name: str, value: str) -> str:
    """Return an organization with another value in its security contact, in line 6."""
    fields = {"name": "Ann", "title": "CISO", "email": "ann@example.com", "phone": "'555'", name: value}
    return organization(
        f"alternate_contacts: {{security: {{{', '.join(f'{key}: {text}' for key, text in fields.items())}}}}}"
    )


@pytest.mark.parametrize(
    "lines",
    [
        *(pytest.param([f"{name}: {word}"], id=f"{name} {word}") for name in SWITCHES for word in ("true", "false")),
        *(pytest.param([f"{name}:"], id=f"{name} left empty") for name in SWITCHES),
        *(pytest.param([f"{name}: {{}}"], id=f"{name} as an empty mapping") for name in SWITCHES),
        *(pytest.param([f"{name}: {{enabled: false}}"], id=f"{name} off in a mapping") for name in SWITCHES),
        pytest.param(["cloudtrail: {retention_days: 365}"], id="log files kept for a year"),
        pytest.param(["config: {retention_days: 36500, recording_frequency: DAILY}"], id="records kept for a century"),
        pytest.param(["guardduty: {features: []}"], id="no feature"),
        pytest.param(["guardduty: {features: [RUNTIME_MONITORING]}"], id="one feature"),
        pytest.param(["access_analyzer: {unused_access_age: 1}"], id="access that was not used for a day"),
        pytest.param(["access_analyzer: {unused_access_age: 365}"], id="access that was not used for a year"),
        pytest.param(["access_analyzer: {unused_access_age: }"], id="no age"),
        pytest.param(["security_account: logs", "guardduty: true"], id="another account that administers"),
        pytest.param(["security_account:"], id="a security account left empty"),
        pytest.param(["log_account: logs"], id="an account that keeps logs"),
        pytest.param(["log_account: org-root"], id="logs in the management account"),
        pytest.param(["log_account:"], id="a log account left empty"),
        pytest.param(["centralized_root_access: false"], id="root users with credentials"),
        pytest.param(["account_defaults:"], id="account defaults left empty"),
        pytest.param(["account_defaults: {encrypt_ebs: false, require_imdsv2: false}"], id="fewer account defaults"),
        pytest.param(["alternate_contacts:"], id="contacts left empty"),
        pytest.param([f"alternate_contacts: {{security: {CONTACT}, billing: }}"], id="one contact"),
        pytest.param(["root_sign_in_alarm: {email: ann@example.com}"], id="an alarm"),
        pytest.param(["root_sign_in_alarm: ", "cloudtrail: false"], id="no alarm and no trail"),
        pytest.param([GROUPS, "billing_group: infra"], id="a group that sees the bills"),
        pytest.param(["billing_group:"], id="a billing group left empty"),
        pytest.param([GROUPS, "responder: {group: responders}"], id="a responder"),
        pytest.param(["responder:"], id="a responder left empty"),
        pytest.param(
            [
                GROUPS,
                "responder: {group: infra, role_name: ir, policies: [SecurityAudit], max_session_duration: 43200}",
            ],
            id="a responder in full",
        ),
        pytest.param([f"exempt_roles: [{ACCESS_ROLE}, atlantis, a_+=.@-b]"], id="further exempt roles"),
        pytest.param(["exempt_roles:"], id="exempt roles left empty"),
        pytest.param(
            [f"exempt_roles: [{ACCESS_ROLE}, OrganizationAccountAccessRole2]"], id="an exempt role called nearly alike"
        ),
    ],
)
def test_accepted(lines: list[str]) -> None:
    assert problems(services(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        *(
            pytest.param(
                [f"{name}: {shown}"],
                f"6:{len(name) + 3}  {name}: must be true, false or a mapping, got {got}",
                id=f"{name} {shown}",
            )
            for name in SWITCHES
            for shown, got in (("yes", "'yes'"), ("1", "1"), ("[true]", "a list"))
        ),
        *(
            pytest.param(
                [f"{name}: {{enabled: on}}"],
                f"6:{len(name) + 13}  {name}.enabled: must be true or false, got 'on'",
                id=f"{name} on",
            )
            for name in SWITCHES
        ),
        *(
            pytest.param(
                [f"{name}: {{retention_days: {days}}}"],
                f"6:{len(name) + 20}  {name}.retention_days: {days} is out of range, {RETENTION}",
                id=f"{name} kept for {days} days",
            )
            for name in ("cloudtrail", "config")
            for days in (0, 364, 36501)
        ),
        pytest.param(
            ["cloudtrail: {retention_days: 7y}"],
            "6:30  cloudtrail.retention_days: must be a whole number, got '7y'",
            id="retention in words",
        ),
        *(
            pytest.param(
                [f"access_analyzer: {{unused_access_age: {days}}}"],
                f"6:38  access_analyzer.unused_access_age: {days} is out of range, "
                "1 to 365 days until access is unused are allowed",
                id=f"access unused for {days} days",
            )
            for days in (0, 366)
        ),
        pytest.param(
            ["config: {recording_frequency: daily}"],
            "6:31  config.recording_frequency: must be CONTINUOUS or DAILY, got 'daily', did you mean 'DAILY'?",
            id="a frequency in lower case",
        ),
        pytest.param(
            ["config: {recording_frequency: 24}"],
            "6:31  config.recording_frequency: must be CONTINUOUS or DAILY, got 24",
            id="a frequency in hours",
        ),
        pytest.param(
            ["guardduty: {features: [S3_DATA]}"],
            f"6:24  guardduty.features[0]: must be {FEATURES}, got 'S3_DATA', did you mean 'S3_DATA_EVENTS'?",
            id="a feature nearly right",
        ),
        pytest.param(
            ["guardduty: {features: [DNS]}"],
            f"6:24  guardduty.features[0]: must be {FEATURES}, got 'DNS'",
            id="a feature like no other",
        ),
        pytest.param(
            ["guardduty: {features: [S3_DATA_EVENTS, S3_DATA_EVENTS]}"],
            "6:40  guardduty.features[1]: 'S3_DATA_EVENTS' is already in the list, at [0]; keep one",
            id="a feature twice",
        ),
        pytest.param(
            ["cloudtrail: {retention: 400}"],
            "6:14  cloudtrail.retention: 'retention' is an unknown key, did you mean 'retention_days'?",
            id="a slip in a service",
        ),
        pytest.param(
            ["security_account: org-root"],
            "6:19  security_account: 'org-root' cannot be a delegated administrator, by AWS's rule; "
            "name a member account such as 'infra'",
            id="the management account as administrator",
        ),
        pytest.param(
            ["security_account: infr"],
            "6:19  security_account: 'infr' is not an account, did you mean 'infra'?",
            id="an administrator that does not exist",
        ),
        pytest.param(
            ["security_account: old"],
            "6:19  security_account: the account 'old' is in quarantine and can do nothing; name another",
            id="an administrator in quarantine",
        ),
        pytest.param(
            ["log_account: lgos"],
            "6:14  log_account: 'lgos' is not an account, did you mean 'logs'?",
            id="a log account that does not exist",
        ),
        pytest.param(
            ["log_account: old"],
            "6:14  log_account: the account 'old' is in quarantine and can do nothing; name another",
            id="a log account in quarantine",
        ),
        pytest.param(
            ["centralized_root_access: yes"],
            "6:26  centralized_root_access: must be true or false, got 'yes'",
            id="yes for centralized root access",
        ),
        pytest.param(
            ["account_defaults: true"], "6:19  account_defaults: must be a mapping, got true", id="defaults as true"
        ),
        pytest.param(
            ["account_defaults: {encrypt: false}"],
            "6:20  account_defaults.encrypt: 'encrypt' is an unknown key, did you mean 'encrypt_ebs'?",
            id="a slip in the defaults",
        ),
        pytest.param(
            ["alternate_contacts: {security: ann@example.com}"],
            "6:32  alternate_contacts.security: must be a mapping with name, title, email, phone, "
            "got 'ann@example.com'",
            id="an address as contact",
        ),
        pytest.param(
            ["alternate_contacts: {technical: {}}"],
            "6:22  alternate_contacts.technical: 'technical' is an unknown key; "
            "allowed are security, operations, billing",
            id="a contact that AWS does not have",
        ),
        pytest.param(
            ["alternate_contacts: {security: {name: Ann, title: CISO, email: ann@example.com}}"],
            "6:32  alternate_contacts.security.phone: is missing; Telephone number: digits, spaces and ( ) + -",
            id="a contact without a telephone",
        ),
        pytest.param(
            ["root_sign_in_alarm: true"],
            "6:21  root_sign_in_alarm: must be a mapping with email, got true",
            id="an alarm without a valid address",
        ),
        pytest.param(
            ["root_sign_in_alarm: {email: ann}"],
            "6:29  root_sign_in_alarm.email: 'ann' must look like security@example.com",
            id="an alarm for a name",
        ),
        pytest.param(
            ["root_sign_in_alarm: {email: ann@example.com}", "cloudtrail: false"],
            "6:21  root_sign_in_alarm: reads the organization trail, which is off; set cloudtrail to true",
            id="an alarm without a trail",
        ),
        pytest.param(
            [GROUPS, "billing_group: infrastructure"],
            "7:16  billing_group: 'infrastructure' is not a group",
            id="a billing group that does not exist",
        ),
        pytest.param(
            [GROUPS, "billing_group: inrfa"],
            "7:16  billing_group: 'inrfa' is not a group, did you mean 'infra'?",
            id="a billing group misspelt",
        ),
        pytest.param(
            ["groups: {Admin: }", "billing_group: Admin"],
            "7:16  billing_group: 'Admin' is already the role of the administrators in org-root; "
            "name a group with another name",
            id="a billing group called admin",
        ),
        pytest.param(
            ["billing_group: [infra]"], "6:16  billing_group: must be text, got a list", id="two billing groups"
        ),
        pytest.param(
            ["responder: infra"],
            "6:12  responder: must be a mapping with group, got 'infra'",
            id="a group as responder",
        ),
        pytest.param(
            ["responder: {}"],
            "6:12  responder.group: is missing; The group whose members may assume the role, from the account id",
            id="a responder without group",
        ),
        pytest.param(
            [GROUPS, "responder: {group: responder}"],
            "7:20  responder.group: 'responder' is not a group, did you mean 'responders'?",
            id="a responder's group misspelt",
        ),
        pytest.param(
            [GROUPS, "responder: {group: infra, role_name: Infra}"],
            "7:38  responder.role_name: 'Infra' is already the name of the role of the group 'infra'; "
            "choose another name",
            id="a responder's role called as a group's",
        ),
        pytest.param(
            ["groups: {incident-responder: }", "responder: {group: incident-responder}"],
            "7:12  responder.role_name: 'incident-responder' is already the name of the role of the group "
            "'incident-responder'; choose another name",
            id="a group called as the responder's role by default",
        ),
        pytest.param(
            [GROUPS, f"responder: {{group: infra, role_name: {ACCESS_ROLE.lower()}}}"],
            f"7:38  responder.role_name: '{ACCESS_ROLE.lower()}' is already the name of the role that AWS creates in "
            "every account; choose another name",
            id="a responder's role called as the one of AWS",
        ),
        *(
            pytest.param(
                [GROUPS, f"responder: {{group: infra, role_name: {name}}}"],
                f"7:38  responder.role_name: '{name}' is already the name of the role that this project creates for a "
                "service; choose another name",
                id=f"the responder's role called {name}",
            )
            for name in ("config-aggregator", "organization-log", "Organization-Log")
        ),
        pytest.param(
            [GROUPS, "responder: {group: infra, role_name: a/b}"],
            f"7:38  responder.role_name: 'a/b' {IAM}",
            id="a responder's role with a path",
        ),
        pytest.param(
            [GROUPS, f"responder: {{group: infra, role_name: {'r' * 65}}}"],
            f"7:38  responder.role_name: '{'r' * 60}…' has 65 characters, 1 to 64 are allowed",
            id="a responder's role with a long name",
        ),
        pytest.param(
            [GROUPS, "responder: {group: infra, policies: []}"],
            "7:37  responder.policies: is empty, so the role could do nothing; name a policy or remove the role",
            id="a responder without policies",
        ),
        pytest.param(
            [GROUPS, "responder: {group: infra, policies: [SecurityAudi]}"],
            "7:38  responder.policies[0]: 'SecurityAudi' is no AWS managed policy, did you mean 'SecurityAudit'?",
            id="a responder's policy misspelt",
        ),
        pytest.param(
            [GROUPS, "responder: {group: infra, max_session_duration: 60}"],
            "7:49  responder.max_session_duration: 60 is out of range, "
            "3600 to 43200 seconds of a role's maximum session duration are allowed",
            id="a responder for a minute",
        ),
        *(
            pytest.param(
                [f"exempt_roles: {roles}"],
                f"6:15  exempt_roles: '{ACCESS_ROLE}' is missing: it is the role that Terraform deploys with; add it",
                id=f"exempt roles {roles}",
            )
            for roles in ("[]", "[atlantis]")
        ),
        pytest.param(
            ["exempt_roles: [OrganisationAccountAccessRole]"],
            "6:16  exempt_roles[0]: 'OrganisationAccountAccessRole' is not the role that Terraform deploys with, "
            f"did you mean '{ACCESS_ROLE}'?",
            id="the deploying role misspelt",
        ),
        pytest.param(
            [f"exempt_roles: [atlantis, {ACCESS_ROLE.lower()}]"],
            f"6:26  exempt_roles[1]: '{ACCESS_ROLE.lower()}' is not the role that Terraform deploys with, "
            f"did you mean '{ACCESS_ROLE}'?",
            id="the deploying role in lower case",
        ),
        pytest.param(
            [f"exempt_roles: [{ACCESS_ROLE}, ci, CI]"],
            "6:51  exempt_roles[2]: 'CI' is already in the list, at [1]; keep one",
            id="an exempt role twice in other case",
        ),
        pytest.param(
            [f"exempt_roles: [{ACCESS_ROLE}, 'aws-reserved/*']"],
            f"6:47  exempt_roles[1]: 'aws-reserved/*' {IAM}",
            id="exempt roles by pattern",
        ),
        pytest.param(
            [f"exempt_roles: {ACCESS_ROLE}"],
            f"6:15  exempt_roles: must be a list, got '{ACCESS_ROLE}'",
            id="an exempt role without brackets",
        ),
    ],
)
def test_refused(lines: list[str], expected: str) -> None:
    assert problems(services(*lines)) == at(expected)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("name", "n" * 64, id="a name of 64 characters"),
        pytest.param("name", "Größe & Söhne", id="a name beyond ASCII"),
        pytest.param("title", "t" * 50, id="a title of 50 characters"),
        pytest.param("email", "a" * 242 + "@example.com", id="an address of 254 characters"),
        pytest.param("email", "'a+b=c.d#e|f!g&h-i@sub.example.com'", id="an address with every sign"),
        pytest.param("phone", "+49 (30) 555-0100", id="a telephone number with every sign"),
        pytest.param("phone", "'1234567890123456789012345'", id="a telephone number of 25 characters"),
    ],
)
def test_a_contact_is_accepted(field: str, value: str) -> None:
    assert problems(contact(field, value)) == []


KINDS = ("security", "operations", "billing")
PHONE = "must be digits, with spaces and ( ) + - if you like"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        pytest.param("name", "' '", "' ' must not be blank", id="a blank name"),
        pytest.param("name", "''", "'' must not be blank", id="an empty name"),
        pytest.param("name", "n" * 65, f"'{'n' * 60}…' has 65 characters, 1 to 64 are allowed", id="a long name"),
        pytest.param("name", "", "must be text, got nothing", id="no name"),
        pytest.param(
            "name", "'${x}'", "'${x}' must not hold ${ or %{, which Terraform would replace", id="a template as name"
        ),
        pytest.param("title", "''", "'' must not be blank", id="an empty title"),
        pytest.param("title", "t" * 51, f"'{'t' * 51}' has 51 characters, 1 to 50 are allowed", id="a long title"),
        pytest.param("email", "ann", "'ann' must look like security@example.com", id="an address without @"),
        pytest.param("email", "a@b", "'a@b' must look like security@example.com", id="an address without a dot"),
        pytest.param(
            "email", "ä@example.com", "'ä@example.com' must look like security@example.com", id="an address with ä"
        ),
        pytest.param(
            "email",
            "a" * 243 + "@example.com",
            f"'{'a' * 60}…' has 255 characters, 1 to 254 are allowed",
            id="a long address",
        ),
        pytest.param("phone", "555", "must be text, got 555; put it in quotes", id="a telephone as a number"),
        pytest.param("phone", "0800-CALL", f"'0800-CALL' {PHONE}", id="a telephone number in letters"),
        pytest.param("phone", "( )", f"'( )' {PHONE}", id="a telephone number without digits"),
        pytest.param(
            "phone",
            "'12345678901234567890123456'",
            "'12345678901234567890123456' has 26 characters, 1 to 25 are allowed",
            id="long",
        ),
    ],
)
def test_a_contact_is_rejected(field: str, value: str, message: str) -> None:
    (line,) = problems(contact(field, value))

    assert line.startswith("organization.yaml:6:")
    assert line.endswith(f"  alternate_contacts.security.{field}: {message}")


def test_each_contact_is_checked() -> None:
    wrong = "{name: '', title: CISO, email: ann, phone: '555'}"
    lines = problems(organization(*(f"alternate_contacts: {{{', '.join(f'{kind}: {wrong}' for kind in KINDS)}}}",)))

    assert [line.partition("  ")[2].partition(":")[0] for line in lines] == [
        f"alternate_contacts.{kind}.{field}" for kind in KINDS for field in ("name", "email")
    ]


GUARDDUTY = "guardduty: needs an account that administers it, and"


def test_guardduty_needs_an_account_that_administers_it() -> None:
    assert problems(organization("guardduty: true")) == at(
        f"6:12  {GUARDDUTY} there is no 'infra'; name one in security_account"
    )
    assert problems(organization("guardduty: true", "security_account: id")) == []
    assert problems(organization("guardduty: false")) == []
    assert problems(services("guardduty: true")) == []


def test_guardduty_is_not_administered_from_quarantine() -> None:
    units = "{main: {accounts: {id: }}, out: {quarantine: true, accounts: {infra: }}}"

    assert problems(organization("guardduty: {features: []}", organizational_units=units)) == at(
        f"6:12  {GUARDDUTY} 'infra' is in quarantine; name one in security_account"
    )


def test_every_mistake_is_listed_at_once() -> None:
    text = services(
        "billing_group: finance",
        "responder: {group: ops, role_name: a b, policies: [Nothing], max_session_duration: 1}",
        "exempt_roles: [a b, c]",
        "security_account: old",
        "log_account: lgos",
        "cloudtrail: {enabled: false, retention_days: 1}",
        "guardduty: {features: [x, S3_DATA_EVENTS, S3_DATA_EVENTS]}",
        "config: {enabled: on, retention_days: 1}",
        "access_analyzer: {unused_access_age: 0}",
        "alternate_contacts: {security: {name: '', title: 5, email: x}}",
        "root_sign_in_alarm: {email: x}",
    )

    assert [line.partition("  ")[2].split(": ")[0] for line in problems(text)] == [
        "billing_group",
        "responder.group",
        "responder.role_name",
        "responder.policies[0]",
        "responder.max_session_duration",
        "exempt_roles",
        "exempt_roles[0]",
        "security_account",
        "log_account",
        "cloudtrail.retention_days",
        "guardduty.features[0]",
        "guardduty.features[2]",
        "config.enabled",
        "config.retention_days",
        "access_analyzer.unused_access_age",
        "alternate_contacts.security.phone",
        "alternate_contacts.security.name",
        "alternate_contacts.security.title",
        "alternate_contacts.security.email",
        "root_sign_in_alarm",
        "root_sign_in_alarm.email",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(organization("groups: [infra]", "billing_group: infra"), id="groups as a list"),
        pytest.param(organization("groups: [infra]", "responder: {group: infra}"), id="groups as a list, a responder"),
        pytest.param(
            organization("groups: {web: }", "groups: {infra: }", "billing_group: infra", "responder: {group: infra}"),
            id="groups twice",
        ),
        pytest.param(organization("group: {infra: }", "billing_group: infra"), id="groups misspelt"),
        pytest.param(
            organization("groups: {web: }", "group: {infra: }", "billing_group: infra"),
            id="groups beside groups misspelt",
        ),
        pytest.param(organization("groups: {infra: [ann]}", "billing_group: infra"), id="a group that is a list"),
        pytest.param(
            organization("security_account: infra", "log_account: logs", organizational_units="[infra]"),
            id="units as a list",
        ),
        pytest.param(
            organization("security_account: prod", organizational_units="{main: {accounts: {id: }}, prod: [prod]}"),
            id="a unit as a list",
        ),
        pytest.param(
            organization("guardduty: true", organizational_units="{main: {accounts: {id: }}, infra: [infra]}"),
            id="the unit of infra as a list",
        ),
        pytest.param(
            organization("log_account: logs", organizational_units="{main: {accounts: {id: , logs: 5}}}"),
            id="the log account as a number",
        ),
        pytest.param(organization("security_account: 5", "guardduty: false"), id="the security account as a number"),
        pytest.param(organization("security_account: 5", "guardduty: true"), id="the same with guardduty"),
        pytest.param(organization("guardduty: {enabled: on}"), id="guardduty neither on nor off"),
        pytest.param(
            organization("cloudtrail: {enabled: off}", "root_sign_in_alarm: {email: ann@example.com}"),
            id="a trail neither on nor off",
        ),
        pytest.param(
            organization("cloudtrail: [false]", "root_sign_in_alarm: {email: ann@example.com}"), id="a trail as a list"
        ),
        pytest.param(organization("cloudtrail: {retention_days: x}"), id="retention in words"),
        pytest.param(organization("exempt_roles: [5]"), id="an exempt role as a number"),
        pytest.param(organization("exempt_roles: [[OrganizationAccountAccessRole]]"), id="a list of exempt roles"),
        pytest.param(organization("exempt_roles: {}"), id="exempt roles as a mapping"),
        pytest.param(organization("exempt_role: [OrganizationAccountAccessRole]"), id="exempt roles misspelt"),
        pytest.param(
            organization("groups: {infra: }", "responder: {group: infra, role_name: 5}"), id="a role's number"
        ),
        pytest.param(
            organization("groups: {infra: }", "responder: {group: infra, policies: SecurityAudit}"),
            id="policies as text",
        ),
        pytest.param(organization("root_sign_in_alarm: {email: 5}"), id="an address as a number"),
        pytest.param(organization("root_sign_in_alarm: {}"), id="an alarm without an address"),
    ],
)
def test_an_unreadable_value_causes_no_second_problem(text: str) -> None:
    assert len(problems(text)) == 1
