"""A file with many kinds of mistakes: exactly these are listed, in the order of the file."""

from __future__ import annotations

from tests.organization.files import EXAMPLE, ROOT, at, problems

MANY_MISTAKES = """\
name: Spacecats
email: spacecats+aws@example.com
region: us-west-2
regions: [us-west-2, us-wets-1, us-west-2]
nmae: twice
tags:
  Automation: Terraform
  Automation: CDKTF
  Version: 2
  Owner: 111122223333
org_root:
  admins: [ann.org-root, x]
  max_session_duration: 60
organizational_units:
  spacecats:
    accounts:
      id: {billing_access: yes}
      infra: {email: Shared@example.com}
      prod: {email: shared@example.com}
      root:
    organizational_units:
      a: {organizational_units: {b: {organizational_units: {c: {organizational_units: {d: {organizational_units: {
        deep: }}}}}}}}
  "a/b": {quarantin: true}
users: [bob, eve, BOB, on, !!str joe]
former_users: [eve]
groups:
  infra:
    users: [bob, jo]
    roles: {id: PowerUserAcess, infr: ReadOnlyAccess, org-root: ReadOnlyAccess}
  Infra:
    roles:
      prod:
        policies: [ReadOnlyAccess, missing.json, ../escape.json, ReadOnlyAccess]
  ops:
    roles:
      infra: {policies: [], max_session_duration: 3600s, permissions_boundary: 'arn:aws:iam::12:policy/x'}
password_policy: {minimum_password_length: 4, max_password_age: 2000}
trusted_access: [trail, moonbase.amazonaws.com]
policy_types: [TAG_POLICY, TAG_POLICIES]
deployment: {state: {mode: central, bucket: My-Bucket}, provider_version: newest}
"""

UNITS = "organizational_units"
MAIN = f"{UNITS}.spacecats.accounts"
DEEP = f"{UNITS}.spacecats.{UNITS}.a.{UNITS}.b.{UNITS}.c.{UNITS}.d.{UNITS}.deep"


def test_every_problem_of_a_file_is_listed_at_once() -> None:
    assert problems(MANY_MISTAKES) == at(
        "1:7  name: 'Spacecats' must be lower-case letters, digits and single hyphens, with no hyphen at either end",
        "2:8  email: 'spacecats+aws@example.com' must hold {account}, as in aws+{account}@example.com",
        "4:22  regions[1]: 'us-wets-1' is not an AWS region, did you mean 'us-west-1'?",
        "4:33  regions[2]: 'us-west-2' is already in the list, at [0]; keep one",
        "5:1  nmae: 'nmae' is an unknown key, did you mean 'name'?",
        "8:3  tags.Automation: the key 'Automation' occurs a second time here, first in line 7; keep one",
        "9:12  tags.Version: must be text, got 2; put it in quotes",
        "10:10  tags.Owner: an account number needs quotes, '111122223333', got 111122223333: "
        "YAML reads it as a number",
        "12:12  org_root.admins[0]: 'ann.org-root' gets the suffix .org-root automatically; leave it out",
        "12:26  org_root.admins[1]: 'x' has 1 character, 2 to 55 are allowed",
        "13:25  org_root.max_session_duration: 60 is out of range, "
        "3600 to 43200 seconds of a role's maximum session duration are allowed",
        f"17:28  {MAIN}.id.billing_access: must be true or false, got 'yes'",
        f"19:21  {MAIN}.prod.email: the e-mail address 'shared@example.com' already belongs to the account 'infra'; "
        "each needs its own",
        f"20:7  {MAIN}.root: 'root' is reserved for the stacks of this project; choose another key",
        f"23:9  {DEEP}: 'spacecats/a/b/c/d/deep' is 6 levels below the root, 5 are allowed",
        f"24:3  {UNITS}.a/b: 'a/b' must not hold a slash, which separates the names in a path of OUs",
        f"24:11  {UNITS}.a/b.quarantin: 'quarantin' is an unknown key, did you mean 'quarantine'?",
        "25:19  users[2]: 'BOB' is already in the list, at [0]; keep one",
        "25:28  tags are not used here, got 'tag:yaml.org,2002:str'; remove it",
        "26:16  former_users[0]: 'eve' is in users too; remove one of them",
        "29:18  groups.infra.users[1]: 'jo' is not in the list users, did you mean 'joe'?",
        "30:17  groups.infra.roles.id.policies[0]: 'PowerUserAcess' is no AWS managed policy, "
        "did you mean 'PowerUserAccess'?",
        "30:33  groups.infra.roles.infr: 'infr' is not an account, did you mean 'infra'?",
        "30:55  groups.infra.roles.org-root: groups get no role in org-root; "
        "name its administrators in org_root.admins, and the group that may see its bills in billing_group",
        "31:3  groups.Infra: 'Infra' and 'infra' are the same name to IAM, which ignores case; rename one",
        "34:36  groups.Infra.roles.prod.policies[1]: the file 'missing.json' does not exist in the folder of this file",
        "34:50  groups.Infra.roles.prod.policies[2]: '../escape.json' must be a path inside the folder of this file",
        "34:66  groups.Infra.roles.prod.policies[3]: 'ReadOnlyAccess' is already in the list, at [0]; keep one",
        "37:25  groups.ops.roles.infra.policies: is empty, so the role could do nothing; "
        "name a policy or remove the role",
        "37:51  groups.ops.roles.infra.max_session_duration: must be a whole number, got '3600s'",
        "37:80  groups.ops.roles.infra.permissions_boundary: 'arn:aws:iam::12:policy/x' must look like "
        "arn:aws:iam::aws:policy/NAME or arn:aws:iam::123456789012:policy/NAME",
        "38:44  password_policy.minimum_password_length: 4 is out of range, "
        "6 to 128 characters that a password policy may demand are allowed",
        "38:65  password_policy.max_password_age: 2000 is out of range, "
        "1 to 1095 days until a password expires are allowed",
        "39:18  trusted_access[0]: 'trail' must look like cloudtrail.amazonaws.com",
        "39:25  trusted_access[1]: warning: 'moonbase.amazonaws.com' is not known to work with Organizations",
        "40:28  policy_types[1]: 'TAG_POLICIES' is not a policy type, did you mean 'TAG_POLICY'?",
        "41:45  deployment.state.bucket: 'My-Bucket' must be lower-case letters, digits, dots and hyphens, "
        "with a letter or digit at each end",
        "41:75  deployment.provider_version: 'newest' must be versions as Terraform writes them, "
        "such as '>= 5.100.0, < 7.0.0'",
    )


def test_the_example_has_no_problem() -> None:
    assert problems(EXAMPLE, ROOT) == []
