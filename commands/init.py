"""`eksgen init`: write a commented spec to start from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import typer

from ..compiler.diagnostics import Diagnostic, Severity
from ..compiler.edit.starter import Start, newest_version, starter, usual_zones
from ..compiler.errors import EksgenError
from ..compiler.files.names import command_text
from ..compiler.files.writing import create_named, make_output_folder, replace_named
from ..compiler.pipeline import check_text
from ..compiler.source.parse import parse_yaml
from ..compiler.source.tree import find
from ..report.human.diagnostics import draw_error
from ..report.terminal import detect
from .inputs.clock import day_of_output
from .inputs.read_spec import show_diagnostics

_SOME_ADMIN: Final = "arn:aws:iam::111122223333:role/PlatformAdmin"


@dataclass(frozen=True, slots=True)
class InitAnswers:
    """The options of the command line; what is None is asked for on a terminal, else it gets its default."""

    name: str | None
    region: str | None
    admin: str | None
    kubernetes: str | None
    zones: int | None


@dataclass(frozen=True, slots=True)
class _Question:
    """A question for a field of `Start`: its option, its text, and the path of the answer in the spec."""

    field: str
    option: str
    text: str
    path: tuple[str | int, ...]


_QUESTIONS = (
    _Question("name", "--name", "Name of the cluster", ("metadata", "name")),
    _Question("region", "--region", "AWS region", ("metadata", "region")),
    _Question("admin", "--admin", "ARN of the IAM role or user that administers it", ("access", "admins", 0)),
    _Question("kubernetes", "--kubernetes", "Kubernetes version", ("kubernetes", "version")),
    _Question("zones", "--zones", "Zones", ("network", "zones")),
)


def init(file: str, answers: InitAnswers, *, force: bool) -> int:
    """Write the spec, and the folder that it is to be in. If an answer is wrong, say so and write nothing."""
    if file != "-" and os.path.lexists(file) and not force:
        raise _already_there(file)
    day = day_of_output()
    start = _complete(answers, day, ask=sys.stdin.isatty())
    if start is None:
        return 1
    text = starter(start)
    checked = check_text(text.encode(), "<stdout>" if file == "-" else file, today=day)
    show_diagnostics(checked.findings, checked.texts)
    if checked.failed:
        return 1
    if file == "-":
        sys.stdout.write(text)
        return 0
    make_output_folder(Path(file).parent)
    if force:
        replace_named(Path(file), text.encode())
    elif not create_named(Path(file), text.encode()):  # created while the questions were asked
        raise _already_there(file)
    rehearse = command_text("plan", file, sandbox=True)
    sys.stdout.write(f"{file}: written; read it, then rehearse:\n  {rehearse}\n")
    return 0


def _already_there(file: str) -> EksgenError:
    helps = ("choose another file, or pass --force to overwrite it",)
    return EksgenError(f"{file} already exists", code="file-exists", helps=helps)


def _complete(answers: InitAnswers, day: date, *, ask: bool) -> Start | None:
    """Return the answers, asked for or with defaults where not given; None if an option is wrong."""
    given = asdict(answers)
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-west-2"
    start = Start("demo", region, _SOME_ADMIN, newest_version(day), 0)
    wrong: list[EksgenError] = []
    for question in _QUESTIONS:
        if question.field == "zones":
            start = replace(start, zones=usual_zones(start.region))
        if given[question.field] is not None:
            start = replace(start, **{question.field: given[question.field]})
            wrong += _errors(start, question, day)
        elif ask:
            start = _asked(start, question, day)
        elif question.field == "admin":
            helps = (f"pass an IAM role or user: --admin {_SOME_ADMIN}",)
            wrong.append(EksgenError("the cluster has no administrator", code="missing-admin", helps=helps))
    _show(wrong)
    return None if wrong else start


def _asked(start: Start, question: _Question, day: date) -> Start:
    """Ask until the answer is right. A bare return takes the default; an administrator has none."""
    default = None if question.field == "admin" else getattr(start, question.field)
    kind = int if question.field == "zones" else str
    while True:
        answer = typer.prompt(question.text, default=default, type=kind, err=True)
        asked = replace(start, **{question.field: answer.strip() if kind is str else answer})
        errors = [_without_help(error) for error in _errors(asked, question, day)]
        if not errors:
            return asked
        _show(errors)


def _without_help(error: EksgenError) -> EksgenError:
    return EksgenError(error.message, code=error.code, notes=error.notes)


def _errors(start: Start, question: _Question, day: date) -> Iterator[EksgenError]:
    """Yield what is wrong with the answer to a question, those before it being right."""
    text = starter(start).encode()
    root, _, _ = parse_yaml(text, "")
    answer = None if root is None else find(root, question.path)
    for finding in check_text(text, "", today=day).findings:
        if finding.severity is Severity.ERROR and (
            answer is None or finding.primary.span.line == answer.span.line
        ):
            yield _as_error(finding, question)


def _as_error(finding: Diagnostic, question: _Question) -> EksgenError:
    return EksgenError(
        finding.message, code=finding.code, notes=finding.notes, helps=(f"pass another {question.option}",)
    )


def _show(errors: list[EksgenError]) -> None:
    style = detect(sys.stderr, os.environ)
    sys.stderr.write(style.ascii("\n".join(draw_error(error, style.width) for error in errors)))
