"""Many specs at once: each in a thread of its own, one display, one report, one exit code.

A spec that fails, whatever the reason, is an outcome like another and hides none. The first ^C reaches every
Terraform that runs, once, and keeps the rest from beginning.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...compiler.errors import EksgenError, SpecRefused
from ...compiler.pipeline import Checked, Compilation, check_file, compile_spec
from ...engine.terraform.events import OnEvent
from ...engine.terraform.interrupts import interrupt_policy, many_runs, raise_if_interrupted
from ...engine.workdir.workspace import Workspace
from ...report.fleet import SpecOutcome
from ...report.formats import FLEET
from ...report.human.fleet_progress import Display, fleet_progress
from ...report.terminal import Style, detect
from ..inputs.clock import today
from ..inputs.read_spec import read_checked
from ..inputs.spec_files import cluster_specs, is_several
from ..outputs.exit_codes import INTERRUPTED, as_error, drawn
from ..outputs.results import publish
from .workdir import DIFFERENCES, RunOptions, hold_workdir, open_workdir, require_file

_TICK = 0.2

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job(Generic[R]):
    """What is done with each spec, in its working folder.

    `begin` is called with the file before anything else, and gives what to do with the checked spec once
    the folder is ready.
    `summary` tells a result in a few words, `differs` whether it makes the exit code 3; `formats` draw one
    result. `compiled` gives what the working folder holds; by default that is the spec as it is.
    """

    verb: str
    begin: Callable[[str], Callable[[Checked, Workspace, OnEvent], R]]
    summary: Callable[[R], str]
    differs: Callable[[R], bool]
    formats: Mapping[str, Callable[[R, Style], str]]
    compiled: Callable[[str, Checked], Compilation] = lambda _file, spec: compile_spec(spec)


def run_job(job: Job[R], arguments: Sequence[str], options: RunOptions, parallel: int) -> int:
    """Do it with the one spec that is named, or with every one of several, and tell what came of it."""
    if is_several(arguments):
        return run_many(job, arguments, options, parallel)
    (file,) = arguments
    require_file(file)
    run = job.begin(file)
    spec = read_checked(file)
    with open_workdir(job.verb, file, options, job.compiled(file, spec)) as (workspace, on_event):
        result = run(spec, workspace, on_event)
    publish(lambda name, style: job.formats[name](result, style), options.format, options.reports)
    return DIFFERENCES if job.differs(result) else 0


def run_many(job: Job[R], arguments: Sequence[str], options: RunOptions, parallel: int) -> int:
    """Do it with every spec that the arguments mean, and tell about all of them."""
    files = cluster_specs(arguments)
    if "-" in files:
        raise EksgenError("standard input cannot be one of several specs", code="not-a-file")
    if options.sandbox:
        from ...sandbox import control

        control.start()  # once, before the threads would
    outcomes = _outcomes(job, files, options, parallel)
    publish(
        lambda name, style: FLEET[name](job.verb, [one.drawn(name, style) for one in outcomes], style),
        options.format,
        options.reports,
    )
    return exit_code(outcomes)


def exit_code(outcomes: Sequence[SpecOutcome]) -> int:
    """The one that matters most: interrupted, then any error, stale, locked, differences, fine."""
    codes = {outcome.code for outcome in outcomes}
    return next((code for code in (INTERRUPTED, 1, 2, 5, 4, DIFFERENCES) if code in codes), 0)


def _outcomes(job: Job[R], files: Sequence[str], options: RunOptions, parallel: int) -> list[SpecOutcome]:
    with (
        fleet_progress(sys.stderr, detect(sys.stderr), files) as display,
        many_runs(_telling(display)),
        ThreadPoolExecutor(parallel, thread_name_prefix="eksgen") as pool,
    ):
        futures = [pool.submit(_one, job, file, options, display) for file in files]
        _awaited(futures)
        return [future.result() for future in futures]


def _telling(display: Display) -> Callable[[], None]:
    """What a signal handler does besides stopping Terraform: say so, once for all specs."""
    count = 0

    def told() -> None:
        nonlocal count
        count += 1
        display.say(interrupt_policy(count).text)

    return told


def _awaited(futures: Sequence[Future[SpecOutcome]]) -> None:
    while wait(futures, timeout=_TICK).not_done:  # short, so that signal handlers get their turn
        pass


def _one(job: Job[R], file: str, options: RunOptions, display: Display) -> SpecOutcome:
    """One spec, from its text to its outcome. Nothing is raised."""
    outcome = SpecOutcome(file)
    try:
        raise_if_interrupted()
        display.began(file)
        outcome = _done(job, file, options, display.events(file))
    except KeyboardInterrupt:
        outcome = SpecOutcome(file, INTERRUPTED, "stopped before it was done")
    except Exception as error:
        told = as_error(error)
        summary = told.message if told.exit_code == INTERRUPTED else f"failed: {told.message}"
        outcome = SpecOutcome(file, told.exit_code, summary, drawn(told), error=told)
    display.ended(file, outcome.summary, outcome.code)
    return outcome


def _done(job: Job[R], file: str, options: RunOptions, on_event: OnEvent) -> SpecOutcome:
    spec = check_file(file, today())
    if spec.failed:
        error = SpecRefused("the spec has errors", code="spec")
        return SpecOutcome(
            file,
            1,
            "failed: the spec has errors",
            error=error,
            findings=spec.findings,
            texts=spec.texts,
        )
    run = job.begin(file)
    with hold_workdir(job.verb, file, options, job.compiled(file, spec), on_event) as (workspace, noting):
        result = run(spec, workspace, noting)
    return SpecOutcome(
        file,
        DIFFERENCES if job.differs(result) else 0,
        job.summary(result),
        draw=lambda name, style: job.formats[name](result, style),
        findings=spec.findings,
        texts=spec.texts,
    )
