"""`eksgen drift`: compare state, cloud and spec of one or several clusters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from .inputs.exclusive_options import first_given
from .inputs.remediation import Remediation
from .remediate import draft_of, remediate
from .runs.cloud_target import cloud_target
from .runs.drift_baseline import compiled_baseline, drift_rules_of, with_current_lines
from .runs.many_specs import Job, run_job
from .runs.workdir import RunOptions


@dataclass(frozen=True, slots=True)
class DriftOptions:
    """What to look for, compare with and fail on.

    `against` is "" for the spec file, `applied` or a git revision. `since` is an earlier report in JSON; it
    need not exist yet. With `assessment` the last health assessment of HCP is read instead of a plan, with
    `assess` a new one. `fail_on` is a level, None for that of the spec.
    """

    unmanaged: bool = True
    who: bool = False
    fail_on: str | None = None
    against: str = ""
    since: Path | None = None
    assessment: bool = False
    assess: bool = False

    @property
    def assessment_option(self) -> str:
        """The option that asks for an assessment, "" for none."""
        return "--assess" if self.assess else "--assessment" if self.assessment else ""


def drift(
    specs: Sequence[str],
    run: RunOptions,
    options: DriftOptions,
    remediation: Remediation | None = None,
    *,
    parallel: int = 1,
) -> int:
    """Report drift and pending edits, or with a `remediation` do that instead.

    Return 3 if a finding is of the level to fail on, or above.
    """
    _require_fitting(specs, run, options, remediation)
    if remediation is not None:
        return remediate(specs, run, remediation, unmanaged=options.unmanaged, against=options.against)
    earlier = _earlier_report(options.since) if options.since else None

    def begin(file: str) -> Callable[[Checked, Workspace, OnEvent], DriftResult]:
        def find(spec: Checked, workspace: Workspace, on_event: OnEvent) -> DriftResult:
            result = replace(_found(workspace, on_event, run, options), against=options.against)
            result = apply_rules(with_current_lines(result, spec), drift_rules_of(spec, file), today())
            result = with_baseline(result, earlier, today()) if earlier else result
            if run.formats & {"human", "json"} and result.counted:
                result = with_adoption_offers(result, draft_of(file), open_session(workspace).trace)
            return replace(result, fail_on=DriftLevel(options.fail_on)) if options.fail_on else result

        return find

    def baseline(file: str, spec: Checked) -> Compilation:
        compilation = compiled_baseline(options.against, file, spec, sandbox=run.sandbox)
        if options.assessment_option:
            cloud_target(compilation, file, options.assessment_option)
        return compilation

    job = Job("drift", begin, _summary, lambda result: bool(result.failing), drift_report, baseline)
    return run_job(job, specs, run, parallel)


def _found(workspace: Workspace, on_event: OnEvent, run: RunOptions, options: DriftOptions) -> DriftResult:
    """Return the findings of a plan, or of a health assessment."""
    unmanaged, who = options.unmanaged, options.who
    if options.assessment_option:
        return drift_of_assessment(
            workspace, on_event, start=options.assess, unmanaged=unmanaged, ask_who=who
        )
    needs = Needs.ALL if "html" in run.formats else Needs.DRIFT
    request = PlanRequest(lock_timeout=run.lock_timeout, needs=needs)
    return run_drift(workspace, on_event, request, unmanaged=unmanaged, ask_who=who)


def _require_fitting(
    specs: Sequence[str], run: RunOptions, options: DriftOptions, remediation: Remediation | None
) -> None:
    """`BadParameter` for options that exclude each other.

    A health assessment is of what was applied, and has no plan.
    """
    excluded = {
        "--assess": options.assessment and options.assess,
        "--against": bool(options.against),
        "--sandbox": run.sandbox,
        "--adopt, --ignore and --revert": remediation is not None,
    }
    if options.assessment_option and (other := first_given(excluded)):
        raise typer.BadParameter(f"it cannot be combined with {other}", param_hint="--assessment/--assess")
    if options.since and (remediation is not None or run.several(specs)):
        raise typer.BadParameter(
            "--since compares the reports of one spec: pass one spec file", param_hint="--since"
        )


def _earlier_report(file: Path) -> EarlierReport:
    """Read the report to compare with; an empty one if the file does not exist yet."""
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
