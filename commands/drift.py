"""`eksgen drift`: compare record, cloud and spec, judge by the spec's rules, show; several side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from ..compiler.errors import EksgenError
from ..compiler.pipeline import Checked, Compilation
from ..engine.drift.baseline import EarlierReport, read_earlier_report, with_baseline
from ..engine.drift.ignore_rules import apply_rules
from ..engine.drift.result import DriftLevel, DriftResult
from ..engine.runs.drift import drift as run_drift
from ..engine.runs.session import PlanRequest
from ..engine.terraform.events import OnEvent
from ..engine.terraform.plan_stream import Needs
from ..engine.workdir.workspace import Workspace
from ..report.formats import drift_report
from ..report.page.drift import drift_tally
from .drift_answers import Remediation, remediate
from .inputs.clock import today
from .inputs.spec_files import is_several
from .runs.drift_baseline import compiled_baseline, drift_rules_of, with_current_lines
from .runs.many_specs import Job, run_job
from .runs.workdir import RunOptions


def drift(
    specs: Sequence[str],
    options: RunOptions,
    *,
    parallel: int = 1,
    unmanaged: bool = True,
    who: bool = False,
    fail_on: str | None = None,
    against: str = "",
    given: Remediation | None = None,
    since: Path | None = None,
) -> int:
    """Tell changes made outside from edits not applied yet; 3 if any of the level to fail on is there.

    With answers, give those. `since` is an earlier report in JSON, or the file that the first one goes to.
    """
    earlier = _earlier(since, specs, given) if since else None
    if given is not None:
        return remediate(specs, options, given, unmanaged=unmanaged, against=against)

    def begin(file: str) -> Callable[[Checked, Workspace, OnEvent], DriftResult]:
        def drifted(spec: Checked, workspace: Workspace, on_event: OnEvent) -> DriftResult:
            needs = Needs.ALL if "html" in options.formats else Needs.DRIFT
            request = PlanRequest(lock_timeout=options.lock_timeout, needs=needs)
            found = run_drift(workspace, on_event, request, unmanaged=unmanaged, ask_who=who)
            result = with_current_lines(replace(found, against=against), spec)
            result = apply_rules(result, drift_rules_of(spec, file), today())
            result = with_baseline(result, earlier, today()) if earlier else result
            return replace(result, fail_on=DriftLevel(fail_on)) if fail_on else result

        return drifted

    def side(file: str, spec: Checked) -> Compilation:
        return compiled_baseline(against, file, spec, sandbox=options.sandbox)

    job = Job(
        "drift",
        begin,
        _summary,
        lambda result: bool(result.failing),
        drift_report,
        side,
    )
    return run_job(job, specs, options, parallel)


def _earlier(file: Path, specs: Sequence[str], given: Remediation | None) -> EarlierReport:
    """The report to compare with; the first of a series has none."""
    if given is not None or is_several(specs):
        raise typer.BadParameter("an earlier report is compared with that of one spec", param_hint="--since")
    try:
        return read_earlier_report(json.loads(file.read_bytes()), str(file))
    except FileNotFoundError:
        return EarlierReport()
    except OSError as error:
        reason = str(error.strerror)
        raise EksgenError(f"{file} cannot be read", code="unreadable-file", notes=(reason,)) from None
    except (ValueError, RecursionError):
        return read_earlier_report(None, str(file))


def _summary(result: DriftResult) -> str:
    return drift_tally(result) if result.counted else "no drift"
