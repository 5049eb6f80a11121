"""Rules for guardrails: names, targets, parameters, files, and AWS's limits for policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from organization.known import POLICY_TYPES
from policies.guardrails import CATALOGUE
from tests.organization.files import at, organization
from tests.organization.files import problems as every_problem

TREE = (
    "{main: {accounts: {id: , infra: }, organizational_units: {prod: {accounts: {prod: }}}}, "
    "out: {quarantine: true, accounts: {old: }}}"
)
EC2_DEFAULTS = {
    "image_block_public_access": "block_public_snapshots",
    "instance_metadata_defaults": "require_imdsv2",
    "snapshot_block_public_access": "block_public_snapshots",
}
TARGET = "is not a target: neither root, nor the path of an OU, nor account:<key>"


def problems(text: str, folder: Path = Path(__file__).parent) -> list[str]:
    """Return every problem but the warning about exempt roles, which all these small files would have."""
    return [line for line in every_problem(text, folder) if "exempts roles that any principal" not in line]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a policy of each type."""
    deny = {"Sid": "Deny", "Effect": "Deny", "Action": "ec2:*", "Resource": "*"}
    files: dict[str, Any] = {
        "own": {"Version": "2012-10-17", "Statement": [deny]},
        "wordy": {"Version": "2012-10-17", "Statement": [{**deny, "Action": "ec2:Run{{what}}"}]},
        "allow": {"Version": "2012-10-17", "Statement": []},
        "tags": {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"}}}},
        "console": {"ec2_attributes": {"serial_console_access": {"status": {"@@assign": "disabled"}}}},
        "snapshots": {"ec2_attributes": {"snapshot_block_public_access": {"state": {"@@assign": "block_all_sharing"}}}},
        "all": {"ec2_attributes": {name: {"state": {"@@assign": "x"}} for name in EC2_DEFAULTS}},
    }
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    (tmp_path / "broken.json").write_text("{")
    return tmp_path


def rails(text: str, *more: str) -> str:
    """Return accounts id, infra, prod (in main/prod) and, in quarantine, old; guardrails begin in line 6, column 13."""
    return organization(f"guardrails: {text}", *more, organizational_units=TREE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{}", id="none"),
        pytest.param("", id="left empty"),
        pytest.param("{deny-root-user: root}", id="at the root, in short"),
        pytest.param("{deny-root-user: [main/prod, 'account:infra']}", id="at a unit and an account, in short"),
        pytest.param("{deny-root-user: {targets: root}}", id="one target in a mapping"),
        pytest.param("{deny-root-user: {targets: [root, main]}}", id="targets in a mapping"),
        pytest.param("{deny-root-user: out}", id="at a unit in quarantine"),
        pytest.param("{deny-root-user: {targets: root, parameters: {allow_assume_root: false}}}", id="a parameter"),
        pytest.param("{deny-root-user: {targets: root, parameters: {allow_assume_root: [true]}}}", id="one in a list"),
        pytest.param("{limit-regions: {targets: root, parameters: {regions: us-west-2}}}", id="one region"),
        pytest.param("{limit-regions: {targets: root, parameters: {regions: [us-west-2, eu-west-1]}}}", id="regions"),
        pytest.param(
            "{a: {targets: main, catalogue: protect-roles, parameters: {roles: a}}, "
            "b: {targets: main, catalogue: protect-roles, parameters: {roles: b}}}",
            id="one of the catalogue twice",
        ),
        pytest.param("{deny-all: out}", id="everything denied in quarantine"),
        pytest.param("{deny-all: 'account:old'}", id="everything denied to an account in quarantine"),
        pytest.param("{own: {targets: root, file: own.json}}", id="a file"),
        pytest.param("{own: {targets: root, file: own.json, type: SERVICE_CONTROL_POLICY}}", id="a file with its kind"),
        pytest.param(
            "{own: {targets: root, file: wordy.json, parameters: {what: Instances}}}", id="a file with a word"
        ),
        pytest.param("{tags: {targets: [root, main], file: tags.json, type: TAG_POLICY}}", id="a tag policy"),
        pytest.param(
            "{ec2: {targets: root, file: console.json, type: DECLARATIVE_POLICY_EC2}}",
            id="a declarative policy that sets nothing of account_defaults",
        ),
        *(
            pytest.param(f"{{{name}: {{targets: root, file: own.json}}}}", id=f"a guardrail called {name}")
            for name in ("guardrails", "guardrails-a", "guardrails-1-2", "my-guardrails-1")
        ),
    ],
)
def test_accepted(text: str, folder: Path) -> None:
    assert problems(rails(text), folder) == []


