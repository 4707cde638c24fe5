"""Where results go: standard output, the files of `--report`, the summary of a step on GitHub.

In: what draws a result in a format. A run takes minutes, a drawing none, so one run serves all of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from ...report.terminal import Style, detect
from ..inputs.options import ReportFormat
from .replace_file import replace_file


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """A further report: its format, and the file that it goes to."""

    format: str
    file: Path


def report_targets(given: Sequence[str] | None, plan: Path | None) -> tuple[ReportTarget, ...]:
    """The values of `--report`, as `sarif=plan.sarif`; what is wrong is told before anything runs.

    `plan` is the file that a plan is saved in.
    """
    found = tuple(map(_report, given or ()))
    files = [file.resolve() for file in (*(report.file for report in found), *((plan,) if plan else ()))]
    for report, file in zip(found, files, strict=False):
        if files.count(file) > 1:
            raise _wrong(f"{report.file} would be written twice")
        if file.is_dir() or not file.parent.is_dir():
            raise _wrong(f"{report.file} {'is a folder' if file.is_dir() else 'lies in no folder'}")
    return found


def publish(draw: Callable[[str, Style], str], format: str, further: Sequence[ReportTarget]) -> None:
    """Draw a result wherever it is wanted; who reads standard output may go away early, so it comes last."""
    for report in further:
        replace_file(report.file, draw(report.format, Style()).encode("utf-8", "replace"))
    if format == "github":
        _summarise(draw("markdown", Style()))
    write_result(draw(format, stdout_style()))


def stdout_style() -> Style:
    """How to draw on standard output."""
    return detect(sys.stdout)


def write_result(text: str) -> None:
    """Write a result."""
    sys.stdout.write(text)


def _report(text: str) -> ReportTarget:
    format, _, file = text.partition("=")
    if not file:
        raise _wrong(f"{text} is not like sarif=plan.sarif")
    known = [one.value for one in ReportFormat]
    if format not in known:
        raise _wrong(f"{format} is none of {', '.join(known)}")
    return ReportTarget(format, Path(file))


def _wrong(message: str) -> typer.BadParameter:
    return typer.BadParameter(message, param_hint="--report")


def _summarise(text: str) -> None:
    """Add Markdown to the summary of a GitHub Actions step; outside of one this does nothing."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if file:
        with Path(file).open("a", encoding="utf-8") as summary:
            summary.write(text)
