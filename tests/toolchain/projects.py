"""Projects whose stacks are hand-written instead of synthesized."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator import Emulator
from terraform_json.folder import StackFolder
from toolchain.providers import AWS_PROVIDER_VERSIONS

REGION = "us-west-2"
ORG_ROOT = "org-root"
TABLE = "terraform-state-lock"
LOCK_TABLE = {
    "name": TABLE,
    "billing_mode": "PAY_PER_REQUEST",
    "hash_key": "LockID",
    "attribute": [{"name": "LockID", "type": "S"}],
}


def bucket_of(key: str) -> str:
    """Return the bucket of an account's state."""
    return f"spacecats-{key}-tf-state-{REGION}"


def log_bucket_of(key: str) -> str:
    """Return the bucket of its access logs."""
    return f"spacecats-{key}-tf-state-log-{REGION}"


def place(stack: str, key: str) -> dict[str, str]:
    """Return the place of the state of an account's stack."""
    return {"bucket": bucket_of(key), "key": f"{stack}/terraform.tfstate", "region": REGION}


def state(resources: Mapping[str, str], outputs: Mapping[str, str] | None = None) -> str:
    """Return a Terraform state with resources by address, each with its id."""
    found = [
        {"mode": "managed", "type": kind, "name": name, "instances": [{"attributes": {"id": id}}]}
        for address, id in resources.items()
        for kind, _, name in [address.partition(".")]
    ]
    values = {name: {"value": value, "type": "string"} for name, value in (outputs or {}).items()}
    content = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x"}
    return json.dumps(content | {"outputs": values, "resources": found})


@dataclass
class Project:
    """A project on an emulated AWS."""

    folder: Path
    emulator: Emulator
    environment: dict[str, str]

    def stack(self, name: str) -> StackFolder:
        """Return a stack."""
        return StackFolder(self.folder / "cdktf.out" / "stacks" / name)

    def write(self, name: str, key: str, resources: Mapping[str, Any], *, table: bool = False, **more: Any) -> str:
        """Write a stack of an account as if synthesized; return its name."""
        backend = place(name, key) | {"encrypt": True, "use_lockfile": True}
        terraform = {
            "required_providers": {"aws": {"source": "hashicorp/aws", "version": AWS_PROVIDER_VERSIONS}},
            "backend": {"s3": backend | ({"dynamodb_table": TABLE} if table else {})},
        }
        content = {"terraform": terraform, "provider": {"aws": [{"region": REGION}]}, **more}
        content |= {"resource": resources} if resources else {}
        folder = self.stack(name).folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cdk.tf.json").write_text(json.dumps(content))
        return name

    def bootstrap(
        self, key: str = ORG_ROOT, *, table: bool = False, resources: Mapping[str, Any] | None = None, **more: Any
    ) -> str:
        """Write the bootstrap stack of an account; return its name. `resources` are additional ones."""
        made: dict[str, Any] = {
            "aws_s3_bucket": {"state": {"bucket": bucket_of(key)}, "log": {"bucket": log_bucket_of(key)}},
            "aws_iam_account_alias": {"alias": {"account_alias": f"spacecats-{key}"}},
        }
        if table:
            made["aws_dynamodb_table"] = {"lock": LOCK_TABLE}
        return self.write(f"bootstrap-{key}", key, made | dict(resources or {}), table=table, **more)

    def bootstrap_of_member(
        self, key: str, *, state_of: str | None = None, resources: Mapping[str, Any] | None = None
    ) -> str:
        """Write that of a member account, whose number is an output of org-root. `state_of` owns the bucket."""
        role = "arn:aws:iam::${data.terraform_remote_state.root.outputs.number}:role/OrganizationAccountAccessRole"
        root = {"backend": "s3", "config": place(ORG_ROOT, ORG_ROOT)}
        more: dict[str, Any] = {
            "data": {"terraform_remote_state": {"root": root}},
            "provider": {"aws": [{"region": REGION, "assume_role": [{"role_arn": role}]}]},
        }
        if state_of is None:
            return self.bootstrap(key, resources=resources, **more)
        alias = {"aws_iam_account_alias": {"alias": {"account_alias": f"spacecats-{key}"}}}
        return self.write(f"bootstrap-{key}", state_of, alias, **more)

    def member(self) -> str:
        """Create a member account; return its number."""
        organizations = self.client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        request = organizations.create_account(Email="id@example.com", AccountName="spacecats-id")
        return str(request["CreateAccountStatus"]["AccountId"])

    def client(self, service: str, account: str | None = None, region: str = REGION) -> Any:
        """Return a client of the management account, or of a member account."""
        session: Any = self.emulator.session(account)
        return session.client(service, region_name=region)

    def make_bucket(self, name: str, account: str | None = None, region: str = REGION) -> None:
        """Create a bucket before the deployment."""
        where = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.client("s3", account, region).create_bucket(Bucket=name, **where)

    def put_state(self, name: str, key: str, content: str) -> None:
        """Store a state in its bucket before the deployment."""
        where = place(name, key)
        self.client("s3").put_object(Bucket=where["bucket"], Key=where["key"], Body=content.encode())

    def objects(self, key: str = ORG_ROOT, account: str | None = None) -> list[str]:
        """Return the keys in the state bucket of an account."""
        found = self.client("s3", account).list_objects_v2(Bucket=bucket_of(key)).get("Contents", [])
        return [item["Key"] for item in found]

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Terraform as cdktf does, with both output streams together."""
        return subprocess.run(
            [self.environment["TERRAFORM_BINARY_NAME"], *arguments, "-no-color"],
            cwd=self.stack(name).folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def deploy(self, name: str) -> str:
        """Initialize a stack and apply it; return the output."""
        output = ""
        for arguments in (("init",), ("apply", "-auto-approve")):
            process = self.run(name, *arguments)
            assert process.returncode == 0, process.stdout
            output += process.stdout
        return output

    def has_changes(self, name: str) -> bool:
        """Return whether a plan has changes."""
        initialized = self.run(name, "init")
        assert initialized.returncode == 0, initialized.stdout
        planned = self.run(name, "plan", "-detailed-exitcode")
        assert planned.returncode in (0, 2), planned.stdout
        return planned.returncode == 2
