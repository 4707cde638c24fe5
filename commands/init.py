"""`eksgen init`: a commented spec to start from."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from ..compiler.edit.starter import Start, newest_version, starter, usual_zones
from ..compiler.errors import EksgenError
from ..compiler.pipeline import check_text
from .inputs.clock import today
from .inputs.read_spec import show_diagnostics
from .outputs.replace_file import replace_file


@dataclass(frozen=True, slots=True)
class InitAnswers:
    """What the command line gave; None is asked for, or takes its default."""

    name: str | None
    region: str | None
    admin: str | None
    kubernetes: str | None
    zones: int | None


def init(file: str, given: InitAnswers, *, force: bool) -> int:
    """Write the spec, unless the answers make one with errors: these are shown, and nothing is written."""
    if file != "-" and Path(file).exists() and not force:
        helps = ("name another file, or give --force to overwrite it",)
        raise EksgenError(f"{file} is already there", code="file-exists", helps=helps)
    day = today()
    text = starter(_complete(given, day, ask=sys.stdin.isatty()))
    checked = check_text(text.encode(), "<stdout>" if file == "-" else file, today=day)
    show_diagnostics(checked.findings, checked.texts)
    if checked.failed:
        return 1
    if file == "-":
        sys.stdout.write(text)
        return 0
    replace_file(Path(file), text.encode())
    sys.stdout.write(f"{file}: written; read it, then run `eksgen plan {file} --sandbox` to rehearse\n")
    return 0


def _complete(given: InitAnswers, day: date, *, ask: bool) -> Start:
    name = given.name or _asked("Name of the cluster", "demo", ask)
    usual = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-west-2"
    region = given.region or _asked("AWS region", usual, ask)
    admin = given.admin or _asked("ARN of the IAM role or user that administers it", None, ask)
    if not admin:
        raise EksgenError(
            "nobody is named to administer the cluster",
            code="missing-admin",
            helps=("give an IAM role or user: --admin arn:aws:iam::111122223333:role/PlatformAdmin",),
        )
    version = given.kubernetes or _asked("Kubernetes version", newest_version(day), ask)
    zones = given.zones if given.zones is not None else int(_asked("Zones", str(usual_zones(region)), ask))
    return Start(name, region, admin, version, zones)


def _asked(question: str, usual: str | None, ask: bool) -> str:
    if not ask:
        return usual or ""
    kind = int if question == "Zones" else str
    return str(typer.prompt(question, default=usual, type=kind, err=True)).strip()
