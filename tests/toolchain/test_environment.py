"""The environment of cdktf and Terraform."""

import os
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.toolchain.conftest import Program
from toolchain import ToolchainError, environment, lock_file, network, node, provider_lock, providers


@pytest.fixture
def ready(env: dict[str, str], tmp_path: Path, program: Program, mirror: Callable[..., Path]) -> dict[str, str]:
    """Return an environment with Terraform on PATH and a mirror on disk."""
    program("terraform", "Terraform v1.11.4")
    mirror(tmp_path / "opt" / "mirror")
    return env


def test_our_tools_come_first_and_are_quiet(ready: dict[str, str], root: Path) -> None:
    result = environment.prepare(ready, root)

    first, second, *_ = result["PATH"].split(os.pathsep)
    assert Path(first, "python").exists()
    assert result["JSII_NODE"] == str(Path(second, "node"))
    assert result["TERRAFORM_BINARY_NAME"].endswith("/toolchain/terraform.sh")
    assert result["ORGCTL_TERRAFORM"].endswith("/bin/terraform")
    assert result["CHECKPOINT_DISABLE"] == "1"
    assert "--max-old-space-size" in result["NODE_OPTIONS"]


def test_nothing_is_written_into_the_home_folder(env: dict[str, str], root: Path) -> None:
    result = environment.prepare_synthesis(env | {"HOME": "/proc/nohome"}, root)

    written = ("CDKTF_HOME", "CDKTF_LOG_FILE_DIRECTORY", "JSII_RUNTIME_PACKAGE_CACHE_ROOT", "TF_PLUGIN_CACHE_DIR")
    assert all(root / ".tools" in (Path(result[name]), *Path(result[name]).parents) for name in written)


def test_users_own_folders_stay(env: dict[str, str], root: Path) -> None:
    theirs = {"CDKTF_HOME": "/a", "JSII_RUNTIME_PACKAGE_CACHE_ROOT": "/b", "TF_PLUGIN_CACHE_DIR": "/c"}

    assert theirs.items() <= environment.prepare_synthesis(env | theirs, root).items()


def test_file_that_terraform_would_warn_about_is_not_passed_on(ready: dict[str, str], root: Path) -> None:
    missing = ready | {"TF_CLI_CONFIG_FILE": "/no/such/file"}

    assert environment.prepare(missing, root)["TF_CLI_CONFIG_FILE"] == str(root / ".tools" / "terraformrc")
    assert "TF_CLI_CONFIG_FILE" not in environment.prepare_synthesis(missing, root)


def test_prepared_environment_is_not_prepared_again(root: Path) -> None:
    prepared = {environment.READY: "1", "PATH": "/nowhere"}

    assert environment.prepare(prepared, root) == prepared


def test_inside_the_emulator_a_registry_user_gets_the_kept_provider(
    env: dict[str, str],
    root: Path,
    program: Program,
    mirror: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program("terraform", "Terraform v1.11.4")
    monkeypatch.setattr(network, "reachable", lambda env, url: True)
    outside = environment.prepare(env, root)
    mirror(providers.cache_folder(root))

    inside = environment.prepare(outside | {"ORGCTL_EMULATOR": "1", "HTTPS_PROXY": "http://127.0.0.1:1"}, root)

    assert outside[environment.PROVIDERS] == providers.REGISTRY
    assert inside[environment.PROVIDERS] == providers.MIRROR
    assert "TF_PLUGIN_CACHE_DIR" not in inside


def lock(root: Path, version: str) -> None:
    entries = {"registry.terraform.io": lock_file.Entry(version)}
    (root / lock_file.FILE).write_text(lock_file.text_of(entries))


@pytest.mark.parametrize(("locked", "taken"), [("6.25.0", "z"), ("5.100.0", "a"), ("6.99.0", "a")])
def test_a_mirror_with_the_locked_version_is_preferred(
    env: dict[str, str],
    root: Path,
    tmp_path: Path,
    program: Program,
    mirror: Callable[..., Path],
    locked: str,
    taken: str,
) -> None:
    """Without one another mirror is taken, which apps in other folders may use."""
    program("terraform", "Terraform v1.11.4")
    for name, version in {"a": "5.100.0", "z": "6.25.0"}.items():
        mirror(tmp_path / "opt" / name, version)
    lock(root, locked)

    chosen = environment.prepare(env, root)
    whole_range = environment.prepare(env, root, any_version=True)

    assert Path(chosen[provider_lock.MIRROR_FOLDER]).name == taken
    assert Path(whole_range[provider_lock.MIRROR_FOLDER]).name == "a"


def test_the_provider_that_is_kept_is_the_locked_one(
    env: dict[str, str],
    root: Path,
    program: Program,
    mirror: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program("terraform", "Terraform v1.11.4")
    monkeypatch.setattr(network, "reachable", lambda env, url: True)
    mirror(providers.cache_folder(root), "6.25.0")
    lock(root, "6.25.0")
    kept = environment.prepare(env, root, offline=True)
    lock(root, "5.100.0")
    fetched: list[str] = []
    monkeypatch.setattr(providers, "_fetch", lambda env, root, terraform, versions: fetched.append(versions))
    environment.prepare(env, root, offline=True)

    assert kept[environment.PROVIDERS] == providers.MIRROR
    assert fetched == ["5.100.0"]


def test_synthesis_needs_no_terraform(env: dict[str, str], root: Path) -> None:
    assert "TERRAFORM_BINARY_NAME" not in environment.prepare_synthesis(env, root)


def test_users_node_options_stay(env: dict[str, str], root: Path) -> None:
    options = node.options('--require "a b.js" --max-old-space-size=8192')

    assert options.startswith('--require "a b.js" --max-old-space-size=8192 ')
    assert options.count("--max-old-space-size") == 1


def test_missing_node_is_one_message(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(root))

    with pytest.raises(ToolchainError, match="run 'make setup'"):
        node.bin_folder()
    with pytest.raises(ToolchainError, match="run 'make setup'"):
        node.cdktf_cli(root)


def test_outside_of_the_emulator_the_users_proxy_counts() -> None:
    inside = {"ORGCTL_EMULATOR": "1", "HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "example.com", "PATH": "/bin"}

    assert network.without_emulator(inside) == {"ORGCTL_EMULATOR": "1", "PATH": "/bin"}
    assert network.without_emulator(inside | {"ORGCTL_ORIGINAL_HTTPS_PROXY": "http://p"})["HTTPS_PROXY"] == "http://p"
    assert network.without_emulator(inside | {"ORGCTL_ORIGINAL_NO_PROXY": "example.org"})["NO_PROXY"] == "example.org"
    assert network.without_emulator(inside | {"SSL_CERT_FILE": "/ca.pem"})["SSL_CERT_FILE"] == "/ca.pem"
    assert network.without_emulator({"HTTPS_PROXY": "http://p"}) == {"HTTPS_PROXY": "http://p"}
