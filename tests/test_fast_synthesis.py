"""Fast synthesis: the same JSON, and plain synthesis wherever the libraries are not as expected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import typing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
import typeguard

from fast_synthesis import bindings, checks, kernel, node
from fast_synthesis.unsuitable import Unsuitable
from tests.synthesis import ROOT
from toolchain.node import bin_folder

NODE = bin_folder() / "node"

ENABLE = "import fast_synthesis, sys; result = fast_synthesis.enable()\n"

# Very different from the organization, because fast synthesis must work for any code.
APP = """
import os
import jsii
from constructs import Construct, IConstruct
from cdktf import (
    App, Aspects, AssetType, IAspect, LocalBackend, S3Backend, TerraformAsset, TerraformIterator, TerraformOutput,
    TerraformResourceLifecycle, TerraformStack, Token,
)
import cdktf_cdktf_provider_aws as aws
import cdktf_cdktf_provider_aws.s3_bucket as s3
from cdktf_cdktf_provider_aws import data_aws_iam_policy_document as document, iam_role
from cdktf_cdktf_provider_aws import s3_bucket_lifecycle_configuration as lifecycle
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderAssumeRole, AwsProviderDefaultTags


@jsii.implements(IAspect)
class Tagged:
    def visit(self, construct: IConstruct) -> None:
        if isinstance(construct, s3.S3Bucket):
            construct.tags = {"seen": construct.node.path}


class Names(Construct):
    def __init__(self, scope, id, names):
        super().__init__(scope, id)
        self.users = [aws.iam_user.IamUser(self, name, name=name) for name in names]


app = App()
root = TerraformStack(app, "root")
S3Backend(root, bucket="state", key="root", region="us-west-2")
root.add_override("terraform.backend.s3.use_lockfile", True)
AwsProvider(root, "aws", region="us-west-2", default_tags=[AwsProviderDefaultTags(tags={"a": "b"})])
account = aws.organizations_account.OrganizationsAccount(
    root, "account", name="infra", email="infra@example.com",
    lifecycle=TerraformResourceLifecycle(prevent_destroy=True, ignore_changes=["email"]),
)

member = TerraformStack(app, "member")
LocalBackend(member, path="../../../member.tfstate")
arn = f"arn:aws:iam::{account.id}:role/access"
AwsProvider(member, "aws", region="us-west-2", assume_role=[AwsProviderAssumeRole(role_arn=arn, session_name="x")])
other = AwsProvider(member, "other", alias="other", region="us-east-1")
caller = DataAwsCallerIdentity(member, "caller", provider=other)
trust = document.DataAwsIamPolicyDocument(member, "trust", statement=[
    document.DataAwsIamPolicyDocumentStatement(
        actions=["sts:AssumeRole"],
        principals=[document.DataAwsIamPolicyDocumentStatementPrincipals(type="AWS", identifiers=[caller.account_id])],
        condition=[{"test": "Bool", "variable": "aws:MultiFactorAuthPresent", "values": ["true"]}],
    )
])
role = iam_role.IamRole(
    member, "role", name="role", assume_role_policy=trust.json,
    inline_policy=[iam_role.IamRoleInlinePolicy(name="inline", policy="{}")],
)
role.add_override("max_session_duration", 7200)
bucket = s3.S3Bucket(member, "bucket", bucket="${lower(\\"X\\")}", depends_on=[role])
lifecycle.S3BucketLifecycleConfiguration(member, "lifecycle", bucket=bucket.id, rule=[
    lifecycle.S3BucketLifecycleConfigurationRule(
        id="old", status="Enabled",
        noncurrent_version_expiration=[{"noncurrentDays": 90}],
    )
])
names = Names(member, "names", ["ann.lee", "annlee"])
iterator = TerraformIterator.from_list(["one", "two"])
aws.iam_group.IamGroup(member, "each", for_each=iterator, name=Token.as_string(iterator.value))
os.makedirs("folder", exist_ok=True)
with open("folder/file", "w") as file:
    file.write("text")
