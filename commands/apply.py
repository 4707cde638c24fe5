"""`eksgen apply` and `destroy`: plan, show, ask, do and tell; or take a saved plan and do that."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from ..compiler.errors import EksgenError
from ..engine.errors.run_failed import RunFailed
from ..engine.plan.result import ApplyResult, PlanResult
from ..engine.runs import apply as applying
from ..engine.runs.apply import ApplyOptions
from ..engine.runs.import_orphans import importing_orphans
from ..engine.saved_plan.envelope import is_envelope
from ..report.human.apply import draw_applied, draw_partial_apply
from ..report.human.plan import draw_plan
from ..report.json import runs as json_
from .outputs.results import stdout_style, write_result
from .runs.workdir import RunOptions, compiled_workdir


def apply(
    file: str,
    options: RunOptions,
    care: ApplyOptions,
    *,
    yes: bool,
    destroy: bool = False,
    import_orphans: bool = False,
) -> int:
    """Apply a spec or a saved plan, and tell how it ended."""
    saved = _saved(file, destroy=destroy)
    if saved and import_orphans:
        raise typer.BadParameter(
            f"it is for making a plan: eksgen plan SPEC --import-orphans -o {file}",
            param_hint="--import-orphans",
        )
    if not (saved or yes or sys.stdin.isatty()):
        raise _unconfirmed("destroy" if destroy else "apply")
    try:
        if saved:
            from .runs.saved_plan import apply_file

            result = apply_file(Path(file), options, care)
        else:
            result = _apply_spec(file, options, care, yes=yes, destroy=destroy, import_orphans=import_orphans)
    except RunFailed as error:
        if (story := error.partial_apply) is not None:
            json = options.format == "json"
            write_result(
                json_.failed_json(story, error.message, error.helps)
                if json
                else f"\n{draw_partial_apply(story, stdout_style())}\n"
            )
        raise
    gap = "" if saved or result.plan.empty else "\n"  # below the plan
    write_result(
        json_.apply_json(result) if options.format == "json" else gap + draw_applied(result, stdout_style())
    )
    return 0 if _fine(result, saved=saved) else 1


def _apply_spec(
    file: str, options: RunOptions, care: ApplyOptions, *, yes: bool, destroy: bool, import_orphans: bool
) -> ApplyResult:
    verb = "destroy" if destroy else "apply"

    def approve(planned: PlanResult) -> bool:
        text = draw_plan(planned, stdout_style())
        (write_result if options.format == "human" else sys.stderr.write)(text)
        return yes or _confirmed(verb)

    with compiled_workdir(verb, file, options) as (workspace, on_event):
        timeout = options.lock_timeout
        with importing_orphans(workspace, on_event, wanted=import_orphans, lock_timeout=timeout):
            return applying.apply(workspace, approve, on_event, destroy=destroy, care=care)


def _fine(result: ApplyResult, *, saved: bool) -> bool:
    """An apply that was declined, or that does not converge, is not."""
    if not result.applied:
        return saved or result.plan.empty
    return result.converged is not False


def _saved(file: str, *, destroy: bool) -> bool:
    """Whether this is a plan that was saved, by its content or at least by its name."""
    path = Path(file)
    found = is_envelope(path) or path.suffix == ".eksplan"
    if found and destroy:
        raise EksgenError(
            f"{file} is a saved plan, not a spec",
            code="not-a-spec",
            helps=(
                f"apply it: eksgen apply {file}",
                "a plan to destroy is made by `eksgen plan --destroy -o`",
            ),
        )
    return found


def _unconfirmed(verb: str) -> EksgenError:
    return EksgenError(
        f"nobody is there to confirm the {verb}",
        code="unconfirmed",
        notes=("standard input is not a terminal",),
        helps=(
            f"look at `eksgen plan`, then give --yes to {verb} without a question",
            "or save a plan with `eksgen plan SPEC -o FILE.eksplan`, and apply that file",
        ),
    )


def _confirmed(verb: str) -> bool:
    sys.stderr.write(f"\nType yes to {verb}, anything else to stop: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == "yes"
