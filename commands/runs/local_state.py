"""Where the spec keeps its state in a file: inside the repository, and no link."""

from __future__ import annotations

from ...compiler.errors import EksgenError
from ...compiler.pipeline import Compilation
from ...compiler.resolve.state import LOCAL_STATE, STATE_OUTSIDE_HELP, fill_in, local_state_problem
from ...compiler.source.tree import locate
from ...engine.paths import WorkDir


def local_state_of(workdir: WorkDir, compilation: Compilation) -> str | None:
    """Return the file of the state from the working folder; None if the spec does not name one.

    `EksgenError` if it is outside the repository, or if it is or goes through a link. Specs on disk were
    checked before, those of a git revision were not.
    """
    spec = compilation.cluster.spec
    if spec.terraform.backend.local is None:
        return None
    if problem := local_state_problem(spec, workdir.path.resolve()):
        at = locate(compilation.tree, LOCAL_STATE).span
        raise EksgenError(
            problem,
            code="state-outside",
            notes=(f"it is named in terraform.backend.local.path at {at.file}:{at.line}:{at.column}",),
            helps=(STATE_OUTSIDE_HELP,),
        )
    return fill_in(spec.terraform.backend.local.path, spec)
