"""Lock a file for one process at a time. The operating system frees the lock when its holder ends."""

from __future__ import annotations

import errno
import fcntl
import os

from ..errors import EksgenError

_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS})


def lock_file(descriptor: int, folder: str, without: str, help: str, *, wait: bool = False) -> bool:
    """Lock an open file; return False if another process holds it, or wait for that process.

    `EksgenError` if the file system of `folder` has no locks; `without` says what could happen then.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        raise EksgenError(
            f"the file system of {folder} has no file locks",
            code="machine",
            notes=(f"{os.strerror(error.errno)}; without a lock, {without}",),
            helps=(help,),
        ) from None
    return True
