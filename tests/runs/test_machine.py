"""Machine faults: every fault ends with a clear message and an exit code, and the next run works."""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import Project


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < deadline, f"{file} was not created"
        time.sleep(0.05)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB; skipped without the permission to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    completed = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if completed.returncode:
        pytest.skip(f"cannot mount a disk: {completed.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_full_disk_is_reported_and_the_next_run_works(project: Project, small_disk: Path) -> None:
    shutil.copy(project.folder / "work" / "cluster.yaml", small_disk)
    spec = str(small_disk / "cluster.yaml")
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    code, _, err = project.run("plan", spec)
    assert code == 1
    assert "No space left on device" in err
    assert "free some space" in err
    ballast.unlink()
    assert project.run("plan", spec)[0] == 0


def test_a_state_that_could_not_be_saved_is_kept_and_saved_by_the_next_run(
    project: Project,
) -> None:
    code, _, err = project.run("apply", "cluster.yaml", "--yes", fake="dump")
    assert code == 1
    assert "error[unsaved-state]" in err
    unsaved_state = project.folder / "work" / ".eksgen" / "cluster" / ".eksgen" / "rescued.tfstate"
    assert unsaved_state.name in "".join(err.split())
    assert "lineage" in unsaved_state.read_text()
    assert unsaved_state.stat().st_mode & 0o077 == 0
    code, _, err = project.run("plan", "cluster.yaml")
    assert code == 0, err
    assert "recording the state that the last run could not save" in err
    assert not unsaved_state.exists()


def test_a_result_that_cannot_be_written_is_an_error(project: Project) -> None:
    with Path("/dev/full").open("w") as full:
        code, _, err = project.run("plan", "cluster.yaml", stdout=full)
    assert code == 1
    assert "No space left on device" in err


def test_a_closed_pipe_is_an_error_without_a_traceback(project: Project) -> None:
    read, write = os.pipe()
    with project.start("plan", "cluster.yaml", stdout=write) as process:
        os.close(write)
        os.close(read)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_standard_streams_are_no_error(project: Project, closed: str) -> None:
    line = f'exec "$0" -m eksgen plan cluster.yaml {closed}'
    completed = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable], cwd=project.folder / "work", env=project.environment,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert completed.returncode == 0, completed.stderr
    assert "Traceback" not in completed.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_hanging_terraform_is_stopped_by_one_signal(project: Project, number: signal.Signals) -> None:
    with project.start("plan", "cluster.yaml", fake="hang") as process:
        wait_for(project.folder / "work" / ".eksgen" / "cluster" / "hanging")
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "nothing was changed" in err
    assert not list(project.folder.rglob("plan-*")), "the saved plan is removed"
    assert project.run("plan", "cluster.yaml")[0] == 0


