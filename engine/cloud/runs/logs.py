"""Read the log of a plan or an apply while it grows, and turn it into events.

A log is bytes between STX and ETX. With structured output it is Terraform's `-json` stream after some lines
of text; without, it is text for people with colours, of which the progress and the diagnostics are
understood.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from ...redact import redact_text
from ...terraform.events import (
    Applied,
    Diagnosed,
    Event,
    OnEvent,
    OutputLine,
    Refreshed,
    SourceRange,
    TerraformDiagnostic,
    parse_line,
)
from ...terraform.plan_stream import PlanStreamSummary
from ..client.api import Api
from ..client.refusals import ApiError

_CHUNK = 65536
_MAX_LINE = 4 << 20
_MAX_PART = 16 << 20
_MAX_DIAGNOSTICS = 1000
_MAX_BLOCK = 1000
_TAIL = 20
_STX, _ETX = b"\x02", b"\x03"
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FRAME = re.compile(r"^[╷│╵] ?")
_ADDRESS = r'(?P<address>[A-Za-z_](?:[^\s:"]|"(?:[^"\\]|\\.)*")*)'  # one way to match: never exponential
_STARTS = re.compile(rf"^{_ADDRESS}: (?P<doing>Creating|Modifying|Destroying|Reading)\.\.\.")
_GOES_ON = re.compile(
    rf"^{_ADDRESS}: Still (?P<doing>creating|modifying|destroying|reading)\.\.\. "
    r"\[(?:.*, )?(?P<time>[\dhms]+) elapsed\]"
)
_ENDS = re.compile(
    rf"^{_ADDRESS}: (?P<doing>Creation|Modifications|Destruction|Read) complete after (?P<time>[\dhms]+)"
    r"(?: \[id=(?P<id>.*)\])?"
)
_REFRESHES = re.compile(rf"^{_ADDRESS}: Refreshing state\.\.\.")
_ACTIONS = {
    "creat": "create",
    "modif": "update",
    "destr": "delete",
    "readi": "read",
    "read": "read",
}
_HEAD = re.compile(r"^(Error|Warning): (.+)$")
_WITH = re.compile(r"^\s+with (\S.*),$")
_ON = re.compile(r"^\s+on (\S+) line (\d+)(?:, in .*)?:?$")
_SECONDS = {"h": 3600, "m": 60, "s": 1}


@dataclass(slots=True)
class LogReader:
    """Reads a log from where it stopped, a bounded part at a time; `ended` once its last byte was read."""

    api: Api
    url: str = field(repr=False)
    offset: int = 0
    ended: bool = False
    _rest: bytes = field(default=b"", repr=False)

    def new_lines(self) -> list[str]:
        """Return the lines that are complete now and were not returned before."""
        lines: list[str] = []
        until = self.offset + _MAX_PART
        while self.offset < until:
            chunk = self._chunk()
            if not chunk:
                break
            self.offset += len(chunk)
            lines += self._lines(chunk)
            if self.ended:
                break
        return lines

    def _chunk(self) -> bytes:
        divider = "&" if "?" in self.url else "?"
        try:
            return self.api.read_blob(f"{self.url}{divider}limit={_CHUNK}&offset={self.offset}", _MAX_LINE)
        except ApiError as error:
            if error.status in (404, 416):  # nothing is there yet, or nothing more
                return b""
            raise

    def _lines(self, chunk: bytes) -> list[str]:
        data = self._rest + chunk.replace(_STX, b"")
        text, end, _ = data.partition(_ETX)
        self.ended = bool(end)
        *whole, self._rest = text.split(b"\n")
        if self.ended or len(self._rest) > _MAX_LINE:
            whole, self._rest = [*whole, self._rest], b""
        return [line.decode("utf-8", "replace").rstrip("\r") for line in whole if line]


@dataclass(slots=True)
class RunLog:
    """What the lines of a log say; each line is reported as an event."""

    on_event: OnEvent
    diagnostics: list[TerraformDiagnostic] = field(default_factory=list)
    stream: PlanStreamSummary = field(default_factory=PlanStreamSummary)
    structured: bool = False
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=_TAIL))
    _block: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Take in one line."""
        event = parse_line(line)
        if line.startswith("{") and not (isinstance(event, OutputLine) and event.stream == "stdout"):
            self.structured = True
            self.stream.add(line)
        else:
            event = self._text(_COLOUR.sub("", line))
        self._report(event)

    def end(self) -> None:
        """Take in the end of the log."""
        self._end_block()

    def _report(self, event: Event) -> None:
        if (
            isinstance(event, Diagnosed)
            and len(self.diagnostics) < _MAX_DIAGNOSTICS
            and event.diagnostic not in self.diagnostics
        ):
            self.diagnostics.append(event.diagnostic)
        self.on_event(event)

    def _text(self, line: str) -> Event:
        """Return the event of a line for people; diagnostics are collected until their block ends."""
        plain = _FRAME.sub("", line)
        if _HEAD.match(plain) or line.startswith(("╷", "╵")):
            self._end_block()
        if _HEAD.match(plain) or (self._block and (line.startswith("│") or not _progress(plain))):
            del self._block[_MAX_BLOCK:]
            self._block.append(plain)
        if plain.strip():
            self.tail.append(redact_text(plain.rstrip()))
        return _progress(plain) or OutputLine(redact_text(plain), "stdout")

    def _end_block(self) -> None:
        block, self._block = self._block, []
        if block:
            self._report(Diagnosed(_diagnostic(block)))


def _progress(line: str) -> Event | None:
    """Return what a line says about one object, None if it is about something else."""
    if found := _REFRESHES.match(line):
        return Refreshed(found["address"], done=False)
    for pattern, phase in ((_STARTS, "start"), (_GOES_ON, "progress"), (_ENDS, "complete")):
        if found := pattern.match(line):
            parts = found.groupdict()
            action = _ACTIONS[parts["doing"][:5].lower()]
            if action == "read":
                return Refreshed(parts["address"], done=phase == "complete")
            elapsed = _seconds(parts.get("time") or "")
            return Applied(parts["address"], action, phase, elapsed, parts.get("id") or "")
    return None


def _seconds(text: str) -> float:
    """Return the seconds of a time such as `1m10s`."""
    return float(sum(int(n) * _SECONDS[unit] for n, unit in re.findall(r"(\d{1,9})([hms])", text)))


def _diagnostic(block: list[str]) -> TerraformDiagnostic:
    """Read a diagnostic as Terraform writes it for people."""
    head = _HEAD.match(block[0])
    severity, summary = head.groups() if head else ("Error", block[0])
    address, place, detail = "", None, []
    for line in block[1:]:
        if found := _WITH.match(line):
            address = found[1]
        elif found := _ON.match(line):
            place = SourceRange(found[1], int(found[2][:9]), 1, 2)
        elif not re.match(r"^\s+\d+:", line):
            detail.append(line.strip())
    text = redact_text(" ".join(filter(None, detail)))
    return TerraformDiagnostic(severity.lower(), redact_text(summary.strip()), text, address, place)
