"""^C during a run in HCP: the first stops the run, the second leaves it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.cloud import remote_terraform
from eksgen.engine.cloud.refusals import RunLeft
from eksgen.engine.cloud.upload import upload_configuration
from eksgen.engine.errors.exceptions import Interrupted
from eksgen.engine.runs.apply import apply
from eksgen.engine.runs.plan import plan
from eksgen.engine.terraform.events import Event, Interrupting, OutputLine, RunStarted, Started, Waiting

from .remote_folder import Remote
from .server import Run, StubRunner
from .server.runs.stub_runner import StubJob


def interrupting(remote: Remote, when: Callable[[Event], bool], times: int = 1) -> Callable[[Event], None]:
    """Return a listener that is interrupted at the first event of a kind, and again once that was told."""
    left = [times]

    def listen(event: Event) -> None:
        remote.events.append(event)
        if (left[0] == times and when(event)) or (left[0] and isinstance(event, Interrupting)):
            left[0] -= 1
            os.kill(os.getpid(), signal.SIGINT)

    return listen


def test_a_run_that_waits_for_its_turn_is_cancelled(remote: Remote) -> None:
    remote.workspace.pending_seconds = 60
    with pytest.raises(Interrupted) as caught:
        plan(remote.open(), interrupting(remote, lambda e: isinstance(e, Waiting)))
    assert remote.runs[0].status == "canceled"
    assert caught.value.exit_code == 130
    assert caught.value.notes[-1] == f"run {remote.urls[0]}"


def test_a_run_that_plans_is_cancelled(remote: Remote) -> None:
    remote.workspace.runner = StubRunner(seconds=60)
    with pytest.raises(Interrupted):
        plan(remote.open(), interrupting(remote, lambda e: isinstance(e, OutputLine)))
    assert remote.runs[0].history[-1] == "canceled"


def test_an_interrupt_right_at_the_start_is_not_lost(remote: Remote) -> None:
    remote.workspace.runner = StubRunner(seconds=60)
    with pytest.raises(Interrupted):
        plan(remote.open(), interrupting(remote, lambda e: isinstance(e, RunStarted)))
    assert remote.runs[0].status == "canceled"


def test_an_apply_is_cancelled_and_its_state_kept(remote: Remote) -> None:
    remote.workspace.runner = StubRunner(seconds=4)
    with pytest.raises(Interrupted):
        apply(remote.open(), lambda _plan: True, interrupting(remote, lambda e: e == Started("apply")))
    assert remote.runs[0].status == "canceled"
    assert remote.workspace.current_state is not None
    assert remote.workspace.locked_by is None


class Deaf(StubJob):
    """Goes on whatever it is asked."""

    def interrupt(self) -> None:
        pass


class DeafRunner(StubRunner):
    def start(self, run: Run, state: bytes | None, folder: Path) -> StubJob:
        job = super().start(run, state, folder)
        return Deaf(job.runner, job.run, job.document, job.before)


def test_the_second_interrupt_leaves_the_run(remote: Remote) -> None:
    remote.workspace.runner = DeafRunner(seconds=4)
    listen = interrupting(remote, lambda e: isinstance(e, OutputLine), times=2)
    with pytest.raises(RunLeft) as caught:
        plan(remote.open(), listen)
    assert caught.value.exit_code == 130
    assert caught.value.code == "run-left"
    assert caught.value.notes[0] == f"run {remote.urls[0]}"
    assert remote.runs[0].cancels == 1


def test_an_interrupt_before_the_run_starts_none(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upload(*arguments: Any, **options: Any) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return upload_configuration(*arguments, **options)

    monkeypatch.setattr(remote_terraform, "upload_configuration", upload)
    assert remote.terraform().plan(tmp_path / "plan").interrupts == 1
    assert not remote.runs
