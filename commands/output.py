"""`eksgen output`: print the outputs in the state of a cluster."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import typer

from ..compiler.errors import EksgenError
from ..compiler.files.names import command_text, shown_name
from ..engine.runs.outputs import Output, shown_output, state_outputs
from ..report.human.outputs import output_lines
from ..report.page.words import printable
from .outputs.results import stdout_style, write_result
from .runs.workdir import RunOptions, compiled_workdir


def output(spec: str, name: str | None, run: RunOptions) -> int:
    """Print all outputs, or one of them. What an apply hides is shown only if it is named."""
    if run.format == "raw" and name is None:
        raise typer.BadParameter("raw is for one output: add its name", param_hint="--format")
    with compiled_workdir("output", spec, run) as (workspace, on_event):
        found = state_outputs(workspace, on_event)
    if not found:
        raise _nothing_applied(spec, run)
    if name is None:
        shown = {key: shown_output(key, value) for key, value in found.items()}
        write_result(_json(shown) if run.format == "json" else _lines(shown))
        return 0
    value = _named(found, name).value
    if run.format == "human":
        write_result(f"{_text(value)}\n")
    else:
        write_result(_json(value) if run.format == "json" else _raw(value))
    return 0


def _named(found: Mapping[str, Output], name: str) -> Output:
    if name not in found:
        raise EksgenError(
            f"there is no output {shown_name(name)}",
            code="no-output",
            notes=(f"outputs: {', '.join(found)}",),
        )
    return found[name]


def _nothing_applied(spec: str, run: RunOptions) -> EksgenError:
    return EksgenError(
        "the state has no outputs",
        code="no-output",
        notes=("nothing is applied",),
        helps=(f"apply it first: {command_text('apply', spec, sandbox=run.sandbox)}",),
    )


def _lines(values: Mapping[str, Any]) -> str:
    return stdout_style().page(output_lines(values, stdout_style()))


def _text(value: Any) -> str:
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr))


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=repr) + "\n"


def _raw(value: Any) -> str:
    """Return a text without a newline, which `$(…)` does not need, and JSON as a line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) + "\n"
