"""What `update` and `upgrade` need: a spec without its lock, the lock, and a place to ask AWS from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ...compiler.errors import EksgenError, SpecRefused
from ...compiler.files.writing import write_file
from ...compiler.lock.read import MOVE_AWAY, LockFile, lock_name, parse_lock, update_command
from ...compiler.pipeline import Checked, Compilation, check_text, compile_spec
from ...compiler.source.extends import Library
from ...compiler.source.files import read_spec_file
from ...engine.workdir.workspace import Workspace
from ...schemas.lock import Lock
from ..inputs.clock import today
from ..inputs.read_spec import show_diagnostics
from .files_read import FilesRead
from .workdir import RunOptions, require_file, workspace_of

VERSIONS = "versions.tf"


def read_without_lock(file: str, files: FilesRead) -> Checked:
    """Read and check a spec as if it had no lock file. `SpecRefused` if it has errors."""
    if file == "-":
        raise EksgenError(
            "a lock file is beside a spec in a file, not standard input",
            code="not-a-file",
            helps=("write the spec to a file, and pass its name",),
        )
    require_file(file)
    data = files.library.read(file)
    if data is None:
        data = read_spec_file(file)
    checked = check_text(data, file, library=without_lock(file, files.library), today=today())
    if checked.failed:
        show_diagnostics(checked.findings, checked.texts)
        raise SpecRefused("the spec has errors", code="spec")
    return checked


def without_lock(file: str, library: Library) -> Library:
    """Return the files that a spec may extend; its lock file does not exist."""
    lock = lock_name(file)
    return replace(library, read=lambda name: None if name == lock else library.read(name))


def held_lock(file: str, files: FilesRead) -> tuple[Lock | None, tuple[str, ...]]:
    """Return the lock of a spec, and a remark if it has errors and will be replaced."""
    name = lock_name(file)
    try:
        data = files.library.read(name)
    except EksgenError as error:
        error.helps = (f"{MOVE_AWAY}: {update_command(file)}",)
        raise
    found = LockFile(name, "") if data is None else parse_lock(data, name)
    if found.findings:
        first = found.findings[0]
        return None, (f"{name}:{first.primary.span.line}: {first.message}; the file is replaced",)
    return found.lock, ()


@contextmanager
def asking_workspace(spec: Checked, options: RunOptions) -> Iterator[Workspace]:
    """Yield a workspace that can ask AWS and look for providers; its folder is removed afterwards.

    The working folder of the spec is not touched: a run may be using it.
    """
    compilation = compile_spec(spec)
    with TemporaryDirectory(prefix="eksgen-versions-") as folder:
        write_file(Path(folder), Path(folder, VERSIONS), compilation.files[VERSIONS])
        environ = _sandbox_environment(compilation) if options.sandbox else dict(os.environ)
        yield workspace_of(Path(folder), compilation, options, environ)


def _sandbox_environment(compilation: Compilation) -> Mapping[str, str]:
    from ...sandbox import control, environment

    cluster = compilation.cluster
    return environment.terraform_environment(os.environ, control.start(), cluster.account_id, cluster.region)
