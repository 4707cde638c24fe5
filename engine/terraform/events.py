"""Terraform's progress as typed events: one line of its `-json` stream in, one event out.

The stream carries progress only, never attribute values (those come from the plan JSON). Unknown message
types keep their text, unknown keys are ignored, and a line that is not JSON becomes an `OutputLine`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...compiler.files.decoding import NotDecoded, decode_object
from ..redact import redact_text


@dataclass(frozen=True, slots=True)
class SourceRange:
    """The source range of a diagnostic: a file relative to the compiled folder, lines and columns from 1."""

    file: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class TerraformDiagnostic:
    """A Terraform error or warning. `severity` is `error` or `warning`."""

    severity: str
    summary: str
    detail: str = ""
    address: str = ""
    range: SourceRange | None = None
    context: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Started:
    """A Terraform command started, as process `pid`."""

    command: str
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """A Terraform command ended with exit code `code` after `seconds`."""

    command: str
    code: int
    seconds: float


@dataclass(frozen=True, slots=True)
class OutputLine:
    """A line for people: unknown message type, log line or plain output. `stream` is json|stdout|stderr."""

    text: str
    stream: str = "json"
    level: str = "info"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Terraform starts to read an object from the cloud, or has read it (`done`)."""

    address: str
    done: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A change that Terraform plans, or with `drift` a change outside Terraform that it detected."""

    address: str
    action: str
    reason: str = ""
    drift: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """Progress of one object. `phase` is start|progress|complete|errored; `elapsed` is in seconds."""

    address: str
    action: str
    phase: str
    elapsed: float = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Terraform's own counts at the end of `operation` (plan, apply or destroy)."""

    operation: str
    add: int
    change: int
    remove: int
    imported: int = 0


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """Terraform reported a diagnostic."""

    diagnostic: TerraformDiagnostic


@dataclass(frozen=True, slots=True)
class Interrupting:
    """The user interrupted the run for the `count`-th time; `forwarded` if Terraform got a signal."""

    count: int
    forwarded: bool
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The run waits for a lock that somebody else holds."""

    text: str


@dataclass(frozen=True, slots=True)
class RunStarted:
    """HCP has started a run, which goes on there whatever happens here; `url` is its page."""

    url: str


Event = (
    Started
    | Finished
    | OutputLine
    | Refreshed
    | Planned
    | Applied
    | Summary
    | Diagnosed
    | Interrupting
    | Waiting
    | RunStarted
)
OnEvent = Callable[[Event], None]


def ignore_event(_event: Event) -> None:
    """Ignore an event: the callback of a caller that needs no progress."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A finished command: exit code, diagnostics, and for document commands the whole of stdout.

    `unsaved` is the file with a state that Terraform could not save, else "". For a plan, `no_changes` is
    true if it certainly changes nothing, `no_drift` if nothing was changed outside Terraform either. `run` is
    the page of the run in HCP, "" if Terraform ran here.
    """

    command: str
    code: int
    document: str = ""
    diagnostics: tuple[TerraformDiagnostic, ...] = ()
    stderr: str = field(default="", repr=False)
    interrupts: int = 0
    seconds: float = 0
    unsaved: str = ""
    no_changes: bool = False
    no_drift: bool = False
    run: str = ""

    @property
    def ok(self) -> bool:
        """Return whether Terraform succeeded (2 is `plan -detailed-exitcode` with changes), uninterrupted.

        Terraform may end successfully before it can follow an interrupt; the run is interrupted all the same.
        """
        return self.code in (0, 2) and not self.interrupts


def parse_line(line: str, stream: str = "stdout") -> Event:
    """Parse one line of output into an event. Never raises."""
    if line.startswith("{"):
        try:
            message = decode_object(line)
        except NotDecoded:
            message = {}
        if "@message" in message or "type" in message:
            return _event(message)
    return OutputLine(redact_text(line), stream)


def _event(message: Mapping[str, Any]) -> Event:
    parse = _PARSERS.get(str(message.get("type", "")))
    if parse is not None:
        try:
            return parse(message)
        except (KeyError, TypeError, ValueError, AttributeError):
            pass
    return OutputLine(
        redact_text(str(message.get("@message", ""))), "json", str(message.get("@level", "info"))
    )


def diagnostic(value: Mapping[str, Any]) -> TerraformDiagnostic:
    """Parse a `diagnostic` object of any `-json` output, with secrets removed from its texts."""
    snippet = value.get("snippet") or {}
    values = tuple(
        redact_text(f"{v.get('traversal', '')} {v.get('statement', '')}".strip())
        for v in snippet.get("values") or ()
        if isinstance(v, Mapping)
    )
    return TerraformDiagnostic(
        severity=str(value.get("severity", "error")),
        summary=redact_text(str(value.get("summary", ""))),
        detail=redact_text(str(value.get("detail", ""))),
        address=str(value.get("address") or ""),
        range=_range(value.get("range")),
        context=str(snippet.get("context") or ""),
        values=values,
    )


def _range(value: Any) -> SourceRange | None:
    if not isinstance(value, Mapping) or "filename" not in value:
        return None
    start, end = value.get("start") or {}, value.get("end") or {}
    line, column = int(start.get("line", 1)), int(start.get("column", 1))
    same_line = int(end.get("line", line)) == line
    end_column = int(end.get("column", column + 1)) if same_line else column + 1
    return SourceRange(str(value["filename"]), line, column, max(end_column, column + 1))


def _planned(message: Mapping[str, Any]) -> Event:
    change = message["change"]
    return Planned(
        str(change["resource"]["addr"]),
        str(change.get("action", "")),
        str(change.get("reason") or ""),
        drift=message["type"] == "resource_drift",
    )


def _applied(message: Mapping[str, Any]) -> Event:
    hook = message["hook"]
    return Applied(
        str(hook["resource"]["addr"]),
        str(hook.get("action", "")),
        str(message["type"]).removeprefix("apply_"),
        float(hook.get("elapsed_seconds") or 0),
        str(hook.get("id_value") or ""),
    )


def _refreshed(message: Mapping[str, Any]) -> Event:
    return Refreshed(str(message["hook"]["resource"]["addr"]), message["type"] == "refresh_complete")


def _summary(message: Mapping[str, Any]) -> Event:
    counts = message["changes"]
    return Summary(
        str(counts.get("operation", "")),
        int(counts.get("add", 0)),
        int(counts.get("change", 0)),
        int(counts.get("remove", 0)),
        int(counts.get("import", 0)),
    )


def _diagnosed(message: Mapping[str, Any]) -> Event:
    return Diagnosed(diagnostic(message["diagnostic"]))


_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "planned_change": _planned,
    "resource_drift": _planned,
    "apply_start": _applied,
    "apply_progress": _applied,
    "apply_complete": _applied,
    "apply_errored": _applied,
    "refresh_start": _refreshed,
    "refresh_complete": _refreshed,
    "change_summary": _summary,
    "diagnostic": _diagnosed,
}
