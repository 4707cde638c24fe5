"""Plan into a private folder, and read the plan in the cheapest way that is complete.

That is its stream where it proves that nothing changes, the plan file where all of it is understood, and
`terraform show` for everything else (docs/decisions/007-plan-file.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ...compiler.diagnostics import Diagnostic
from ...compiler.errors import EksgenError
from ..aws.account import calling_account
from ..errors.warnings import remarks, warnings
from ..plan.document import PlanDocument, parse_document, read_plan_json, subject_of
from ..plan.half_created import being_created, cannot_replace, kept_objects, kept_remark, only_tainted
from ..plan.plan_file import read_plan_file
from ..plan.refusals.state_guard import recorded_account
from ..plan.result import RunSubject
from ..plan.state_values import all_deleted
from ..terraform.binary import BinaryKind
from ..terraform.events import Completed
from ..workdir.lifecycle import relaxed_lifecycle
from ..workdir.private_folder import private_folder
from ..workdir.workspace import Workspace, provider_version
from .init import record_unsaved_state, run_initialised
from .keep_created import POLLS, session_on_copy, untaint, wait_for
from .session import PlanRequest, Session
from .state_owner import require_own_outputs, require_own_plan


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan file of Terraform and its content. Valid while the file exists.

    `warnings` have a line in the spec, `remarks` have none. A plan `on_copy` of the state cannot be applied.
    """

    file: Path
    request: PlanRequest
    session: Session
    document: PlanDocument
    subject: RunSubject
    warnings: tuple[Diagnostic, ...]
    remarks: tuple[str, ...]
    on_copy: bool = False


@contextmanager
def open_plan(session: Session, request: PlanRequest) -> Iterator[OpenPlan]:
    """Plan into a private folder, read the plan, and remove it when the block ends, however it ends.

    Where the stream of the plan says all that the request needs, the document is empty. A remote plan that
    could have been applied or kept, and was not, is discarded. `RunFailed` if Terraform fails or is
    interrupted.
    """
    require_own_outputs(session, request)
    with private_folder(session.workdir) as folder, _discarding_unused(session):
        opened = _make_plan(session, request, folder / "plan")
        recovered = _recovered(opened) if request.recover and not request.destroy else opened
        yield replace(recovered, session=session)


@contextmanager
def _discarding_unused(session: Session) -> Iterator[None]:
    reason = "the plan was not applied"
    try:
        yield
    except EksgenError as error:
        reason = error.message
        raise
    finally:
        session.terraform.discard_unused(reason)


def _recovered(opened: OpenPlan) -> OpenPlan:
    """Plan again until the plan can deal with the objects that an apply created in part."""
    opened = _with_kept(opened)  # from here on, the session may be one on a copy of the state
    if opened.request.apply:
        opened = _created(opened)
    if cannot_replace(opened.document):
        file = opened.file.with_name("plan-deleting-first")
        deleting = _make_plan(opened.session, opened.request, file, delete_first=True)
        if only_tainted(opened.document, deleting.document):
            return replace(deleting, remarks=opened.remarks, on_copy=opened.on_copy)
    return opened


def _with_kept(opened: OpenPlan) -> OpenPlan:
    """Plan again with the objects that AWS keeps, if there are any."""
    request, kept, session = opened.request, kept_objects(opened.document), opened.session
    if not kept or (session.terraform.remote and not request.apply):
        return opened
    if not request.apply:
        session = session_on_copy(session, opened.file.with_name("copy"))
    untaint(session, kept, request.lock_timeout)
    again = _make_plan(session, request, opened.file)
    remarks = (kept_remark(kept, request.apply), *again.remarks)
    return replace(again, remarks=remarks, on_copy=not request.apply)


def _created(opened: OpenPlan) -> OpenPlan:
    """Plan again while EKS is still creating a cluster or node group of an interrupted apply."""
    for _ in range(POLLS):
        creating = being_created(opened.document)
        if not creating:
            break
        wait_for(opened.session, creating)
        again = _make_plan(opened.session, opened.request, opened.file)
        opened = replace(again, remarks=opened.remarks)
    return opened


