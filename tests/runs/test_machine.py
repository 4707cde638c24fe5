"""What a machine can do to a run: every fault ends with a clear line and an exit code, and the next run works."""

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

from .conftest import Place


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < deadline, f"{file} never came"
        time.sleep(0.05)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB. Only root may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_full_disk_is_told_and_a_run_after_it_works(place: Place, small_disk: Path) -> None:
    shutil.copy(place.folder / "work" / "cluster.yaml", small_disk)
    spec = str(small_disk / "cluster.yaml")
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    code, _, err = place.run("plan", spec)
    assert code == 1
    assert "No space left on device" in err
    assert "free some space" in err
    ballast.unlink()
    assert place.run("plan", spec)[0] == 0


def test_a_state_that_cannot_be_saved_on_a_full_disk_is_kept_and_recorded_by_the_next_run(
    place: Place,
) -> None:
    code, _, err = place.run("apply", "cluster.yaml", "--yes", fake="dump")
    assert code == 1
    assert "error[unsaved-state]" in err
    kept = place.folder / "work" / ".eksgen" / "cluster" / ".eksgen" / "rescued.tfstate"
    assert kept.name in "".join(err.split())
    assert "lineage" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    code, _, err = place.run("plan", "cluster.yaml")
    assert code == 0, err
    assert "recording the state that the last run could not save" in err
    assert not kept.exists()


def test_a_result_that_finds_no_room_is_an_error(place: Place) -> None:
    with Path("/dev/full").open("w") as full:
        code, _, err = place.run("plan", "cluster.yaml", stdout=full)
    assert code == 1
    assert "No space left on device" in err


def test_a_reader_that_leaves_early_is_no_reason_to_complain(place: Place) -> None:
    read, write = os.pipe()
    with place.start("plan", "cluster.yaml", stdout=write) as process:
        os.close(write)
        os.close(read)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed_do_not_matter(place: Place, closed: str) -> None:
    line = f'exec "$0" -m eksgen plan cluster.yaml {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable], cwd=place.folder / "work", env=place.environment,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_terraform_that_hangs_is_stopped_by_one_signal(place: Place, number: signal.Signals) -> None:
    with place.start("plan", "cluster.yaml", fake="hang") as process:
        wait_for(place.folder / "work" / ".eksgen" / "cluster" / "hanging")
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "nothing was changed" in err
    assert not list(place.folder.rglob("plan-*")), "the saved plan is gone"
    assert place.run("plan", "cluster.yaml")[0] == 0


