"""The promise about new accounts: notes say what binds them when; avoidable gaps are found."""

from __future__ import annotations

from access.promises.birth import PROMISE
from access.promises.promise import Outcome
from access.questions.world import World
from tests.access.conftest import Broken, Stacks
from tests.access.edits import MAIN, ROOT, by_sid, deny, guardrails, without

UNIT = "aws_organizations_organizational_unit"


def look(world: World) -> Outcome:
    outcome = PROMISE.look(world)
    assert outcome.undecided == ()
    return outcome


def texts(outcome: Outcome) -> list[str]:
    return [example.text for example in outcome.counter_examples]


def main_unit(stacks: Stacks) -> str:
    units = stacks["org-root"]["resource"][UNIT]
    (name,) = (name for name, unit in units.items() if unit["name"] == "spacecats")
    return f"${{{UNIT}.{name}.id}}"


def attach(stacks: Stacks, policy: str, target: str) -> None:
    """Attach a policy of the root, by its name, to another target."""
    found = stacks["org-root"]["resource"]["aws_organizations_policy_attachment"].values()
    (attachment,) = (one for one in found if f"policies_root_{policy}_" in one["policy_id"])
    attachment["target_id"] = target


def move(stacks: Stacks, sid: str) -> None:
    """Move a guardrail from the root to the main unit."""
    moved: list[dict[str, object]] = []
    guardrails(stacks, ROOT, lambda found: moved.append(by_sid(found, sid)))
    guardrails(stacks, ROOT, lambda found: without(found, sid))
    guardrails(stacks, MAIN, lambda found: found.extend(moved))


def without_centralized_root_access(stacks: Stacks) -> None:
    del stacks["org-root"]["resource"]["aws_iam_organizations_features"]


def test_notes_say_when_each_guardrail_of_the_example_begins(world: World) -> None:
    outcome = look(world)
    assert outcome.status == "kept"
    assert outcome.notes == (
        "from an account's first minute: DenyLeavingOrganization, DenyRootUser, DenyIamUsers, DenyRegionChanges, "
        "DenyAccountChanges, ProtectDeploymentRoles, ProtectCloudtrail, ProtectConfig, ProtectGuardduty, "
        "ProtectAccessAnalyzer, RequireTls",
        "some seconds later, when AWS has moved it to spacecats: NoVpcPeering, LimitRegions, RequireEbsEncryption, "
        "RequireImdsv2, DenyKmsKeyDeletion, ProtectBuckets, ProtectRoles, DenyHostedZoneDeletion, DenyLogDeletion",
        "some seconds later, when AWS has moved it to infra: LimitInstanceTypes",
        "some seconds later, when AWS has moved it to logs: DenyS3PublicAccess",
        "a new account's root user has no credentials: centralized root access is on",
        "its role OrganizationAccountAccessRole exists at once and may do everything; assumable by: role admin of "
        "org-root",
        "only when its stacks are deployed: the block of public buckets, the encryption of volumes, the block of "
        "public snapshots, the defaults of instance metadata, the password policy, the recorder of Config",
    )


def test_guardrails_of_units_alone_are_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        attach(stacks, "guardrails-1", main_unit(stacks))
        attach(stacks, "resource-guardrails-1", main_unit(stacks))

    outcome = look(broken(edit))
    assert texts(outcome) == [
        "a new account is under no guardrail until it is in its unit: spacecats have some, the root has none"
    ]
    assert not [note for note in outcome.notes if note.startswith("from an account's first minute")]


def test_an_account_that_can_leave_until_it_is_moved_is_found(broken: Broken) -> None:
    assert texts(look(broken(lambda stacks: move(stacks, "DenyLeavingOrganization")))) == [
        "a new account can leave the organization until it is moved: the guardrails of spacecats deny that, those of "
        "the root do not (SCP of spacecats, statement DenyLeavingOrganization)"
    ]


def test_a_root_user_that_nothing_binds_until_the_move_is_found_where_it_has_credentials(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        move(stacks, "DenyRootUser")
        without_centralized_root_access(stacks)

    assert texts(look(broken(edit))) == [
        "a new account has a root user that nothing binds until it is moved: the guardrails of spacecats bind it, "
        "those of the root do not (SCP of spacecats, statement DenyRootUser)"
    ]
    assert look(broken(lambda stacks: move(stacks, "DenyRootUser"))).status == "kept"


def test_a_unit_that_denies_an_action_to_all_callers_does_not_count_as_binding_root_users(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        without_centralized_root_access(stacks)
        guardrails(stacks, ROOT, lambda found: without(found, "DenyRootUser"))
        deny(stacks, "s3:ListAllMyBuckets", MAIN)

    assert look(broken(edit)).status == "kept"


def test_a_note_says_that_guardrails_bind_the_root_user_at_once(broken: Broken) -> None:
    outcome = look(broken(without_centralized_root_access))
    assert outcome.status == "kept"
    assert any(note.endswith("its root user, which guardrails bind at once") for note in outcome.notes)


def test_a_note_says_that_no_guardrail_binds_the_root_user(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        without_centralized_root_access(stacks)
        guardrails(stacks, ROOT, lambda found: without(found, "DenyRootUser"))

    outcome = look(broken(edit))
    assert outcome.status == "kept"
    assert any(note.endswith("its root user, which no guardrail binds") for note in outcome.notes)


def test_policies_of_a_type_that_is_switched_off_are_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        for organization in stacks["org-root"]["resource"]["aws_organizations_organization"].values():
            organization["enabled_policy_types"].remove("RESOURCE_CONTROL_POLICY")

    assert texts(look(broken(edit))) == [
        "none of root/resource-guardrails-1, deny-outside-suspended applies: the organization has no policies of "
        "the type RESOURCE_CONTROL_POLICY"
    ]


def test_an_organization_without_guardrails_says_so(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        resources = stacks["org-root"]["resource"]
        for name, policy in list(resources["aws_organizations_policy_attachment"].items()):
            if "suspended" not in policy["policy_id"]:
                del resources["aws_organizations_policy_attachment"][name]

    outcome = look(broken(edit))
    assert outcome.status == "kept"
    assert "there are no guardrails, for new accounts as for others" in outcome.notes


def test_an_account_in_quarantine_is_no_example_for_new_ones(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        guardrails(stacks, ROOT, lambda found: without(found, "DenyLeavingOrganization"))
        accounts = stacks["org-root"]["resource"]["aws_organizations_account"]
        units = stacks["org-root"]["resource"][UNIT]
        (suspended,) = (name for name, unit in units.items() if unit["name"] == "suspended")
        accounts["account_infra"]["parent_id"] = f"${{{UNIT}.{suspended}.id}}"

    assert look(broken(edit)).status == "kept"


def test_every_other_caller_that_can_assume_the_role_of_a_new_account_is_named(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        resources = stacks["org-root"]["resource"]
        (billing,) = (name for name, role in resources["aws_iam_role"].items() if role["name"] == "billing")
        attachment = {
            "role": f"${{aws_iam_role.{billing}.name}}",
            "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess",
        }
        resources["aws_iam_role_policy_attachment"]["added"] = attachment

    notes = look(broken(edit)).notes
    assert any(note.endswith("assumable by: role admin of org-root, role billing of org-root") for note in notes)
