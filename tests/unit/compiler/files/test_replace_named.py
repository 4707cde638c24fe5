"""Writing a file of the user in one step."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.writing import replace_named


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
