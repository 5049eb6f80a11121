"""One lock file of providers for all stacks: the real Terraform, with a light provider."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.synthesis import ROOT
from tests.terraform_environment import terraform_environment
from toolchain import ToolchainError, lock_file, platforms, provider_lock, provider_update, providers, versions
from toolchain.lock_file import FILE, OF_A_STACK, Entry

WRONG = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
OTHER = "h1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB="
SIGNED = "zh:" + 64 * "0"
REGISTRY = "registry.terraform.io"
HERE = platforms.current()


@pytest.fixture
def empty_machine() -> None:
    """Override the fixture: these tests need the machine's Terraform and provider."""


@pytest.fixture(scope="module")
def prepared() -> dict[str, str]:
    """Return the environment in which the tests deploy; skip them where the provider is not a folder."""
    env = terraform_environment()
    if provider_lock.LOCK not in env or env[provider_lock.REGISTRY_HOST] != REGISTRY:
        pytest.skip("needs Terraform and an unpacked mirror of its provider")
    return env


@pytest.fixture(scope="module")
def right(prepared: dict[str, str]) -> Entry:
    """Return the entry with the checksum of the provider that the tests use."""
    return lock_file.read(Path(prepared[provider_lock.LOCK]))[REGISTRY]


@pytest.fixture
def env(prepared: dict[str, str]) -> dict[str, str]:
    """Return the environment of a project that has its own lock file, or none."""
    return {name: value for name, value in prepared.items() if name != provider_lock.LOCK}


def entry(version: str, hashes: dict[str, str]) -> Entry:
    return Entry(version, providers.AWS_PROVIDER_VERSIONS, hashes)


def write(folder: Path, locked: Entry) -> Path:
    file = folder / FILE
    file.write_text(lock_file.text_of({REGISTRY: locked}))
    return file


def stack(project: Path, name: str = "id") -> Path:
    folder = project / "cdktf.out" / "stacks" / name
    folder.mkdir(parents=True)
    needed = {"aws": {"source": "hashicorp/aws", "version": providers.AWS_PROVIDER_VERSIONS}}
    (folder / "cdk.tf.json").write_text(json.dumps({"terraform": {"required_providers": needed}}))
    return folder


