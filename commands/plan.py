"""`eksgen plan`: prepare the folder, plan, show: several specs side by side, one also to apply later."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import typer

from ..compiler.pipeline import Checked
from ..engine.plan.result import PlanResult
from ..engine.runs.import_orphans import importing_orphans
from ..engine.runs.plan import Keep
from ..engine.runs.plan import plan as run_plan
from ..engine.terraform.events import OnEvent
from ..engine.workdir.workspace import Workspace
from ..report import formats
from ..report.page.plan import counts_text
from .inputs.base import with_base
from .inputs.clock import parse_duration
from .inputs.spec_files import is_several
from .runs.many_specs import Job, run_job
from .runs.workdir import OneSpecOnly, RunOptions


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Where to save a plan, and for how long it may be applied."""

    file: Path
    life: timedelta


def save_plan_options(file: Path | None, life: str) -> SavePlan | None:
    """The options `--output` and `--expires-in`; wrong usage if the span is none."""
    try:
        return SavePlan(file, parse_duration(life)) if file is not None else None
    except ValueError as problem:
        raise typer.BadParameter(str(problem), param_hint="--expires-in") from None


def plan(
    specs: Sequence[str],
    options: RunOptions,
    *,
    detailed_exitcode: bool,
    destroy: bool,
    base: str | None = None,
    parallel: int = 1,
    saving: SavePlan | None = None,
    targets: Sequence[str] = (),
    import_orphans: bool = False,
) -> int:
    """Show what an apply would do; with `base` also what differs from the spec at that git revision. The plan
    of one spec is kept if asked to; of one that has `targets`, only these addresses are planned."""
    if destroy and import_orphans:
        raise typer.BadParameter(
            "a destroy takes nothing in: apply with it first, then destroy", param_hint="--import-orphans"
        )
    if saving is not None and is_several(specs):
        raise OneSpecOnly("--output saves the plan of one spec", code="one-spec", helps=("name one spec",))

    def begin(file: str) -> Callable[[Checked, Workspace, OnEvent], PlanResult]:
        since = with_base(base, file)

        def planned(spec: Checked, workspace: Workspace, on_event: OnEvent) -> PlanResult:
            keep = _keep(saving, file, spec, workspace)
            timeout = options.lock_timeout
            with importing_orphans(workspace, on_event, wanted=import_orphans, lock_timeout=timeout):
                found = run_plan(
                    workspace,
                    on_event,
                    destroy=destroy,
                    lock_timeout=timeout,
                    keep=keep,
                    whole="html" in options.formats,
                    targets=targets,
                )
            return since(found, spec)

        return planned

    def differs(result: PlanResult) -> bool:
        return detailed_exitcode and not result.empty

    job = Job("plan", begin, _summary, differs, formats.PLAN)
    code = run_job(job, specs, options, parallel)
    if saving is not None:
        sys.stderr.write(f"saved {saving.file}; it holds secrets of the plan in clear\n")
    return code


def _keep(saving: SavePlan | None, file: str, spec: Checked, workspace: Workspace) -> Keep | None:
    if saving is None or spec.spec is None:
        return None
    from .runs import saved_plan as saved

    return saved.plan_keeper(saving.file, file, spec, spec.spec.metadata.region, workspace, saving.life)


def _summary(result: PlanResult) -> str:
    return "no changes" if result.empty else counts_text(result.counts)
