"""Files that are written only while what was read has not changed."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

import pytest

from eksgen.commands.runs import files_read
from eksgen.commands.runs.files_read import files_of, replace_read, replace_unchanged
from eksgen.compiler.errors import EksgenError


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    file = tmp_path / "a.yaml"
    file.write_text("old", encoding="utf-8")
    return file


def test_a_file_is_read_once_so_that_one_run_sees_one_version_of_it(spec: Path) -> None:
    files = files_of("a.yaml")
    assert files.library.read("a.yaml") == b"old"
    spec.write_text("new", encoding="utf-8")
    assert files.library.read("a.yaml") == b"old"


def test_a_file_that_became_a_folder_has_changed(spec: Path) -> None:
    files = files_of("a.yaml")
    files.library.read("a.yaml")
    spec.unlink()
    spec.mkdir()
    with pytest.raises(EksgenError, match="changed meanwhile"):
        replace_read("a.yaml", files, {"a.lock": b"new"})
    assert not spec.with_suffix(".lock").exists()


def test_a_file_that_changed_since_it_was_read_is_not_replaced(spec: Path) -> None:
    replace_unchanged("a.yaml", b"old", b"new")
    with pytest.raises(EksgenError, match="changed meanwhile"):
        replace_unchanged("a.yaml", b"old", b"newer")
    assert spec.read_text("utf-8") == "new"


def test_two_commands_in_one_repository_write_one_after_the_other(spec: Path) -> None:
    files = files_of("a.yaml")
    files.library.read("a.yaml")
    other = os.open(spec.parent, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    failed: list[EksgenError] = []

    def write() -> None:
        try:
            replace_read("a.yaml", files, {"a.yaml": b"ours"})
        except EksgenError as error:
            failed.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(0.2)
    assert thread.is_alive()
    spec.write_text("theirs", encoding="utf-8")
    os.close(other)
    thread.join(10)
    assert [error.code for error in failed] == ["changed-meanwhile"]
    assert spec.read_text("utf-8") == "theirs"


def test_a_file_system_without_locks_is_no_obstacle(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise EksgenError("no locks", code="machine")

    monkeypatch.setattr(files_read, "lock_file", refuse)
    files = files_of("a.yaml")
    files.library.read("a.yaml")
    replace_read("a.yaml", files, {"a.yaml": b"ours"})
    assert spec.read_text("utf-8") == "ours"
