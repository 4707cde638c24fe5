"""Write, rename and remove files below a trusted folder.

Closes: links in a working or output folder, through which files elsewhere would be overwritten or deleted. No
link is followed below `root`; a file is replaced in one step and is on the disk when the function returns.
"""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from ..errors import EksgenError
from .descend import kind_of, link_refused, open_folder, parts_below
from .names import argument, shown_name
from .reading import locate_file
from .temporary import temporary_file

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
_CANNOT_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF})


def write_file(
    root: Path,
    file: Path,
    data: bytes,
    mode: int = PRIVATE_FILE,
    folder_mode: int | None = PRIVATE_FOLDER,
) -> None:
    """Create or replace a file below `root` in one step, with its folders unless `folder_mode` is None."""
    write_files(root, {file: data}, mode, folder_mode)


def write_files(
    root: Path,
    files: Mapping[Path, bytes],
    mode: int = PRIVATE_FILE,
    folder_mode: int | None = PRIVATE_FOLDER,
) -> None:
    """Create or replace files below `root`, each in one step; then make their folders durable."""
    for file, data in files.items():
        with _naming(file), _folder_of(root, file, folder_mode) as (folder, name):
            _replace(folder, name, file, data, mode)
    for parent in sorted({file.parent for file in files}):
        with open_folder(root, () if parent == root else parts_below(root, parent)) as folder:
            _sync(folder)


def replace_named(file: Path, data: bytes, mode: int | None = None) -> None:
    """Replace a file that the user named, in one step; without `mode`, an existing file keeps its own.

    A link is followed to a file of the same repository. `EksgenError` if it ends elsewhere.
    """
    root, real = require_replaceable(file)
    with _naming(file), open_folder(root, _folders(root, real)) as folder:
        _replace(folder, real.name, real, data, _mode_of(real) if mode is None else mode)
        _sync(folder)


def require_replaceable(file: Path) -> tuple[Path, Path]:
    """Return the repository and the place of a file. `EksgenError` if `replace_named` cannot write it."""
    root, real = locate_file(str(file))
    if real.exists() and not os.access(real, os.W_OK):
        raise EksgenError(f"{shown_name(file.name)} is not writable", code="unwritable-file")
    if not real.parent.is_dir():
        raise EksgenError(f"there is no folder {shown_name(str(file.parent))}", code="no-such-folder")
    with open_folder(root, _folders(root, real)) as folder:
        if (kind := kind_of(folder, real.name)) not in ("a file", ""):
            raise _not_ours(file, kind)
    if not os.access(real.parent, os.W_OK | os.X_OK):
        raise EksgenError(
            f"the folder of {shown_name(str(file))} is not writable",
            code="unwritable-file",
            helps=("choose another place",),
        )
    return root, real


def create_named(file: Path, data: bytes) -> bool:
    """Write a file that the user named, in one step; return False, without a change, if it exists."""
    root, real = locate_file(str(file))
    with _naming(file), open_folder(root, _folders(root, real)) as folder:
        with temporary_file(folder, real.name) as (temporary, stream):
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), _mode_of(real))
            os.fsync(stream.fileno())
            try:
                _put_in_place(folder, temporary, real.name)
            except FileExistsError:
                os.unlink(temporary, dir_fd=folder)
                return False
        _sync(folder)
    return True


def append_text(file: Path, text: str) -> None:
    """Add text to a regular file that the environment names, such as the step summary of a CI job."""
    with open_folder(file.parent) as folder:
        if kind_of(folder, file.name) not in ("a file", ""):
            raise OSError(errno.EINVAL, "not a regular file", str(file))
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(file.name, flags, 0o644, dir_fd=folder), "w", encoding="utf-8") as stream:
            stream.write(text)


def make_folder(root: Path, folder: Path, mode: int = PRIVATE_FOLDER) -> None:
    """Create a folder below `root`, with those above it."""
    with open_folder(root, parts_below(root, folder), mode):
        pass


def make_output_folder(folder: Path) -> None:
    """Create a folder that the user named for output; those above it may be links, itself not."""
    if folder.is_symlink():
        raise link_refused(folder)
    folder.mkdir(parents=True, exist_ok=True)


def make_private_folder(folder: Path) -> None:
    """Create a folder that only this user can read; an existing one must belong to this user.

    `EksgenError` if it is a link, PermissionError if it belongs to somebody else.
    """
    make_folder(folder.parent, folder)
    with open_folder(folder.parent, (folder.name,)) as descriptor:
        status = os.fstat(descriptor)
        if status.st_uid != os.getuid():
            raise PermissionError(errno.EPERM, "it belongs to another user", str(folder))
    if status.st_mode & 0o077:
        folder.chmod(PRIVATE_FOLDER)