def test_a_closed_terminal_stops_a_run_gracefully(project: Project) -> None:
    parent, child = pty.openpty()
    with project.start(
        "plan", "cluster.yaml", fake="hang", stdin=child, stdout=child, stderr=child, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:  # fmt: skip
        os.close(child)
        wait_for(project.folder / "work" / ".eksgen" / "cluster" / "hanging")
        os.close(parent)
        process.wait(timeout=30)
    assert process.returncode == 130
    assert not list(project.folder.rglob("plan-*"))
    assert project.run("plan", "cluster.yaml")[0] == 0


def test_a_signal_during_the_approval_stops_the_run_and_removes_the_plan(project: Project) -> None:
    parent, child = pty.openpty()
    with project.start("apply", "cluster.yaml", stdin=child) as process:
        os.close(child)
        assert process.stderr is not None
        prompt = ""
        while "Type yes" not in prompt:
            prompt += process.stderr.read(1)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        os.close(parent)
    assert process.returncode == 130
    assert not list(project.folder.rglob("plan-*"))


@pytest.mark.parametrize("fake", ["garbage", "huge", "garbage huge"])
def test_unexpected_output_of_terraform_does_not_stop_a_run(project: Project, fake: str) -> None:
    code, out, err = project.run("plan", "cluster.yaml", fake=fake)
    assert code == 0, err
    assert "1 to create" in out


def test_a_plan_that_is_not_json_is_an_error(project: Project) -> None:
    code, _, err = project.run("plan", "cluster.yaml", fake="nonsense")
    assert (code, "error[plan-json]" in err) == (1, True)


def test_a_killed_terraform_is_reported(project: Project) -> None:
    code, _, err = project.run("plan", "cluster.yaml", fake="dies")
    assert code == 1
    assert "terraform was killed" in err.lower()
    assert project.run("plan", "cluster.yaml")[0] == 0


def test_a_file_in_place_of_the_working_folder_is_reported(project: Project) -> None:
    (project.folder / "work" / ".eksgen").write_text("mine")
    code, _, err = project.run("plan", "cluster.yaml")
    assert code == 1
    assert "error[machine]" in err
    assert "move that file away" in err
    assert (project.folder / "work" / ".eksgen").read_text() == "mine"


def test_a_read_only_file_system_is_reported(project: Project, small_disk: Path) -> None:
    shutil.copy(project.folder / "work" / "cluster.yaml", small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    code, _, err = project.run("plan", str(small_disk / "cluster.yaml"))
    assert code == 1
    assert "Read-only file system" in err
    assert "copy the spec" in " ".join(err.split())


def test_a_working_folder_that_is_deleted_during_a_run_is_created_again(project: Project) -> None:
    with project.start("plan", "cluster.yaml", fake="hang") as process:
        wait_for(project.folder / "work" / ".eksgen" / "cluster" / "hanging")
        shutil.rmtree(project.folder / "work" / ".eksgen")
        (project.folder / "work" / "cluster.yaml").rename(project.folder / "work" / "moved.yaml")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    (project.folder / "work" / "moved.yaml").rename(project.folder / "work" / "cluster.yaml")
    assert project.run("plan", "cluster.yaml")[0] == 0


def test_a_symlink_to_a_spec_is_accepted(project: Project) -> None:
    (project.folder / "work" / "link.yaml").symlink_to("cluster.yaml")
    assert project.run("plan", "link.yaml")[0] == 0
    assert (project.folder / "work" / ".eksgen" / "link").is_dir()
    (project.folder / "work" / "loop.yaml").symlink_to("loop.yaml")
    code, _, err = project.run("plan", "loop.yaml")
    assert code == 1
    assert "error[" in err


@pytest.mark.parametrize("missing", [["HOME"], ["TMPDIR"], ["HOME", "TMPDIR", "COLUMNS"]])
def test_missing_environment_variables_are_no_error(project: Project, missing: list[str]) -> None:
    for name in missing:
        del project.environment[name]
    assert project.run("plan", "cluster.yaml")[0] == 0


def test_missing_folders_in_the_environment_are_no_error(project: Project) -> None:
    project.environment |= {"TMPDIR": "/nowhere/tmp", "HOME": "/nowhere/home"}
    assert project.run("plan", "cluster.yaml")[0] == 0


@pytest.mark.parametrize("epoch", ["0", "-5", "99999999999999999", "yesterday"])
def test_an_invalid_source_date_epoch_is_no_error(project: Project, epoch: str) -> None:
    project.environment["SOURCE_DATE_EPOCH"] = epoch
    code, _, err = project.run("validate", "cluster.yaml")
    assert code == 0, err


def test_a_second_run_waits_for_the_first_or_names_its_process(project: Project) -> None:
    with project.start("plan", "cluster.yaml", fake="hang") as first:
        wait_for(project.folder / "work" / ".eksgen" / "cluster" / "hanging")
        code, _, err = project.run("apply", "cluster.yaml", "--yes")
        assert code == 4
        assert f"process {first.pid}" in " ".join(err.split())
        with project.start("apply", "cluster.yaml", "--yes", "--lock-timeout", "30") as second:
            assert second.stderr is not None
            assert any("waiting for eksgen plan" in line for line in second.stderr)
            first.send_signal(signal.SIGINT)
            first.communicate(timeout=30)
            _, err = second.communicate(timeout=30)
    assert second.returncode == 0, err
