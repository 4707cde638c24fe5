"""Tokens are found where Terraform finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.client.cli_config import read_cli_config
from eksgen.engine.cloud.client.token import Token, find_token, variable_name

SECRET = "secret-of-the-host"


def found(host: str, environ: dict[str, str]) -> Token | None:
    return find_token(host, environ, read_cli_config(environ))


def home(tmp_path: Path, **files: str) -> dict[str, str]:
    """Return an environment whose home folder has these files; `__` in a name is a slash."""
    for name, text in files.items():
        file = tmp_path / name.replace("__", "/").replace("DOT", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return {"HOME": str(tmp_path)}


@pytest.mark.parametrize(
    ("variable", "host"),
    [
        ("TF_TOKEN_app_terraform_io", "app.terraform.io"),
        ("TF_TOKEN_my__tfe_example_com", "my-tfe.example.com"),
        ("TF_TOKEN_my-tfe.example.com", "my-tfe.example.com"),
        ("TF_TOKEN_APP_TERRAFORM_IO", "app.terraform.io"),
        ("TF_TOKEN_localhost:8443", "localhost:8443"),
        ("TF_TOKEN_xn____bcher__kva_example", "bücher.example"),
    ],
)
def test_the_variable_of_a_host(tmp_path: Path, variable: str, host: str) -> None:
    token = found(host, {"HOME": str(tmp_path), variable: SECRET})
    assert token == Token(SECRET, variable)


def test_the_variable_of_another_host_is_not_taken(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "TF_TOKEN_localhost": SECRET, "TF_TOKEN_app_terraform_io": ""}
    assert found("localhost:8443", environ) is None
    assert found("app.terraform.io", environ) is None


@pytest.mark.parametrize(
    "text",
    [
        f'credentials "app.terraform.io" {{\n  token = "{SECRET}"\n}}\n',
        f'credentials "app.terraform.io" {{ token = "{SECRET}" }}',
        f'# credentials "app.terraform.io" {{ token = "no" }}\ncredentials "App.Terraform.io" {{ token="{SECRET}" }}',
        f'/* }} */ plugin_cache_dir = "/x{{"\ncredentials "app.terraform.io" {{\n token = "{SECRET}" // old\n}}',
        f'credentials "app.terraform.io" {{ token = "old" }}\ncredentials "app.terraform.io" {{ token = "{SECRET}" }}',
    ],
)
def test_a_block_of_the_configuration(tmp_path: Path, text: str) -> None:
    token = found("app.terraform.io", home(tmp_path, DOTterraformrc=text))
    assert token == Token(SECRET, str(tmp_path / ".terraformrc"))


def test_what_terraform_login_wrote(tmp_path: Path) -> None:
    text = f'{{"credentials": {{"app.terraform.io": {{"token": "{SECRET}"}}}}}}'
    environ = home(tmp_path, **{"DOTterraformDOTd__credentialsDOTtfrcDOTjson": text})
    assert found("app.terraform.io", environ) == Token(
        SECRET, str(tmp_path / ".terraform.d" / "credentials.tfrc.json")
    )


def test_a_named_configuration_replaces_the_others_and_one_that_does_not_exist_is_ignored(
    tmp_path: Path,
) -> None:
    block = 'credentials "app.terraform.io" {{ token = "{}" }}'
    environ = home(tmp_path, DOTterraformrc=block.format(SECRET), named=block.format("another-secret"))
    named = environ | {"TF_CLI_CONFIG_FILE": str(tmp_path / "named")}
    token = found("app.terraform.io", named)
    assert token is not None
    assert token.secret == "another-secret"
    token = found("app.terraform.io", environ | {"TF_CLI_CONFIG_FILE": str(tmp_path / "missing")})
    assert token is not None
    assert token.secret == SECRET


@pytest.mark.parametrize("text", ["", "{", 'credentials "app.terraform.io" {', "\0", "credentials {}"])
def test_a_broken_configuration_has_no_token(tmp_path: Path, text: str) -> None:
    environ = home(tmp_path, DOTterraformrc=text, **{"DOTterraformDOTd__xDOTtfrcDOTjson": text})
    assert found("app.terraform.io", environ) is None


def helper(tmp_path: Path, script: str) -> dict[str, str]:
    environ = home(
        tmp_path,
        DOTterraformrc='credentials_helper "vault" {\n  args = ["--path", "a b"]\n}\n',
        **{"DOTterraformDOTd__plugins__terraform-credentials-vault": f"#!/bin/sh\n{script}\n"},
    )
    (tmp_path / ".terraform.d/plugins/terraform-credentials-vault").chmod(0o755)
    return environ | {"PATH": "/usr/bin:/bin"}


def test_a_credentials_helper(tmp_path: Path) -> None:
    environ = helper(tmp_path, 'echo "$@" > "$HOME/arguments"; echo \'{"token": "' + SECRET + "\"}'")
    assert found("app.terraform.io", environ) == Token(SECRET, "credentials helper vault")
    assert (tmp_path / "arguments").read_text() == "--path a b get app.terraform.io\n"


def test_a_credentials_helper_gets_no_tokens_of_other_hosts_and_no_input_variables(tmp_path: Path) -> None:
    environ = helper(tmp_path, 'env > "$HOME/seen"; echo \'{"token": "' + SECRET + "\"}'") | {
        "TF_TOKEN_other_example_com": "planted-1", "TF_VAR_password": "planted-2", "AWS_PROFILE": "tools",
        "VAULT_ADDR": "https://vault.example",
    }  # fmt: skip
    assert found("app.terraform.io", environ) == Token(SECRET, "credentials helper vault")
    seen = (tmp_path / "seen").read_text("utf-8")
    assert "planted" not in seen
    assert "AWS_PROFILE=tools" in seen
    assert "VAULT_ADDR=" in seen


@pytest.mark.parametrize("script", ["exit 3", "echo no", ": >&2"])
def test_a_credentials_helper_that_fails(tmp_path: Path, script: str) -> None:
    with pytest.raises(EksgenError, match="the credentials helper vault") as caught:
        found("app.terraform.io", helper(tmp_path, script))
    assert caught.value.code == "cloud-token"


def test_a_token_hides_itself() -> None:
    assert SECRET not in repr(Token(SECRET, "x"))
    assert variable_name("my-tfe.example.com") == "TF_TOKEN_my__tfe_example_com"


def test_the_addresses_of_services_of_a_host(tmp_path: Path) -> None:
    text = 'host "tfe.test" {\n  services = {\n    "tfe.v2" = "http://127.0.0.1:1/api/v2/"\n  }\n}\n'
    config = read_cli_config(home(tmp_path, DOTterraformrc=text))
    assert config.services == {"tfe.test": {"tfe.v2": "http://127.0.0.1:1/api/v2/"}}


@pytest.mark.parametrize(
    "secret", ["first-half\nsecond-half", "tok\x1ben-of-mine", "tökén-of-mine", "token→mine"]
)
def test_a_token_that_cannot_stand_in_a_request_is_refused_and_not_shown(tmp_path: Path, secret: str) -> None:
    with pytest.raises(EksgenError) as caught:
        found("app.terraform.io", {"HOME": str(tmp_path), "TF_TOKEN_app_terraform_io": secret})
    assert caught.value.code == "cloud-token"
    said = " ".join([caught.value.message, *caught.value.notes, *caught.value.helps])
    assert "half" not in said
    assert "mine" not in said
