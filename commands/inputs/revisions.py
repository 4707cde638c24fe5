"""A spec as it was at a git revision, with every file it extends; nothing is checked out or written.

In: a revision, the name of a spec file as seen from here. Out: a checked spec whose findings and places carry
the same file names as those of the working copy, so that the two compare line by line.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.pipeline import Checked, check_text
from ...compiler.source.extends import Library

_FOUND = b"blob"


class NotAtRevision(EksgenError):
    """The file did not exist at that revision: all of it is new since."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository around a folder.

    `name` is what the user wrote, `commit` its full id, `prefix` the folder as the repository names it, with
    a slash at its end unless it is the top.
    """

    name: str
    commit: str
    folder: Path
    prefix: str


def spec_at(ref: str, file: str, today: date | None) -> Checked:
    """The spec in `file` as it was at the revision `ref`.

    `NotAtRevision` when it was not there, `EksgenError` when there is no git, no repository or no such
    revision. Errors in the spec of that time are findings, as ever.
    """
    home = posixpath.dirname(file)
    revision = find_revision(ref, Path(home))

    def inside(name: str) -> bool:
        return not _in_repository(revision, home, name).startswith("../")

    def read(name: str) -> bytes | None:
        return _blob(revision, _in_repository(revision, home, name)) if inside(name) else None

    data = read(file)
    if data is None:
        raise NotAtRevision(
            f"there is no {file} at {ref}",
            code="not-at-revision",
            notes=(f"{ref} is commit {revision.commit[:12]}",),
            helps=(f"see which commits have it: git log --oneline -- {file}",),
        )
    return check_text(data, file, library=Library(read, inside), today=today)


def spec_named(text: str, today: date | None) -> Checked:
    """The spec that `REV:PATH` names, as git writes it: a path from the top of the repository, or from here
    when it begins with `./` or `../`."""
    ref, _, path = text.partition(":")
    if not path.startswith(("./", "../")):
        up = _git(Path(), "rev-parse", "--show-cdup").stdout.decode().strip()
        path = posixpath.join(up, path)
    return spec_at(ref, posixpath.normpath(path), today)


def find_revision(ref: str, folder: Path) -> Revision:
    """The commit that `ref` names in the repository around `folder`, which need not exist any more."""
    there = folder.absolute()
    gone: list[str] = []
    while not there.is_dir():
        gone.insert(0, there.name)
        there = there.parent
    done = _git(there, "rev-parse", "--show-prefix")
    if done.returncode:
        raise EksgenError(
            f"{'this folder' if folder == Path() else folder} is in no git repository",
            code="no-repository",
            notes=_said(done),
            helps=("run it in the checkout that holds the spec",),
        )
    prefix = done.stdout.decode().removesuffix("\n") + "".join(f"{name}/" for name in gone)
    found = _git(there, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if found.returncode:
        raise _unknown(ref)
    return Revision(ref, found.stdout.decode().strip(), there, prefix)


def _unknown(ref: str) -> EksgenError:
    remote, _, branch = ref.partition("/")
    fetch = f"git fetch {remote} {branch}" if branch and remote != "refs" else "git fetch --all --tags"
    return EksgenError(
        f"git knows no revision {ref} here",
        code="unknown-revision",
        notes=("a CI checkout often holds one commit only",),
        helps=(f"fetch it: {fetch}", "on GitHub, give actions/checkout `fetch-depth: 0`"),
    )


def _in_repository(revision: Revision, home: str, name: str) -> str:
    """A file name as seen from here, in the words of the repository; by text alone, since it may be gone."""
    return posixpath.normpath(revision.prefix + posixpath.relpath(name, home or "."))


def _blob(revision: Revision, path: str) -> bytes | None:
    """The bytes of a file at the revision, links followed; None for what is no file there."""
    if "\n" in path:
        return None  # the protocol of cat-file is one name a line
    asked = f"{revision.commit}:{path}\n".encode()
    done = _git(revision.folder, "cat-file", "--batch", "--follow-symlinks", given=asked)
    head, _, rest = done.stdout.partition(b"\n")
    words = head.split(b" ")
    if done.returncode or len(words) != 3 or words[1] != _FOUND:
        return None
    return rest[: int(words[2])]


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, input=given, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        raise EksgenError(
            "git is not installed here",
            code="no-git",
            notes=("the spec of another revision is read with git",),
            helps=("install git, or compare two files: eksgen diff OLD NEW",),
        ) from None


def _said(done: subprocess.CompletedProcess[bytes]) -> tuple[str, ...]:
    words = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ").splitlines()
    return tuple(words[:2])
