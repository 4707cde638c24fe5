"""`eksgen drift`: compare state, cloud and spec of one or several clusters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from ..compiler.errors import EksgenError
from ..compiler.files.decoding import NotDecoded, decode_object
from ..compiler.files.reading import MAX_OWN_BYTES, read_named
from ..compiler.pipeline import Checked, Compilation
from ..engine.drift.baseline import EarlierReport, read_earlier_report, with_baseline
from ..engine.drift.ignore_rules import apply_rules
from ..engine.drift.result import DriftLevel, DriftResult
from ..engine.remediation.offers import with_adoption_offers
from ..engine.runs.drift import drift as run_drift
from ..engine.runs.given_run import drift_of_assessment
from ..engine.runs.session import PlanRequest, open_session
from ..engine.terraform.events import OnEvent
from ..engine.terraform.plan_stream import Needs
from ..engine.workdir.workspace import Workspace
from ..report.formats import drift_report
from ..report.page.drift import drift_tally
from .inputs.clock import today
from .inputs.remediation import Remediation
from .remediate import draft_of, remediate
from .runs.cloud_target import cloud_target
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
    remediation: Remediation | None = None,
    since: Path | None = None,
    assessment: bool = False,
    assess: bool = False,
) -> int:
    """Report drift and pending edits. Return 3 if one is of the level to fail on, or above.

    With a `remediation`, do that instead. `since` is an earlier report in JSON; it need not exist yet. With
    `assessment` the last health assessment of HCP is read instead of a plan, with `assess` a new one.
    """
    assessed = _assessment_option(options, remediation, against, last=assessment, new=assess)
    earlier = _earlier_report(since, specs, options, remediation) if since else None
    if remediation is not None:
        return remediate(specs, options, remediation, unmanaged=unmanaged, against=against)

    def begin(file: str) -> Callable[[Checked, Workspace, OnEvent], DriftResult]:
        def run(spec: Checked, workspace: Workspace, on_event: OnEvent) -> DriftResult:
            needs = Needs.ALL if "html" in options.formats else Needs.DRIFT
            request = PlanRequest(lock_timeout=options.lock_timeout, needs=needs)
            if assessed:
                result = drift_of_assessment(
                    workspace, on_event, start=assess, unmanaged=unmanaged, ask_who=who
                )
            else:
                result = run_drift(workspace, on_event, request, unmanaged=unmanaged, ask_who=who)
            result = with_current_lines(replace(result, against=against), spec)
            result = apply_rules(result, drift_rules_of(spec, file), today())
            result = with_baseline(result, earlier, today()) if earlier else result
            if options.formats & {"human", "json"} and result.counted:
                result = with_adoption_offers(result, draft_of(file), open_session(workspace).trace)
            return replace(result, fail_on=DriftLevel(fail_on)) if fail_on else result

        return run

    def baseline(file: str, spec: Checked) -> Compilation:
        compilation = compiled_baseline(against, file, spec, sandbox=options.sandbox)
        return _in_hcp(compilation, file, assessed)

    job = Job("drift", begin, _summary, lambda result: bool(result.failing), drift_report, baseline)
    return run_job(job, specs, options, parallel)


def _assessment_option(
    options: RunOptions, remediation: Remediation | None, against: str, *, last: bool, new: bool
) -> str:
    """Return the option that asks for an assessment, "" for none.

    `BadParameter` for what excludes it: an assessment is of what was applied, and there is no plan.
    """
    if not (last or new):
        return ""
    given = {
        "--assess": last and new,
        "--against": bool(against),
        "--sandbox": options.sandbox,
        "--adopt, --ignore and --revert": remediation is not None,
    }
    if other := next((name for name, is_given in given.items() if is_given), ""):
        raise typer.BadParameter(f"it cannot be combined with {other}", param_hint="--assessment/--assess")
    return "--assess" if new else "--assessment"


def _in_hcp(compilation: Compilation, file: str, assessed: str) -> Compilation:
    if assessed:
        cloud_target(compilation, file, assessed)
    return compilation


def _earlier_report(
    file: Path, specs: Sequence[str], options: RunOptions, remediation: Remediation | None
) -> EarlierReport:
    """Read the report to compare with; an empty one if the file does not exist yet."""
    if remediation is not None or options.several(specs):
        raise typer.BadParameter(
            "--since compares the reports of one spec: pass one spec file", param_hint="--since"
        )
    try:
        return read_earlier_report(decode_object(read_named(str(file), MAX_OWN_BYTES)), str(file))
    except EksgenError as error:
        if error.code == "no-such-file":
            return EarlierReport()
        raise
    except NotDecoded:
        return read_earlier_report(None, str(file))


def _summary(result: DriftResult) -> str:
    return drift_tally(result) if result.counted else "no drift"
