"""Writing a file of the user in one step."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.writing import create_named, replace_named, require_replaceable


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        replace_named(tmp_path / "new", b"x")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert (tmp_path / "new").read_bytes() == b"x"
    assert (tmp_path / "new").stat().st_mode & 0o7777 == mode


def test_a_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    replace_named(link, b"new")
    assert link.is_symlink()
    assert (file.read_bytes(), file.stat().st_mode & 0o7777) == (b"new", 0o640)


def test_a_file_that_is_not_writable_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == file and mode == os.W_OK))
    with pytest.raises(EksgenError, match="file is not writable") as caught:
        replace_named(file, b"new")
    assert caught.value.code == "unwritable-file"
    assert file.read_bytes() == b"old"


def test_an_error_names_the_file_and_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        replace_named(file, b"new")
    assert caught.value.filename == str(file)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert file.read_bytes() == b"old"


def test_a_folder_that_cannot_be_written_is_known_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: path != tmp_path)
    with pytest.raises(EksgenError, match=r"the folder of .* is not writable") as caught:
        require_replaceable(tmp_path / "file")
    assert caught.value.code == "unwritable-file"
    with pytest.raises(EksgenError, match="there is no folder"):
        require_replaceable(tmp_path / "missing" / "file")


def test_nobody_is_told_to_move_a_device_away() -> None:
    with pytest.raises(EksgenError, match="/dev/null is a device") as caught:
        require_replaceable(Path("/dev/null"))
    assert caught.value.helps == ("choose another place",)


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_replaces_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(errno.EPERM, "no hard links")

        monkeypatch.setattr(os, "link", refuse)
    assert create_named(tmp_path / "a", b"first")
    assert not create_named(tmp_path / "a", b"second")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"first")]
