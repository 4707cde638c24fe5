"""Many specs at once: every outcome is told, the worst decides, one ^C ends all."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from eksgen.compiler.pipeline import Checked, check_file
from eksgen.engine.errors.exceptions import StateLocked
from eksgen.engine.terraform.events import OnEvent, Refreshed, Started
from eksgen.engine.terraform.interrupts import interrupts
from eksgen.engine.workdir.workspace import Workspace
from eksgen.report.fleet import SpecOutcome, exit_code

from .conftest import QUICK, Fleet


def test_every_spec_has_its_heading_and_its_line_in_the_summary(
    fleet: Fleet,
) -> None:
    code, out, err = fleet(lambda name, _workspace, _on_event: "abc".index(name) + 1)
    assert code == 3
    assert [
        line.split(" ")[0] for line in out.splitlines() if line.endswith("──") and "Edits" not in line
    ] == [
        "clusters/a.yaml",
        "clusters/b.yaml",
        "clusters/c.yaml",
        "Summary",
    ]
    assert out.index("1 to change") < out.index("2 to change") < out.index("3 to change")
    assert out.endswith("3 specs: 3 with changes\n")
    assert "[3/3]" in err


def test_one_spec_that_is_named_is_told_as_ever(fleet: Fleet) -> None:
    code, out, _ = fleet(lambda *_: 0, files="clusters/a.yaml")
    assert (code, out) == (0, "Plan\n\n0 to change\n")


def test_each_spec_is_checked_once_and_an_error_of_it_is_its_own(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def check(file: str, today: date | None) -> Checked:
        checked.append(Path(file).stem)
        if checked[-1] == "b":
            raise OSError("the disk is gone")
        return check_file(file, today)

    monkeypatch.setattr("eksgen.commands.runs.many_specs.check_file", check)
    code, out, _ = fleet(lambda *_: 0)
    assert (code, checked) == (1, ["a", "b", "c"])
    assert "the disk is gone" in out
    assert out.endswith("3 specs: 2 without changes, 1 failed\n")


def test_a_failure_hides_no_other_and_comes_last(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")

    def work(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
        if name == "a":
            raise RuntimeError("something unforeseen")
        return 1

    code, out, _ = fleet(work)
    assert code == 1
    assert out.index("clusters/c.yaml") < out.index("clusters/a.yaml") < out.index("clusters/b.yaml")
    assert "error[internal]: internal error: RuntimeError: something unforeseen" in out
    assert "error[unknown-field]" in out
    assert re.search(r"b\.yaml +failed: the spec has errors", out)
    assert out.endswith("3 specs: 1 with changes, 2 failed\n")
    assert "Traceback" not in out


def test_a_lock_alone_makes_the_exit_code_of_a_lock(fleet: Fleet) -> None:
    def work(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
        if name == "b":
            raise StateLocked("the state is locked", code="state-locked")
        return 1

    code, out, _ = fleet(work)
    assert code == 4
    assert "failed: the state is locked" in out


@pytest.mark.parametrize("parallel", [1, 2])
def test_no_more_run_side_by_side_than_asked(fleet: Fleet, parallel: int) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def work(*_: object) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.3)
        with lock:
            running -= 1
        return 0

    fleet(work, parallel=parallel)
    assert most == parallel


def test_phases_are_told_behind_the_name_of_their_spec(fleet: Fleet) -> None:
    def work(_name: str, _workspace: Workspace, on_event: OnEvent) -> int:
        on_event(Started("plan"))
        on_event(Refreshed("module.vpc.aws_vpc.this", True))
        return 0

    _, _, err = fleet(work)
    assert "clusters/b.yaml: comparing the spec with the cloud\n" in err
    assert "aws_vpc" not in err


def test_one_interrupt_reaches_all_that_run_and_keeps_the_rest_from_beginning(
    fleet: Fleet,
) -> None:
    heard: list[str] = []
    both = threading.Barrier(2, timeout=20)

    def work(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
        told = threading.Event()

        def receive() -> None:
            heard.append(name)
            told.set()

        with interrupts(receive):
            if both.wait() == 0:
                os.kill(os.getpid(), signal.SIGINT)
            assert told.wait(20)
        raise KeyboardInterrupt

    code, out, err = fleet(work, parallel=2)
    assert code == 130
    assert sorted(heard) == ["a", "b"]
    assert out.endswith("3 specs: 3 stopped\n")
    assert err.count("stopping: Terraform finishes what it has begun") == 1


@pytest.mark.parametrize(
    ("codes", "worst"),
    [
        ((), 0),
        ((0, 0), 0),
        ((0, 3), 3),
        ((3, 4), 4),
        ((4, 5), 5),
        ((5, 2), 2),
        ((2, 1), 1),
        ((1, 130, 2, 5, 4, 3, 0), 130),
    ],
)
def test_the_most_important_code_counts(codes: tuple[int, ...], worst: int) -> None:
    assert exit_code([SpecOutcome("a.yaml", code) for code in codes]) == worst