@pytest.mark.parametrize("name", [name for name, rail in CATALOGUE.items() if name != "deny-all"])
def test_every_guardrail_of_the_catalogue_is_accepted_with_its_example(name: str) -> None:
    parameters = {parameter.name: list(parameter.example) for parameter in CATALOGUE[name].parameters}
    text = json.dumps({name: {"targets": "root", "parameters": parameters}})

    assert problems(rails(text)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("[deny-root-user]", "13  guardrails: must be a mapping, got a list", id="a list"),
        pytest.param(
            "{deny-root-user: }",
            "30  guardrails.deny-root-user: must be a target, a list of targets or a mapping, got nothing",
            id="no target",
        ),
        pytest.param(
            "{deny-root-user: 5}",
            "30  guardrails.deny-root-user: must be a target, a list of targets or a mapping, got 5",
            id="a number as target",
        ),
        pytest.param(
            "{deny-root-user: []}",
            "30  guardrails.deny-root-user.targets: is empty, so the guardrail has no effect; "
            "name a target such as root",
            id="no target in a list",
        ),
        pytest.param(
            "{deny-root-user: {parameters: {}}}",
            "30  guardrails.deny-root-user.targets: is missing; The targets: root, the path of an OU "
            "(spacecats/prod) or an account (account:infra)",
            id="no target in a mapping",
        ),
        pytest.param(
            "{deny-root-user: {targets: {root: }}}",
            "40  guardrails.deny-root-user.targets: must be text or a list of texts, got a mapping",
            id="targets as a mapping",
        ),
        pytest.param(
            "{deny-root-user: {target: root}}",
            "31  guardrails.deny-root-user.target: 'target' is an unknown key, did you mean 'targets'?",
            id="targets misspelt",
        ),
        pytest.param(
            "{deny-root-user: [root, root]}",
            "37  guardrails.deny-root-user.targets[1]: 'root' is already in the list, at [0]; keep one",
            id="a target twice",
        ),
        pytest.param(
            "{deny-root-user: rot}",
            f"30  guardrails.deny-root-user.targets[0]: 'rot' {TARGET}, did you mean 'root'?",
            id="the root misspelt",
        ),
        pytest.param(
            "{deny-root-user: [root, prod]}",
            f"37  guardrails.deny-root-user.targets[1]: 'prod' {TARGET}, did you mean 'main/prod'?",
            id="a unit without its path",
        ),
        pytest.param(
            "{deny-root-user: {targets: 'account:prd'}}",
            f"40  guardrails.deny-root-user.targets[0]: 'account:prd' {TARGET}, did you mean 'account:prod'?",
            id="an account that does not exist",
        ),
        *(
            pytest.param(
                f"{{deny-root-user: '{name}'}}",
                f"30  guardrails.deny-root-user.targets[0]: '{name}' is the management account, "
                "which no policy binds; remove it",
                id=f"the target {name}",
            )
            for name in ("org-root", "account:org-root")
        ),
        pytest.param(
            "{deny-root-usr: root}",
            "14  guardrails.deny-root-usr: 'deny-root-usr' is not a guardrail of the catalogue, "
            "did you mean 'deny-root-user'?",
            id="a guardrail misspelt",
        ),
        pytest.param(
            "{x: {targets: root, catalogue: deny-root-usr}}",
            "44  guardrails.x.catalogue: 'deny-root-usr' is not a guardrail of the catalogue, "
            "did you mean 'deny-root-user'?",
            id="one of the catalogue misspelt",
        ),
        pytest.param(
            "{Own Rule: {targets: root, catalogue: deny-root-user}}",
            "14  guardrails.Own Rule: 'Own Rule' must be lower-case letters, digits and single hyphens, "
            "with no hyphen at either end",
            id="a name with a space",
        ),
        *(
            pytest.param(
                f"{{{name}: {{targets: root, catalogue: deny-root-user}}}}",
                f"14  guardrails.{name}: '{name}' is reserved for packed policies; choose another name",
                id=f"a guardrail called {name}",
            )
            for name in ("guardrails-1", "guardrails-10000", "resource-guardrails-2")
        ),
        pytest.param(
            "{deny-root-user: {targets: root, type: TAG_POLICY}}",
            "52  guardrails.deny-root-user.type: 'TAG_POLICY' is allowed only with a file; remove it",
            id="a kind without a file",
        ),
        pytest.param(
            "{own: {targets: root, file: own.json, catalogue: deny-root-user}}",
            "62  guardrails.own.catalogue: 'deny-root-user' and a file exclude each other; remove one",
            id="a file and the catalogue",
        ),
        pytest.param(
            "{own: {targets: root, file: own.jsn}}",
            "41  guardrails.own.file: the file 'own.jsn' does not exist in the folder of this file, "
            "did you mean 'own.json'?",
            id="a file misspelt",
        ),
        pytest.param(
            "{own: {targets: root, file: ../own.json}}",
            "41  guardrails.own.file: '../own.json' must be a path inside the folder of this file",
            id="a file elsewhere",
        ),
        pytest.param(
            "{own: {targets: root, file: wordy.json}}",
            "41  guardrails.own.file: the policy in 'wordy.json' names the parameter 'what', which is not given",
            id="a file without its word",
        ),
        pytest.param(
            "{own: {targets: root, file: own.json, parameters: {what: x}}}",
            "41  guardrails.own.file: the policy in 'own.json' names no parameter 'what', which is given",
            id="a word that the file does not name",
        ),
        pytest.param(
            "{own: {targets: root, file: own.json, type: TAG_POLICY}}",
            "41  guardrails.own.file: the policy in 'own.json' must be a mapping with the one key 'tags'",
            id="a file of another kind",
        ),
        pytest.param(
            "{own: {targets: root, file: own.json, type: SERVICE_CONTROL_POLICIES}}",
            "57  guardrails.own.type: 'SERVICE_CONTROL_POLICIES' is not a policy type, "
            "did you mean 'SERVICE_CONTROL_POLICY'?",
            id="a kind nearly right",
        ),
        pytest.param(
            "{own: {targets: root, file: own.json, type: SCP}}",
            f"57  guardrails.own.type: 'SCP' is not a policy type; allowed are {', '.join(POLICY_TYPES)}",
            id="a kind that does not exist",
        ),
        pytest.param(
            "{own: {targets: root, file: own.json, type: 5}}",
            "57  guardrails.own.type: must be text, got 5; put it in quotes",
            id="a kind as a number",
        ),
        pytest.param(
            "{own: {targets: root, file: 5}}",
            "41  guardrails.own.file: must be text, got 5; put it in quotes",
            id="a file as a number",
        ),
        pytest.param(
            "{deny-root-user: {targets: root, catalogue: 5}}",
            "57  guardrails.deny-root-user.catalogue: must be text, got 5; put it in quotes",
            id="one of the catalogue as a number",
        ),
        pytest.param(
            "{deny-root-user: {targets: [[root]]}}",
            "41  guardrails.deny-root-user.targets[0]: must be text, got a list",
            id="a list of targets in a list",
        ),
        pytest.param(
            "{limit-regions: {targets: root, parameters: 5}}",
            "57  guardrails.limit-regions.parameters: must be a mapping, got 5",
            id="parameters as a number",
        ),
        pytest.param(
            "{limit-regions: {targets: root, parameters: {regions: {}}}}",
            "67  guardrails.limit-regions.parameters.regions: must be text or a list of texts, got a mapping",
            id="a parameter as a mapping",
        ),
        pytest.param(
            "{limit-regions: {targets: root, parameters: {regions: [[us-west-2]]}}}",
            "68  guardrails.limit-regions.parameters.regions[0]: must be text, got a list",
            id="a parameter as a list in a list",
        ),
        pytest.param(
            "{limit-regions: {targets: root, parameters: {regions: [us-west-2, us-wset-1]}}}",
            "79  guardrails.limit-regions.parameters.regions[1]: 'us-wset-1' is not an AWS region, "
            "did you mean 'us-west-1'?",
            id="a region that does not exist",
        ),
        pytest.param(
            "{deny-all: root}",
            "24  guardrails.deny-all.targets[0]: would stop Terraform too in id, infra, prod; "
            "to quarantine accounts, move them to an OU with quarantine: true",
            id="everything denied everywhere",
        ),
    ],
)
def test_refused(text: str, line: str, folder: Path) -> None:
    assert problems(rails(text), folder) == at(f"6:{line}")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        pytest.param("{limit-regions: root}", "limit-regions.parameters.regions", "is missing", id="none"),
        pytest.param(
            "{limit-regions: {targets: root, parameters: {regions: []}}}",
            "limit-regions.parameters.regions",
            "is empty",
            id="an empty list",
        ),
        pytest.param(
            "{limit-instance-types: {targets: root, parameters: {instance_types: [t3.micro, t3]}}}",
            "limit-instance-types.parameters.instance_types",
            "must look like t3.* or m7g.large, got 't3'",
            id="a wrong form",
        ),
        pytest.param(
            "{deny-iam-users: {targets: root, parameters: {except: ann}}}",
            "deny-iam-users.parameters.except",
            "'except' is an unknown parameter",
            id="one that it has not",
        ),
        pytest.param(
            "{own: {targets: root, file: broken.json}}", "own.file", "the policy in 'broken.json' ", id="a file"
        ),
        pytest.param(
            "{own: {targets: root, file: allow.json}}", "own.file", "the policy in 'allow.json' ", id="nothing"
        ),
        pytest.param(
            "{own: {targets: root, file: wordy.json, parameters: {what: Instancs}}}",
            "own.file",
            "'ec2:RunInstancs'",
            id="an action that does not exist",
        ),
    ],
)
def test_a_wrong_parameter_or_file_is_one_problem(text: str, place: str, words: str, folder: Path) -> None:
    (line,) = problems(rails(text), folder)

    assert line.startswith("organization.yaml:6:")
    assert f"  guardrails.{place}" in line
    assert words in line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(organization("guardrails: {deny-root-user: prod}", organizational_units="[prod]"), id="units"),
        pytest.param(
            organization(
                "guardrails: {deny-root-user: prod}", organizational_units="{main: {accounts: {id: }}, prod: [prod]}"
            ),
            id="a unit",
        ),
        pytest.param(organization("guardrail: {deny-root-user: root}", "cloudtrail: true"), id="guardrails misspelt"),
        pytest.param(organization("guardrails: {deny-root-user: root, deny-root-user: main}"), id="a guardrail twice"),
        pytest.param(organization("guardrails: {deny-root-user: root}", "guardrails: {}"), id="guardrails twice"),
    ],
)
def test_an_unreadable_value_causes_no_second_problem(text: str) -> None:
    assert len(problems(text)) == 1


