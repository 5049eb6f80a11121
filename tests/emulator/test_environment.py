from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator import emulator_environment
from emulator.environment import server_environment

FOLDER = Path("/private")
PROXY = "http://127.0.0.1:4711"
OURS = {
    "AWS_CA_BUNDLE": "/private/ca.pem",
    "AWS_ACCESS_KEY_ID": "AKIAEMULATEDBYORGCTL",
    "AWS_SECRET_ACCESS_KEY": "there-is-no-secret-in-an-emulated-aws",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": "/private/aws",
    "AWS_SHARED_CREDENTIALS_FILE": "/private/aws",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def environment(**base: str) -> dict[str, str]:
    return emulator_environment(base, port=4711, folder=FOLDER)


def aws_settings(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.upper().startswith("AWS_")}


@given(st.sets(st.from_regex(r"[Aa][Ww][Ss]_[A-Za-z_]{1,30}", fullmatch=True)))
def test_no_aws_setting_of_the_user_survives(names: set[str]) -> None:
    assert aws_settings(environment(**dict.fromkeys(names, "theirs"))) == OURS


@pytest.mark.parametrize(
    "name",
    [
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_ROLE_ARN",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_ENDPOINT_URL_IAM",
        "AWS_USE_FIPS_ENDPOINT",
        "MOTO_ACCOUNT_ID",
        "TF_DATA_DIR",
        "TF_WORKSPACE",
        "TF_CLI_ARGS_apply",
        "TF_HTTP_ADDRESS",
        "CDKTF_OUTDIR",
        "ALL_PROXY",
        "all_proxy",
    ],
)
def test_variables_that_lead_elsewhere_are_removed(name: str) -> None:
    assert name not in environment(**{name: "theirs"})


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])
def test_every_proxy_setting_names_the_emulator(name: str) -> None:
    assert environment(**{name: "http://corporate:3128"})[name] == PROXY


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy", "No_Proxy"])
def test_no_way_around_the_proxy_leads_to_aws(name: str) -> None:
    result = environment(**{name: "*,.amazonaws.com"})

    for direct in (value for key, value in result.items() if key.lower() == "no_proxy"):
        assert "amazonaws" not in direct
        assert "*" not in direct
    assert result["NO_PROXY"] == result["no_proxy"]


def test_the_provider_registry_stays_reachable() -> None:
    assert {"registry.terraform.io", "releases.hashicorp.com", "registry.opentofu.org", "github.com"} <= set(
        environment()["NO_PROXY"].split(",")
    )


def test_the_original_proxy_is_remembered() -> None:
    assert environment(no_proxy="example.com")["ORGCTL_ORIGINAL_NO_PROXY"] == "example.com"
    assert "ORGCTL_ORIGINAL_NO_PROXY" not in environment()
    assert environment(https_proxy="http://corporate:3128")["ORGCTL_ORIGINAL_HTTPS_PROXY"] == "http://corporate:3128"
    assert "ORGCTL_ORIGINAL_HTTPS_PROXY" not in environment()


def test_everything_else_is_kept() -> None:
    base = {"PATH": "/bin", "HOME": "/home/me", "TF_CLI_CONFIG_FILE": "/x", "TF_LOG": "INFO", "LANG": "C.UTF-8"}

    assert base.items() <= environment(**base).items()
    assert environment()["ORGCTL_EMULATOR"] == "1"


def test_the_emulator_itself_has_no_way_out() -> None:
    result = server_environment({"AWS_PROFILE": "x", "NO_PROXY": "*", "MOTO_ACCOUNT_ID": "1", "PATH": "/bin"})

    assert aws_settings(result) == {}
    assert result["PATH"] == "/bin"
    assert "NO_PROXY" not in result
    assert result["HTTPS_PROXY"] == "http://127.0.0.1:9"
