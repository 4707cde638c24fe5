"""`eksgen apply` and `eksgen destroy`: plan, show, ask, apply, report; or apply a saved plan."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from ..compiler.errors import EksgenError
from ..compiler.source.files import read_spec_file
from ..engine.errors.exceptions import Interrupted, RunFailed, StalePlan
from ..engine.errors.partial_apply import PartialApply
from ..engine.plan.result import ApplyResult, PlanResult
from ..engine.runs import apply as runs
from ..engine.runs.apply import ApplyOptions
from ..engine.runs.import_orphans import importing_orphans
from ..engine.saved_plan.envelope import is_envelope
from ..engine.truncate import join_some
from ..report.human.apply import draw_applied, draw_partial_apply
from ..report.human.plan import draw_plan
from ..report.json.runs import apply_json, failed_json
from ..report.page.plan import counts_text, plan_page
from ..report.page.subject import headline
from ..report.page.words import plain
from ..report.terminal import shown_line
from .inputs.confirmation import typed_answer, unconfirmed
from .outputs.results import stdout_style, write_result
from .runs.refused_plan import showing_refused_plan
from .runs.workdir import RunOptions, compiled_workdir


@dataclass(frozen=True, slots=True)
class ApplyRequest:
    """What to apply, and what confirms it: a question unless `yes` is set.

    With `expect`, digests of plans, a spec is applied without a question if its plan has one of them.
    """

    destroy: bool = False
    import_orphans: bool = False
    yes: bool = False
    expect: tuple[str, ...] = ()

    @property
    def verb(self) -> str:
        """The name of the command."""
        return "destroy" if self.destroy else "apply"


def apply(file: str, run: RunOptions, options: ApplyOptions, request: ApplyRequest) -> int:
    """Apply a spec or a saved plan. Return 1 if it was declined or does not converge.

    `StalePlan` if something else was expected, or changed since the plan was saved.
    """
    saved = _is_saved_plan(file, destroy=request.destroy)
    _require_fitting(file, request, saved=saved)
    try:
        with showing_refused_plan(run.format):
            if saved:
                from .runs.saved_plan import apply_file

                result = apply_file(Path(file), run, options)
            else:
                result = _apply_spec(file, run, options, request)
    except RunFailed as error:
        if error.partial_apply is not None:
            write_result(_failure_text(error, error.partial_apply, run.format))
        raise
    below = not result.plan.empty and (not saved or sys.stdout.isatty())
    write_result(_result_text(result, run.format, below_more=below))
    return 0 if _succeeded(result, saved=saved) else 1


def _require_fitting(file: str, request: ApplyRequest, *, saved: bool) -> None:
    if saved and request.expect:
        raise typer.BadParameter("a saved plan is what was reviewed already", param_hint="--expect")
    if saved and request.import_orphans:
        raise typer.BadParameter(
            f"pass it when you make the plan: eksgen plan SPEC --import-orphans -o {shlex.quote(file)}",
            param_hint="--import-orphans",
        )
    if not (saved or request.yes or request.expect or sys.stdin.isatty()):
        read_spec_file(file)  # a missing file is a better reason than a missing answer
        raise unconfirmed(
            request.verb,
            f"look at `eksgen plan`, then pass --yes to {request.verb} without confirmation",
            "or save a plan with `eksgen plan SPEC -o FILE.eksplan`, and apply that file",
        )


def _apply_spec(file: str, run: RunOptions, options: ApplyOptions, request: ApplyRequest) -> ApplyResult:
    def approve(planned: PlanResult) -> bool:
        text = draw_plan(plan_page(planned), stdout_style())
        (write_result if run.format == "human" else sys.stderr.write)(text)
        if request.expect:
            _require_expected(file, planned, request.expect)
        return bool(request.expect) or request.yes or _confirmed(planned)

    with (
        compiled_workdir(request.verb, file, run) as (workspace, on_event),
        importing_orphans(workspace, on_event, wanted=request.import_orphans, lock_timeout=run.lock_timeout),
    ):
        return runs.apply(workspace, approve, on_event, destroy=request.destroy, options=options)


def _require_expected(file: str, planned: PlanResult, expect: tuple[str, ...]) -> None:
    """`StalePlan` if a plan is none of those that were reviewed."""
    if planned.digest in expect:
        return
    raise StalePlan(
        f"{shown_line(file)}: this plan is not the one that was reviewed",
        code="stale-plan",
        notes=(
            f"its digest is {planned.digest}",
            f"reviewed: {shown_line(join_some(expect, 5))}",
            "the spec, the state or the cloud changed since the review, or another version planned it",
            "nothing was changed",
        ),
        helps=(f"review the plan above; to apply it, pass --expect {planned.digest}",),
    )


def _failure_text(error: RunFailed, left: PartialApply, format: str) -> str:
    if format == "json":
        return failed_json(left, error.message, error.helps)
    drawn = draw_partial_apply(left, stdout_style(), interrupted=isinstance(error, Interrupted))
    return f"\n{drawn}\n"


def _result_text(result: ApplyResult, format: str, *, below_more: bool) -> str:
    if format == "json":
        return apply_json(result)
    return ("\n" if below_more else "") + draw_applied(result, stdout_style())


def _succeeded(result: ApplyResult, *, saved: bool) -> bool:
    if not result.applied:
        return saved or result.plan.empty
    return result.converged is not False


def _is_saved_plan(file: str, *, destroy: bool) -> bool:
    """Return whether a file is a saved plan, by its content or at least by its name."""
    path = Path(file)
    saved = is_envelope(path) or path.suffix == ".eksplan"
    if saved and path.suffix in (".yaml", ".yml"):
        raise EksgenError(
            f"{file} is a saved plan with the name of a spec",
            code="not-a-spec",
            notes=("it would be applied without a question, where a spec is expected",),
            helps=("if you saved it, rename it to FILE.eksplan; else restore the spec",),
        )
    if saved and destroy:
        raise EksgenError(
            f"{file} is a saved plan, not a spec",
            code="not-a-spec",
            helps=(
                f"apply it: eksgen apply {shlex.quote(file)}",
                "to save a plan that destroys, use `eksgen plan --destroy -o`",
            ),
        )
    return saved


def _confirmed(planned: PlanResult) -> bool:
    """Ask on a terminal, naming what is about to change; a destroy wants the name of the cluster."""
    cluster = planned.subject.cluster
    what = plain(headline(counts_text(planned.counts), planned.subject))
    wanted = cluster if planned.destroy and cluster else "yes"
    name = f"the name of the cluster, {shown_line(wanted)}," if wanted == cluster else "yes"
    verb = "destroy" if planned.destroy else "apply"
    return typed_answer(f"{what}\nType {name} to {verb}, anything else to stop") == wanted
