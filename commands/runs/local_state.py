"""Where the spec keeps its state in a file: inside the repository, and no link."""

from __future__ import annotations

import os
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.names import shown_name
from ...compiler.files.reading import repository_of
from ...compiler.pipeline import Compilation
from ...compiler.resolve.state import fill_in
from ...compiler.source.tree import locate
from ...engine.paths import WorkDir

_FIELD = ("terraform", "backend", "local", "path")


def local_state_of(workdir: WorkDir, compilation: Compilation) -> str | None:
    """Return the file of the state from the working folder; None if the spec does not name one.

    `EksgenError` if it is outside the repository, or if it is or goes through a link: it may be somebody
    else's file.
    """
    backend = compilation.cluster.spec.terraform.backend.local
    if backend is None:
        return None
    name = fill_in(backend.path, compilation.cluster.spec)
    problem = _problem(workdir, name)
    if problem:
        at = locate(compilation.tree, _FIELD).span
        raise EksgenError(
            f"the state {shown_name(name)} is {problem}",
            code="state-outside",
            notes=(f"it is named in terraform.backend.local.path at {at.file}:{at.line}:{at.column}",),
            helps=(
                "write a path inside the repository, from the working folder: ../../states/{name}.tfstate",
            ),
        )
    return name


def _problem(workdir: WorkDir, name: str) -> str:
    home = workdir.path.resolve()
    file = Path(os.path.normpath(home / name))
    root = repository_of(str(workdir.root / "spec"))
    if not file.is_relative_to(root) or ".git" in file.relative_to(root).parts:
        return "outside the repository"
    links = (path for path in (file, *file.parents) if path != root and root in path.parents)
    return "a link, or in a folder that is one" if any(path.is_symlink() for path in links) else ""