TerraformAsset(member, "zip", path=os.path.abspath("folder"), type=AssetType.ARCHIVE)
TerraformOutput(member, "arns", value={user.name: user.arn for user in names.users}, sensitive=True)
TerraformOutput(member, "rule", value=bucket.lifecycle_rule.get(0).id)
Aspects.of(member).add(Tagged())

for wrong in (lambda: Names(member, "names", []), lambda: aws.iam_user.IamUser(member, "wrong", name=7)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[0])
print(os.environ.get("NODE_OPTIONS"))
app.synth()
"""


def run(code: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a folder, with this repository on its path."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"} | variables
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def load_with_preload(file: Path, options: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a JavaScript file with the preload script."""
    env = os.environ | {"NODE_OPTIONS": node.with_preload(options, node.PRELOAD)}
    return subprocess.run([NODE, str(file)], env=env, capture_output=True, text=True, check=False, input="")


def written(folder: Path) -> dict[str, str]:
    """Return the JSON files that an app has written."""
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.json")}


@pytest.mark.parametrize(
    "plainly",
    [
        pytest.param("from fast_synthesis import bindings; bindings.load_on_demand()\n", id="but for Python's modules"),
        pytest.param("", id="wholly", marks=pytest.mark.long),  # Python compiles 2,200 modules: a minute
    ],
)
def test_json_is_the_same_with_and_without(tmp_path: Path, plainly: str) -> None:
    complete = ENABLE + "assert result.complete, result\n"
    with ThreadPoolExecutor() as pool:
        plain = pool.submit(run, plainly + APP, tmp_path / "plain", NODE_OPTIONS="--no-deprecation")
        fast = pool.submit(run, complete + APP, tmp_path / "fast", NODE_OPTIONS="--no-deprecation")
    assert plain.result().returncode == 0, plain.result().stderr
    assert fast.result().returncode == 0, fast.result().stderr

    assert len(written(tmp_path / "fast")) == 3
    assert written(tmp_path / "fast") == written(tmp_path / "plain")
    assert fast.result().stdout == plain.result().stdout
    assert len(fast.result().stdout.splitlines()) == 3
    assert fast.result().stderr == ""


def test_it_imports_neither_cdktf_nor_the_bindings(tmp_path: Path) -> None:
    code = f"import sys, fast_synthesis; print(*sys.modules)\n{ENABLE}print(*sys.modules)"
    before, after = run(code, tmp_path).stdout.splitlines()
    assert "jsii" not in before.split()
    assert not {"cdktf", "constructs", "cdktf_cdktf_provider_aws.iam_user"} & set(after.split())


def test_only_used_modules_are_loaded(tmp_path: Path) -> None:
    code = ENABLE + (
        "from cdktf_cdktf_provider_aws import iam_user\n"
        "from jsii import _reference_map as types\n"
        "print(sorted(name for name in sys.modules if name.count('.') == 1 and 'provider_aws.' in name))\n"
        "print(types._try_import_type_module('@cdktf/provider-aws.s3Bucket.S3Bucket'))\n"
        "print('@cdktf/provider-aws.s3Bucket.S3Bucket' in types._types)\n"
        "import cdktf_cdktf_provider_aws as aws\n"
        "print(len(aws.__all__) > 2000, hasattr(aws, 'iam_nothing'))\n"
    )
    assert run(code, tmp_path).stdout.splitlines() == [
        "['cdktf_cdktf_provider_aws._jsii', 'cdktf_cdktf_provider_aws.iam_user']",
        "True",
        "True",
        "True False",
    ]


def test_it_changes_nothing_when_cdktf_is_imported_already(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['constructs'] = sys.modules['cdktf_cdktf_provider_aws'] = sys\n"
        + ENABLE
        + "print(result)"
    )
    lines = run(code, tmp_path).stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["bindings", "node", "kernel", "checks"]
    assert [line.endswith("imported already") for line in lines[:2]] == [True, False]
    assert "running already" in lines[1]
    assert "running already" in lines[2]