def make_own_folder(root: Path, folder: Path) -> None:
    """Create a folder below `root` that only this user can read, with those above it.

    `EksgenError` if one of them belongs to somebody else than this user or the owner of `root`, who could
    replace all of them: its owner could exchange files while another program reads them.
    """
    make_folder(root, folder)
    trusted = {os.getuid(), root.stat().st_uid}
    for path in (folder, *folder.parents[: len(parts_below(root, folder)) - 1]):
        with open_folder(root, parts_below(root, path)) as descriptor:
            status = os.fstat(descriptor)
        if status.st_uid not in trusted:
            raise _of_another_user(path)
        hidden = 0o077 if path == folder else 0o022
        if status.st_mode & hidden and status.st_uid == os.getuid():
            path.chmod(stat.S_IMODE(status.st_mode) & ~hidden)


def refuse_links(folder: Path, *skipped: Path) -> None:
    """Raise `EksgenError` for a link anywhere in a folder that another program will work in.

    `skipped` are folders in it that belong to that program.
    """
    for parent, folders, files in os.walk(folder):
        for name in sorted((*folders, *files)):
            if (path := Path(parent, name)).is_symlink():
                raise link_refused(path)
        folders[:] = [name for name in folders if Path(parent, name) not in skipped]


def open_own_file(root: Path, file: Path) -> TextIO:
    """Open a private file below `root` for reading and writing; create it if it is missing."""
    with _folder_of(root, file, PRIVATE_FOLDER) as (folder, name):
        if kind_of(folder, name) not in ("a file", ""):
            raise _not_ours(file, kind_of(folder, name))
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        return os.fdopen(os.open(name, flags, PRIVATE_FILE, dir_fd=folder), "r+", encoding="utf-8")


def remove_file(root: Path, file: Path) -> None:
    """Remove a file below `root`, if it exists; of a link, the link."""
    with suppress(FileNotFoundError), _folder_of(root, file, None) as (folder, name):
        os.unlink(name, dir_fd=folder)


def remove_folder(root: Path, folder: Path) -> None:
    """Remove a folder below `root` with all it holds, as far as possible; links in it are not followed."""
    with suppress(FileNotFoundError), _folder_of(root, folder, None) as (parent, name):
        if kind_of(parent, name) == "a link":
            raise link_refused(folder)
        shutil.rmtree(name, ignore_errors=True, dir_fd=parent)


def move(root: Path, source: Path, target: Path) -> None:
    """Rename a file or folder below `root`; an existing file at `target` is replaced."""
    with _folder_of(root, source, None) as (old, name), _folder_of(root, target, None) as (new, new_name):
        os.rename(name, new_name, src_dir_fd=old, dst_dir_fd=new)
        _sync(new)


def link_to(root: Path, file: Path, target: Path) -> None:
    """Create a link below `root` to a folder of eksgen's own; what exists is not replaced."""
    with _folder_of(root, file, None) as (folder, name):
        os.symlink(target.absolute(), name, dir_fd=folder)


@contextmanager
def _folder_of(root: Path, file: Path, create: int | None) -> Iterator[tuple[int, str]]:
    """Yield a descriptor of the folder that a file is in, and the name of the file there."""
    *folders, name = parts_below(root, file)
    with open_folder(root, folders, create) as folder:
        yield folder, name


def _put_in_place(folder: int, temporary: str, name: str) -> None:
    """Rename a file to a name that must not exist. `FileExistsError` if it does."""
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if kind_of(folder, name):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        os.unlink(temporary, dir_fd=folder)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Name the file in an error of the system, which knows a temporary name or none at all."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(file)) from error


def _folders(root: Path, file: Path) -> tuple[str, ...]:
    return () if file.parent == root else parts_below(root, file.parent)


def _replace(folder: int, name: str, file: Path, data: bytes, mode: int) -> None:
    kind = kind_of(folder, name)
    if kind not in ("a file", ""):
        raise _not_ours(file, kind)
    with temporary_file(folder, name) as (temporary, stream):
        stream.write(data)
        stream.flush()
        os.fchmod(stream.fileno(), mode)
        os.fsync(stream.fileno())
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)


def _sync(folder: int) -> None:
    """Make the names in a folder durable, where the file system can."""
    try:
        descriptor = os.open(".", os.O_RDONLY | os.O_CLOEXEC, dir_fd=folder)
    except PermissionError:  # it may be written but not listed
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def _mode_of(file: Path) -> int:
    """Return the mode of an existing file, else that of a new one."""
    umask = os.umask(0)
    os.umask(umask)
    return file.stat().st_mode & 0o7777 if file.exists() else 0o666 & ~umask


def _not_ours(file: Path, kind: str) -> EksgenError:
    if kind == "a link":
        return link_refused(file)
    path = argument(str(file))
    move = "" if kind == "a device" else f", or move it away: mv {path} {path}.old"
    return EksgenError(
        f"{shown_name(str(file))} is {kind}, not a regular file",
        code="not-a-file",
        helps=(f"choose another place{move}",),
    )


def _of_another_user(folder: Path) -> EksgenError:
    name = shlex.quote(str(folder))
    return EksgenError(
        f"the folder {shown_name(str(folder))} belongs to another user",
        code="folder-owner",
        notes=("that user could change what Terraform reads there and runs with your credentials",),
        helps=(f"move it away: mv {name} {name}.old",),
    )
