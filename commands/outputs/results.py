"""Where results go: standard output, the files of `--report`, the step summary on GitHub."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from ...compiler.errors import EksgenError
from ...compiler.files.names import shown_name
from ...compiler.files.writing import append_text, replace_named
from ...report.terminal import UNCUT, Style, detect
from ..inputs.choices import ReportFormat


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """An additional report: its format, and the file that it goes to."""

    format: str
    file: Path


def report_targets(given: Sequence[str] | None, plan: Path | None) -> tuple[ReportTarget, ...]:
    """Parse the values of `--report`, such as `sarif=plan.sarif`, before anything runs.

    `plan` is the file that a plan is saved in. Raises `BadParameter` for a file that cannot be written.
    """
    targets = tuple(map(_target, given or ()))
    files = [file.resolve() for file in (*(target.file for target in targets), *((plan,) if plan else ()))]
    for report, file in zip(targets, files, strict=False):
        if files.count(file) > 1:
            raise _wrong(f"{report.file} would be written twice")
        if file.is_dir() or not file.parent.is_dir():
            problem = "is a folder" if file.is_dir() else "is in a folder that does not exist"
            raise _wrong(f"{report.file} {problem}")
    return targets


def write_reports(
    draw: Callable[[str, Style], str],
    format: str | None,
    targets: Sequence[ReportTarget],
    *,
    full: bool = False,
) -> None:
    """Draw a result for every target, and for standard output last, because its reader may close it early.

    With a `format` of None, standard output gets nothing. With `full`, people get everything.
    """
    style = replace(UNCUT, full=full)
    for target in targets:
        replace_named(target.file, draw(target.format, style).encode("utf-8", "replace"))
    if format == "github":
        _add_step_summary(draw("markdown", style))
    if format is not None:
        write_result(draw(format, stdout_style(full=full)))


def stdout_style(*, full: bool = False) -> Style:
    """Return the style of standard output; with `full`, nothing is cut or shortened."""
    style = detect(sys.stdout)
    return replace(style, clips=style.clips and not full, full=full)


def write_result(text: str) -> None:
    """Write a result to standard output."""
    sys.stdout.write(text)


def _target(text: str) -> ReportTarget:
    format, _, file = text.partition("=")
    if not file:
        raise _wrong(f"{text} is not of the form FORMAT=FILE, such as sarif=plan.sarif")
    known = [name.value for name in ReportFormat]
    if format not in known:
        raise _wrong(f"{format} is not one of {', '.join(known)}")
    return ReportTarget(format, Path(file))


def _wrong(message: str) -> typer.BadParameter:
    return typer.BadParameter(message, param_hint="--report")


def _add_step_summary(text: str) -> None:
    """Add Markdown to the step summary of GitHub Actions; elsewhere this does nothing.

    The annotations matter more, so a summary that cannot be written is a warning.
    """
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        append_text(Path(file), text.encode("utf-8", "replace").decode("utf-8"))
    except (OSError, ValueError, EksgenError) as error:
        reason = getattr(error, "strerror", None) or error
        sys.stderr.write(f"warning: the step summary {shown_name(file)} cannot be written: {reason}\n")
