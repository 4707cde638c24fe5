"""Run `terraform validate` on a compiled folder."""

from __future__ import annotations

import json
from dataclasses import replace

from ...compiler.diagnostics import Diagnostic
from ..errors.run_failed import run_failed
from ..terraform.events import Completed, OnEvent, TerraformDiagnostic, diagnostic, ignore_event
from ..workdir.workspace import Workspace
from .init import run_initialised, terraform_of, trace_of


def validate(workspace: Workspace, on_event: OnEvent = ignore_event) -> tuple[Diagnostic, ...]:
    """`terraform validate`, at the lines of the spec. Needs no credentials: the backend stays untouched."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = run_initialised(workspace, terraform, trace, terraform.validate, backend=False)
    said = _validation(done)
    if any(d.severity == "error" and trace.diagnostic(d) is None for d in said) or (not done.ok and not said):
        raise run_failed(replace(done, diagnostics=said, code=1), trace, workspace.providers)
    return tuple(d for s in said if (d := trace.diagnostic(s)) is not None)


def _validation(done: Completed) -> tuple[TerraformDiagnostic, ...]:
    try:
        raw = json.loads(done.document)
        return tuple(diagnostic(d) for d in raw.get("diagnostics") or ())
    except (ValueError, AttributeError, TypeError):
        return done.diagnostics
