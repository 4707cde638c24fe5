"""`plan --run`, `drift --assessment` and `doctor` on the command line, with all formats of reports."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from .command_line import SPEC, WORKSPACE, CommandLine
from .server import StubRunner, Workspace

FORMATS = {"human": "txt", "json": "json", "markdown": "md", "sarif": "sarif", "junit": "xml", "html": "html"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def set_up(eksgen: CommandLine) -> Workspace:
    return eksgen.server.add_workspace(
        WORKSPACE,
        assessments=True,
        tags=["eksgen"],
        project="prj-platform",
        variables={"TFC_AWS_PROVIDER_AUTH": "planted-secret-value", "OTHER": "planted-secret-value"},
    )


def test_a_run_of_a_commit_is_a_report_in_every_format(eksgen: CommandLine, set_up: Workspace) -> None:
    set_up.vcs_repo = "acme/infra"
    assert eksgen("plan", SPEC).code == 0
    run = eksgen.server.start_run(set_up, eksgen.folder / ".eksgen" / "cluster", commit=COMMIT)
    reports = [f"--report={name}=report.{ending}" for name, ending in FORMATS.items()]
    said = eksgen("plan", SPEC, "--run", COMMIT, "--detailed-exitcode", *reports)
    assert said.code == 3, said.err
    assert f"/app/acme/eks-remote/runs/{run.id}\n" in said.err
    for ending in FORMATS.values():
        assert run.id in (eksgen.folder / f"report.{ending}").read_text("utf-8") or ending in ("sarif", "xml")
    document = json.loads((eksgen.folder / "report.json").read_text("utf-8"))
    assert any(run.id in remark for remark in document["remarks"])
    assert "may not be about this spec" not in said.out


@pytest.mark.parametrize(
    "options",
    [("--destroy",), ("-o", "x.eksplan"), ("--import-orphans",), ("--sandbox",), (SPEC,)],
)
def test_a_run_goes_with_no_option_that_plans(eksgen: CommandLine, options: tuple[str, ...]) -> None:
    assert eksgen("plan", SPEC, "--run", "run-1", *options).code == 2
    assert eksgen.server.requests == []


@pytest.mark.parametrize(
    "options",
    [
        ("--assessment", "--assess"), ("--assess", "--sandbox"), ("--assessment", "--against", "applied"),
        ("--assessment", "--adopt", "abcdef"),
    ],
)  # fmt: skip
def test_an_assessment_goes_with_no_option_that_plans(eksgen: CommandLine, options: tuple[str, ...]) -> None:
    assert eksgen("drift", SPEC, *options).code == 2
    assert eksgen.server.requests == []


def test_an_assessment_is_a_drift_report(eksgen: CommandLine, set_up: Workspace) -> None:
    assert eksgen("apply", SPEC, "--yes", "--no-verify", "--no-recheck").code == 0
    said = eksgen("drift", SPEC, "--assess", "--no-unmanaged")
    assert said.code == 0, said.err
    assert "health assessment of HCP" in said.out
    said = eksgen("drift", SPEC, "--assessment", "--no-unmanaged", "--format", "json")
    assert json.loads(said.out)["remarks"][0].startswith("health assessment of HCP")


def test_a_spec_whose_state_is_elsewhere_has_no_runs(eksgen: CommandLine) -> None:
    text = eksgen.spec.read_text("utf-8")
    eksgen.spec.write_text(text[: text.index("terraform:\n")], "utf-8")
    for verb in (("plan", SPEC, "--run", "run-1"), ("drift", SPEC, "--assessment")):
        said = eksgen(*verb)
        assert said.code == 1
        assert "error[cloud-backend]" in said.err


def checks(eksgen: CommandLine, *options: str, token: str | None = None) -> dict[str, str]:
    """Return status and text of each check of doctor, by its name."""
    found: dict[str, str] = {}
    name = ""
    for line in eksgen("doctor", SPEC, *options, token=token).out.splitlines():
        if line[:10].strip():
            name, _, text = line[10:].partition(": ")
            found[name] = f"{line[:10].strip()} {text}"
        else:
            found[name] += f" {line.strip()}"
    return found


def test_doctor_names_host_source_of_the_token_workspace_and_variables(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    found = checks(eksgen)
    assert found["HCP host"] == f"ok {eksgen.server.hostname}: HCP Terraform, API 2.6"
    assert found["HCP token"].startswith("ok from ")
    assert found["HCP token"].endswith(", of admin")
    assert found["HCP workspace"] == "ok acme/eks-remote, in the project platform"
    assert found["HCP runs"] == "ok execution mode remote; the token may plan and apply"
    assert found["HCP Terraform version"] == "ok 1.11.4 (the spec asks for >= 1.10)"
    assert found["HCP assessments"] == "ok on"
    assert found["HCP lock"] == "ok none"
    assert found["HCP credentials"].startswith("note variables: TFC_AWS_PROVIDER_AUTH; ")
    assert not [r for r in eksgen.server.requests if r.method != "GET"]


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (("TFC_AWS_PROVIDER_AUTH", "TFC_AWS_RUN_ROLE_ARN"), "ok"),
        (("TFC_AWS_PROVIDER_AUTH", "TFC_AWS_PLAN_ROLE_ARN", "TFC_AWS_APPLY_ROLE_ARN"), "ok"),
        (("TFC_AWS_PROVIDER_AUTH", "TFC_AWS_PLAN_ROLE_ARN"), "note"),
        (("TFC_AWS_RUN_ROLE_ARN",), "note"),
    ],
)
def test_doctor_says_whether_plans_and_applies_can_assume_roles(
    eksgen: CommandLine, set_up: Workspace, names: tuple[str, ...], status: str
) -> None:
    set_up.variables = dict.fromkeys(names, "planted-secret-value")
    assert checks(eksgen)["HCP credentials"].startswith(f"{status} variables: ")


def test_doctor_writes_the_same_checks_as_json(eksgen: CommandLine, set_up: Workspace) -> None:
    set_up.terraform_version = "1.9.8"
    human = checks(eksgen)
    document = json.loads(eksgen("doctor", SPEC, "--format", "json").out)
    schemas = Path(__file__).resolve().parents[2] / "report" / "schemas"
    jsonschema.validate(document, json.loads((schemas / "doctor.schema.json").read_text("utf-8")))
    found = {check["name"]: check for check in document["checks"]}
    assert found.keys() == human.keys()
    assert found["HCP host"]["status"] == "ok"
    assert found["HCP Terraform version"]["status"] == "failed"
    assert any("eksgen cloud setup cluster.yaml" in help for help in found["HCP Terraform version"]["helps"])


def test_doctor_says_what_to_do_for_each_setting_that_is_not_right(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    set_up.auto_apply, set_up.structured_output, set_up.assessments = True, False, False
    set_up.terraform_version, set_up.vcs_repo = "1.9.8", "acme/infra"
    set_up.variables = {"AWS_SECRET_ACCESS_KEY": "planted-secret-value"}
    eksgen.server.lock(set_up, "alice")
    found = checks(eksgen)
    assert "acme/infra applies what is merged there" in found["HCP runs"]
    assert found["HCP Terraform version"].startswith("failed ")
    for name in ("HCP Terraform version", "HCP settings", "HCP assessments", "HCP credentials"):
        assert "eksgen cloud setup cluster.yaml" in found[name]
    assert "held by alice" in found["HCP lock"]


def test_doctor_stops_where_the_rest_cannot_be_known(eksgen: CommandLine) -> None:
    found = checks(eksgen)
    assert found["HCP workspace"].startswith("failed there is no workspace acme/eks-remote")
    assert "eksgen cloud setup" in found["HCP workspace"]
    assert "not checked until `HCP workspace`" in found["everything else in HCP"]
    found = checks(eksgen, token="wrong-token")
    assert "refuses the token; it is from /" in found["HCP token"]
    assert "terraform login" in found["HCP token"]


def test_doctor_with_a_token_of_few_rights(eksgen: CommandLine, set_up: Workspace) -> None:
    assert checks(eksgen, token=eksgen.server.new_token("read"))["HCP runs"].startswith("failed ")
    found = checks(eksgen, token=eksgen.server.new_token("read", "plan"))
    assert "may plan and not apply" in found["HCP runs"]


def test_doctor_lists_what_would_go_up_and_nothing_else(eksgen: CommandLine, set_up: Workspace) -> None:
    set_up.runner = StubRunner()
    assert eksgen("plan", SPEC).code == 0
    (run,) = eksgen.server.runs(set_up)
    (eksgen.folder / ".eksgen" / "cluster" / "x.tfstate").write_text("x", "utf-8")
    out = eksgen("doctor", SPEC, "--upload").out
    listed = [line.split()[-1] for line in out.splitlines() if line[10:].startswith("upload: ")]
    assert "main.tf" in listed
    assert not [name for name in listed if "tfstate" in name or "map.json" in name]
    assert f"{len(run.configuration.archive)} packed" in out


def test_doctor_lists_an_upload_only_for_a_spec_in_hcp(eksgen: CommandLine) -> None:
    assert eksgen("doctor", "--upload").code == 2
    text = eksgen.spec.read_text("utf-8")
    eksgen.spec.write_text(text[: text.index("terraform:\n")], "utf-8")
    assert "nothing is uploaded" in eksgen("doctor", SPEC, "--upload").out
