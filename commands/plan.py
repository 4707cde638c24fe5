"""`eksgen plan`: plan one spec or many, show the result, and save the plan of one spec to apply it later."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import typer

from ..compiler.diagnostics import Severity
from ..compiler.files.names import command_text
from ..compiler.pipeline import Checked, Compilation, compile_spec
from ..engine.plan.result import PlanResult
from ..engine.runs import plan as runs
from ..engine.runs.import_orphans import importing_orphans
from ..engine.runs.session import PlanRequest
from ..engine.saved_plan.envelope import is_envelope, read_envelope
from ..engine.terraform.events import OnEvent
from ..engine.terraform.plan_stream import Needs
from ..engine.workdir.workspace import Workspace
from ..report.formats import plan_report
from ..report.page.plan import counts_text
from .inputs.base import with_base
from .inputs.clock import parse_duration, today
from .inputs.exclusive_options import first_given
from .runs.cloud_target import cloud_target
from .runs.many_specs import Job, run_job
from .runs.refused_plan import showing_refused_plan
from .runs.workdir import RunOptions, require_one


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Where to save a plan, and for how long it may be applied."""

    file: Path
    life: timedelta


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What to plan, compare with, import and save.

    `base` is a git revision. With `targets`, addresses of resources, nothing else is planned. With a
    `given_run` nothing is planned: it names a run in HCP that somebody else started. With `findings_shown`,
    an earlier part of the verb showed the findings in the spec.
    """

    destroy: bool = False
    base: str | None = None
    targets: tuple[str, ...] = ()
    import_orphans: bool = False
    saving: SavePlan | None = None
    given_run: str | None = None
    findings_shown: bool = False


def save_plan_options(file: Path | None, life: str) -> SavePlan | None:
    """Return the values of `--output` and `--expires-in`; `BadParameter` if one cannot be used."""
    if file is not None and file.suffix in (".yaml", ".yml"):
        raise typer.BadParameter(f"{file} has the name of a spec, not of a plan", param_hint="--output")
    try:
        return SavePlan(file, parse_duration(life)) if file is not None else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--expires-in") from None


def plan(
    specs: Sequence[str],
    run: RunOptions,
    options: PlanOptions,
    *,
    detailed_exitcode: bool = False,
    parallel: int = 1,
) -> int:
    """Show what an apply would do. Return 3 for changes if `detailed_exitcode` is set."""
    _require_fitting(specs, run, options)

    def begin(file: str) -> Callable[[Checked, Workspace, OnEvent], PlanResult]:
        add_base = with_base(options.base, file)

        def plan_spec(spec: Checked, workspace: Workspace, on_event: OnEvent) -> PlanResult:
            return add_base(_plan(file, spec, workspace, on_event, run, options), spec)

        return plan_spec

    def differs(result: PlanResult) -> bool:
        return detailed_exitcode and not result.empty

    def compiled(file: str, spec: Checked) -> Compilation:
        compilation = compile_spec(spec)
        if options.given_run is not None:
            cloud_target(compilation, file, "--run")
        return compilation

    least = Severity.ERROR if options.findings_shown else Severity.NOTE
    job = Job("plan", begin, _summary, differs, plan_report, compiled, least)
    with nullcontext() if run.several(specs) else showing_refused_plan(run.format):
        code = run_job(job, specs, run, parallel)
    if options.saving is not None:
        file = options.saving.file
        remote = is_envelope(file) and read_envelope(file).cloud is not None
        holds = "its values stay in HCP" if remote else "it holds secrets in plain text"
        sys.stderr.write(f"saved {file}; {holds}\n")
        if file.exists():
            sys.stderr.write(f"to apply it: {command_text('apply', str(file), sandbox=run.sandbox)}\n")
    return code


def _require_fitting(specs: Sequence[str], run: RunOptions, options: PlanOptions) -> None:
    if options.given_run is not None:
        _require_only_shown(specs, run, options)
    if options.destroy and options.import_orphans:
        raise typer.BadParameter(
            "a destroy imports nothing: apply with --import-orphans, then destroy",
            param_hint="--import-orphans",
        )
    if options.saving is not None:
        require_one(specs, run, "--output saves the plan of one spec")


def _require_only_shown(specs: Sequence[str], run: RunOptions, options: PlanOptions) -> None:
    """Refuse what a run of somebody else cannot do any more."""
    given = {
        "--destroy": options.destroy,
        "--output": options.saving is not None,
        "--import-orphans": options.import_orphans,
        "--sandbox": run.sandbox,
    }
    if other := first_given(given):
        raise typer.BadParameter("it shows what another run has planned", param_hint=f"--run/{other}")
    require_one(specs, run, "--run is about one spec")


def _plan(
    file: str,
    spec: Checked,
    workspace: Workspace,
    on_event: OnEvent,
    run: RunOptions,
    options: PlanOptions,
) -> PlanResult:
    needs = Needs.ALL if options.saving or "html" in run.formats else Needs.CHANGES
    request = PlanRequest(
        options.destroy, run.lock_timeout, options.targets, needs, recover=True, today=today()
    )
    if options.given_run is not None:
        from ..engine.runs.given_run import plan_of_run

        return plan_of_run(workspace, options.given_run, on_event, request)
    keep = _keep(options.saving, file, spec, workspace)
    with importing_orphans(workspace, on_event, wanted=options.import_orphans, lock_timeout=run.lock_timeout):
        return runs.plan(workspace, on_event, request, keep=keep)


def _keep(saving: SavePlan | None, file: str, spec: Checked, workspace: Workspace) -> runs.Keep | None:
    if saving is None or spec.spec is None:
        return None
    from .runs.saved_plan import plan_keeper

    return plan_keeper(saving.file, file, spec, spec.spec.metadata.region, workspace, saving.life)


def _summary(result: PlanResult) -> str:
    return "no changes" if result.empty else counts_text(result.counts)
