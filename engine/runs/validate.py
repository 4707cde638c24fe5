"""Validate: does Terraform accept the compiled folder?"""

from __future__ import annotations

from dataclasses import replace

from ...compiler.diagnostics import Diagnostic
from ...compiler.files.decoding import decode_object
from ..terraform.events import Completed, OnEvent, TerraformDiagnostic, diagnostic, ignore_event
from ..workdir.workspace import Workspace
from .init import run_initialised
from .session import open_local


def validate(workspace: Workspace, on_event: OnEvent = ignore_event) -> tuple[Diagnostic, ...]:
    """Run `terraform validate` and return its diagnostics at the lines of the spec.

    Needs no credentials: the backend is not initialised. `RunFailed` for an error without a line in the spec.
    """
    session, terraform = open_local(workspace, on_event)
    done = run_initialised(session, terraform.validate, backend=False)
    diagnostics = _diagnostics(done)
    placed = [(d, session.trace.diagnostic(d)) for d in diagnostics]
    unplaced = any(d.severity == "error" and place is None for d, place in placed)
    if unplaced or (not done.ok and not diagnostics) or done.interrupts:
        raise session.error(replace(done, diagnostics=diagnostics, code=1))
    return tuple(place for _, place in placed if place is not None)


def _diagnostics(done: Completed) -> tuple[TerraformDiagnostic, ...]:
    try:
        raw = decode_object(done.document)
        return tuple(diagnostic(d) for d in raw.get("diagnostics") or ())
    except (ValueError, AttributeError, TypeError):
        return done.diagnostics
