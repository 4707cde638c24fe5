"""Rules for the backend of the state."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from eksgen.compiler.checks.terraform import backends
from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve.state import cloud_workspace, state_location
from eksgen.schemas.hcp_terraform import CloudBackend
from eksgen.schemas.terraform import S3Backend

from ..conftest import Find, Places

S3 = "s3: {bucket: bbbb, key: k, region: us-west-2}"
CLOUD = "cloud: {organization: acme}"
BOUND = "metadata: {name: demo, region: us-west-2, accountId: '111122223333'}"


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        (S3, []),
        ("local: {path: x}", []),
        (CLOUD, []),
        (f"{S3}, local: {{path: x}}", ["two-backends terraform.backend.local terraform.backend.s3"]),
        (f"{S3}, {CLOUD}", ["two-backends terraform.backend.cloud terraform.backend.s3"]),
        (
            f"{CLOUD}, local: {{path: x}}, {S3}",
            [
                "two-backends terraform.backend.local terraform.backend.s3",
                "two-backends terraform.backend.cloud terraform.backend.s3",
            ],
        ),
        ("local: {path: '{cluster}'}", ["unknown-placeholder terraform.backend.local.path"]),
        (
            "cloud: {organization: acme, workspace: 'eks-{cluster}'}",
            ["unknown-placeholder terraform.backend.cloud.workspace"],
        ),
    ],
)
def test_there_is_one_backend_and_its_placeholders_are_known(
    places: Places, backend: str, expected: list[str]
) -> None:
    assert places(backends, f"{{{BOUND}, terraform: {{backend: {{{backend}}}}}}}") == expected


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("eu-west-1", ""),
        ("us-iso-east-1", ""),
        ("us-wst-2", "unknown-region"),
        ("Frankfurt", "unknown-region"),
        ("af-north-9", "not-in-catalog"),
    ],
)
def test_the_bucket_of_the_state_is_in_a_region(places: Places, region: str, expected: str) -> None:
    text = f"terraform: {{backend: {{s3: {{bucket: acme-state, region: {region}}}}}}}"
    assert places(backends, text) == ([f"{expected} terraform.backend.s3.region"] if expected else [])


@pytest.mark.parametrize("key", ["/x.tfstate", "x/", "/", " ", "a/b/"])
def test_terraform_refuses_keys_that_are_blank_or_folders(key: str) -> None:
    with pytest.raises(ValidationError, match="is not the key of a state object"):
        S3Backend.model_validate({"bucket": "acme-state", "key": key})


@pytest.mark.parametrize("key", ["x", "eks/{name}.tfstate", "a b", "a//b"])
def test_terraform_accepts_other_keys(key: str) -> None:
    assert S3Backend.model_validate({"bucket": "acme-state", "key": key}).key == key


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("", []),
        ("assumeRole: 'arn:aws:iam::111122223333:role/Deploy', ", ["terraform.assumeRole"]),
        ("profile: production, ", ["terraform.profile"]),
        (
            "assumeRole: 'arn:aws:iam::111122223333:role/Deploy', profile: production, ",
            ["terraform.assumeRole", "terraform.profile"],
        ),
    ],
)
def test_remote_runs_take_no_role_or_profile_from_the_spec(
    places: Places, fields: str, expected: list[str]
) -> None:
    text = f"{{{BOUND}, terraform: {{{fields}backend: {{{CLOUD}}}}}}}"
    assert places(backends, text) == [f"cloud-credentials {at} terraform.backend.cloud" for at in expected]
    assert places(backends, f"{{{BOUND}, terraform: {{{fields}backend: {{{S3}}}}}}}") == []


def test_remote_runs_without_an_account_are_a_warning(find: Find) -> None:
    (finding,) = find(backends, f"terraform: {{backend: {{{CLOUD}}}}}")
    assert (finding.code, finding.severity) == ("cloud-account", Severity.WARNING)
    assert 'accountId: "111122223333"' in finding.help_text()
    assert find(backends, f"{{{BOUND}, terraform: {{backend: {{{CLOUD}}}}}}}") == []


@pytest.mark.parametrize(
    ("name", "workspace", "expected"),
    [
        ("a" * 86, "eks-{name}", []),
        ("a" * 100, "eks-{name}", []),
        ("a" * 100, "{name}", ["invalid-name terraform.backend.cloud.workspace"]),
        ("a" * 87, "x-eks-{name}", ["invalid-name terraform.backend.cloud.workspace"]),
        ("demo", "a" * 90, []),
        ("demo", "a" * 91, ["invalid-name terraform.backend.cloud.workspace"]),
        ("demo", "{accountId}-{region}-{name}", []),
    ],
)
def test_a_workspace_has_at_most_90_characters_once_it_is_filled_in(
    places: Places, name: str, workspace: str, expected: list[str]
) -> None:
    text = (
        f"{{metadata: {{name: {name}, region: us-west-2, accountId: '111122223333'}}, "
        f"terraform: {{backend: {{cloud: {{organization: acme, workspace: '{workspace}'}}}}}}}}"
    )
    assert places(backends, text) == expected


def test_long_names_of_clusters_get_workspaces_of_their_own() -> None:
    names = set()
    for cluster in ("a" * 100, "a" * 99 + "b", "a" * 99, "demo"):
        spec = check_text(
            f"""apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: {cluster}, region: us-west-2, accountId: "111122223333"}}
