"""The source of the AWS provider, the order of the sources, and the message when there is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from toolchain import ToolchainError, lock_file, mirrors, network, platforms, providers
from toolchain.terraform import Terraform

RANGE = providers.AWS_PROVIDER_VERSIONS
TERRAFORM = Terraform("terraform", "1.11.4")
TOFU = Terraform("tofu", "1.10.3", "OpenTofu")

Mirror = Callable[..., Path]


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses at which a registry was asked; it answers."""
    asked: list[str] = []

    def reachable(env: dict[str, str], url: str) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(network, "reachable", reachable)
    return asked


def configuration(source: providers.Source) -> str:
    return Path(source.settings["TF_CLI_CONFIG_FILE"] or "").read_text(encoding="utf-8")


def test_named_mirror_wins(env: dict[str, str], root: Path, mirror: Mirror, tmp_path: Path, online: list[str]) -> None:
    folder = mirror(tmp_path / "my mirror")

    source = providers.resolve(env | {"TF_PROVIDER_MIRROR": str(folder)}, root, TERRAFORM, RANGE)

    assert source.kind == providers.MIRROR
    assert f'path    = "{folder}"' in configuration(source)
    assert not online


@pytest.mark.parametrize("version", [None, "5.99.0", "7.0.0"])
def test_named_mirror_without_the_provider_is_refused(
    env: dict[str, str], root: Path, mirror: Mirror, tmp_path: Path, version: str | None
) -> None:
    if version:
        mirror(tmp_path / "mirror", version)

    with pytest.raises(ToolchainError, match=r"TF_PROVIDER_MIRROR is '.*mirror', but there is no"):
        providers.resolve(env | {"TF_PROVIDER_MIRROR": str(tmp_path / "mirror")}, root, TERRAFORM, RANGE)


@pytest.mark.parametrize("place", ["TF_CLI_CONFIG_FILE", ".terraformrc"])
def test_own_configuration_is_respected(
    env: dict[str, str], root: Path, mirror: Mirror, tmp_path: Path, place: str
) -> None:
    mirror(tmp_path / "opt" / "mirror")
    own = tmp_path / "home" / ".terraformrc"
    own.parent.mkdir()
    own.write_text("provider_installation {}\n", encoding="utf-8")
    if place == "TF_CLI_CONFIG_FILE":
        env[place] = str(own.rename(tmp_path / "my.tfrc"))

    source = providers.resolve(env, root, TERRAFORM, RANGE)

    assert source.kind == providers.CONFIGURED
    assert configuration(source) == "provider_installation {}\n"
    assert not (root / ".tools" / "terraformrc").exists()


def test_own_configuration_without_provider_settings_stays_in_force(
    env: dict[str, str], root: Path, mirror: Mirror, tmp_path: Path
) -> None:
    mirror(tmp_path / "opt" / "mirror")
    own = tmp_path / "my.tfrc"
    own.write_text('credentials "example.com" {}\n', encoding="utf-8")

    source = providers.resolve(env | {"TF_CLI_CONFIG_FILE": str(own)}, root, TERRAFORM, RANGE)

    assert "filesystem_mirror" in configuration(source)
    assert 'credentials "example.com"' in configuration(source)


def test_registry_is_used_directly_and_cached(env: dict[str, str], root: Path, online: list[str]) -> None:
    source = providers.resolve(env | {"TF_CLI_CONFIG_FILE": "/no/such/file"}, root, TERRAFORM, RANGE)
    again = providers.resolve(env, root, TERRAFORM, RANGE)

    assert source == again
    assert source.kind == providers.REGISTRY
    assert source.settings["TF_CLI_CONFIG_FILE"] is None
    assert Path(source.settings["TF_PLUGIN_CACHE_DIR"] or "").is_dir()
    assert online == ["https://registry.terraform.io/.well-known/terraform.json"]


def test_another_proxy_asks_the_registry_anew(env: dict[str, str], root: Path, online: list[str]) -> None:
    providers.resolve(env, root, TERRAFORM, RANGE)
    providers.resolve(env | {"HTTPS_PROXY": "http://proxy.example:3128"}, root, TERRAFORM, RANGE)

    assert len(online) == 2