def test_every_mistake_of_a_policy_file_is_listed_at_once(folder: Path) -> None:
    """Errors of grammar, and names unknown to AWS."""
    wrong = [{"Sid": "A", "Effect": "Deny", "Action": "ec2:RunInstancs", "Resource": "*"}, {"Effect": "Deny"}]
    (folder / "wrong.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": wrong}))

    found = problems(rails("{own: {targets: root, file: wrong.json}}"), folder)
    assert all(
        line.startswith("organization.yaml:6:41  guardrails.own.file: the policy in 'wrong.json' ") for line in found
    )
    assert [line for line in found if "'ec2:RunInstancs'" in line]
    assert [line for line in found if "Action" in line and "'ec2:RunInstancs'" not in line]


def test_every_mistake_is_listed_at_once(folder: Path) -> None:
    text = rails(
        "{deny-root-usr: rot, limit-regions: {targets: main, parameters: {regions: x}}, "
        "own: {targets: [org-root, 'account:x'], file: none.json}, tags: 5}"
    )

    assert [line.partition("  ")[2].split(": ")[0] for line in problems(text, folder)] == [
        "guardrails.deny-root-usr",
        "guardrails.deny-root-usr.targets[0]",
        "guardrails.limit-regions.parameters.regions[0]",
        "guardrails.own.targets[0]",
        "guardrails.own.targets[1]",
        "guardrails.own.file",
        "guardrails.tags",
        "guardrails.tags",
    ]