def test_a_terminal_that_is_closed_stops_a_run_in_good_order(place: Place) -> None:
    ours, theirs = pty.openpty()
    with place.start(
        "plan", "cluster.yaml", fake="hang", stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:  # fmt: skip
        os.close(theirs)
        wait_for(place.folder / "work" / ".eksgen" / "cluster" / "hanging")
        os.close(ours)
        process.wait(timeout=30)
    assert process.returncode == 130
    assert not list(place.folder.rglob("plan-*"))
    assert place.run("plan", "cluster.yaml")[0] == 0


def test_a_signal_at_the_question_ends_the_run_and_removes_the_plan(place: Place) -> None:
    ours, theirs = pty.openpty()
    with place.start("apply", "cluster.yaml", stdin=theirs) as process:
        os.close(theirs)
        assert process.stderr is not None
        asked = ""
        while "Type yes" not in asked:
            asked += process.stderr.read(1)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        os.close(ours)
    assert process.returncode == 130
    assert not list(place.folder.rglob("plan-*"))


@pytest.mark.parametrize("fake", ["garbage", "huge", "garbage huge"])
def test_whatever_terraform_prints_a_run_goes_on(place: Place, fake: str) -> None:
    code, out, err = place.run("plan", "cluster.yaml", fake=fake)
    assert code == 0, err
    assert "1 to create" in out


def test_a_plan_that_is_no_json_is_told(place: Place) -> None:
    code, _, err = place.run("plan", "cluster.yaml", fake="nonsense")
    assert (code, "error[plan-json]" in err) == (1, True)


def test_a_terraform_that_is_killed_is_told(place: Place) -> None:
    code, _, err = place.run("plan", "cluster.yaml", fake="dies")
    assert code == 1
    assert "terraform was killed" in err.lower()
    assert place.run("plan", "cluster.yaml")[0] == 0


def test_a_working_folder_that_is_a_file_is_told(place: Place) -> None:
    (place.folder / "work" / ".eksgen").write_text("mine")
    code, _, err = place.run("plan", "cluster.yaml")
    assert code == 1
    assert "error[machine]" in err
    assert "move that file away" in err
    assert (place.folder / "work" / ".eksgen").read_text() == "mine"


def test_a_place_that_may_not_be_written_is_told(place: Place, small_disk: Path) -> None:
    shutil.copy(place.folder / "work" / "cluster.yaml", small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    code, _, err = place.run("plan", str(small_disk / "cluster.yaml"))
    assert code == 1
    assert "Read-only file system" in err
    assert "copy the spec" in " ".join(err.split())


def test_a_working_folder_that_vanishes_is_made_again(place: Place) -> None:
    with place.start("plan", "cluster.yaml", fake="hang") as process:
        wait_for(place.folder / "work" / ".eksgen" / "cluster" / "hanging")
        shutil.rmtree(place.folder / "work" / ".eksgen")
        (place.folder / "work" / "cluster.yaml").rename(place.folder / "work" / "moved.yaml")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    (place.folder / "work" / "moved.yaml").rename(place.folder / "work" / "cluster.yaml")
    assert place.run("plan", "cluster.yaml")[0] == 0


def test_a_link_to_a_spec_is_a_spec(place: Place) -> None:
    (place.folder / "work" / "link.yaml").symlink_to("cluster.yaml")
    assert place.run("plan", "link.yaml")[0] == 0
    assert (place.folder / "work" / ".eksgen" / "link").is_dir()
    (place.folder / "work" / "loop.yaml").symlink_to("loop.yaml")
    code, _, err = place.run("plan", "loop.yaml")
    assert code == 1
    assert "error[" in err


@pytest.mark.parametrize("missing", [["HOME"], ["TMPDIR"], ["HOME", "TMPDIR", "COLUMNS"]])
def test_no_home_and_no_folder_for_temporary_files_is_fine(place: Place, missing: list[str]) -> None:
    for name in missing:
        del place.environment[name]
    assert place.run("plan", "cluster.yaml")[0] == 0


def test_folders_that_do_not_exist_in_the_environment_are_fine(place: Place) -> None:
    place.environment |= {"TMPDIR": "/nowhere/tmp", "HOME": "/nowhere/home"}
    assert place.run("plan", "cluster.yaml")[0] == 0


@pytest.mark.parametrize("epoch", ["0", "-5", "99999999999999999", "yesterday"])
def test_a_clock_that_is_wrong_is_no_reason_to_fall_over(place: Place, epoch: str) -> None:
    place.environment["SOURCE_DATE_EPOCH"] = epoch
    code, _, err = place.run("validate", "cluster.yaml")
    assert code == 0, err


def test_the_second_apply_waits_for_the_first_or_says_who_is_at_work(place: Place) -> None:
    with place.start("plan", "cluster.yaml", fake="hang") as first:
        wait_for(place.folder / "work" / ".eksgen" / "cluster" / "hanging")
        code, _, err = place.run("apply", "cluster.yaml", "--yes")
        assert code == 4
        assert f"process {first.pid}" in " ".join(err.split())
        with place.start("apply", "cluster.yaml", "--yes", "--lock-timeout", "30") as second:
            assert second.stderr is not None
            assert "waiting for eksgen plan" in second.stderr.readline()
            first.send_signal(signal.SIGINT)
            first.communicate(timeout=30)
            _, err = second.communicate(timeout=30)
    assert second.returncode == 0, err