def test_a_missing_node_is_reported_as_without_it(tmp_path: Path) -> None:
    outcome = run(ENABLE + "import cdktf", tmp_path, JSII_NODE=str(tmp_path / "missing"))
    assert outcome.returncode == 1
    assert "FileNotFoundError: [Errno 2]" in outcome.stderr


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "not installed"),
        ({"__init__.py": "from . import iam_user\n"}, "no module _jsii"),
        ({"__init__.py": "import lazy\n", "_jsii/__init__.py": ""}, "does not import its modules"),
        ({"__init__.py": "from . import iam_user\nclass New: ...\n", "_jsii/__init__.py": ""}, "more than modules"),
    ],
)
def test_bindings_of_another_layout_are_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], why: str
) -> None:
    for name, text in files.items():
        file = tmp_path / "other_bindings" / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(bindings, "PACKAGE", "other_bindings")
    with pytest.raises(Unsuitable, match=why):
        bindings.load_on_demand()
    assert "other_bindings" not in sys.modules


def test_a_library_that_loads_otherwise_is_not_loaded_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other_library" / "_jsii").mkdir(parents=True)
    (tmp_path / "other_library" / "__init__.py").touch()
    (tmp_path / "other_library" / "_jsii" / "__init__.py").write_text("load_everything()")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "constructs", raising=False)
    monkeypatch.setattr(kernel, "_LIBRARIES", ("other_library",))
    with pytest.raises(Unsuitable, match="does not load its JavaScript as expected"):
        kernel.boot_early()


def test_another_typeguard_is_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = create_autospec(lambda value, expected_type: None)
    hints = typing.get_type_hints
    monkeypatch.setattr(typeguard, "check_type", newer)
    with pytest.raises(Unsuitable, match="not the one"):
        checks.cache_results()
    assert vars(typeguard)["check_type"] is newer
    assert typing.get_type_hints is hints


@pytest.mark.parametrize("options", [None, "", "--no-warnings", "--max-old-space-size=4096 --no-warnings"])
def test_node_options_keep_what_the_user_has_set(tmp_path: Path, options: str | None) -> None:
    folder = tmp_path / 'a "b" \\c'
    folder.mkdir()
    (folder / "preload.cjs").write_text("console.log('preloaded')")
    merged = node.with_preload(options, folder / "preload.cjs")
    assert merged.startswith(options or "--preserve-symlinks")
    env = os.environ | {"NODE_OPTIONS": merged}
    outcome = subprocess.run([NODE, "-p", "1"], env=env, capture_output=True, text=True, check=True)
    assert outcome.stdout.split() == ["preloaded", "1"]


INDEX = """\
"use strict";
/**
 * Copyright
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.two = exports.one = void 0;
exports.one = require("./one");
exports.two = require("./two");
//# sourceMappingURL=data:application/json;base64,eyJ2
"""


@pytest.mark.parametrize(
    ("index", "loaded"),
    [
        pytest.param(INDEX, "one", id="as expected"),
        pytest.param(INDEX + "exports.three = 3;\n", "one two", id="with more in it"),
        pytest.param(
            '"use strict"; exports.one = require("./one"); exports.two = require("./two");\n',
            "one two",
            id="in one line",
        ),
    ],
)
def test_bindings_of_node_are_loaded_one_by_one(tmp_path: Path, index: str, loaded: str) -> None:
    library = tmp_path / "node_modules" / "@cdktf" / "provider-aws" / "lib"
    library.mkdir(parents=True)
    (library / "index.js").write_text(index)
    for name in ("one", "two"):
        (library / f"{name}.js").write_text(f"console.log('{name}'); exports.name = '{name}';")
    (tmp_path / "app.js").write_text(
        "const aws = require('@cdktf/provider-aws/lib/index.js');"
        "if (aws.one.name !== 'one' || aws.one !== aws.one || !('two' in aws)) throw new Error();"
    )
    outcome = load_with_preload(tmp_path / "app.js")
    assert (outcome.stderr, outcome.stdout.split()) == ("", loaded.split())