def test_a_guardrail_must_not_deny_the_regions_in_which_a_service_runs() -> None:
    text = rails("{limit-regions: {targets: 'account:infra', parameters: {regions: eu-west-1}}}", "guardduty: true")
    (line,) = problems(text)

    assert line.startswith(
        "organization.yaml:6:39  guardrails.limit-regions.targets[0]: 'account:infra' denies us-west-2"
    )
    assert "GuardDuty" in line


def test_regions_may_be_denied_to_accounts_in_which_no_service_runs() -> None:
    text = rails("{limit-regions: {targets: main/prod, parameters: {regions: eu-west-1}}}", "guardduty: true")

    assert problems(text) == []


def test_no_region_may_be_denied_to_any_account_while_config_runs_in_all() -> None:
    text = rails("{limit-regions: {targets: [main/prod, out], parameters: {regions: eu-west-1}}}", "config: true")

    assert problems(text) == at(
        "6:40  guardrails.limit-regions.targets[0]: 'main/prod' denies us-west-2, where this file runs "
        "Config in prod; allow it here, or remove it from regions"
    )


@pytest.mark.parametrize(
    ("keys", "shown"),
    [(["a"], "id, infra, a"), (["a", "b"], "id, infra, a and 1 more"), (list("abcd"), "id, infra, a and 3 more")],
)
def test_denied_regions_of_a_target_are_one_problem_for_any_number_of_accounts(keys: list[str], shown: str) -> None:
    text = organization(
        "guardrails: {limit-regions: {targets: root, parameters: {regions: eu-west-1}}}",
        "config: true",
        "guardduty: true",
        organizational_units=f"{{main: {{accounts: {{id: , infra: , {', '.join(f'{key}: ' for key in keys)}}}}}}}",
    )
    assert problems(text) == at(
        "6:39  guardrails.limit-regions.targets[0]: 'root' denies us-west-2, where this file runs "
        f"Config in {shown}; GuardDuty in infra; Access Analyzer in infra; allow it here, or remove it from regions"
    )


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("regions: [us-west-2, us-wset-1]", id="a region that does not exist"),
        pytest.param("regions: [us-west-2, [eu-west-1]]", id="a region that cannot be read"),
    ],
)
def test_an_invalid_region_is_not_also_reported_as_denied(field: str) -> None:
    text = rails("{limit-regions: {targets: 'account:infra', parameters: {regions: us-west-2}}}", field)

    assert len(problems(text)) == 1


