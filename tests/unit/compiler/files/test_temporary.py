"""The temporary file of a writer that was killed, and those of writers of one file at the same time."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.compiler.files.temporary import temporary_file
from eksgen.compiler.files.writing import replace_named, write_file

NAMES = ["cluster.yaml", "x" * 255, "größe.yaml", ".hidden"]
DIES = """
import os, sys
from pathlib import Path
from eksgen.compiler.files import writing

def dies(*_, **__):
    os.kill(os.getpid(), 9)

setattr(os, sys.argv[1], dies)
writing.write_file(Path(sys.argv[2]), Path(sys.argv[2], sys.argv[3]), b"new")
"""


def killed_at(call: str, folder: Path, name: str) -> None:
    """Write a file in a process that is killed at a call of `os`."""
    subprocess.run([sys.executable, "-c", DIES, call, folder, name], check=False)


def left(folder: Path, name: str) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name != name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("call", ["fchmod", "fsync", "replace"])
def test_the_next_writer_removes_what_a_killed_one_left(tmp_path: Path, name: str, call: str) -> None:
    (tmp_path / name).write_bytes(b"old")
    killed_at(call, tmp_path, name)
    assert (tmp_path / name).read_bytes() == b"old"
    assert left(tmp_path, name), "it was killed too late for this test"
    replace_named(tmp_path / name, b"newer")
    assert (tmp_path / name).read_bytes() == b"newer"
    assert left(tmp_path, name) == []


def test_a_writer_that_lives_keeps_its_file(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    with temporary_file(folder, "spec") as (first, stream), temporary_file(folder, "spec") as (second, other):
        stream.write(b"first")
        other.write(b"second")
        assert first != second
        stream.flush(), other.flush()
        assert ((tmp_path / first).read_bytes(), (tmp_path / second).read_bytes()) == (b"first", b"second")
    os.close(folder)


def test_writers_of_one_file_at_the_same_time_disturb_nobody(tmp_path: Path) -> None:
    texts = [str(number).encode() * 10_000 for number in range(8)]
    failures: list[Exception] = []

    def write(text: bytes) -> None:
        try:
            for _ in range(20):
                write_file(tmp_path, tmp_path / "spec", text)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (tmp_path / "spec").read_bytes() in texts
    assert left(tmp_path, "spec") == []


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("elsewhere"), Path.mkdir, os.mkfifo])
def test_what_is_not_a_file_is_left_alone(tmp_path: Path, make: Callable[[Path], object]) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    with temporary_file(folder, "spec") as (usual, _):
        pass
    os.close(folder)
    (tmp_path / usual).unlink()
    make(tmp_path / usual)
    write_file(tmp_path, tmp_path / "spec", b"new")
    assert (tmp_path / "spec").read_bytes() == b"new"
    assert os.path.lexists(tmp_path / usual)


def test_a_file_system_without_locks_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    write_file(tmp_path, tmp_path / "spec", b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["spec"]