def _make_plan(session: Session, request: PlanRequest, file: Path, *, delete_first: bool = False) -> OpenPlan:
    def command() -> Completed:
        record_unsaved_state(session)
        with relaxed_lifecycle(session.workdir, delete_first=delete_first):
            return session.terraform.plan(
                file, request.destroy, request.lock_timeout, request.targets, savable=request.savable
            )

    planned = run_initialised(session, command)
    if not planned.ok:
        raise session.error(planned)
    if session.workspace.cluster and not request.targets and request.needs.satisfied_by(planned):
        return _unchanged_plan(session, request, file, planned)
    return _read_from_file(session, request, file, planned)


def reopen_plan(session: Session, request: PlanRequest, file: Path) -> OpenPlan:
    """Read a plan that an earlier run made. The folder must be initialised."""
    return _read_with_show(session, request, file)


def _unchanged_plan(session: Session, request: PlanRequest, file: Path, planned: Completed) -> OpenPlan:
    """Return a plan that changes nothing; what it is about is known from the compiled folder."""
    workspace = session.workspace
    subject = RunSubject(
        workspace.cluster,
        workspace.region,
        workspace.sandbox,
        str(workspace.program),
        provider_version(workspace.folder),
        session.trace.spec,
        workspace.account or None,
    )
    document = PlanDocument((), (), (), workspace.region, complete=True, errored=False)
    return _opened(session, request, file, planned, document, subject)


def _read_from_file(session: Session, request: PlanRequest, file: Path, planned: Completed) -> OpenPlan:
    """Read the plan file itself where it is understood in full, else run `terraform show`."""
    workspace = session.workspace
    foreign = session.terraform.remote or workspace.program.kind is BinaryKind.OPENTOFU
    readable = workspace.region and not foreign
    raw = read_plan_file(file) if readable else None
    if raw is None:
        return _read_with_show(session, request, file, planned)
    document = replace(parse_document(raw), region=workspace.region)
    return _checked(session, request, file, planned, document)


def _read_with_show(
    session: Session, request: PlanRequest, file: Path, planned: Completed | None = None
) -> OpenPlan:
    """Read a plan with `terraform show`; `planned` is the command that made it, if that was just now."""
    done = session.terraform.show(file)
    if not done.ok:
        raise session.error(done)
    if planned is not None:
        done = replace(planned, document=done.document, diagnostics=(*planned.diagnostics, *done.diagnostics))
    return read_given(session, request, done, file)


def read_given(session: Session, request: PlanRequest, done: Completed, file: Path | None = None) -> OpenPlan:
    """Read the plan JSON that a command printed, or that HCP has made by itself; then there is no `file`."""
    workspace, document = session.workspace, read_plan_json(done.document)
    if session.terraform.remote:
        document = replace(document, region=document.region or workspace.region or None)
    return _checked(session, request, file or workspace.folder / "plan", done, document)


def _checked(
    session: Session, request: PlanRequest, file: Path, planned: Completed, document: PlanDocument
) -> OpenPlan:
    if document.errored:
        raise session.error(planned)
    workspace = session.workspace
    require_own_plan(session, document)
    subject = subject_of(
        document,
        str(workspace.program),
        provider_version(workspace.folder),
        workspace.sandbox,
        session.trace.spec,
    )
    subject = replace(subject, account=workspace.account or recorded_account(document) or None)
    return _opened(session, request, file, planned, document, subject)


def _opened(
    session: Session,
    request: PlanRequest,
    file: Path,
    planned: Completed,
    document: PlanDocument,
    subject: RunSubject,
) -> OpenPlan:
    placed = warnings((planned,), session.trace)
    unplaced = (*_wrong_cloud(document, session.workspace), *remarks((planned,), session.trace))
    return OpenPlan(file, request, session, document, subject, placed, unplaced)


def _wrong_cloud(document: PlanDocument, workspace: Workspace) -> tuple[str, ...]:
    """Return one reason instead of a long list where every object of the state is missing."""
    if not all_deleted(document):
        return ()
    if workspace.sandbox:
        why = "it keeps everything in memory and was restarted; an apply creates everything again"
        return (f"nothing of what the state records is in the sandbox any more: {why}",)
    return ("nothing of what the state records is in this account and region: are they the right ones?",)


def named_subject(opened: OpenPlan) -> RunSubject:
    """Return what a plan is about; where neither spec nor state names the account, with that of the
    credentials. The digest of a plan does not depend on who runs it, so it is made without this one."""
    subject, session = opened.subject, opened.session
    if subject.account or session.terraform.remote or not subject.region:
        return subject
    return replace(subject, account=calling_account(session.workspace, subject.region))
