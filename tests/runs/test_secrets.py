"""No secret that a run meets is shown or left behind, by any verb, in any format, however the run ends."""

from __future__ import annotations

import base64
import json
import signal
import stat

import pytest

from .conftest import Place
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
SEEN = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("TF_VAR_")}
"""What Terraform gets of it: TF_VAR_* it never sees."""
NEEDLES = (
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
def planted(place: Place) -> Place:
    place.environment |= {**ENVIRONMENT, "LEAKS": json.dumps(PLANTED | SEEN)}
    return place


def found_in(text: str) -> list[str]:
    return [needle for needle in NEEDLES if needle in text]


def left_behind(place: Place) -> dict[str, list[str]]:
    """Files with a secret in them, apart from the Terraform that plants them and states that are its own."""
    return {
        name: found
        for name, file in place.files().items()
        if name != "terraform" and (found := found_in(file.read_text("utf-8", errors="replace")))
    }


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_no_verb_shows_or_leaves_a_secret_in_any_format(planted: Place, verb: tuple[str, ...]) -> None:
    code, out, err = planted.run(*verb)
    assert code in (0, 3), err
    assert out
    assert (found_in(out), found_in(err), left_behind(planted)) == ([], [], {})


@pytest.mark.parametrize("verb", [VERBS[0], VERBS[2], VERBS[3], VERBS[4]], ids=" ".join)
def test_no_error_of_terraform_shows_a_secret(planted: Place, verb: tuple[str, ...]) -> None:
    code, out, err = planted.run(*verb, fake="leaks")
    assert code == 1
    assert "(sensitive)" in err
    assert (found_in(out), found_in(err), left_behind(planted)) == ([], [], {})


def test_a_dumped_state_goes_into_a_private_file_and_nowhere_else(planted: Place) -> None:
    _, out, err = planted.run("apply", "cluster.yaml", "--yes", fake="dump")
    assert (found_in(out), found_in(err)) == ([], [])
    (name,) = left_behind(planted)
    assert name.endswith("rescued.tfstate")
    assert stat.S_IMODE(planted.files()[name].stat().st_mode) == 0o600


def test_what_a_killed_run_leaves_is_closed_to_others_and_removed_by_the_next(planted: Place) -> None:
    with planted.start("plan", "cluster.yaml", fake="hang") as process:
        wait_for(planted.folder / "work" / ".eksgen" / "cluster" / "hanging")
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
    for name in left_behind(planted):
        assert stat.S_IMODE(planted.files()[name].stat().st_mode) == 0o600, name
    code, _, err = planted.run("plan", "cluster.yaml", "--lock-timeout", "20")
    assert code == 0, err
    assert left_behind(planted) == {}


def test_the_working_folder_is_closed_to_others(planted: Place) -> None:
    planted.run("plan", "cluster.yaml")
    for folder in (planted.folder / "work" / ".eksgen", planted.folder / "work" / ".eksgen" / "cluster"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
