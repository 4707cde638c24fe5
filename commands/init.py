"""`eksgen init`: write a commented spec to start from."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from ..compiler.edit.starter import Start, newest_version, starter, usual_zones
from ..compiler.errors import EksgenError
from ..compiler.files.names import command_text
from ..compiler.files.writing import replace_named
from ..compiler.pipeline import check_text
from .inputs.clock import day_of_output
from .inputs.read_spec import show_diagnostics


@dataclass(frozen=True, slots=True)
class InitAnswers:
    """The options of the command line; what is None is asked for on a terminal, else it gets its default."""

    name: str | None
    region: str | None
    admin: str | None
    kubernetes: str | None
    zones: int | None


def init(file: str, answers: InitAnswers, *, force: bool) -> int:
    """Write the spec. If it would have errors, show them and write nothing."""
    if file != "-" and os.path.lexists(file) and not force:
        helps = ("choose another file, or pass --force to overwrite it",)
        raise EksgenError(f"{file} already exists", code="file-exists", helps=helps)
    day = day_of_output()
    text = starter(_complete(answers, day, ask=sys.stdin.isatty()))
    checked = check_text(text.encode(), "<stdout>" if file == "-" else file, today=day)
    show_diagnostics(checked.findings, checked.texts)
    if checked.failed:
        return 1
    if file == "-":
        sys.stdout.write(text)
        return 0
    replace_named(Path(file), text.encode())
    rehearse = command_text("plan", file, sandbox=True)
    sys.stdout.write(f"{file}: written; read it, then run `{rehearse}` to rehearse\n")
    return 0


def _complete(answers: InitAnswers, day: date, *, ask: bool) -> Start:
    name = answers.name or _answer("Name of the cluster", "demo", ask)
    default_region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-west-2"
    region = answers.region or _answer("AWS region", default_region, ask)
    admin = answers.admin or _answer("ARN of the IAM role or user that administers it", None, ask)
    if not admin:
        raise EksgenError(
            "the cluster has no administrator",
            code="missing-admin",
            helps=("pass an IAM role or user: --admin arn:aws:iam::111122223333:role/PlatformAdmin",),
        )
    version = answers.kubernetes or _answer("Kubernetes version", newest_version(day), ask)
    zones = (
        answers.zones if answers.zones is not None else int(_answer("Zones", str(usual_zones(region)), ask))
    )
    return Start(name, region, admin, version, zones)


def _answer(question: str, default: str | None, ask: bool) -> str:
    if not ask:
        return default or ""
    kind = int if question == "Zones" else str
    return str(typer.prompt(question, default=default, type=kind, err=True)).strip()
