"""Two applies in one workspace, answers that are lost, and interrupts between two steps."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.archive import pack
from eksgen.engine.cloud.client.json_api import Document
from eksgen.engine.cloud.client.refusals import ApiError, unreachable
from eksgen.engine.cloud.documents import run_of
from eksgen.engine.cloud.runs import actions, following, phases
from eksgen.engine.cloud.runs.policies import failed_policies
from eksgen.engine.cloud.upload import upload_configuration
from eksgen.engine.errors.exceptions import Interrupted, StalePlan, StateLocked
from eksgen.engine.plan.result import ApplyResult, PlanResult
from eksgen.engine.runs.apply import ApplyOptions, apply
from eksgen.engine.runs.given_run import plan_of_run

from .remote_folder import Remote
from .server import Fault, StubRunner
from .server.store import end_run

NO_PROOF = ApplyOptions(verify=False)


def applied(remote: Remote, approve: Callable[[PlanResult], bool] = lambda _plan: True) -> ApplyResult:
    return apply(remote.open(), approve, remote.events.append, options=NO_PROOF)


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_plan_of_the_slower_of_two_applies_is_stale(remote: Remote) -> None:
    def approve(_plan: PlanResult) -> bool:
        return applied(remote).applied

    with pytest.raises(StalePlan, match="the run of this plan is discarded") as caught:
        applied(remote, approve)
    slower, faster = remote.runs
    assert (slower.status, faster.status) == ("discarded", "applied")
    assert caught.value.notes[-1] == f"run {remote.urls[0]}"


def test_an_apply_that_meets_another_one_names_its_run(remote: Remote) -> None:
    other: list[threading.Thread] = []

    def approve(_plan: PlanResult) -> bool:
        remote.workspace.runner = StubRunner(seconds=2)
        other.append(threading.Thread(target=applied, args=(remote,)))
        other[0].start()
        while remote.workspace.locked_by is None:
            time.sleep(0.05)
        return True

    with pytest.raises(StateLocked) as caught:
        applied(remote, approve)
    other[0].join()
    mine, theirs = remote.runs
    assert caught.value.notes[0].startswith(f"held by run {theirs.id} of ")
    assert (mine.status, theirs.status) == ("discarded", "applied")


def test_a_plan_that_hcp_discards_behind_another_apply_is_stale(remote: Remote) -> None:
    """HCP may take a confirmation, and discard the plan when its turn comes."""
    store = remote.server.store

    def discard_once_confirmed() -> None:
        remote.server.wait_for(remote.runs[0], "confirmed")
        end_run(store, remote.runs[0], "discarded")

    def approve(_plan: PlanResult) -> bool:
        store.concurrency = 0
        threading.Thread(target=discard_once_confirmed).start()
        return True

    with pytest.raises(StalePlan, match="the run of this plan is discarded") as caught:
        applied(remote, approve)
    assert caught.value.exit_code == 5
    assert "another run changes the state" in caught.value.notes[0]


LOST: dict[str, Callable[[str], EksgenError]] = {
    "no answer": lambda host: unreachable(host, "the connection was closed"),
    "a proxy in between": lambda host: ApiError(host, 502, ()),
}


@pytest.mark.parametrize("how", LOST)
def test_an_apply_whose_confirmation_was_taken_is_followed(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def confirm(api: Any, run: str, comment: str) -> None:
        actions.confirm_run(api, run, comment)
        raise LOST[how](api.host.name)

    monkeypatch.setattr(phases, "confirm_run", confirm)
    assert applied(remote).applied
    assert remote.runs[0].status == "applied"


def test_a_confirmation_that_was_not_taken_is_an_error_with_the_page(remote: Remote) -> None:
    remote.server.faults.append(Fault(502, path="actions/apply"))
    with pytest.raises(EksgenError) as caught:
        applied(remote)
    assert caught.value.notes[-1] == f"run {remote.urls[0]}"
    assert remote.runs[0].status == "discarded"


def test_an_interrupt_before_the_confirmation_confirms_nothing(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock(_phases: object) -> None:
        interrupt()

    monkeypatch.setattr(phases.Phases, "lock", lock)
    with pytest.raises(Interrupted):
        applied(remote)
    assert remote.runs[0].status == "discarded"
    assert not remote.server.asked("POST", "actions/apply")


def test_a_run_that_could_be_applied_is_stopped_if_it_is_lost(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(api: Any, _run: str) -> None:
        raise unreachable(api.host.name, "the network is away")

    remote.workspace.runner = StubRunner(seconds=60)
    monkeypatch.setattr(following, "read_run", lose)
    with pytest.raises(EksgenError, match="cannot be reached") as caught:
        applied(remote)
    assert caught.value.notes[-1] == f"run {remote.urls[0]}"
    remote.server.wait_for(remote.runs[0], "canceled")


def test_an_interrupt_while_a_plan_is_discarded_names_the_run_that_waits(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decline(_plan: PlanResult) -> bool:
        monkeypatch.setattr(actions, "discard_run", lambda *_: interrupt())
        return False

    with pytest.raises(KeyboardInterrupt):
        applied(remote, decline)
    assert remote.waits[-1] == f"interrupted before the run was discarded: {remote.urls[0]}"


class Pending:
    """The API of a host that never takes an upload."""

    def post(self, _path: str, _body: object) -> Document:
        return Document({"id": "cv-1", "attributes": {"upload-url": "https://example.com/x"}})

    def upload(self, _url: str, _data: bytes) -> None:
        pass

    def get(self, _path: str) -> Document:
        return Document({"id": "cv-1", "attributes": {"status": "pending"}})


def test_an_interrupt_ends_the_wait_for_an_upload_to_be_taken() -> None:
    waits: list[float] = []

    def pause(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) < 3

    api: Any = Pending()
    assert upload_configuration(api, "ws-1", pack({}), pause, speculative=True) == ""
    assert len(waits) == 3


def test_a_run_that_waits_for_a_decision_before_its_plan_is_not_waited_for(remote: Remote) -> None:
    remote.workspace.pending_seconds = 60
    run = remote.server.start_run(remote.workspace, remote.folder)
    remote.server.wait_for(run, "pending")
    remote.server.store.set_status(run, "pre_plan_awaiting_decision")
    with pytest.raises(EksgenError, match="has no plan: it is pre plan awaiting decision"):
        plan_of_run(remote.open(), run.id, remote.events.append)


def test_a_host_with_stages_without_end_does_not_hold_up_the_error() -> None:
    asked: list[str] = []

    def listed(path: str, _query: object = None) -> Iterator[Document]:
        for number in count():
            asked.append(path)
            evaluations = {"data": [{"id": f"poleval-{n}"} for n in range(1000)]}
            raw = {"id": f"ts-{number}", "relationships": {"policy-evaluations": evaluations}}
            yield Document(raw)

    api: Any = SimpleNamespace(listed=listed)
    assert failed_policies(api, run_of(Document({"id": "run-1"}))) == ()
    assert len(asked) < 100_000


def test_a_compiled_folder_with_other_bytes_is_no_traceback(remote: Remote, tmp_path: Path) -> None:
    (remote.folder / "versions.tf").write_bytes(b"\xff")
    assert remote.terraform().init().ok