@pytest.mark.parametrize(
    ("file", "defaults", "found"),
    [
        pytest.param("all", "{}", list(EC2_DEFAULTS), id="everything"),
        pytest.param("snapshots", "{}", ["snapshot_block_public_access"], id="one of them"),
        pytest.param(
            "all", "{block_public_snapshots: false}", ["instance_metadata_defaults"], id="what the accounts leave open"
        ),
        pytest.param("all", "{block_public_snapshots: false, require_imdsv2: false}", [], id="nothing"),
    ],
)
def test_an_account_default_that_a_declarative_policy_sets_is_a_warning(
    file: str, defaults: str, found: list[str], folder: Path
) -> None:
    """It is a warning, because the policy may bind only OUs whose accounts should have another setting."""
    rail = f"{{ec2: {{targets: root, file: {file}.json, type: DECLARATIVE_POLICY_EC2}}}}"

    assert problems(rails(rail, f"account_defaults: {defaults}"), folder) == at(
        *(
            f"6:41  guardrails.ec2.file: warning: the policy in '{file}.json' sets {name}, and so does "
            f"account_defaults.{EC2_DEFAULTS[name]}, which EC2 then rejects; switch one of them off"
            for name in found
        )
    )


def many(number: int, target: str, text: str) -> str:
    return "{" + ", ".join(f"g{index}: {{targets: {target}, {text}}}" for index in range(number)) + "}"


