"""Writing and removing files below a folder, whatever links somebody has put there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.writing import (
    append_text,
    make_folder,
    make_output_folder,
    make_own_folder,
    move,
    open_own_file,
    remove_file,
    remove_folder,
    replace_named,
    write_file,
)


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """Return a folder elsewhere, with a file that nothing may touch."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "precious").write_bytes(b"keep")
    return tmp_path / "home"


def tree(folder: Path) -> dict[str, bytes | str]:
    return {
        file.relative_to(folder).as_posix(): str(file.readlink()) if file.is_symlink() else file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_symlink() or file.is_file()
    }


WRITERS: list[Callable[[Path, Path], object]] = [
    lambda root, file: write_file(root, file, b"new"),
    lambda root, file: open_own_file(root, file),
    lambda root, file: make_folder(root, file / "inner"),
    lambda root, file: remove_folder(root, file),
    lambda root, file: move(root, root / "source", file / "target"),
]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("where", ["out", "out/inner", "out/inner/precious"])
def test_no_writer_follows_a_link_below_the_root(
    tmp_path: Path, precious: Path, writer: Callable[[Path, Path], object], where: str
) -> None:
    root = tmp_path / "root"
    (root / where).parent.mkdir(parents=True)
    (root / "source").write_bytes(b"mine")
    (root / where).symlink_to(precious / "precious" if where.endswith("precious") else precious)
    before = tree(precious)
    with pytest.raises((EksgenError, OSError)):
        writer(root, root / "out" / "inner" / "precious")
    assert tree(precious) == before


def test_removing_a_link_leaves_its_target(tmp_path: Path, precious: Path) -> None:
    root = tmp_path / "root"
    (root / "out").mkdir(parents=True)
    (root / "out" / "file").symlink_to(precious / "precious")
    (root / "out" / "folder").symlink_to(precious)
    remove_file(root, root / "out" / "file")
    remove_file(root, root / "out" / "file")
    remove_folder(root, root / "out")
    assert not (root / "out").exists()
    assert tree(precious) == {"precious": b"keep"}


def test_files_are_replaced_in_one_step_with_their_mode(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "file"
    for data in (b"one", b"two"):
        write_file(tmp_path, file, data)
    assert (file.read_bytes(), file.stat().st_mode & 0o7777) == (b"two", 0o600)
    assert file.parent.stat().st_mode & 0o7777 == 0o700
    assert [entry.name for entry in file.parent.iterdir()] == ["file"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path, tmp_path / "file", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(tmp_path, tmp_path / "file", b"new")
    assert tree(tmp_path) == {"file": b"old"}


def test_a_pipe_or_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        for write in (
            lambda file: write_file(tmp_path, file, b""),
            lambda file: open_own_file(tmp_path, file),
        ):
            with pytest.raises(EksgenError, match="not a regular file"):
                write(tmp_path / name)
    with pytest.raises(OSError, match="not a regular file"):
        append_text(tmp_path / "pipe", "x")


def test_an_output_of_the_user_follows_a_link_inside_the_repository_only(
    tmp_path: Path, precious: Path
) -> None:
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "real.yaml").write_bytes(b"old")
    (repository / "good.yaml").symlink_to("real.yaml")
    (repository / "bad.yaml").symlink_to(precious / "precious")
    (repository / "hook.yaml").symlink_to(".git/hook")
    replace_named(repository / "good.yaml", b"new")
    assert (repository / "real.yaml").read_bytes() == b"new"
    for name in ("bad.yaml", "hook.yaml"):
        with pytest.raises(EksgenError) as caught:
            replace_named(repository / name, b"new")
        assert caught.value.code == "file-outside"
    assert tree(precious) == {"precious": b"keep"}
    assert not (repository / ".git" / "hook").exists()


def test_folders_above_an_output_folder_may_be_links_itself_not(tmp_path: Path, precious: Path) -> None:
    (tmp_path / "link").symlink_to(precious)
    make_output_folder(tmp_path / "link" / "out")
    assert (precious / "out").is_dir()
    with pytest.raises(EksgenError, match="is a link"):
        make_output_folder(tmp_path / "link")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to another user")
@pytest.mark.parametrize("given", [".eksgen", ".eksgen/prod"])
def test_a_folder_of_another_user_is_not_used(given: str, tmp_path: Path) -> None:
    folder = tmp_path / ".eksgen" / "prod"
    folder.mkdir(parents=True)
    os.chown(tmp_path / given, 65534, 65534)
    with pytest.raises(EksgenError) as caught:
        make_own_folder(tmp_path, folder)
    assert caught.value.code == "folder-owner"
    assert f"mv {tmp_path / given} " in caught.value.helps[0]
    os.chown(tmp_path, 65534, 65534)  # who owns the folder of the spec can replace it all the same
    make_own_folder(tmp_path, folder)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("exists", [True, False])
def test_a_working_folder_is_private_and_nobody_else_can_put_it_aside(
    umask: int, exists: bool, tmp_path: Path
) -> None:
    folder = tmp_path / ".eksgen" / "prod"
    before = os.umask(umask)
    try:
        if exists:
            folder.mkdir(parents=True)
        make_own_folder(tmp_path, folder)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o077 == 0
    assert folder.parent.stat().st_mode & 0o022 == 0
