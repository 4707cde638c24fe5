"""`eksgen plan`: prepare the folder, plan, show; with an output file, save the plan for a later apply."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import typer

from ..compiler.pipeline import compile_spec
from ..engine import run
from ..report import formats
from .clock import span
from .spec import checked
from .work import DIFFERENCES, Options, prepared, require_file, say, style, summarise


@dataclass(frozen=True, slots=True)
class Saving:
    """Where to save a plan, and for how long it may be applied."""

    file: Path
    life: timedelta


def saving(file: Path | None, life: str) -> Saving | None:
    """The options `--output` and `--expires-in`; wrong usage if the span is none."""
    try:
        return Saving(file, span(life)) if file is not None else None
    except ValueError as problem:
        raise typer.BadParameter(str(problem), param_hint="--expires-in") from None


def plan(
    file: str, options: Options, *, detailed_exitcode: bool, destroy: bool, saving: Saving | None = None
) -> int:
    """Show what an apply would do, and keep the plan if asked to."""
    require_file(file)
    spec = checked(file)
    compilation = compile_spec(spec)
    keep = None
    with prepared("plan", file, options, compilation) as (workspace, on_event):
        if saving is not None:
            from . import saved

            keep = saved.keep(saving.file, file, spec, compilation.cluster.region, workspace, saving.life)
        result = run.plan(workspace, on_event, destroy=destroy, lock_timeout=options.lock_timeout, keep=keep)
    say(formats.PLAN[options.format](result, style()))
    if options.format == "github":
        summarise(formats.plan_markdown(result))
    if saving is not None:
        sys.stderr.write(f"saved {saving.file}; it holds secrets of the plan in clear\n")
    return DIFFERENCES if detailed_exitcode and not result.empty else 0
