"""What `eksgen drift` is asked to do about findings: `--adopt`, `--ignore` and `--revert`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from ...engine.drift.ignore_rules import LIFE_OF_RULE
from ...engine.remediation.ignore import NewIgnoreRule
from .clock import today


@dataclass(frozen=True, slots=True)
class Remediation:
    """Ids of findings, or their beginnings, by what to do about them.

    `rule` is what the rules for `ignore` say, `output` the file to save the plan of `revert` in, `into` the
    file to edit.
    """

    adopt: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    revert: tuple[str, ...] = ()
    rule: NewIgnoreRule | None = None
    output: Path | None = None
    into: str = ""


def remediation_options(
    adopt: Sequence[str] | None,
    ignore: Sequence[str] | None,
    revert: Sequence[str] | None,
    reason: str | None,
    owner: str | None,
    until: str | None,
    output: Path | None,
    into: str | None = None,
) -> Remediation | None:
    """Return the values of the options, None without any; `BadParameter` if they do not fit together."""
    if ignore and not (reason or "").strip():
        raise typer.BadParameter("--ignore needs a reason why the change is fine", param_hint="--reason")
    if not ignore and (reason or owner or until):
        raise typer.BadParameter("--reason, --owner and --until need --ignore", param_hint="--ignore")
    if output and not revert:
        raise typer.BadParameter("--output needs --revert, whose plan it saves", param_hint="--output")
    if into and not (adopt or ignore):
        raise typer.BadParameter("--into needs --adopt or --ignore", param_hint="--into")
    if not (adopt or ignore or revert):
        return None
    rule = NewIgnoreRule(reason or "", owner, _last_day(until)) if ignore else None
    ids = (tuple(adopt or ()), tuple(ignore or ()), tuple(revert or ()))
    return Remediation(*ids, rule, output, into or "")


def _last_day(until: str | None) -> date:
    try:
        day = date.fromisoformat(until) if until else today() + LIFE_OF_RULE
    except ValueError:
        raise typer.BadParameter(f"{until} is not a date such as 2027-03-31", param_hint="--until") from None
    if day < today():
        raise typer.BadParameter(f"{until} is in the past", param_hint="--until")
    return day
