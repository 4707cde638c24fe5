"""An apply in HCP: saved plans, who may apply, what happens to plans that are not applied."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.exceptions import RunFailed, StalePlan, StateLocked
from eksgen.engine.plan.result import ApplyResult, PlanResult
from eksgen.engine.runs.apply import ApplyOptions, apply, destroy
from eksgen.engine.runs.open_plan import OpenPlan
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.session import open_session
from eksgen.engine.runs.state import state_lock, unlock

from .remote_folder import Remote
from .server import Fault, Policy, Run, StubRunner
from .server.runs.stub_runner import created_resource, plan_document


def applied(
    remote: Remote,
    approve: Callable[[PlanResult], bool] = lambda _plan: True,
    options: ApplyOptions = ApplyOptions(),  # noqa: B008
    token: str | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> ApplyResult:
    return apply(remote.open(token), approve, remote.events.append, options=options, clock=clock)


def saved(remote: Remote, file: Path) -> Path:
    """Plan, and copy the plan file as `plan -o` does."""

    def keep(opened: OpenPlan, _planned: PlanResult) -> None:
        file.write_bytes(opened.file.read_bytes())

    plan(remote.open(), remote.events.append, keep=keep)
    return file


def test_what_was_planned_is_applied_and_nothing_is_left(remote: Remote) -> None:
    result = applied(remote)
    assert result.applied
    assert result.remaining is not None
    assert result.remaining.empty
    one, proof = remote.runs
    assert one.status == "applied"
    assert one.request.save_plan
    assert not one.request.auto_apply
    assert proof.request.plan_only
    assert remote.workspace.locked_by is None


def test_the_answer_no_discards_the_plan(remote: Remote) -> None:
    assert not applied(remote, lambda _plan: False).applied
    assert remote.runs[0].status == "discarded"
    assert remote.runs[0].comments == ["eksgen: the plan was not applied"]


def test_a_plan_that_was_saved_is_not_discarded(remote: Remote, tmp_path: Path) -> None:
    saved(remote, tmp_path / "saved")
    assert remote.runs[0].status == "planned_and_saved"
    assert remote.runs[0].configuration.provisional


def test_a_saved_plan_is_applied_by_another_process(remote: Remote, tmp_path: Path) -> None:
    file = saved(remote, tmp_path / "saved")
    assert open_session(remote.open()).terraform.apply(file).ok
    assert remote.runs[0].status == "applied"


def test_a_plan_file_holds_no_value(remote: Remote, tmp_path: Path) -> None:
    file = saved(remote, tmp_path / "saved")
    run = remote.runs[0].id
    assert file.read_text("utf-8") == (
        f'{{"remote_plan_format": 1, "run_id": "{run}", "hostname": "{remote.server.hostname}"}}'
    )


def test_an_applied_plan_cannot_be_applied_again(remote: Remote, tmp_path: Path) -> None:
    file = saved(remote, tmp_path / "saved")
    terraform = open_session(remote.open()).terraform
    terraform.apply(file)
    with pytest.raises(StalePlan, match="the run of this plan is applied"):
        terraform.apply(file)


def test_another_apply_makes_a_saved_plan_stale(remote: Remote, tmp_path: Path) -> None:
    file, other = saved(remote, tmp_path / "saved"), saved(remote, tmp_path / "other")
    terraform = open_session(remote.open()).terraform
    assert terraform.apply(other).ok
    with pytest.raises(StalePlan, match="the run of this plan is discarded") as caught:
        terraform.apply(file)
    assert "another run changes the state" in caught.value.notes[0]
    assert caught.value.exit_code == 5


@pytest.mark.parametrize(
    "text", ["PK", '{"remote_plan_format":1,"run_id":"run-a/../b","hostname":"x"}', "{}"]
)
def test_a_file_that_is_no_plan_of_this_host_is_refused(remote: Remote, tmp_path: Path, text: str) -> None:
    (tmp_path / "saved").write_text(text, "utf-8")
    with pytest.raises(EksgenError) as caught:
        remote.terraform().apply(tmp_path / "saved")
    assert caught.value.code == "not-a-plan"


def test_a_recheck_that_finds_another_change_discards_the_plan(remote: Remote) -> None:
    def document(run: Run) -> dict[str, object]:
        more = [created_resource("terraform_data.other")] if run.request.plan_only else []
        return plan_document(created_resource(), *more)

    remote.workspace.runner = StubRunner(document)
    times = iter((0.0, 100.0))
    with pytest.raises(StalePlan):
        applied(remote, clock=lambda: next(times))
    planned, again = remote.runs
    assert planned.status == "discarded"
    assert planned.comments == [
        "eksgen: the cloud changed after the plan was made: 1 object is not as planned"
    ]
    assert again.configuration is planned.configuration


def test_an_empty_plan_needs_no_answer_and_leaves_nothing(remote: Remote) -> None:
    remote.workspace.runner = StubRunner(plan_document())
    assert not applied(remote, lambda _plan: pytest.fail("asked")).applied
    assert remote.runs[0].status == "planned_and_finished"


def test_a_destroy_is_a_run_that_destroys(remote: Remote) -> None:
    options = ApplyOptions(unmanaged=False, leave_kubernetes_objects=True, verify=False)
    destroy(remote.open(), lambda _plan: True, remote.events.append, options=options)
    assert remote.runs[0].request.is_destroy
    assert remote.runs[0].status == "applied"


def test_a_workspace_that_a_person_holds_names_the_person(remote: Remote) -> None:
    remote.server.lock(remote.workspace, "alice")
    with pytest.raises(StateLocked) as caught:
        applied(remote)
    assert caught.value.exit_code == 4
    assert caught.value.message == "acme/eks-prod is locked"
    assert caught.value.notes[0] == "held by alice"
    assert remote.runs[0].status == "discarded"


def test_the_lock_is_waited_for_and_then_given_up(remote: Remote) -> None:
    remote.server.lock(remote.workspace, "alice")
    with pytest.raises(StateLocked):
        applied(remote, options=ApplyOptions(lock_timeout=1))
    assert [text for text in remote.waits if "is locked" in text] == [
        "acme/eks-prod is locked, held by alice"
    ]
    assert remote.runs[0].status == "discarded"


def test_the_apply_goes_on_when_the_lock_is_free(remote: Remote) -> None:
    remote.server.lock(remote.workspace)
    found: list[str] = []

    def listen(event: object) -> None:
        if "is locked" in str(event):
            found.append(str(event))
            remote.server.unlock(remote.workspace)

    assert apply(remote.open(), lambda _plan: True, listen, options=ApplyOptions(lock_timeout=60)).applied
    assert len(found) == 1


def test_a_token_that_may_only_plan_is_refused_before_a_run(remote: Remote) -> None:
    with pytest.raises(EksgenError, match="this token may plan but not apply in acme/eks-prod") as caught:
        applied(remote, token=remote.server.new_token("read", "plan", "admin"))
    assert caught.value.code == "cloud-rights"
    assert not remote.runs


def test_a_token_that_may_only_read_cannot_plan(remote: Remote) -> None:
    with pytest.raises(EksgenError, match="see but not plan") as caught:
        plan(remote.open(remote.server.new_token("read")), remote.events.append)
    assert caught.value.code == "cloud-rights"
    assert not remote.runs


def test_a_workspace_with_vcs_plans_but_does_not_apply(remote: Remote) -> None:
    remote.workspace.vcs_repo = "acme/infra"
    assert plan(remote.open(), remote.events.append).counts.create == 1
    with pytest.raises(EksgenError, match="acme/eks-prod applies what is merged to acme/infra") as caught:
        applied(remote)
    assert caught.value.code == "cloud-vcs"


def test_a_policy_that_waits_for_an_override_is_named_with_the_page(remote: Remote) -> None:
    remote.workspace.policy = Policy("two-reviewers", "soft-mandatory")
    with pytest.raises(RunFailed, match="waits for somebody to override") as caught:
        applied(remote)
    assert caught.value.code == "run-policy"
    assert caught.value.notes[-1] == f"run {remote.urls[0]}"


def test_a_failed_apply_names_what_failed(remote: Remote) -> None:
    remote.workspace.fail_state_upload = True
    with pytest.raises(RunFailed) as caught:
        applied(remote)
    assert caught.value.notes[-1].startswith("run https://")


def test_a_confirmation_that_collides_is_repeated(remote: Remote) -> None:
    remote.server.faults.append(Fault(409, times=2, path="actions/apply"))
    assert applied(remote).applied


def test_the_lock_of_a_run_is_released_by_stopping_the_run(remote: Remote) -> None:
    assert state_lock(remote.open()) is None
    run = remote.server.start_run(remote.workspace, remote.folder, plan_only=False)
    remote.server.wait_for(run, "planned")
    lock = state_lock(remote.open())
    assert lock is not None
    assert lock.id == run.id
    assert lock.who == f"run {run.id} of alice"
    unlock(remote.open(), lock)
    assert run.status == "discarded"
    assert remote.workspace.locked_by is None
    assert not remote.server.asked("POST", "unlock")


def test_the_lock_of_a_person_is_never_forced(remote: Remote) -> None:
    remote.server.lock(remote.workspace, "platform", "teams")
    lock = state_lock(remote.open())
    assert lock is not None
    assert lock.who == "team platform"
    with pytest.raises(StateLocked):
        unlock(remote.open(), lock)
    with pytest.raises(StateLocked):
        remote.terraform().force_unlock(lock.id)
    assert remote.workspace.locked_by is not None


def test_a_state_that_was_not_moved_yet_is_not_planned_over(remote: Remote) -> None:
    (remote.folder / "terraform.tfstate").write_text('{"version": 4, "resources": [{}]}', "utf-8")
    with pytest.raises(RunFailed) as caught:
        plan(remote.open(), remote.events.append)
    assert caught.value.code == "cloud-state"
    assert "terraform init)" in caught.value.helps[0]
    assert not remote.runs


def test_what_only_a_local_terraform_can_do_is_refused_with_the_way_out(remote: Remote) -> None:
    with pytest.raises(EksgenError) as caught:
        remote.terraform().untaint("aws_eks_cluster.this")
    assert "terraform untaint 'aws_eks_cluster.this'" in caught.value.helps[0]
    with pytest.raises(EksgenError) as caught:
        remote.terraform().push(Path("state"))
    assert "terraform state push" in caught.value.helps[0]
