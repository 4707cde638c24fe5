"""Read files that a user named, or that lie in a checkout.

Closes: a spec that is a link to a file with credentials, `extends: ../.git/config`, a named pipe that never
answers, a device without end. Only regular files inside the repository are read, up to a limit; a link is
followed if it ends at one.
"""

from __future__ import annotations

import os
import shlex
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from ..errors import EksgenError
from .descend import kind_of, link_refused, open_folder, parts_below
from .names import check_name, shown_name

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read without another limit."""
MAX_OWN_BYTES = 64 * 1024 * 1024
"""The largest file of eksgen's own that grows with the cluster, such as the source map."""

_PIECE = 64 * 1024

STREAMS = ("/dev/fd/", "/dev/std", "/proc/")
"""Where the shell keeps standard input and `<(...)`."""

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # without waiting for a pipe's writer


def repository_of(name: str) -> Path:
    """Return the nearest folder above a file with a `.git`; without one, its own folder.

    A folder that is itself a link counts only if no other has one: a link in a checkout could lead to another
    repository.
    """
    start = Path.cwd() if name == "-" else Path(os.path.abspath(name)).parent  # noqa: PTH100  (keeps links)
    folders = [folder for folder in (start, *start.parents) if not folder.is_symlink()]
    found = next((folder for folder in folders if (folder / ".git").exists()), None)
    return found.resolve() if found else _repository_of_real(start.resolve())


def _repository_of_real(start: Path) -> Path:
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def locate_file(name: str, root: Path | None = None) -> tuple[Path, Path]:
    """Return the repository of a file, and the file with all links resolved.

    `EksgenError` if its name is not allowed, or if it is outside `root` (by default its repository) or in
    `.git`.
    """
    check_name(name)
    if os.path.abspath(name).startswith(STREAMS):  # noqa: PTH100  (keeps links)
        raise _not_a_file(name, "a stream of the shell")
    root = root or repository_of(name)
    file = Path(os.path.realpath(name))
    if not file.is_relative_to(root):
        raise _outside(name, "it is outside the repository, or a link to a file outside")
    if _is_of_git(file.relative_to(root)):
        raise _outside(name, "it is in the folder of git, which is not part of the repository")
    return root, file


def place_problem(file: Path, root: Path) -> str:
    """Return why a file is not one of the repository `root`, or "" if it is; links are refused."""
    file = Path(os.path.normpath(file))
    if not file.is_relative_to(root) or _is_of_git(file.relative_to(root)):
        return "outside the repository"
    links = (path for path in (file, *file.parents) if root in path.parents)
    return "a link, or in a folder that is one" if any(path.is_symlink() for path in links) else ""


def _is_of_git(path: Path) -> bool:
    """Return whether a path is in the folder of git, also on a file system that ignores case."""
    return ".git" in (part.lower() for part in path.parts)


def read_named(name: str, limit: int = MAX_BYTES, root: Path | None = None) -> bytes:
    """Return the content of a file that the user named; `-` is standard input.

    `EksgenError` if it is no regular file of its repository (or below `root`), or larger than `limit` bytes.
    """
    if name == "-":
        data = _up_to(sys.stdin.buffer, limit + 1)
        return _within(data, "standard input", limit)
    with open_named(name, root) as stream:
        return _within(_read(stream, name, limit), name, limit)


def open_named(name: str, root: Path | None = None) -> BinaryIO:
    """Open a file as `read_named` reads it, for formats that are read in parts."""
    root, file = locate_file(name, root)
    try:
        return _open(root, file, name)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None


def read_below(root: Path, file: Path, limit: int = MAX_BYTES) -> bytes | None:
    """Return the content of a file of eksgen's own below `root`, None if it does not exist.

    `EksgenError` if a component below `root` is a link, or if it is no regular file or too large.
    """
    try:
        with _open(root, file, str(file)) as stream:
            return _within(_read(stream, str(file), limit), str(file), limit)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except EksgenError as error:
        if error.code == "not-a-file":
            path = shlex.quote(shown_name(str(file)))
            error.helps = (f"eksgen has a file there; move it away: mv {path} {path}.old",)
        raise


def _open(root: Path, file: Path, name: str) -> BinaryIO:
    """Open a regular file below `root` without following a link."""
    *folders, last = parts_below(root, file) if file != root else (".",)
    with open_folder(root, folders) as folder:
        if kind_of(folder, last) == "a link":
            raise link_refused(file)
        if kind_of(folder, last) not in ("a file", ""):  # opening a device may already do something
            raise _not_a_file(name, kind_of(folder, last))
        stream = os.fdopen(os.open(last, _READ, dir_fd=folder), "rb")
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise _not_a_file(name, "something else")
    return stream


def _read(stream: BinaryIO, name: str, limit: int) -> bytes:
    try:
        return _up_to(stream, limit + 1)
    except OSError as error:
        raise _unreadable(name, error) from None


def _up_to(stream: BinaryIO, size: int) -> bytes:
    """Return at most so many bytes. One read of them would reserve memory for all, in each thread."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _within(data: bytes, name: str, limit: int) -> bytes:
    if len(data) > limit:
        raise EksgenError(
            f"{shown_name(name)} is larger than {limit / 1024 / 1024:.0f} MiB", code="file-too-large"
        )
    return data


def _outside(name: str, why: str) -> EksgenError:
    return EksgenError(
        f"{shown_name(name)} may not be used",
        code="file-outside",
        notes=(why,),
        helps=("pass the file itself, or move it into the repository",),
    )


def _not_a_file(name: str, kind: str) -> EksgenError:
    if kind == "a folder":
        message = f"{shown_name(name)} is a folder, not a file"
        files = f"pass the files in it: {shlex.quote(f'{shown_name(name)}/*.yaml')}"
        return EksgenError(message, code="not-a-file", helps=(files,))
    pipe = ("pass `-` to read standard input",)
    return EksgenError(f"{shown_name(name)} is {kind}, not a regular file", code="not-a-file", helps=pipe)


def _unreadable(name: str, error: OSError | ValueError) -> EksgenError:
    if isinstance(error, FileNotFoundError):
        return EksgenError(f"the file {shown_name(name)} does not exist", code="no-such-file")
    reason = str(getattr(error, "strerror", None) or error)
    return EksgenError(f"{shown_name(name)} cannot be read", code="unreadable-file", notes=(reason,))
