"""Interrupts at any moment of an apply: Terraform hears each exactly once, and the run never claims success."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from .conftest import Project
from .test_machine import wait_for

INT, TERM, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


def folder(project: Project) -> Path:
    return project.folder / "work" / ".eksgen" / "cluster"


def interrupted(
    project: Project, fake: str, signals: Sequence[signal.Signals], seconds: float
) -> tuple[int, str]:
    """Apply, send the signals one after the other, and return the exit code and the messages."""
    with project.start("apply", "cluster.yaml", "--yes", fake=fake) as process:
        wait_for(folder(project) / "deaf")
        for number in signals:
            time.sleep(seconds)
            process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert "onverged" not in out + err
    return process.returncode, " ".join(err.split())


@pytest.mark.parametrize("number", [INT, TERM, HUP])
@pytest.mark.parametrize("seconds", [0, 0.7, 1.3])
def test_an_interrupt_before_the_walk_is_held_until_terraform_hears_it(
    project: Project, number: signal.Signals, seconds: float
) -> None:
    code, err = interrupted(project, "deaf", [number], seconds)
    assert (code, (folder(project) / "heard").read_text()) == (130, "1"), err
    assert "everything that Terraform finished is in its state" in err


@pytest.mark.parametrize(
    ("signals", "seconds", "heard"),
    [([INT, TERM], 0.2, "1"), ([INT, TERM, HUP], 0.5, "1"), ([INT, INT], 0.7, "2"), ([TERM, INT], 0.7, "2")],
)
def test_only_another_interrupt_from_the_keyboard_makes_terraform_give_up(
    project: Project, signals: Sequence[signal.Signals], seconds: float, heard: str
) -> None:
    code, err = interrupted(project, "deaf", signals, seconds)
    assert (code, (folder(project) / "heard").read_text()) == (130, heard), err
    assert ("Terraform gave up at once" in err) == (heard == "2")


def test_an_apply_that_ends_before_it_hears_the_interrupt_is_interrupted_all_the_same(
    project: Project,
) -> None:
    code, err = interrupted(project, "deaf quick", [INT], 0.1)
    assert code == 130, err
    assert "Terraform had finished before it could stop: all it had to do is done and recorded" in err
    assert not (folder(project) / ".eksgen" / "applying").exists()


@pytest.mark.parametrize(("verb", "fake"), [("apply", "mute"), ("apply", ""), ("destroy", "mute")])
def test_an_apply_says_that_its_outputs_could_not_be_read(project: Project, verb: str, fake: str) -> None:
    code, out, err = project.run(verb, "cluster.yaml", "--yes", "--no-verify", fake=fake)
    assert code == 0, err
    assert ("outputs could not be read" in " ".join(out.split())) == (fake == "mute")


@pytest.mark.parametrize(("sent", "seconds"), [([], 0), ([], 1.5), ([INT], 0), ([INT], 1.2)])
def test_a_killed_run_interrupts_terraform_once(
    project: Project, sent: Sequence[signal.Signals], seconds: float
) -> None:
    with project.start("apply", "cluster.yaml", "--yes", fake="deaf") as process:
        wait_for(folder(project) / "deaf")
        time.sleep(seconds)
        for number in sent:
            process.send_signal(number)
            time.sleep(0.3)
        process.kill()
    wait_for(folder(project) / "heard")
    assert (folder(project) / "heard").read_text() == "1"


def test_what_terraform_leaves_ends_with_a_killed_run(project: Project) -> None:
    with project.start("plan", "cluster.yaml", fake="hang child") as process:
        wait_for(folder(project) / "child")
        child = int((folder(project) / "child").read_text())
        process.kill()
    deadline = time.monotonic() + 15
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _runs(child)


INTERRUPTED_AT_IMPORT = """
import os, signal, sys

name, lost, sys.argv = sys.argv[1], sys.argv[2:], ["eksgen", "validate", "cluster.yaml"]

class Ends:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

class Finder:
    def find_spec(self, module, *_):
        if module == name and lost:
            Ends()
        elif module == name:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
from eksgen.__main__ import main
main()
"""


@pytest.mark.parametrize("lost", [[], ["where Python drops it"]])
@pytest.mark.parametrize(
    "module", ["eksgen.cli", "typer", "eksgen.commands.outputs.exit_codes", "eksgen.commands.validate"]
)
def test_an_interrupt_while_eksgen_is_loaded_ends_it_without_a_traceback(
    project: Project, module: str, lost: list[str]
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_IMPORT, module, *lost], cwd=project.folder / "work",
        env=project.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def _runs(pid: int) -> bool:
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listed.stdout.strip()[:1] not in ("", "Z") and os.getpid() != pid
