"""A plan on disk and what it says: nothing, what its file says, or what `terraform show` says.

In: a finished `terraform plan` with the file it wrote. Out: a `SavedPlan`, good as long as the file is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ...compiler.diagnostics import Diagnostic
from ..errors.run_failed import remarks, run_failed, warnings
from ..plan.document import PlanDocument, parse_document, read_plan_json, subject_of
from ..plan.plan_file import read_plan_file
from ..plan.result import RunSubject
from ..plan.state_values import all_deleted
from ..source_map.trace import Trace
from ..terraform.binary import BinaryKind
from ..terraform.events import Completed, OnEvent, ignore_event
from ..terraform.plan_stream import never
from ..terraform.process import StreamingTerraform
from ..workdir.folder_lock import read_killed_run
from ..workdir.workspace import Workspace, provider_version
from .init import private_folder, record_unsaved_state, run_initialised, terraform_of, trace_of


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan on disk with what it says. Valid inside `saved_plan` only."""

    file: Path
    document: PlanDocument
    subject: RunSubject
    trace: Trace
    warnings: tuple[Diagnostic, ...]
    remarks: tuple[str, ...]
    targets: tuple[str, ...] = ()


def unchanged_plan(workspace: Workspace, trace: Trace, file: Path, planned: Completed) -> OpenPlan:
    """A plan in which nothing happens; what it is about is known from the compiled folder."""
    about = RunSubject(
        workspace.cluster,
        workspace.region,
        workspace.sandbox,
        str(workspace.program),
        provider_version(workspace.folder),
        trace.spec,
    )
    nothing = PlanDocument((), (), (), workspace.region, complete=True, errored=False)
    said = (planned,)
    return OpenPlan(file, nothing, about, trace, warnings(said, trace), remarks(said, trace))


def read_from_file(
    workspace: Workspace, terraform: StreamingTerraform, trace: Trace, file: Path, planned: Completed
) -> OpenPlan:
    """A plan as its file tells it, where that is understood in full, else as `terraform show` does."""
    raw = (
        read_plan_file(file)
        if workspace.region and workspace.program.kind is not BinaryKind.OPENTOFU
        else None
    )
    if raw is None:
        return read_with_show(workspace, terraform, trace, file, planned)
    return _saved(workspace, trace, file, planned, replace(parse_document(raw), region=workspace.region))


def read_with_show(
    workspace: Workspace,
    terraform: StreamingTerraform,
    trace: Trace,
    file: Path,
    planned: Completed | None = None,
) -> OpenPlan:
    """A plan as `terraform show` tells it; `planned` is the run that made it, if that was just now."""
    done = terraform.show(file)
    if not done.ok:
        raise run_failed(done, trace, workspace.providers)
    return _saved(workspace, trace, file, planned or done, read_plan_json(done.document))


def _saved(
    workspace: Workspace, trace: Trace, file: Path, planned: Completed, document: PlanDocument
) -> OpenPlan:
    if document.errored:
        raise run_failed(planned, trace, workspace.providers)
    about = subject_of(
        document,
        str(workspace.program),
        provider_version(workspace.folder),
        workspace.sandbox,
        trace.spec,
    )
    said = (planned,)
    told = (*_emptiness(document, workspace), *remarks(said, trace))
    return OpenPlan(file, document, about, trace, warnings(said, trace), told)


def _emptiness(document: PlanDocument, workspace: Workspace) -> tuple[str, ...]:
    """One reason for a long list of objects that are missing: the whole place is another one."""
    if not all_deleted(document):
        return ()
    if workspace.sandbox:
        why = "it keeps all in memory and was started anew; an apply makes everything again"
        return (f"nothing of what the state records is in the sandbox any more: {why}",)
    return ("nothing of what the state records is in this account and region: are they the right ones?",)


@contextmanager
def open_plan(
    workspace: Workspace,
    on_event: OnEvent = ignore_event,
    *,
    destroy: bool = False,
    lock_timeout: int = 0,
    enough: Callable[[Completed], bool] = never,
    targets: Sequence[str] = (),
) -> Iterator[OpenPlan]:
    """Plan into a private folder, read the plan, and remove it when the block ends, however it ends. Where
    `enough` says that its stream told the caller all, the plan counts as one that holds nothing."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    with private_folder(workspace.folder) as folder:
        file = folder / "plan"

        def plan_() -> Completed:
            record_unsaved_state(workspace, terraform, trace)
            return terraform.plan(file, destroy, lock_timeout, targets)

        planned = run_initialised(workspace, terraform, trace, plan_)
        if not planned.ok or planned.interrupts:
            raise run_failed(planned, trace, workspace.providers, read_killed_run(workspace.folder))
        if workspace.cluster and not targets and enough(planned):
            yield unchanged_plan(workspace, trace, file, planned)
            return
        yield replace(read_from_file(workspace, terraform, trace, file, planned), targets=tuple(targets))


def reopen_plan(workspace: Workspace, file: Path, on_event: OnEvent = ignore_event) -> OpenPlan:
    """A plan that was made before, read again in an initialised folder."""
    trace = trace_of(workspace)
    return read_with_show(workspace, terraform_of(workspace, on_event), trace, file)