def test_a_target_has_room_for_ten_policies_of_another_kind(folder: Path) -> None:
    tags = "file: tags.json, type: TAG_POLICY"
    (line,) = problems(rails(many(11, "main", tags)), folder)

    assert problems(rails(many(10, "main", tags)), folder) == []
    assert "guardrails.g10: 'main' has 11 tag policies" in line
    assert line.endswith(", 10 are allowed")


def test_guardrails_that_do_not_fit_are_rejected_with_the_budget() -> None:
    types = ", ".join(f"t{index}.{'x' * 60}" for index in range(100))
    text = f"catalogue: limit-instance-types, parameters: {{instance_types: [{types}]}}"
    (line,) = problems(rails(many(30, "main", text)))

    assert problems(rails(many(5, "main", text))) == []
    assert "guardrails: 'main' has no room for its service control policies: at most 9 policies of 10,240 " in line


def test_a_misspelt_parameter_is_one_problem() -> None:
    text = organization("guardrails: {limit-regions: {targets: root, parameters: {region: us-west-2}}}")

    (line,) = problems(text)
    assert line.endswith("parameters.region: 'region' is an unknown parameter; allowed are regions")


def test_a_repeated_value_is_rejected() -> None:
    text = organization("guardrails: {limit-regions: {targets: root, parameters: {regions: [us-west-2, us-west-2]}}}")

    (line,) = problems(text)
    assert line.endswith("'us-west-2' occurs twice; keep one")


def test_exempt_roles_that_any_principal_could_create_are_a_warning() -> None:
    """A role of an exempt name is exempt, regardless of its creator."""
    text = rails("{protect-cloudtrail: root, protect-deployment-roles: main/prod}")

    assert every_problem(text) == at(
        "6:14  guardrails.protect-cloudtrail: warning: exempts roles that any principal in id, infra, old could "
        "create; add protect-deployment-roles there"
    )


def test_exempt_roles_protected_in_every_account_are_accepted() -> None:
    rail = "{protect-config: [main/prod, 'account:infra'], protect-deployment-roles: [main], deny-root-user: root}"

    assert every_problem(rails(rail)) == []


ALLOWING: dict[str, list[dict[str, Any]]] = {
    "two services": [{"Effect": "Allow", "Action": ["ec2:*", "s3:*"], "Resource": "*"}],
    "all but one": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
    "everything in a bucket": [{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/*"}],
    "everything under a condition": [
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    ],
    "beside a denial": [
        {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
    ],
}


@pytest.mark.parametrize("said", ALLOWING.values(), ids=ALLOWING)
def test_an_allow_list_that_would_limit_nothing_is_refused_with_the_remedy(
    said: list[dict[str, Any]], tmp_path: Path
) -> None:
    (tmp_path / "list.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": said}))
    (line,) = problems(rails("{services: {targets: main, file: list.json}}"), tmp_path)
    assert f"Statement[{len(said) - 1}] allows, which limits nothing here" in line
    assert "NotAction" in line


@pytest.mark.parametrize(
    "said",
    [
        [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}],
        [{"Effect": "Deny", "NotAction": ["ec2:*", "s3:*"], "Resource": "*"}],
    ],
    ids=["FullAWSAccess itself", "the remedy"],
)
def test_what_allows_everything_or_nothing_is_accepted(said: list[dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": said}))
    assert problems(rails("{services: {targets: main, file: list.json}}"), tmp_path) == []
