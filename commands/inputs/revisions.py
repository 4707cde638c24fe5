"""Read a spec, with every file it extends, as it was at a git revision; nothing is checked out or written.

Its files have the same names as in the working copy, so that the two can be compared line by line.
"""

from __future__ import annotations

import os
import posixpath
import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.names import check_name, shown_name
from ...compiler.files.reading import MAX_BYTES
from ...compiler.pipeline import Checked, check_text
from ...compiler.source.extends import Library
from ...engine.terraform.environment import find_program

_FOUND = re.compile(rb"([0-9a-f]{40,64}) blob ([0-9]{1,18})\n")
"""What `cat-file --batch-check` says of a file; of one that does not exist, `REV:NAME missing`."""


class NotAtRevision(EksgenError):
    """The file did not exist at that revision."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository that a folder is in.

    `name` is what the user wrote, `commit` the full id. `prefix` is the path of the folder in the repository,
    with a slash at its end; "" for the top.
    """

    name: str
    commit: str
    folder: Path
    prefix: str


def spec_at(ref: str, file: str, today: date | None) -> Checked:
    """Read and check the spec in `file` as it was at the revision `ref`.

    `NotAtRevision` if it did not exist, `EksgenError` if there is no git, no repository or no such revision.
    """
    check_name(file)
    folder = posixpath.dirname(file)
    revision = find_revision(ref, Path(folder))

    def inside(name: str) -> bool:
        return not _path_in_repository(revision, folder, name).startswith("../")

    def read(name: str) -> bytes | None:
        return _blob(revision, _path_in_repository(revision, folder, name)) if inside(name) else None

    data = read(file)
    if data is None:
        raise NotAtRevision(
            f"there is no {file} at {ref}",
            code="not-at-revision",
            notes=(f"{ref} is commit {revision.commit[:12]}",),
            helps=(f"list the commits that have it: git log --oneline -- {shlex.quote(file)}",),
        )
    return check_text(data, file, library=Library(read, inside, whole=True), today=today)


def spec_named(text: str, today: date | None) -> Checked:
    """Read and check the spec `REV:PATH`.

    As in git, the path is relative to the top of the repository, or to the current folder if it begins with
    `./` or `../`. Findings say that they are about the revision, because its files have the names of today's.
    """
    ref, _, path = text.partition(":")
    if not path.startswith(("./", "../")):
        top = _git(Path(), "rev-parse", "--show-cdup").stdout.decode().strip()
        path = posixpath.join(top, path)
    checked = spec_at(ref, posixpath.normpath(path), today)
    there = f"this is the file at {shown_name(ref)}, not the one in the working copy"
    findings = tuple(replace(found, notes=(*found.notes, there)) for found in checked.findings)
    return replace(checked, findings=findings)


def is_revision(name: str) -> bool:
    """Return whether a name is meant as `REV:PATH`: there is such a revision, or no such file."""
    ref, separator, path = name.partition(":")
    if not separator or not os.path.lexists(name):
        return bool(separator)
    try:
        return bool(ref and path and find_revision(ref, Path()))
    except EksgenError:
        return False


def find_revision(ref: str, folder: Path) -> Revision:
    """Find the commit `ref` in the repository that `folder` is in; the folder may have been deleted."""
    existing = folder.absolute()
    deleted: list[str] = []
    while not existing.is_dir():
        deleted.insert(0, existing.name)
        existing = existing.parent
    done = _git(existing, "rev-parse", "--show-prefix")
    if done.returncode:
        raise EksgenError(
            f"{'this folder' if folder == Path() else folder} is in no git repository",
            code="no-repository",
            notes=_error_lines(done),
            helps=("run it in the checkout that holds the spec",),
        )
    prefix = os.fsdecode(done.stdout).removesuffix("\n") + "".join(f"{name}/" for name in deleted)
    done = _git(existing, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if done.returncode:
        raise _unknown_revision(ref)
    return Revision(ref, done.stdout.decode().strip(), existing, prefix)


def was_at(ref: str, file: str) -> bool:
    """Return whether a file existed at the revision `ref` of the repository here."""
    folder = posixpath.dirname(file)
    try:
        revision = find_revision(ref, Path(folder))
        return _blob(revision, _path_in_repository(revision, folder, file)) is not None
    except EksgenError:
        return False


def tracked_files(folder: Path, name: str) -> tuple[str, ...] | None:
    """Return the files under `name` in `folder` that git tracks; None if git cannot tell.

    The variables of git do not count: in a hook they can name another repository or index.
    """
    # Only the index is read, so the repository may belong to another user. Its settings start no program:
    # no monitor, and nothing is fetched.
    settings = ("-c", "safe.directory=*", "-c", "core.fsmonitor=false")
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environ["GIT_ALLOW_PROTOCOL"] = ""
    try:
        done = _git(folder, "ls-files", "-z", "--", f":(icase){name}", settings=settings, environ=environ)
    except EksgenError:
        return None
    names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    return tuple(filter(None, names)) if done.returncode == 0 else None


def _unknown_revision(ref: str) -> EksgenError:
    remote, _, branch = ref.partition("/")
    fetch = (
        shlex.join(("git", "fetch", remote, branch))
        if branch and remote != "refs"
        else "git fetch --all --tags"
    )
    return EksgenError(
        f"git does not know the revision {ref}",
        code="unknown-revision",
        notes=("a checkout in CI often has only one commit",),
        helps=(f"fetch it: {fetch}", "on GitHub, set `fetch-depth: 0` for actions/checkout"),
    )


def _path_in_repository(revision: Revision, folder: str, name: str) -> str:
    """Return the path in the repository of a file; the file system is not read, the file may be deleted."""
    return posixpath.normpath(revision.prefix + posixpath.relpath(name, folder or "."))


def _blob(revision: Revision, path: str) -> bytes | None:
    """Return the content of a file at the revision, links followed; None if there is no such file."""
    if "\n" in path:
        return None  # `cat-file --batch` reads one name a line
    request = f"{revision.commit}:{path}\n".encode("utf-8", "surrogateescape")
    done = _git(revision.folder, "cat-file", "--batch-check", "--follow-symlinks", stdin=request)
    found = _FOUND.fullmatch(done.stdout)
    if done.returncode or found is None:
        return None
    if int(found.group(2)) > MAX_BYTES:
        raise EksgenError(
            f"{shown_name(path)} is larger than 4 MiB at {revision.name}", code="file-too-large"
        )
    return _git(revision.folder, "cat-file", "blob", found.group(1).decode()).stdout


def _git(
    folder: Path,
    *arguments: str,
    stdin: bytes = b"",
    settings: tuple[str, ...] = (),
    environ: Mapping[str, str] = os.environ,
) -> subprocess.CompletedProcess[bytes]:
    environment = {**environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    program = find_program("git", environ)
    if program is None:
        raise EksgenError(
            "git is not installed",
            code="no-git",
            notes=("the spec at another revision is read with git",),
            helps=("install git, or compare two files: eksgen diff OLD NEW",),
        )
    # A folder of the checkout may look like a bare repository, with a configuration that runs programs.
    command = [program, "-c", "safe.bareRepository=explicit", *settings, "-C", str(folder), *arguments]
    return subprocess.run(command, input=stdin, env=environment, capture_output=True, check=False)


def _error_lines(done: subprocess.CompletedProcess[bytes]) -> tuple[str, ...]:
    lines = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ").splitlines()
    return tuple(lines[:2])
