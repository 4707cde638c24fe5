"""Clients of AWS use the profile and the role that the spec names, as Terraform does."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from moto import mock_aws

from eksgen.engine.aws.account import calling_account
from eksgen.engine.aws.session import call_aws, client
from eksgen.engine.terraform.binary import BinaryKind, TerraformBinary
from eksgen.engine.terraform.providers import Providers
from eksgen.engine.workdir.workspace import Workspace

REGION = "eu-west-1"
ROLE = "arn:aws:iam::444455556666:role/Deploy"
CONFIG = """\
[profile blue]
aws_access_key_id = AKIABLUE
aws_secret_access_key = blue
[profile green]
aws_access_key_id = AKIAGREEN
aws_secret_access_key = green
"""


@pytest.fixture(autouse=True)
def aws_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two profiles in the config file, and no other credentials."""
    (tmp_path / "config").write_text(CONFIG)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def workspace(folder: Path, profile: str = "", role: str = "") -> Workspace:
    program = TerraformBinary(("terraform",), BinaryKind.TERRAFORM, "1.11.4")
    return Workspace(folder, program, Providers(None, "nowhere", None), {}, profile=profile, role=role)


def _caller(space: Workspace) -> str:
    return str(client(space, "sts", REGION).get_caller_identity()["Arn"])


def key(space: Workspace) -> str:
    return str(client(space, "sts", REGION)._get_credentials().access_key)


def test_the_profile_of_the_spec_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert key(workspace(tmp_path, profile="green")) == "AKIAGREEN"
    monkeypatch.setenv("AWS_PROFILE", "blue")
    assert key(workspace(tmp_path, profile="green")) == "AKIAGREEN"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    assert key(workspace(tmp_path, profile="green")) == "AKIAGREEN"


def test_a_role_is_assumed_with_the_credentials_of_the_profile(tmp_path: Path) -> None:
    with mock_aws():
        assert calling_account(workspace(tmp_path, "blue", ROLE), REGION) == "444455556666"


def test_an_unknown_profile_or_no_credentials_for_the_role_become_a_remark(tmp_path: Path) -> None:
    for space, reason in (
        (workspace(tmp_path, profile="missing"), "The config profile (missing) could not be found"),
        (workspace(tmp_path, role=f"{ROLE}2"), "Unable to locate credentials"),
    ):
        caller = partial(_caller, space)
        found, remarks = call_aws("the account", caller, "")
        assert not found
        assert remarks == (f"could not look up the account: {reason}",)
