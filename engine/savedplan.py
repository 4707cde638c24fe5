"""A plan on disk and what it says: nothing, what its file says, or what `terraform show` says.

In: a finished `terraform plan` with the file it wrote. Out: a `SavedPlan`, good as long as the file is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..compiler.diagnostics import Diagnostic
from .changes import Subject
from .events import Completed
from .failures import failure, remarks, warnings
from .planfile import read_plan_file
from .planjson import PlanDocument, document, read_plan_json, subject
from .program import Kind
from .recorded import all_gone
from .terraform import StreamingTerraform
from .trace import Trace
from .workspace import Workspace, provider_version


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan on disk with what it says. Valid inside `saved_plan` only."""

    file: Path
    document: PlanDocument
    subject: Subject
    trace: Trace
    warnings: tuple[Diagnostic, ...]
    remarks: tuple[str, ...]
    targets: tuple[str, ...] = ()


def idle(workspace: Workspace, trace: Trace, file: Path, planned: Completed) -> SavedPlan:
    """A plan in which nothing happens; what it is about is known from the compiled folder."""
    about = Subject(
        workspace.cluster,
        workspace.region,
        workspace.sandbox,
        str(workspace.program),
        provider_version(workspace.folder),
        trace.spec,
    )
    nothing = PlanDocument((), (), (), workspace.region, complete=True, errored=False)
    said = (planned,)
    return SavedPlan(file, nothing, about, trace, warnings(said, trace), remarks(said, trace))


def looked_into(
    workspace: Workspace, terraform: StreamingTerraform, trace: Trace, file: Path, planned: Completed
) -> SavedPlan:
    """A plan as its file tells it, where that is understood in full, else as `terraform show` does."""
    raw = read_plan_file(file) if workspace.region and workspace.program.kind is not Kind.OPENTOFU else None
    if raw is None:
        return shown(workspace, terraform, trace, file, planned)
    return _saved(workspace, trace, file, planned, replace(document(raw), region=workspace.region))


def shown(
    workspace: Workspace,
    terraform: StreamingTerraform,
    trace: Trace,
    file: Path,
    planned: Completed | None = None,
) -> SavedPlan:
    """A plan as `terraform show` tells it; `planned` is the run that made it, if that was just now."""
    done = terraform.show(file)
    if not done.ok:
        raise failure(done, trace, workspace.providers)
    return _saved(workspace, trace, file, planned or done, read_plan_json(done.document))


def _saved(
    workspace: Workspace, trace: Trace, file: Path, planned: Completed, document: PlanDocument
) -> SavedPlan:
    if document.errored:
        raise failure(planned, trace, workspace.providers)
    about = subject(
        document,
        str(workspace.program),
        provider_version(workspace.folder),
        workspace.sandbox,
        trace.spec,
    )
    said = (planned,)
    told = (*_emptiness(document, workspace), *remarks(said, trace))
    return SavedPlan(file, document, about, trace, warnings(said, trace), told)


def _emptiness(document: PlanDocument, workspace: Workspace) -> tuple[str, ...]:
    """One reason for a long list of objects that are missing: the whole place is another one."""
    if not all_gone(document):
        return ()
    if workspace.sandbox:
        why = "it keeps all in memory and was started anew; an apply makes everything again"
        return (f"nothing of what the state records is in the sandbox any more: {why}",)
    return ("nothing of what the state records is in this account and region: are they the right ones?",)
