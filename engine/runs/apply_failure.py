"""The error for an apply that failed, with what it left behind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.reading import read_below
from ..errors.exceptions import RunFailed
from ..errors.notes import diagnostic_note
from ..errors.partial_apply import partial_apply
from ..plan.result import PlanResult
from ..terraform.events import Applied, Completed, TerraformDiagnostic
from ..terraform.unsaved_state import MAX_STATE_BYTES
from .session import Session, open_session
from .state import state_text


def apply_failure(
    session: Session, planned: PlanResult, progress: Sequence[Applied], done: Completed
) -> RunFailed:
    """Return the error; `partial_apply` is set if at least one object was begun."""
    error = session.error(done)
    if not progress:
        return error
    errors = [d for d in done.diagnostics if d.severity == "error" and not _interruption(d, done)]
    cancelled = {d.address for d in done.diagnostics if _interruption(d, done)}
    progress = [e for e in progress if e.phase != "errored" or e.address not in cancelled]
    state = _newest_state(session, done)
    left = partial_apply(planned, progress, errors, session.trace, state, state_unsaved=bool(done.unsaved))
    error.partial_apply = left
    error.diagnostics = tuple(cause.at for cause in left.causes if cause.at is not None)
    single = {diagnostic_note(diagnostic) for diagnostic in done.diagnostics}
    grouped = tuple(cause.note for cause in left.causes if cause.note)
    error.notes = (*grouped, *(note for note in error.notes if note not in single))
    if not any("again" in text for text in (*error.helps, *(error.notes if done.interrupts else ()))):
        error.helps = (*error.helps, "fix the errors, then apply again: it continues from here")
    return error


def _interruption(diagnostic: TerraformDiagnostic, done: Completed) -> bool:
    """Return whether an error only says that the user stopped the run."""
    return bool(done.interrupts) and "context canceled" in f"{diagnostic.summary} {diagnostic.detail}"


def _newest_state(session: Session, done: Completed) -> str:
    """Return the newest state, "" where it cannot be read: a second failure must not hide the first."""
    try:
        if done.unsaved:
            file = Path(done.unsaved)
            return (read_below(file.parent, file, MAX_STATE_BYTES) or b"").decode()
        return state_text(open_session(session.workspace))
    except (EksgenError, OSError, ValueError):
        return ""
