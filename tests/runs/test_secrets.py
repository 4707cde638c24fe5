"""No verb shows a secret or leaves one in a file, in any format and however the run ends."""

from __future__ import annotations

import base64
import json
import signal
import stat

import pytest

from .conftest import Project
from .test_machine import wait_for

PLANTED = {
    "user_data": base64.b64encode(b"#!/bin/sh\nexport DB=planted-user-data-9f2c").decode(),
    "ca": "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tplantedCA71d3",
    "master": "planted-master-password-5e81",
    "url": "https://bucket.s3.amazonaws.com/x?X-Amz-Security-Token=plantedsession44aa&X-Amz-Signature=c0ffee77",
    "pem": "-----BEGIN RSA PRIVATE KEY-----\nplantedPEM83bd\n-----END RSA PRIVATE KEY-----",
    "token": "k8s-aws-v1.plantedKubeToken20fe",
    "jwt": "eyJhbGciOiJSUzI1NiJ9.plantedJWT6c1b.plantedsig",
    "proxy": "http://ann:plantedProxyPw11@proxy.example:3128",
}
ENVIRONMENT = {
    "AWS_SECRET_ACCESS_KEY": "plantedAwsSecretKey/+0aa9f",
    "AWS_SESSION_TOKEN": "planted-aws-session-token-77e0",
    "TF_TOKEN_app_terraform_io": "planted.atlasv1.tf-token-1c2d",
    "GITHUB_TOKEN": "ghp_plantedGithubToken4b",
    "TF_VAR_password": "planted-tf-var-d00d",
}
PASSED_TO_TERRAFORM = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("TF_VAR_")}
"""The variables that Terraform gets; eksgen never passes TF_VAR_*."""
SECRET_PARTS = (
    "planted", "c0ffee77", PLANTED["user_data"], PLANTED["user_data"][:40],
    base64.b64encode(b"planted")[:8].decode(),
)  # fmt: skip
VERBS = (
    ("plan", "cluster.yaml"),
    ("plan", "cluster.yaml", "--destroy"),
    ("drift", "cluster.yaml"),
    ("apply", "cluster.yaml", "--yes"),
    ("apply", "cluster.yaml", "--yes", "--format", "json"),
    ("destroy", "cluster.yaml", "--yes"),
    ("unlock", "cluster.yaml"),
    *(
        ("plan", "cluster.yaml", "--format", f)
        for f in ("json", "markdown", "html", "sarif", "github", "junit")
    ),
    *(
        ("drift", "cluster.yaml", "--format", f)
        for f in ("json", "markdown", "html", "sarif", "github", "junit")
    ),
)


@pytest.fixture
def project_with_secrets(project: Project) -> Project:
    project.environment |= {**ENVIRONMENT, "LEAKS": json.dumps(PLANTED | PASSED_TO_TERRAFORM)}
    return project


def secrets_in(text: str) -> list[str]:
    return [part for part in SECRET_PARTS if part in text]


def files_with_secrets(project: Project) -> dict[str, list[str]]:
    """Return the files that contain secrets, except the fake Terraform itself."""
    return {
        name: secrets
        for name, file in project.files().items()
        if name != "terraform" and (secrets := secrets_in(file.read_text("utf-8", errors="replace")))
    }


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_verb_neither_shows_nor_leaves_a_secret(
    project_with_secrets: Project, verb: tuple[str, ...]
) -> None:
    code, out, err = project_with_secrets.run(*verb)
    assert code in (0, 3), err
    assert out
    assert (secrets_in(out), secrets_in(err), files_with_secrets(project_with_secrets)) == ([], [], {})


@pytest.mark.parametrize("verb", [VERBS[0], VERBS[2], VERBS[3], VERBS[4]], ids=" ".join)
def test_a_terraform_error_shows_no_secret(project_with_secrets: Project, verb: tuple[str, ...]) -> None:
    code, out, err = project_with_secrets.run(*verb, fake="leaks")
    assert code == 1
    assert "(sensitive)" in err
    assert (secrets_in(out), secrets_in(err), files_with_secrets(project_with_secrets)) == ([], [], {})


def test_a_dumped_state_is_only_in_a_private_file(project_with_secrets: Project) -> None:
    _, out, err = project_with_secrets.run("apply", "cluster.yaml", "--yes", fake="dump")
    assert (secrets_in(out), secrets_in(err)) == ([], [])
    (name,) = files_with_secrets(project_with_secrets)
    assert name.endswith("rescued.tfstate")
    assert stat.S_IMODE(project_with_secrets.files()[name].stat().st_mode) == 0o600


def test_files_of_a_killed_run_are_private_and_removed_by_the_next_run(project_with_secrets: Project) -> None:
    with project_with_secrets.start("plan", "cluster.yaml", fake="hang") as process:
        wait_for(project_with_secrets.folder / "work" / ".eksgen" / "cluster" / "hanging")
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
    for name in files_with_secrets(project_with_secrets):
        assert stat.S_IMODE(project_with_secrets.files()[name].stat().st_mode) == 0o600, name
    code, _, err = project_with_secrets.run("plan", "cluster.yaml", "--lock-timeout", "20")
    assert code == 0, err
    assert files_with_secrets(project_with_secrets) == {}


def test_the_working_folder_is_private(project_with_secrets: Project) -> None:
    project_with_secrets.run("plan", "cluster.yaml")
    for folder in (
        project_with_secrets.folder / "work" / ".eksgen",
        project_with_secrets.folder / "work" / ".eksgen" / "cluster",
    ):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
