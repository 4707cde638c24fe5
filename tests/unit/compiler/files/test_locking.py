"""A lock that the file system cannot give is said clearly, wherever eksgen takes one."""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.locking import lock_file
from eksgen.compiler.files.writing import open_own_file
from eksgen.engine.paths import WorkDir
from eksgen.engine.terraform.events import ignore_event
from eksgen.engine.workdir.folder_lock import hold_folder
from eksgen.sandbox import control


def hold(folder: Path) -> None:
    with hold_folder(WorkDir(folder / "a"), "plan", ignore_event):
        pass


@pytest.mark.parametrize("lock", [hold, control.start])
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_locks_is_said(
    number: int, lock: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(_descriptor: int, _operation: int) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(EksgenError, match="has no file locks") as caught:
        lock(tmp_path)
    assert caught.value.code == "machine"
    assert caught.value.helps


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    with (
        open_own_file(tmp_path, tmp_path / "lock") as first,
        open_own_file(tmp_path, tmp_path / "lock") as other,
    ):
        assert lock_file(first.fileno(), "x", "x", "x")
        assert not lock_file(other.fileno(), "x", "x", "x")
    with open_own_file(tmp_path, tmp_path / "lock") as again:
        assert lock_file(again.fileno(), "x", "x", "x", wait=True)