def init(folder: Path, env: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """Initialize a stack as cdktf does."""
    command = [env["TERRAFORM_BINARY_NAME"], "init", "-no-color", *options]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_committed_file_locks_a_version_of_the_range_and_the_archives_of_all_platforms() -> None:
    (locked,) = lock_file.read(ROOT / FILE).values()

    version = versions.parse(locked.version)
    assert version
    assert versions.allows(providers.AWS_PROVIDER_VERSIONS, version)
    assert locked.constraints == providers.AWS_PROVIDER_VERSIONS
    assert "linux_amd64" in locked.platforms
    assert not locked.of_unknown_platform
    assert len(locked.archives) > 4
    assert lock_file.text_of(lock_file.read(ROOT / FILE)) == (ROOT / FILE).read_text()


def test_every_stack_is_initialized_with_the_file(
    tmp_path: Path, env: dict[str, str], right: Entry, capfd: pytest.CaptureFixture[str]
) -> None:
    """cdktf-cli asks for an upgrade where a stack has other constraints: the file decides nevertheless."""
    file = write(tmp_path, right.with_hashes({OTHER: "plan9_mips", SIGNED: ""}))
    before, locked = file.read_text(), provider_lock.apply(env, tmp_path)

    done = [
        init(stack(tmp_path, name), locked, *options) for name, options in {"id": (), "infra": ("-upgrade",)}.items()
    ]

    assert [one.returncode for one in done] == [0, 0], done
    assert "Incomplete lock file" not in done[0].stdout
    for name in ("id", "infra"):
        copy = lock_file.read(tmp_path / "cdktf.out" / "stacks" / name / OF_A_STACK)[REGISTRY]
        assert (copy.version, set(copy.hashes)) == (right.version, {*right.hashes, OTHER, SIGNED})
    assert file.read_text() == before
    assert capfd.readouterr().err == ""


def test_a_package_of_another_checksum_is_refused(tmp_path: Path, env: dict[str, str], right: Entry) -> None:
    file = write(tmp_path, entry(right.version, {WRONG: HERE, OTHER: "plan9_mips"}))

    done = init(stack(tmp_path), provider_lock.apply(env, tmp_path))

    (actual,) = right.hashes
    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"{file} demands\nfor hashicorp/aws {right.version} on {HERE}\n  {WRONG}\n" in output
    assert f"has\n  {actual}\n" in output
    assert "make providers" in output
    assert OTHER not in output
    assert lock_file.read(file)[REGISTRY].hashes == {WRONG: HERE, OTHER: "plan9_mips"}


def test_a_package_of_another_checksum_in_terraforms_cache_is_replaced(
    tmp_path: Path, env: dict[str, str], right: Entry
) -> None:
    """With the setting that `apply` removes, Terraform would take the cached package and refuse it."""
    write(tmp_path, right)
    package = Path("registry.terraform.io", "hashicorp", "aws", right.version, HERE)
    cached = tmp_path / "cache" / package / f"terraform-provider-aws_v{right.version}_x5"
    cached.parent.mkdir(parents=True)
    cached.write_text("#!/bin/sh\n")
    cached.chmod(0o755)
    cache = {"TF_PLUGIN_CACHE_DIR": str(tmp_path / "cache"), "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1"}
    applied, folder = provider_lock.apply(env | cache, tmp_path), stack(tmp_path)

    assert init(folder, applied | cache).returncode != 0
    assert init(folder, applied).returncode == 0
    (used,) = (folder / ".terraform" / "providers" / package).iterdir()
    assert used.read_text() != "#!/bin/sh\n"


def test_a_failure_of_another_kind_is_not_explained_by_the_provider(
    tmp_path: Path, env: dict[str, str], right: Entry
) -> None:
    write(tmp_path, right)
    folder = stack(tmp_path)
    (folder / "cdk.tf.json").write_text('{"terraform": {"backend": {"nowhere": {}}}}')

    done = init(folder, provider_lock.apply(env, tmp_path))

    assert done.returncode != 0
    assert FILE not in done.stdout + done.stderr


def test_a_missing_platform_is_added_and_said_once(
    tmp_path: Path, env: dict[str, str], right: Entry, capfd: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, entry(right.version, {OTHER: "plan9_mips", SIGNED: ""}))

    provider_lock.apply(env, tmp_path)
    provider_lock.apply(env, tmp_path)

    line = f"{FILE} now has the checksum of hashicorp/aws {right.version} for {HERE}: commit the file.\n"
    assert capfd.readouterr().err == line
    assert lock_file.read(file)[REGISTRY].hashes == {**right.hashes, OTHER: "plan9_mips", SIGNED: ""}
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_hash_without_a_platform_is_not_taken_for_another_ones(
    tmp_path: Path, env: dict[str, str], right: Entry
) -> None:
    file = write(tmp_path, entry(right.version, {WRONG: ""}))
    before = file.read_text()

    with pytest.raises(ToolchainError, match=f"for which platforms these hashes .*\n  {WRONG}"):
        provider_lock.apply(env, tmp_path)

    assert file.read_text() == before


def test_the_platform_of_this_machines_hash_is_noted(tmp_path: Path, env: dict[str, str], right: Entry) -> None:
    """Terraform's own file says no platforms."""
    file = write(tmp_path, entry(right.version, dict.fromkeys([*right.hashes, OTHER], "")))

    provider_lock.apply(env, tmp_path)

    assert lock_file.read(file)[REGISTRY].hashes == {**right.hashes, OTHER: ""}


@pytest.fixture
def archives(env: dict[str, str], right: Entry, tmp_path: Path) -> tuple[dict[str, str], str]:
    """Return the environment with a mirror of archives, as the registry has them, and the hash of the archive."""
    mirror, package = tmp_path / "archives", Path(env[provider_lock.MIRROR_FOLDER]) / REGISTRY / "hashicorp" / "aws"
    file = mirror / REGISTRY / "hashicorp" / "aws" / f"terraform-provider-aws_{right.version}_{HERE}.zip"
    file.parent.mkdir(parents=True)
    with zipfile.ZipFile(file, "w") as archive:
        for program in (package / right.version / HERE).iterdir():
            archive.write(program, program.name)
    configuration = Path(env["TF_CLI_CONFIG_FILE"]).read_text().replace(env[provider_lock.MIRROR_FOLDER], str(mirror))
    (tmp_path / "rc").write_text(configuration)
    changed = {"TF_CLI_CONFIG_FILE": str(tmp_path / "rc"), provider_lock.MIRROR_FOLDER: str(mirror)}
    return env | changed, "zh:" + hashlib.sha256(file.read_bytes()).hexdigest()


def test_an_archive_is_added_only_if_the_registry_signed_it(
    tmp_path: Path, archives: tuple[dict[str, str], str], right: Entry
) -> None:
    env, signed = archives
    file = write(tmp_path, entry(right.version, {SIGNED: ""}))
    before = file.read_text()

    with pytest.raises(ToolchainError, match=r"doesn't match any of the\s+checksums"):
        provider_lock.apply(env, tmp_path)

    assert file.read_text() == before
    write(tmp_path, entry(right.version, {SIGNED: "", signed: ""}))
    provider_lock.apply(env, tmp_path)
    assert lock_file.read(file)[REGISTRY].hashes == {**right.hashes, SIGNED: "", signed: ""}


def test_commands_at_once_leave_a_whole_file(tmp_path: Path, env: dict[str, str], right: Entry) -> None:
    file = write(tmp_path, entry(right.version, {OTHER: "plan9_mips"}))
    program = "import os, sys; from pathlib import Path; from toolchain import provider_lock as lock;"
    command = [sys.executable, "-c", f"{program} lock.apply(os.environ, Path(sys.argv[1]))", str(tmp_path)]

    started = [
        subprocess.Popen(command, env={**env, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate()[1] for process in started]

    assert [process.returncode for process in started] == [0, 0, 0], said
    assert "".join(said).count("commit the file") == 1
    assert lock_file.read(file)[REGISTRY].hashes == {**right.hashes, OTHER: "plan9_mips"}
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_stack_gets_the_file_of_its_project_where_terraform_is_run_without_cdktf(
    tmp_path: Path, env: dict[str, str], right: Entry
) -> None:
    """As `orgctl up` does when it repairs a stack. The packages of another registry are none of Terraform's."""
    entries = {REGISTRY: right, "registry.opentofu.org": entry(right.version, {OTHER: HERE})}
    (tmp_path / FILE).write_text(lock_file.text_of(entries))
    folder = stack(tmp_path)

    assert init(folder, env).returncode == 0
    assert lock_file.read(folder / OF_A_STACK) == {REGISTRY: entry(right.version, dict.fromkeys(right.hashes, ""))}


def test_an_app_without_the_file_has_no_lock(tmp_path: Path, env: dict[str, str]) -> None:
    applied = provider_lock.apply(env, tmp_path)
    folder = stack(tmp_path)

    assert applied == env
    assert init(folder, applied).returncode == 0
    assert list(lock_file.read(folder / OF_A_STACK)) == [REGISTRY]
    assert not (tmp_path / FILE).exists()


def test_a_mirror_without_the_locked_version_is_refused_before_anything_starts(
    tmp_path: Path, env: dict[str, str], right: Entry
) -> None:
    write(tmp_path, entry("6.99.0", {WRONG: HERE}))

    with pytest.raises(ToolchainError) as caught:
        provider_lock.apply(env, tmp_path)

    assert f"demands hashicorp/aws 6.99.0,\nbut {env[provider_lock.MIRROR_FOLDER]} holds {right.version}" in str(
        caught.value
    )
    assert "make providers" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'must have a block provider "registry.terraform.io/hashicorp/aws"'),
        ('\nprovider "r.example/hashicorp/aws" {\n  version = "~> 5.0"\n}\n', "line 2: the version of r.example/hash"),
    ],
)
def test_a_broken_file_is_one_message(tmp_path: Path, env: dict[str, str], text: str, message: str) -> None:
    (tmp_path / FILE).write_text(text)

    with pytest.raises(ToolchainError) as caught:
        provider_lock.apply(env, tmp_path)

    assert str(caught.value).startswith(f"{tmp_path / FILE}: {message}")
    assert "make providers" in str(caught.value)


def test_another_version_is_taken_on_purpose(
    tmp_path: Path, env: dict[str, str], right: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, entry("5.0.0", {WRONG: HERE, OTHER: "plan9_mips"}))

    provider_update.update(env, tmp_path)

    printed = capsys.readouterr()
    assert lock_file.read(file)[REGISTRY] == right
    assert f"hashicorp/aws 5.0.0 → {right.version} for {HERE}" in printed.out
    assert "Each is added when it is first used" in printed.err


def test_the_same_version_again_keeps_what_is_known_of_other_platforms(
    tmp_path: Path, env: dict[str, str], right: Entry
) -> None:
    file = write(tmp_path, entry(right.version, {WRONG: HERE, OTHER: "plan9_mips", SIGNED: ""}))

    provider_update.update(env, tmp_path)

    assert lock_file.read(file)[REGISTRY].hashes == {**right.hashes, OTHER: "plan9_mips", SIGNED: ""}
