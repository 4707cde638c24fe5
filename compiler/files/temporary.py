"""The temporary file that replaces a file in one step.

Its name follows from the name of the file, and its writer holds a lock on it, which the operating system
frees when the writer dies: so the next writer of the same file removes what a killed one left.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from .descend import kind_of

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MODE = 0o600
_ATTEMPTS = 3


@contextmanager
def temporary_file(folder: int, name: str) -> Iterator[tuple[str, BinaryIO]]:
    """Yield the name and the stream of a new file in an open folder, for the block to rename to `name`.

    It is removed if the block fails.
    """
    temporary, descriptor = _create(folder, name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield temporary, stream
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=folder)
        raise


def _create(folder: int, name: str) -> tuple[str, int]:
    own = _name(hashlib.sha256(os.fsencode(name)).hexdigest()[:16])
    for _ in range(_ATTEMPTS):
        try:
            descriptor = os.open(own, _NEW, _MODE, dir_fd=folder)
        except FileExistsError:
            if not _remove_abandoned(folder, own):
                break
        else:
            if _is_held(descriptor):
                return own, descriptor
            os.close(descriptor)
    other = _name(secrets.token_hex(8))  # somebody else writes the same file now
    return other, os.open(other, _NEW, _MODE, dir_fd=folder)


def _name(unique: str) -> str:
    return f".eksgen-{unique}.tmp"


def _is_held(descriptor: int) -> bool:
    """Lock a new file; return False if another writer took it for abandoned before that."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks, where nobody takes it for abandoned
        return True
    return os.fstat(descriptor).st_nlink > 0


def _remove_abandoned(folder: int, temporary: str) -> bool:
    """Remove the file of a writer that is dead; return False if it may live, or if the file is not ours."""
    if kind_of(folder, temporary) not in ("a file", ""):
        return False
    try:
        descriptor = os.open(temporary, _OLD, dir_fd=folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = os.stat(temporary, dir_fd=folder, follow_symlinks=False)
        if os.path.samestat(found, os.fstat(descriptor)):
            os.unlink(temporary, dir_fd=folder)
        return True
    except FileNotFoundError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
