"""`cloud setup`: shows, asks, creates, and changes only what differs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from eksgen.engine.cloud.setup.settings import version_fits, wanted_version
from eksgen.engine.cloud.setup.trust import Trust
from eksgen.engine.workdir.cloud_block import CloudTarget

from .command_line import SPEC, WORKSPACE, CommandLine, Said
from .server import Workspace

ROLES = (
    "--plan-role", "arn:aws:iam::111122223333:role/plan",
    "--apply-role", "arn:aws:iam::111122223333:role/apply",
)  # fmt: skip
VARIABLES = {
    "TFC_AWS_PROVIDER_AUTH": "true",
    "TFC_AWS_PLAN_ROLE_ARN": "arn:aws:iam::111122223333:role/plan",
    "TFC_AWS_APPLY_ROLE_ARN": "arn:aws:iam::111122223333:role/apply",
}


def writes(eksgen: CommandLine) -> list[str]:
    return [f"{r.method} {r.path}" for r in eksgen.server.requests if r.method not in ("GET", "HEAD")]


def made(eksgen: CommandLine, **fields: object) -> Workspace:
    """Add the workspace as the setup leaves it, but for these fields."""
    settings = {"assessments": True, "tags": ["eksgen"], "project": "prj-platform"} | fields
    return eksgen.server.add_workspace(WORKSPACE, **settings)


def test_a_new_workspace_is_created_with_all_settings_after_a_yes(eksgen: CommandLine) -> None:
    said = eksgen("cloud", "setup", SPEC, typed="yes")
    assert said.code == 0, said.err
    workspace = eksgen.server.workspace(WORKSPACE)
    assert workspace.project == "prj-platform"
    assert (workspace.execution_mode, workspace.terraform_version) == ("remote", "1.11.4")
    assert not workspace.auto_apply
    assert workspace.structured_output
    assert workspace.assessments
    assert workspace.tags == ["eksgen"]
    assert workspace.variables == {}
    assert (
        f"created acme/eks-remote: https://{eksgen.server.hostname}/app/acme/workspaces/eks-remote"
        in said.out
    )


def test_it_prints_what_a_role_must_trust_and_which_variables_to_set(eksgen: CommandLine) -> None:
    made(eksgen)
    out = eksgen("cloud", "setup", SPEC).out
    host = eksgen.server.hostname
    assert f"arn:aws:iam::111122223333:oidc-provider/{host}" in out
    subject = "organization:acme:project:platform:workspace:eks-remote:run_phase"
    assert f'"{host}:sub": "{subject}:plan"' in out
    assert f'"{host}:sub": "{subject}:apply"' in out
    assert f'"{host}:aud": "aws.workload.identity"' in out
    for name in VARIABLES:
        assert f"{name}=" in out


@pytest.mark.parametrize("answer", ["no", "", "y"])
def test_nothing_is_done_without_a_yes(eksgen: CommandLine, answer: str) -> None:
    said = eksgen("cloud", "setup", SPEC, typed=answer)
    assert said.code == 1
    assert "Nothing was changed." in said.err
    assert writes(eksgen) == []


def test_nobody_to_ask_is_an_error_that_says_what_to_pass(eksgen: CommandLine) -> None:
    said = eksgen("cloud", "setup", SPEC)
    assert said.code == 1
    assert "eksgen cloud setup cluster.yaml --yes" in said.err
    assert writes(eksgen) == []


def test_check_only_shows_and_exits_with_three(eksgen: CommandLine) -> None:
    said = eksgen("cloud", "setup", SPEC, "--check")
    assert said.code == 3
    assert "does not exist" in said.out
    assert "Default Project" not in said.out
    assert writes(eksgen) == []


def test_a_second_setup_has_nothing_to_do(eksgen: CommandLine) -> None:
    assert eksgen("cloud", "setup", SPEC, "--yes", *ROLES).code == 0
    before = len(writes(eksgen))
    said = eksgen("cloud", "setup", SPEC, *ROLES)
    assert said.code == 0, said.err
    assert "is set up" in said.out
    assert "as it should be: execution mode remote, Terraform 1.11.4, auto-apply off" in said.out
    assert "they are set" in said.out
    assert "they are set" in eksgen("cloud", "setup", SPEC).out
    assert eksgen("cloud", "setup", SPEC, "--check", *ROLES).code == 0
    assert len(writes(eksgen)) == before


def test_only_what_differs_is_shown_and_changed(eksgen: CommandLine) -> None:
    workspace = made(eksgen, auto_apply=True, terraform_version="1.9.8", working_directory="compiled/x")
    said = eksgen("cloud", "setup", SPEC, "--yes")
    assert said.code == 0, said.err
    assert "auto-apply               on -> off" in said.out
    assert "Terraform                1.9.8 -> >= 1.10" in said.out
    assert "as it should be: execution mode remote" in said.out
    assert (workspace.auto_apply, workspace.terraform_version) == (False, ">= 1.10")
    assert workspace.working_directory == "compiled/x"
    (sent,) = [r.sent["data"]["attributes"] for r in eksgen.server.asked("PATCH")]
    assert sent.keys() == {"auto-apply", "terraform-version"}


def test_a_mode_that_is_not_remote_is_changed_and_one_with_agents_is_not(eksgen: CommandLine) -> None:
    workspace = made(eksgen, execution_mode="local")
    assert "local -> remote" in eksgen("cloud", "setup", SPEC, "--yes").out
    assert workspace.execution_mode == "remote"
    workspace.execution_mode = "agent"
    assert "is set up" in eksgen("cloud", "setup", SPEC).out


def test_roles_are_set_as_variables_that_are_no_secrets(eksgen: CommandLine) -> None:
    workspace = made(eksgen, variables={"TFC_AWS_PLAN_ROLE_ARN": "arn:aws:iam::111122223333:role/old"})
    said = eksgen("cloud", "setup", SPEC, "--yes", *ROLES)
    assert said.code == 0, said.err
    assert workspace.variables == VARIABLES
    assert workspace.secret_variables == set()
    assert "role/old -> arn:aws:iam::111122223333:role/plan" in said.out


def test_values_of_variables_are_not_shown_and_access_keys_are_named(eksgen: CommandLine) -> None:
    workspace = made(
        eksgen,
        variables={"AWS_SECRET_ACCESS_KEY": "planted-secret-value", "OTHER": "planted-secret-value"},
        secret_variables={"AWS_SECRET_ACCESS_KEY"},
    )
    said = eksgen("cloud", "setup", SPEC)
    assert "remove AWS_SECRET_ACCESS_KEY" in said.out
    workspace.variables["TFC_AWS_PLAN_ROLE_ARN"] = "planted-secret-value"
    workspace.secret_variables.add("TFC_AWS_PLAN_ROLE_ARN")
    said = eksgen("cloud", "setup", SPEC, "--yes", *ROLES)
    assert "a hidden value -> " in said.out
    assert workspace.variables["TFC_AWS_PLAN_ROLE_ARN"] == VARIABLES["TFC_AWS_PLAN_ROLE_ARN"]


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("arn:aws:iam::111122223333:user/x", "not the ARN of an IAM role"),
        ("plan", "not the ARN of an IAM role"),
        ("arn:aws:iam::999988887777:role/x", "111122223333"),
        ("arn:aws-cn:iam::111122223333:role/x", "partition aws"),
    ],
)
def test_a_role_that_runs_could_not_assume_is_refused(eksgen: CommandLine, role: str, why: str) -> None:
    said = eksgen("cloud", "setup", SPEC, "--plan-role", role, "--apply-role", role)
    assert said.code == 2
    assert why in " ".join(said.err.replace("│", " ").split())
    assert eksgen.server.requests == []


def test_one_role_alone_is_refused(eksgen: CommandLine) -> None:
    assert eksgen("cloud", "setup", SPEC, *ROLES[:2]).code == 2


def test_a_project_that_does_not_exist_is_an_error_and_is_not_created(eksgen: CommandLine) -> None:
    del eksgen.server.store.projects["prj-platform"]
    said = eksgen("cloud", "setup", SPEC, "--yes")
    assert said.code == 1
    assert "error[cloud-project]" in said.err
    assert "there is no project platform in acme" in said.err
    assert writes(eksgen) == []


def test_a_spec_without_a_project_gets_the_default_one(eksgen: CommandLine) -> None:
    text = eksgen.spec.read_text("utf-8")
    eksgen.spec.write_text(
        text.replace("      project: platform # the workspace is eks-remote\n", ""), "utf-8"
    )
    said = eksgen("cloud", "setup", SPEC, "--yes")
    assert said.code == 0, said.err
    assert "project:Default Project:workspace" in said.out


def test_another_project_is_told_and_the_workspace_is_not_moved(eksgen: CommandLine) -> None:
    made(eksgen, project="")
    said = eksgen("cloud", "setup", SPEC)
    assert "it is in the project Default Project, the spec says platform" in said.out
    assert "project:Default Project:workspace" in said.out


def test_a_plan_without_assessments_is_told(eksgen: CommandLine) -> None:
    eksgen.server.store.offers_assessments = False
    said = eksgen("cloud", "setup", SPEC, "--yes")
    assert said.code == 0, said.err
    assert "health assessments stay off" in said.out
    assert eksgen.server.workspace(WORKSPACE).tags == ["eksgen"]


def test_a_token_that_may_not_create_is_told_so(eksgen: CommandLine) -> None:
    said = eksgen("cloud", "setup", SPEC, "--yes", token=eksgen.server.new_token("read", "plan", "apply"))
    assert said.code == 1
    assert "error[cloud-rights]" in said.err
    assert "does not let this token create acme/eks-remote" in said.err


def test_a_spec_without_a_workspace_is_refused(eksgen: CommandLine) -> None:
    text = eksgen.spec.read_text("utf-8")
    eksgen.spec.write_text(text[: text.index("terraform:\n")], "utf-8")
    said = eksgen("cloud", "setup", SPEC)
    assert said.code == 1
    assert "error[cloud-backend]" in said.err


SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "report" / "schemas" / "cloud-setup.schema.json").read_text(
        "utf-8"
    )
)


def document(said: Said) -> dict[str, Any]:
    """Return the document on standard output, checked against its schema."""
    found: dict[str, Any] = json.loads(said.out)
    jsonschema.validate(found, SCHEMA)
    return found


def test_json_has_what_would_change_then_what_was_done_then_that_nothing_is_left(eksgen: CommandLine) -> None:
    said = eksgen("cloud", "setup", SPEC, "--check", "--format", "json")
    assert said.code == 3
    would = document(said)
    assert (would["outcome"], would["existed"]) == ("would change", False)
    assert {"name": "auto-apply", "before": None, "after": "off"} in would["changes"]
    done = document(eksgen("cloud", "setup", SPEC, "--yes", *ROLES, "--format", "json"))
    assert done["outcome"] == "done"
    assert [variable["set"] for variable in done["credentials"]["variables"]] == [True] * len(VARIABLES)
    left = document(eksgen("cloud", "setup", SPEC, "--format", "json"))
    assert (left["outcome"], left["existed"], left["changes"]) == ("nothing to do", True, [])
    assert {"name": "auto-apply", "value": "off"} in left["kept"]
    assert left["credentials"] == done["credentials"]


def test_json_is_not_written_where_nothing_was_agreed_to(eksgen: CommandLine) -> None:
    said = eksgen("cloud", "setup", SPEC, "--format", "json", typed="no")
    assert (said.code, said.out) == (1, "")
    assert writes(eksgen) == []


def test_json_names_what_differs_and_is_left_alone(eksgen: CommandLine) -> None:
    made(eksgen, project="", vcs_repo="acme/infra", variables={"AWS_ACCESS_KEY_ID": "planted-secret-value"})
    left = " ".join(document(eksgen("cloud", "setup", SPEC, "--format", "json"))["leftAlone"])
    for text in ("the spec says platform", "acme/infra", "remove AWS_ACCESS_KEY_ID"):
        assert text in left


def test_an_audience_of_the_workspace_is_that_of_the_trust_policy(eksgen: CommandLine) -> None:
    made(eksgen, variables={"TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE": "acme.eks"})
    found = document(eksgen("cloud", "setup", SPEC, "--format", "json"))["credentials"]
    assert found["createIdentityProvider"].endswith("--client-id-list acme.eks")
    for role in found["roles"].values():
        (statement,) = role["trustPolicy"]["Statement"]
        conditions = statement["Condition"]["StringEquals"]
        assert conditions[f"{eksgen.server.hostname}:aud"] == "acme.eks"


def test_one_role_for_both_phases_counts_as_set(eksgen: CommandLine) -> None:
    made(eksgen, variables={"TFC_AWS_PROVIDER_AUTH": "true", "TFC_AWS_RUN_ROLE_ARN": "arn:aws:iam::1:role/x"})
    assert "they are set" in eksgen("cloud", "setup", SPEC).out


@pytest.mark.parametrize(
    ("version", "constraint", "fits"),
    [
        ("1.11.4", ">= 1.10", True),
        ("1.9.8", ">= 1.10", False),
        ("latest", ">= 1.10", False),
        ("~> 1.11", "~> 1.11", True),
        ("1.11.4", "1.11.4", True),
        ("1.12.0", "= 1.11.4", False),
    ],
)
def test_a_version_fits_if_the_spec_accepts_it(version: str, constraint: str, fits: bool) -> None:
    assert version_fits(version, constraint) is fits


def test_an_exact_version_is_pinned_as_it_is() -> None:
    assert wanted_version("= 1.11.4") == "1.11.4"
    assert wanted_version("~> 1.11") == "~> 1.11"


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-eusc"])
def test_the_identity_provider_is_of_the_partition(partition: str) -> None:
    target = CloudTarget("tfe.example.com", "acme", "eks")
    trust = Trust(target, "platform", partition, "111122223333")
    (statement,) = trust.policy("plan")["Statement"]
    arn = f"arn:{partition}:iam::111122223333:oidc-provider/tfe.example.com"
    assert statement["Principal"] == {"Federated": arn}
    assert statement["Condition"]["StringEquals"]["tfe.example.com:aud"] == "aws.workload.identity"
    assert trust.example_role == f"arn:{partition}:iam::111122223333:role/NAME"
    assert "--thumbprint-list" not in trust.create_provider
    assert statement["Condition"]["StringEquals"]["tfe.example.com:sub"].endswith(":run_phase:plan")
