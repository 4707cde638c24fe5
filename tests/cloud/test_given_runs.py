"""`plan --run`: a run that somebody else started is shown, and nothing is started, stopped or confirmed."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.given import runs as given_runs
from eksgen.engine.cloud.given.configuration import differences
from eksgen.engine.cloud.given.names import RunName, read_run_name
from eksgen.engine.errors.exceptions import RunFailed
from eksgen.engine.plan.result import PlanResult
from eksgen.engine.runs.given_run import plan_of_run
from eksgen.engine.runs.plan import plan
from eksgen.engine.workdir.cloud_block import CloudTarget

from .remote_folder import Remote
from .server import Policy, Run, StubRunner

TARGET = CloudTarget("app.terraform.io", "acme", "eks-prod")
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_runs, "COMMIT_SECONDS", 0.3)
    monkeypatch.setattr(given_runs, "COMMIT_PAUSE", 0.05)


def started(remote: Remote, *, commit: str | None = None, **fields: object) -> Run:
    return remote.server.start_run(remote.workspace, remote.folder, commit=commit, **fields)


def shown(remote: Remote, run: str, token: str | None = None) -> PlanResult:
    return plan_of_run(remote.open(token), run, remote.events.append)


def writes(remote: Remote) -> list[str]:
    return [f"{r.method} {r.path}" for r in remote.server.requests if r.method not in ("GET", "HEAD")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("run-AbC123", RunName(id="run-AbC123")),
        ("https://app.terraform.io/app/acme/eks-prod/runs/run-1", RunName(id="run-1")),
        ("https://app.terraform.io/app/acme/workspaces/eks-prod/runs/run-1", RunName(id="run-1")),
        ("https://APP.terraform.io:443/app/acme/eks-prod/runs/run-1/plan?x=1#y", RunName(id="run-1")),
        ("0123ABC", RunName(commit="0123abc")),
        (COMMIT, RunName(commit=COMMIT)),
    ],
)
def test_a_run_is_named_by_id_page_or_commit(text: str, name: RunName) -> None:
    assert read_run_name(text, TARGET) == name


@pytest.mark.parametrize(
    "text",
    [
        "", "main", "012345", "run-", "run-1/../../x", "ftp://app.terraform.io/app/acme/eks-prod/runs/run-1",
        "https://app.terraform.io/app/acme/eks-prod/runs/x", "https://[/app/acme/eks-prod/runs/run-1",
        "https://app.terraform.io/app/acme/eks-dev/runs/run-1", "https://evil.io/app/acme/eks-prod/runs/run-1",
        "https://app.terraform.io@evil.io/app/acme/eks-prod/runs/run-1", "run-\x1b[31m", "a" * 10_000,
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_pass(text: str) -> None:
    with pytest.raises(EksgenError) as caught:
        read_run_name(text, TARGET)
    assert caught.value.code == "cloud-run"
    assert len(caught.value.message) < 200
    assert "\x1b" not in caught.value.message


def test_a_run_of_somebody_else_is_reported_as_a_plan_is(remote: Remote) -> None:
    own = plan(remote.open())
    run = started(remote, message="from the UI")
    before = len(writes(remote))
    result = shown(remote, run.id)
    assert result.changes == own.changes
    assert result.counts == own.counts
    assert result.subject.program == "remote Terraform 1.11.4"
    assert f"runs/{run.id} of alice, which is planned and finished" in result.remarks[0]
    assert len(result.remarks) == 1
    assert len(writes(remote)) == before


def test_it_is_waited_for_while_it_plans(remote: Remote) -> None:
    remote.workspace.pending_seconds = 2.0
    remote.workspace.runner = StubRunner(seconds=0.5)
    run = started(remote)
    assert shown(remote, run.id).counts.create == 1
    assert "the run is pending" in remote.waits
    assert remote.urls == [f"https://{remote.server.hostname}/app/acme/eks-prod/runs/{run.id}"]
    assert writes(remote) == []


def test_a_run_that_waits_for_a_person_is_not_confirmed(remote: Remote) -> None:
    run = started(remote, plan_only=False)
    remote.server.wait_for(run, "planned")
    result = shown(remote, f"https://{remote.server.hostname}/app/acme/workspaces/eks-prod/runs/{run.id}")
    assert result.counts.create == 1
    assert run.status == "planned"
    assert writes(remote) == []


def test_the_newest_run_of_a_commit_is_found_also_if_it_only_plans(remote: Remote) -> None:
    started(remote, commit=COMMIT)
    newest = started(remote, commit=COMMIT)
    started(remote, commit="f" * 40)
    assert shown(remote, COMMIT[:10]).counts.create == 1
    assert remote.urls[0].endswith(newest.id)


@pytest.mark.usefixtures("quick")
def test_a_commit_without_a_run_is_waited_for_and_then_refused(remote: Remote) -> None:
    with pytest.raises(EksgenError, match="has no run of the commit 0123456789ab") as caught:
        shown(remote, COMMIT)
    assert caught.value.code == "cloud-run"
    assert any("merge commit" in note for note in caught.value.notes)
    assert remote.waits == ["there is no run of 0123456789ab yet"]


def test_a_run_of_another_workspace_is_refused(remote: Remote) -> None:
    other = remote.server.add_workspace("eks-dev")
    run = remote.server.start_run(other, remote.folder)
    with pytest.raises(EksgenError, match="is not a run of acme/eks-prod"):
        shown(remote, run.id)


def test_a_run_that_does_not_exist_is_refused(remote: Remote) -> None:
    with pytest.raises(EksgenError, match="no run run-0000 that this token can see"):
        shown(remote, "run-0000")


def test_a_run_that_failed_has_its_errors_and_its_page(remote: Remote) -> None:
    remote.workspace.error = "Invalid reference"
    run = started(remote)
    remote.server.wait_for(run, "errored")
    with pytest.raises(RunFailed) as caught:
        shown(remote, run.id)
    assert caught.value.notes[0] == "Invalid reference"
    assert caught.value.notes[-1].endswith(run.id)


def test_a_run_that_ended_before_its_plan_has_none(remote: Remote) -> None:
    remote.workspace.pending_seconds = 30
    run = started(remote)
    remote.server.wait_for(run, "pending")
    remote.terraform().api.post(f"runs/{run.id}/actions/cancel")
    with pytest.raises(EksgenError) as caught:
        shown(remote, run.id)
    assert caught.value.code == "cloud-run"
    assert "has no plan: it is canceled" in caught.value.message


def test_a_destroy_is_reported_as_one_and_targets_as_a_part(remote: Remote) -> None:
    run = started(remote, is_destroy=True, target_addrs=("terraform_data.made",))
    result = shown(remote, run.id)
    assert result.destroy
    assert result.targeted


def test_a_policy_that_failed_is_named_beside_the_plan(remote: Remote) -> None:
    remote.workspace.policy = Policy("no-public-api", "hard-mandatory", message="not public")
    run = started(remote)
    remote.server.wait_for(run, "errored", "policy_soft_failed")
    result = shown(remote, run.id)
    assert result.counts.create == 1
    assert any("no-public-api" in remark for remark in result.remarks)


def test_a_run_of_another_configuration_is_said_with_the_files(remote: Remote, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in ("backend.tf", "main.tf", "versions.tf"):
        (other / name).write_bytes((remote.folder / name).read_bytes())
    (other / "main.tf").write_text("# edited\n", "utf-8")
    (other / "by-hand.tf").write_text("", "utf-8")
    result = shown(remote, remote.server.start_run(remote.workspace, other).id)
    assert result.remarks[1] == (
        "that run may not be about this spec: its configuration differs in 2 files: by-hand.tf, main.tf"
    )


def test_a_folder_of_a_repository_is_compared_where_the_workspace_runs(
    remote: Remote, tmp_path: Path
) -> None:
    top = tmp_path / "repository"
    (top / "compiled").mkdir(parents=True)
    for name in ("backend.tf", "main.tf", "versions.tf"):
        (top / "compiled" / name).write_bytes((remote.folder / name).read_bytes())
    (top / "main.tf").write_text("# of another workspace\n", "utf-8")
    remote.workspace.working_directory = "compiled"
    assert len(shown(remote, remote.server.start_run(remote.workspace, top).id).remarks) == 1
    remote.workspace.working_directory = "elsewhere"
    result = shown(remote, remote.server.start_run(remote.workspace, top).id)
    assert "has none of the compiled files in elsewhere" in result.remarks[1]


def test_a_configuration_that_cannot_be_compared_is_no_failure(remote: Remote) -> None:
    run = started(remote)
    remote.server.wait_for(run, "planned_and_finished")
    run.configuration.status = "archived"
    assert "cannot be read any more" in shown(remote, run.id).remarks[1]
    run.configuration.status, run.configuration.archive = "uploaded", b"\x1f\x8bnothing"
    assert "not an archive that can be read" in shown(remote, run.id).remarks[1]


def test_a_bomb_of_an_archive_is_not_unpacked(remote: Remote) -> None:
    run = started(remote)
    remote.server.wait_for(run, "planned_and_finished")
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive:
        entry = tarfile.TarInfo("main.tf")
        entry.size = 300 << 20
        archive.addfile(entry, _Zeros(entry.size))  # type: ignore[arg-type]
    run.configuration.archive = raw.getvalue()
    terraform = remote.terraform()
    found = differences(terraform.api, terraform.workspace, run.configuration.id, {"backend.tf": b""})
    assert found == "its configuration is too large to compare"


class _Zeros:
    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


def test_without_the_rights_of_an_admin_the_redacted_plan_is_shown(remote: Remote) -> None:
    run = started(remote)
    result = shown(remote, run.id, remote.server.new_token("read"))
    assert result.counts.create == 1
    assert any("redacted" in remark for remark in result.remarks)


def test_a_workspace_with_local_runs_has_no_run_to_show(remote: Remote) -> None:
    remote.workspace.execution_mode = "local"
    with pytest.raises(EksgenError) as caught:
        shown(remote, "run-1")
    assert caught.value.code == "cloud-backend"