kubernetes: {{version: "1.34"}}
access: {{admins: [arn:aws:iam::111122223333:role/Admin]}}
terraform: {{backend: {{cloud: {{organization: acme}}}}}}
""".encode(),
            "c.yaml",
        ).spec
        assert spec is not None
        workspace, location = cloud_workspace(spec), state_location(spec, "c.yaml")
        assert workspace is not None
        assert location is not None
        assert location.address == ("cloud", "app.terraform.io", "acme", workspace.workspace)
        names.add(workspace.workspace)
    assert len(names) == 4
    assert "eks-demo" in names
    assert all(re.fullmatch("[A-Za-z0-9_-]{1,90}", name) for name in names)


def cloud(**fields: str) -> CloudBackend:
    return CloudBackend.model_validate({"organization": "acme", **fields})


@pytest.mark.parametrize(
    "host",
    [
        "app.terraform.io",
        "app.eu.terraform.io",
        "localhost",
        "localhost:8443",
        "10.0.0.7:8443",
        "tfe.example.com:1",
        "tfe.example.com:65535",
        "xn--bcher-kva.example",
        "a" * 63 + ".example",
        ".".join(["a" * 62] * 4),
    ],
)
def test_hosts_are_accepted_as_terraform_compares_them(host: str) -> None:
    assert cloud(hostname=host).hostname == host


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        ("App.Terraform.IO", "app.terraform.io"),
        ("https://app.terraform.io", "app.terraform.io"),
        ("https://app.terraform.io/app/acme/workspaces/eks", "app.terraform.io"),
        ("app.terraform.io/", "app.terraform.io"),
        ("app.terraform.io.", "app.terraform.io"),
        ("app.terraform.io:443", "app.terraform.io"),
        ("https://tfe.example.com:8443/?a#b", "tfe.example.com:8443"),
        ("user:secret@tfe.example.com", "tfe.example.com"),
        ("https://user:sec/ret@tfe.example.com", ""),
        ("bücher.example", "xn--bcher-kva.example"),
        ("а" + "pp.terraform.io", "xn--pp-6kc.terraform.io"),
        (" app.terraform.io", "app.terraform.io"),
        ("", ""),
        ("..", ""),
        ("-a.example", ""),
        ("a_b.example", ""),
        ("a..example", ""),
        ("[::1]:8443", ""),
        ("::1", ""),
        ("tfe.example.com:0", ""),
        ("tfe.example.com:08443", ""),
        ("tfe.example.com:65536", ""),
        ("tfe.example.com:", ""),
        ("a" * 64 + ".example", ""),
        (".".join(["a" * 63] * 4), ""),
        ("app.terraform.io\n", "app.terraform.io"),
        ("${path.root}", ""),
        ("é" * 100_000, ""),
    ],
)
def test_other_hosts_are_refused_with_the_spelling_that_is_meant(host: str, meant: str) -> None:
    with pytest.raises(ValidationError) as caught:
        cloud(hostname=host)
    (error,) = caught.value.errors()
    assert error["type"] == "invalid-host"
    assert error["ctx"]["help"] == (f"write `{meant}`" if meant else "")
    assert "secret" not in error["ctx"]["message"]


@given(st.text(max_size=40))
@example("https://a@b:1/c")
def test_a_host_that_is_meant_is_accepted(text: str) -> None:
    try:
        cloud(hostname=text)
    except ValidationError as error:
        meant = error.errors()[0]["ctx"]["help"].removeprefix("write `").removesuffix("`")
        assert not meant or cloud(hostname=meant).hostname == meant


@pytest.mark.parametrize(
    ("field", "accepted", "refused"),
    [
        (
            "organization",
            ["a", "acme", "Acme_2-x", "a" * 128],
            ["", "a b", "acme.com", "a/b", "ü", "a" * 129],
        ),
        (
            "workspace",
            ["a", "eks-{name}", "{name}", "{accountId}_{region}"],
            ["", "a b", "a/b", "{", "{a{b}}", "a" * 181],
        ),
        ("project", ["abc", "a b", "Data platform", "a" * 40], ["", "ab", " ab", "ab ", "a.b", "a" * 41]),
    ],
)
def test_names_are_those_that_hcp_terraform_accepts(
    field: str, accepted: list[str], refused: list[str]
) -> None:
    for value in accepted:
        assert getattr(cloud(**{field: value}), field) == value
    for value in refused:
        with pytest.raises(ValidationError):
            cloud(**{field: value})
