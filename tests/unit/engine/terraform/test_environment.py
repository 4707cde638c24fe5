from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.engine.terraform.environment import (
    child_environment,
    missing_config_files,
    without_terraform_settings,
)


def test_variables_that_alter_a_run_are_dropped(tmp_path: Path) -> None:
    given = {
        "TF_CLI_ARGS": "-lock=false",
        "TF_CLI_ARGS_plan": "-refresh=false",
        "TF_WORKSPACE": "other",
        "TF_CLOUD_PROJECT": "other",
        "TF_VAR_name": "x",
        "TF_LOG": "trace",
        "TF_DATA_DIR": "/elsewhere",
        "PATH": "/bin",
    }
    kept = child_environment(given, tmp_path)
    assert kept["PATH"] == "/bin"
    assert kept["TF_DATA_DIR"] == str(tmp_path)
    assert not {"TF_CLI_ARGS", "TF_CLI_ARGS_plan", "TF_WORKSPACE", "TF_VAR_name", "TF_LOG"} & kept.keys()
    assert without_terraform_settings(given) == (
        "TF_CLI_ARGS",
        "TF_CLI_ARGS_plan",
        "TF_CLOUD_PROJECT",
        "TF_DATA_DIR",
        "TF_LOG",
        "TF_VAR_name",
        "TF_WORKSPACE",
    )


def test_variables_about_locations_are_kept() -> None:
    given = {"TF_TOKEN_app_terraform_io": "t", "TF_PLUGIN_CACHE_DIR": "/cache", "AWS_PROFILE": "prod"}
    assert given.items() <= child_environment(given, None).items()


def test_runs_are_not_interactive_and_check_no_updates() -> None:
    kept = child_environment({"TF_INPUT": "1"}, None)
    assert (kept["TF_INPUT"], kept["TF_IN_AUTOMATION"], kept["CHECKPOINT_DISABLE"]) == ("0", "1", "1")


def test_a_missing_config_file_is_dropped_and_an_existing_one_is_kept(tmp_path: Path) -> None:
    there = tmp_path / "rc"
    there.write_text("")
    given = {"TF_CLI_CONFIG_FILE": str(tmp_path / "nothing"), "TERRAFORM_CONFIG": str(there)}
    assert "TF_CLI_CONFIG_FILE" not in child_environment(given, None)
    assert child_environment(given, None)["TERRAFORM_CONFIG"] == str(there)
    assert missing_config_files(given) == (("TF_CLI_CONFIG_FILE", str(tmp_path / "nothing")),)


def test_a_garbage_collector_setting_of_the_user_wins() -> None:
    assert child_environment({"GOGC": "50"}, None)["GOGC"] == "50"


def test_calls_to_aws_have_eksgen_in_their_user_agent() -> None:
    assert child_environment({}, None)["TF_APPEND_USER_AGENT"] == "eksgen/1"
    assert (
        child_environment({"TF_APPEND_USER_AGENT": "ci/7"}, None)["TF_APPEND_USER_AGENT"] == "ci/7 eksgen/1"
    )


@pytest.mark.parametrize("name", ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "TF_PLUGIN_CACHE_DIR"])
def test_a_path_means_the_same_in_the_working_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert child_environment({name: "aws/x"}, None)[name] == str(tmp_path / "aws" / "x")
    for same in ("", "~/.aws/config", "/etc/aws"):
        assert child_environment({name: same}, None)[name] == same


def test_a_shared_folder_of_providers_is_verified() -> None:
    name = "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE"
    assert name not in child_environment({name: "1"}, None)
