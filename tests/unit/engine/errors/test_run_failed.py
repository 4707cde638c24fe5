"""Failed commands become errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.engine.errors.exceptions import RunFailed, StateLocked
from eksgen.engine.errors.run_failed import run_failed
from eksgen.engine.paths import WorkDir
from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform.aws_errors import aws_advice
from eksgen.engine.terraform.events import Completed, TerraformDiagnostic
from eksgen.engine.terraform.providers import Providers

AWS_ERROR = "creating X: operation error EKS: CreateCluster, https response error StatusCode: {}, RequestID: 1, {}: no"


def failed(
    summary: str, detail: str = "", *, unsaved: str = "", code: int = 1, stderr: str = ""
) -> RunFailed:
    diagnostic = TerraformDiagnostic("error", summary, detail)
    done = Completed("apply", code, diagnostics=(diagnostic,), unsaved=unsaved, stderr=stderr)
    return run_failed(done, Trace(), Providers(None, "nowhere", None))


def test_credentials_of_another_account_are_explained() -> None:
    error = failed("AWS account ID not allowed: 444455556666")
    assert any("another account than `metadata.accountId`" in note for note in error.notes)
    assert any("444455556666" in note for note in error.notes)
    assert any("log in to the account of the spec" in text for text in error.helps)


@pytest.mark.parametrize(
    ("status", "code", "note", "help"),
    [
        (429, "ThrottlingException", "AWS throttled the account", "wait a minute"),
        (503, "RequestLimitExceeded", "AWS throttled the account", "wait a minute"),
        (500, "InternalFailure", "AWS had an internal error", "in a few minutes"),
        (403, "ExpiredToken", "the AWS credentials have expired", "aws sso login"),
        (400, "ExpiredTokenException", "the AWS credentials have expired", "aws sso login"),
        (403, "AccessDeniedException", "lacks a permission", "allowed to make the call named above"),
        (
            409,
            "ResourceInUseException: Association already exists: a-1",
            "in one apply",
            "run the same command again",
        ),
        (403, "InvalidClientTokenId", "does not accept the credentials", "AWS_PROFILE"),
    ],
)
def test_an_aws_error_comes_with_advice(status: int, code: str, note: str, help: str) -> None:
    error = failed(AWS_ERROR.format(status, f"api error {code}"))
    assert any(note in text for text in error.notes)
    assert any(help in text for text in error.helps)


def test_a_cluster_that_is_being_updated_is_not_an_object_that_exists() -> None:
    busy = "Cannot create Fargate Profile a because cluster demo currently has update b in progress"
    error = failed(AWS_ERROR.format(409, f"ResourceInUseException: {busy}"))
    assert any("EKS was still updating the cluster" in note for note in error.notes)
    assert error.helps == ("run the same command again in a few minutes to continue",)


def test_a_role_that_is_too_new_for_a_capability_is_tried_again() -> None:
    refused = "Trust policy of the role provided is invalid."
    text = "operation error EKS: CreateCapability, https response error StatusCode: 400, RequestID: 1, "
    error = failed(f"creating EKS Capability (demo,kro): {text}InvalidParameterException: {refused}")
    assert any("IAM takes some seconds" in note for note in error.notes)
    assert error.helps[0] == "run the same command again to continue"


def test_any_other_error_gets_no_advice() -> None:
    assert aws_advice("creating X: ValidationException: the name 500 is wrong") == ()


def test_a_killed_terraform_and_a_crashed_provider_are_reported() -> None:
    assert "Terraform was killed by SIGKILL" in failed("x", code=-9).notes[0]
    assert "the AWS provider crashed" in failed("Plugin did not respond").notes[0]
    assert "the AWS provider crashed" in failed("x", stderr="Unrecognized remote plugin message").notes[0]


@pytest.mark.parametrize(
    ("summary", "detail"),
    [
        ("Backend configuration changed", "A change in the backend configuration has been detected."),
        (
            "Can't ask approval for state migration when interactive input is disabled.",
            'Please remove the "-input=false" option and try again.',
        ),
    ],
    ids=["from one backend to another", "from the default to a backend"],
)
def test_another_backend_comes_with_the_command_that_moves_the_state(summary: str, detail: str) -> None:
    """Terraform knows the old backend from its data folder alone: without it, nothing would be moved."""
    problem = TerraformDiagnostic("error", summary, detail)
    done, workdir = Completed("init", 1, diagnostics=(problem,)), WorkDir(Path("my specs/.eksgen/prod"))
    error = run_failed(done, Trace(), Providers(None, "nowhere", None), workdir=workdir)
    command = (
        f"(cd 'my specs/.eksgen/prod' && TF_DATA_DIR={workdir.terraform_data} terraform init -migrate-state)"
    )
    assert command in error.helps[0]


def backend_changed(tmp_path: Path, backend: str, detail: str) -> tuple[str, ...]:
    (tmp_path / "backend.tf").write_text(f"terraform {{\n  {backend} {{\n  }}\n}}\n", "utf-8")
    done = Completed("init", 1, diagnostics=(TerraformDiagnostic("error", "Error", detail),))
    return run_failed(done, Trace(), Providers(None, "nowhere", None), workdir=WorkDir(tmp_path)).helps


def test_a_state_moves_to_hcp_terraform_without_an_option_that_terraform_refuses(tmp_path: Path) -> None:
    asked = "Can't ask approval for state migration when interactive input is disabled."
    (help,) = backend_changed(tmp_path, "cloud", asked)
    assert help.endswith("terraform init)")
    (help,) = backend_changed(tmp_path, 'backend "s3"', asked)
    assert help.endswith("terraform init -migrate-state)")


@pytest.mark.parametrize("product", ["HCP Terraform or Terraform Enterprise", "Terraform Cloud"])
def test_a_state_leaves_hcp_terraform_by_pull_and_push(tmp_path: Path, product: str) -> None:
    detail = f"Migrating state from {product} to another backend is not yet implemented."
    first, second = backend_changed(tmp_path, 'backend "s3"', detail)
    assert "terraform state pull > ~/moved.tfstate" in first
    assert "terraform state push ~/moved.tfstate" in second


def test_a_state_that_could_not_be_saved_says_where_it_is() -> None:
    error = failed("Failed to save state", "no space left on device", unsaved="/x/rescued.tfstate")
    assert error.code == "unsaved-state"
    assert "no space left on device" in error.notes[0]
    assert "nothing is lost: it is in /x/rescued.tfstate" in error.notes[1]
    assert "it records the state first" in error.helps[0]
    lost = failed("Failed to persist state to backend")
    assert "could not be written anywhere" in lost.notes[-1]


def test_a_lock_that_could_not_be_released_comes_with_advice() -> None:
    assert any("eksgen unlock" in text for text in failed("Error releasing the state lock").helps)
    assert isinstance(failed("Error acquiring the state lock"), StateLocked)


def init_failed(detail: str) -> RunFailed:
    diagnostic = TerraformDiagnostic("error", "Failed to query available provider packages", detail)
    return run_failed(
        Completed("init", 1, diagnostics=(diagnostic,)), Trace(), Providers(None, "nowhere", None)
    )


VERSIONS = "Could not retrieve the list of available versions for provider "
NO_ROUTE = "could not connect to registry.terraform.io: failed to request discovery document: x"
AWS_MISSING = f"{VERSIONS}hashicorp/aws: {NO_ROUTE}"


@pytest.mark.parametrize(
    ("detail", "name"),
    [
        (f"{VERSIONS}evil/aws: {NO_ROUTE}", "registry.terraform.io/evil/aws"),
        (f"{VERSIONS}evil/aws: provider registry.terraform.io/evil/aws was not found", "registry.terraform.io/evil/aws"),
        (f"{VERSIONS}\nevil.example/a/b: x", "evil.example/a/b"),
        (f"{VERSIONS}hashicorp/google: {NO_ROUTE}", "registry.terraform.io/hashicorp/google"),
        (f"{AWS_MISSING}\n{VERSIONS}evil/aws: {NO_ROUTE}", "registry.terraform.io/evil/aws"),
        (f"{VERSIONS}a/b: provider registry registry.terraform.io does not have a provider named registry.terraform.io/a/b",
         "registry.terraform.io/a/b"),
        ("Error while installing evil/aws v1.0.0: x", "registry.terraform.io/evil/aws"),
    ],
)  # fmt: skip
def test_a_foreign_provider_that_is_missing_is_named_as_such(detail: str, name: str) -> None:
    error = init_failed(detail)
    assert error.code == "foreign-provider"
    assert f"it names {name}," in error.notes[0]
    assert "belongs to the spec" in error.helps[0]
    assert not any("mirror" in text for text in (*error.notes, *error.helps))


@pytest.mark.parametrize(
    "detail",
    [
        AWS_MISSING,
        f"{VERSIONS}registry.opentofu.org/hashicorp/aws: x",
        f'{AWS_MISSING}: Get "https://registry.terraform.io/.well-known/terraform.json": dial tcp',
        "Error while installing hashicorp/aws v5.100.0: open /a/b/c: no space left",
        f"{VERSIONS}hashicorp/aws: provider registry.terraform.io/hashicorp/aws was not found in /a/b",
    ],
)
def test_our_own_provider_that_is_missing_is_the_aws_provider(detail: str) -> None:
    error = init_failed(detail)
    assert error.code == "terraform"
    assert any("plugin-dir" in text for text in error.helps)