@pytest.mark.parametrize("place", ["opt/x", "share/x", "home/.local/share/x", "home/.terraform.d/plugins"])
def test_mirror_on_disk_is_found_without_registry(
    env: dict[str, str], root: Path, mirror: Mirror, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = mirror(tmp_path / place)
    env["TF_CLI_CONFIG_FILE"] = "/no/such/file"

    source = providers.resolve(env, root, TERRAFORM, RANGE)

    assert source.kind == providers.MIRROR
    assert str(folder) in configuration(source)
    assert 'include = ["registry.terraform.io/hashicorp/aws"]' in configuration(source)
    assert providers.merged(env, source.settings)["TF_CLI_CONFIG_FILE"] == str(root / ".tools" / "terraformrc")


def test_mirror_with_archives_counts(tmp_path: Path) -> None:
    folder = tmp_path / "registry.terraform.io" / "hashicorp" / "aws"
    folder.mkdir(parents=True)
    (folder / "terraform-provider-aws_6.25.0_linux_amd64.zip").touch()
    (folder / "terraform-provider-aws_6.26.0_darwin_arm64.zip").touch()

    assert mirrors.versions_in(tmp_path, "registry.terraform.io", "linux_amd64") == [(6, 25, 0)]


def test_mirror_for_another_platform_does_not_count(
    env: dict[str, str], root: Path, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(tmp_path / "opt" / "mirror")
    monkeypatch.setattr(platforms, "current", lambda: "darwin_arm64")

    with pytest.raises(ToolchainError, match="darwin_arm64"):
        providers.resolve(env, root, TERRAFORM, RANGE)


def test_opentofu_looks_for_its_own_registry(env: dict[str, str], root: Path, mirror: Mirror, tmp_path: Path) -> None:
    mirror(tmp_path / "opt" / "terraform")
    folder = mirror(tmp_path / "opt" / "tofu", registry="registry.opentofu.org")

    source = providers.resolve(env, root, TOFU, RANGE)

    assert str(folder) in configuration(source)
    assert "registry.opentofu.org/hashicorp/aws" in configuration(source)


def test_no_provider_anywhere_is_one_message_with_the_remedies(env: dict[str, str], root: Path) -> None:
    env["HTTPS_PROXY"] = "http://me:secret@proxy.example:3128"

    with pytest.raises(ToolchainError) as caught:
        providers.resolve(env, root, TERRAFORM, RANGE)

    message = str(caught.value)
    assert "https://registry.terraform.io does not answer through the proxy http://proxy.example:3128" in message
    assert "TF_PROVIDER_MIRROR=" in message
    assert "secret" not in message


def test_kept_provider_needs_no_registry(env: dict[str, str], root: Path, mirror: Mirror) -> None:
    mirror(providers.cache_folder(root))

    source = providers.keep(env, root, TERRAFORM, RANGE)

    assert source.kind == providers.MIRROR
    assert source.settings["TF_PLUGIN_CACHE_DIR"] is None


def test_provider_is_kept_through_the_users_own_proxy(env: dict[str, str], root: Path, tmp_path: Path) -> None:
    fake = tmp_path / "terraform"
    place = "registry.terraform.io/hashicorp/aws/6.25.0/linux_amd64"
    fake.write_text(
        f'#!/bin/sh\necho "$HTTPS_PROXY" > {tmp_path}/proxy\nmkdir -p "$TF_PLUGIN_CACHE_DIR/{place}"\n'
        f'touch "$TF_PLUGIN_CACHE_DIR/{place}/provider"\n',
        encoding="utf-8",
    )
    fake.chmod(0o755)
    inside = {
        "ORGCTL_EMULATOR": "1",
        "HTTPS_PROXY": "http://127.0.0.1:1",
        "ORGCTL_ORIGINAL_HTTPS_PROXY": "http://p:3128",
    }

    source = providers.keep(env | inside | {"PATH": "/usr/bin:/bin"}, root, Terraform(str(fake), "1.11.4"), RANGE)

    assert source.kind == providers.MIRROR
    assert (tmp_path / "proxy").read_text(encoding="utf-8") == "http://p:3128\n"


@pytest.mark.parametrize(("wanted", "locked"), [("5.100.0", True), (RANGE, False)])
def test_a_download_must_be_what_the_lock_file_names(
    env: dict[str, str], root: Path, tmp_path: Path, wanted: str, locked: bool
) -> None:
    archive = "zh:" + 64 * "a"
    entries = {TERRAFORM.registry: lock_file.Entry("5.100.0", hashes={archive: ""})}
    (root / lock_file.FILE).write_text(lock_file.text_of(entries))
    fake = tmp_path / "terraform"
    fake.write_text(f"#!/bin/sh\ncp {lock_file.OF_A_STACK} {tmp_path}/seen; exit 0\n", encoding="utf-8")
    fake.chmod(0o755)

    providers.keep(env | {"PATH": "/usr/bin:/bin"}, root, Terraform(str(fake), "1.11.4"), wanted)

    assert (tmp_path / "seen").is_file() == locked
    assert not locked or archive in (tmp_path / "seen").read_text()


def test_failed_download_of_the_provider_shows_the_output_of_terraform(
    env: dict[str, str], root: Path, tmp_path: Path
) -> None:
    fake = tmp_path / "terraform"
    fake.write_text("#!/bin/sh\necho 'Error: no such host'\nexit 1\n", encoding="utf-8")
    fake.chmod(0o755)

    with pytest.raises(ToolchainError, match="no such host"):
        providers.keep(env, root, Terraform(str(fake), "1.11.4"), RANGE)
