"""Many specs side by side: a thread for each, one display, one report, one exit code.

A spec that fails, for whatever reason, does not stop the others. The first ^C reaches every running Terraform
once, and keeps the other specs from starting.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...compiler.diagnostics import Severity
from ...compiler.errors import EksgenError, SpecRefused
from ...compiler.pipeline import (
    Checked,
    Compilation,
    check_file,
    compile_spec,
    conflicts,
    with_findings,
)
from ...engine.terraform.events import OnEvent
from ...engine.terraform.interrupts import interrupt_policy, many_runs, raise_if_interrupted
from ...engine.workdir.workspace import Workspace
from ...report.fleet import FleetPart, SpecOutcome, exit_code
from ...report.formats import draw_run, draw_runs
from ...report.human.fleet_progress import Display, fleet_progress
from ...report.page.run_report import RunReport
from ...report.terminal import detect
from ..inputs.clock import today
from ..inputs.read_spec import read_checked, with_sandbox
from ..inputs.shards import own_specs
from ..inputs.spec_files import cluster_specs
from ..outputs.exit_codes import DIFFERENCES, INTERRUPTED, as_error, error_texts
from ..outputs.results import write_reports
from .workdir import RunOptions, hold_workdir, open_workdir, require_file

_TICK = 0.2

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job(Generic[R]):
    """The work on each spec, in its working folder.

    `begin` is called with the file first, and returns what to do with the checked spec once the folder is
    ready. `summary` describes a result in a few words, `differs` says whether it makes the exit code 3, and
    `report` returns the values that it is drawn from. `compiled` returns the content of the working folder,
    by default the compiled spec. Of the findings in a single spec, those of severity `least` and above are
    shown before the run.
    """

    verb: str
    begin: Callable[[str], Callable[[Checked, Workspace, OnEvent], R]]
    summary: Callable[[R], str]
    differs: Callable[[R], bool]
    report: Callable[[R], RunReport]
    compiled: Callable[[str, Checked], Compilation] = lambda _file, spec: compile_spec(spec)
    least: Severity = Severity.WARNING


def run_job(job: Job[R], arguments: Sequence[str], options: RunOptions, parallel: int) -> int:
    """Run a job for one spec or for several, publish the report, and return the exit code."""
    if options.several(arguments):
        return run_many(job, arguments, options, parallel)
    (file,) = arguments
    require_file(file)
    try:
        outcome = _run_one(job, file, options)
    except (EksgenError, OSError) as exception:
        with suppress(EksgenError, OSError):  # the failure itself is what people must see
            _report_failure(job.verb, file, as_error(exception), options)
        raise
    write_reports(
        lambda format, style: draw_run(format, outcome, style),
        options.format,
        options.reports,
        full=options.full,
    )
    return outcome.code


def _run_one(job: Job[R], file: str, options: RunOptions) -> SpecOutcome:
    run = job.begin(file)
    spec = read_checked(file, sandbox=options.sandbox, least=job.least)
    with open_workdir(job.verb, file, options, job.compiled(file, spec)) as (workspace, on_event):
        result = run(spec, workspace, on_event)
    return _done(job, file, spec, result, options)


def _done(job: Job[R], file: str, spec: Checked, result: R, options: RunOptions) -> SpecOutcome:
    return SpecOutcome(
        file,
        DIFFERENCES if job.differs(result) else 0,
        job.summary(result),
        report=job.report(result),
        findings=with_sandbox(spec.findings) if options.sandbox else spec.findings,
        texts=spec.texts,
    )


def _report_failure(verb: str, file: str, error: EksgenError, options: RunOptions) -> None:
    """Write the reports of a run that failed, as those of several specs say it; stderr has the error too."""
    findings = check_file(file, today()).findings if isinstance(error, SpecRefused) and file != "-" else ()
    outcome = SpecOutcome(
        file,
        error.exit_code,
        f"failed: {error.message}",
        error=error,
        findings=findings,
        texts=error_texts(error),
    )
    format = options.format if options.format == "github" else None
    write_reports(lambda name, style: draw_runs(name, verb, [outcome], style), format, options.reports)


def run_many(job: Job[R], arguments: Sequence[str], options: RunOptions, parallel: int) -> int:
    """Run a job for every spec that the arguments name, or for those of a shard."""
    files = cluster_specs(arguments)
    if "-" in files:
        raise EksgenError("standard input cannot be one of several specs", code="not-a-file")
    own = own_specs(files, options.shard)
    shard = options.shard
    part = FleetPart(shard.number, shard.total, tuple(sorted(files))) if shard else None
    if options.sandbox:
        from ...sandbox import control

        control.start()  # once, before any thread does
    outcomes = _outcomes(job, files, own, options, parallel)
    outcomes.sort(key=lambda outcome: outcome.file)  # as in a report that is merged from shards
    write_reports(
        lambda format, style: draw_runs(format, job.verb, outcomes, style, part),
        options.format,
        options.reports,
        full=options.full,
    )
    return exit_code(outcomes)


def _outcomes(
    job: Job[R], files: Sequence[str], own: Sequence[str], options: RunOptions, parallel: int
) -> list[SpecOutcome]:
    """Check all files against each other, and run the job for those that are `own`."""
    with (
        fleet_progress(sys.stderr, detect(sys.stderr), own) as display,
        many_runs(_on_interrupt(display)),
        ThreadPoolExecutor(parallel, thread_name_prefix="eksgen") as pool,
    ):
        specs = _checked_together(files)
        futures = [pool.submit(_outcome, job, file, specs.pop(file), options, display) for file in own]
        _wait(futures)
        return [future.result() for future in futures]


def _checked_together(files: Sequence[str]) -> dict[str, Checked | Exception]:
    """Return each spec, checked by itself and against the others, or the error of its check."""
    specs = {file: _checked_or_error(file) for file in files}
    checked = {file: spec for file, spec in specs.items() if isinstance(spec, Checked)}
    found = conflicts(list(checked.values()))
    return specs | {file: with_findings(c, found.get(file, ()), today()) for file, c in checked.items()}


def _checked_or_error(file: str) -> Checked | Exception:
    try:
        return check_file(file, today())
    except Exception as exception:
        return exception


def _on_interrupt(display: Display) -> Callable[[], None]:
    """Return what a signal handler does besides stopping Terraform: announce it once for all specs."""
    count = 0

    def announce() -> None:
        nonlocal count
        count += 1
        display.say(interrupt_policy(count).text)

    return announce


def _wait(futures: Sequence[Future[SpecOutcome]]) -> None:
    while wait(futures, timeout=_TICK).not_done:  # signal handlers only run in between
        pass


def _outcome(
    job: Job[R], file: str, checked: Checked | Exception, options: RunOptions, display: Display
) -> SpecOutcome:
    """Run one spec; every exception becomes an outcome, also that of its check."""
    try:
        raise_if_interrupted()
        display.began(file)
        if isinstance(checked, Exception):
            raise checked
        outcome = _run_spec(job, file, checked, options, display.events(file))
    except KeyboardInterrupt:
        outcome = SpecOutcome(file, INTERRUPTED, "stopped before it was done")
    except Exception as exception:
        error = as_error(exception)
        summary = error.message if error.exit_code == INTERRUPTED else f"failed: {error.message}"
        outcome = SpecOutcome(file, error.exit_code, summary, error=error, texts=error_texts(error))
    display.ended(file, outcome.summary, outcome.code)
    return outcome


def _run_spec(job: Job[R], file: str, spec: Checked, options: RunOptions, on_event: OnEvent) -> SpecOutcome:
    if spec.failed:
        return SpecOutcome(
            file,
            1,
            "failed: the spec has errors",
            error=SpecRefused("the spec has errors", code="spec"),
            findings=spec.findings,
            texts=spec.texts,
        )
    run = job.begin(file)
    with hold_workdir(job.verb, file, options, job.compiled(file, spec), on_event) as (workspace, notify):
        result = run(spec, workspace, notify)
    return _done(job, file, spec, result, options)