RUNTIME = 'console.log("as ever", [/* "--preserve-symlinks",(0,s.resolve)(__dirname,"..","lib","program.js") */]);'
PROGRAM = 'console.log("one process", {readFD:3,writeFD:3}.readFD); console.error("é");'


@pytest.mark.parametrize(
    ("runtime", "program", "one_process"),
    [
        pytest.param(RUNTIME, PROGRAM, True, id="as expected"),
        pytest.param(RUNTIME.replace("--preserve", "--other"), PROGRAM, False, id="another runtime"),
        pytest.param(RUNTIME, PROGRAM.replace("FD:3", "FD:4"), False, id="another channel"),
        pytest.param(RUNTIME, None, False, id="no program"),
    ],
)
def test_one_node_process_serves_jsii(tmp_path: Path, runtime: str, program: str | None, one_process: bool) -> None:
    for name, text in (("bin/jsii-runtime.js", runtime), ("lib/program.js", program)):
        (tmp_path / name).parent.mkdir()
        if text is not None:
            (tmp_path / name).write_text(text)
    outcome = load_with_preload(tmp_path / "bin" / "jsii-runtime.js")
    if one_process:  # its output is wrapped as jsii's Python side expects
        assert outcome.stdout == ""
        assert [json.loads(line) for line in outcome.stderr.splitlines()] == [
            {"stdout": "b25lIHByb2Nlc3MgMAo="},
            {"stderr": "w6kK"},
        ]
    else:
        assert outcome.stdout.startswith("as ever")


@pytest.mark.parametrize("file", ["tokens/private/stack-trace.js", "terraform-stack.js", "private/fs.js"])
def test_files_of_cdktf_with_other_contents_are_loaded_unchanged(tmp_path: Path, file: str) -> None:
    path = tmp_path / "node_modules" / "cdktf" / "lib" / file
    path.parent.mkdir(parents=True)
    path.write_text("console.log('as ever'); module.exports = { other: 1 };")
    (tmp_path / "app.js").write_text(f"if (require('cdktf/lib/{file}').other !== 1) throw new Error();")
    outcome = load_with_preload(tmp_path / "app.js")
    assert (outcome.stderr, outcome.stdout) == ("", "as ever\n")


def test_an_accepted_value_is_not_checked_again() -> None:
    checked: list[object] = []

    def check_type(argname: str, value: object, expected_type: object) -> None:
        checked.append(value)
        typeguard.check_type(argname, value, expected_type)

    check = checks.cached_check(check_type)
    expected: Any = typing.Optional[str]  # noqa: UP045
    for value in ("a", "b", None, None):
        check("argument name", value, expected)
    assert checked == ["a", None]
    for _ in range(2):
        with pytest.raises(TypeError, match="argument name"):
            check("argument name", 7, expected)


def test_the_contents_of_a_list_are_always_checked() -> None:
    check = checks.cached_check(typeguard.check_type)
    check("argument names", ["a"], list[str])
    with pytest.raises(TypeError, match="argument names"):
        check("argument names", [7], list[str])


def test_annotations_are_cached_for_the_bindings_only() -> None:
    asked: list[object] = []

    def get_type_hints(function: object) -> dict[str, Any]:
        asked.append(function)
        return {}

    def _typecheckingstub__a() -> None: ...
    def other() -> None: ...

    hints = checks.cached_hints(get_type_hints)
    for function in (_typecheckingstub__a, _typecheckingstub__a, other, other):
        hints(function)
    assert asked == [_typecheckingstub__a, other, other]
