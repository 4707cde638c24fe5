"""Which processes of a killed run are ended: its own, and no others."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eksgen.engine.paths import WorkDir
from eksgen.engine.workdir.leftover_processes import end_leftovers
from eksgen.engine.workdir.lock_holder import LockHolder, process_start

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that leads a session in the working folder."""
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path, start_new_session=True) as process:
        yield process
        process.kill()


def holder_of(process: subprocess.Popen[bytes]) -> LockHolder:
    return LockHolder(
        "plan", 1, "ann", socket.gethostname(), 0, terraform=process.pid, started=process_start(process.pid)
    )


def test_a_process_of_the_killed_run_is_ended(provider: subprocess.Popen[bytes], tmp_path: Path) -> None:
    end_leftovers(WorkDir(tmp_path), holder_of(provider))
    assert provider.wait(5) == -9


@pytest.mark.parametrize("foreign", ["host", "folder", "terraform", "older", "unknown"])
def test_a_foreign_process_is_not_ended(
    provider: subprocess.Popen[bytes], tmp_path: Path, foreign: str
) -> None:
    holder, folder = holder_of(provider), tmp_path
    match foreign:
        case "host":
            holder = replace(holder, host="elsewhere")
        case "folder":
            folder = tmp_path / "other"
            folder.mkdir()
        case "terraform":
            holder = replace(holder, terraform=1)
        case "older":
            holder = replace(holder, started=str(int(holder.started) + 1))
        case "unknown":
            holder = replace(holder, started="")
    end_leftovers(WorkDir(folder), holder)
    with pytest.raises(subprocess.TimeoutExpired):
        provider.wait(0.2)
