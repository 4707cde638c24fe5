"""One ^C for many threads: every running Terraform gets it once, and nothing new starts."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.engine.terraform.events import Completed, Event, Interrupting, OutputLine, ignore_event
from eksgen.engine.terraform.interrupts import interrupts, many_runs, raise_if_interrupted
from eksgen.engine.terraform.process import run_command

COUNTS_SIGNALS = """
import signal, sys, time
count = 0
def handle(*_):
    global count
    count += 1
signal.signal(signal.SIGINT, handle)
print("ready", flush=True)
for _ in range(200):
    time.sleep(0.02)
    if count:
        time.sleep(0.3)
        break
print(count, flush=True)
"""


def in_thread(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments)
    thread.start()
    return thread


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not condition():
        time.sleep(0.02)


def test_each_running_program_is_interrupted_once(tmp_path: Path) -> None:
    events: dict[int, list[Event]] = {0: [], 1: [], 2: []}
    results: dict[int, Completed] = {}

    def work(number: int) -> None:
        argv = [sys.executable, "-c", COUNTS_SIGNALS]
        results[number] = run_command(argv, "init", tmp_path, os.environ, events[number].append)

    calls: list[int] = []
    with many_runs(lambda: calls.append(1)):
        threads = [in_thread(work, number) for number in events]
        wait_for(lambda: all(any("ready" in str(e) for e in received) for received in events.values()))
        os.kill(os.getpid(), signal.SIGINT)
        for thread in threads:
            thread.join(10)
    assert calls == [1]
    assert [results[number].interrupts for number in events] == [1, 1, 1]
    for received in events.values():
        assert [e.text for e in received if isinstance(e, OutputLine)][-1] == "1", (
            "the program got one signal"
        )
        assert [e.forwarded for e in received if isinstance(e, Interrupting)] == [True]


def test_a_block_that_starts_after_an_interrupt_gets_it() -> None:
    calls: list[str] = []
    with many_runs(lambda: None):
        os.kill(os.getpid(), signal.SIGINT)

        def late() -> None:
            with interrupts(lambda: calls.append("late")):
                pass

        in_thread(late).join(5)
    assert calls == ["late"]


def test_nothing_starts_after_an_interrupt(tmp_path: Path) -> None:
    stopped: list[str] = []

    def work() -> None:
        try:
            run_command(
                [sys.executable, "-c", "open('made', 'w')"], "plan", tmp_path, os.environ, ignore_event
            )
        except KeyboardInterrupt:
            stopped.append("stopped")

    with many_runs(lambda: None):
        os.kill(os.getpid(), signal.SIGINT)
        in_thread(work).join(5)
    assert stopped == ["stopped"]
    assert list(tmp_path.iterdir()) == []


def test_the_previous_signal_handlers_are_restored() -> None:
    with many_runs(lambda: None):
        pass
    raise_if_interrupted()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_thread_without_many_runs_changes_nothing() -> None:
    before = signal.getsignal(signal.SIGINT)

    def work() -> None:
        with interrupts(lambda: None):
            assert signal.getsignal(signal.SIGINT) is before

    in_thread(work).join(5)
