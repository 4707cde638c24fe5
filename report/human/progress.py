"""The progress of Terraform on stderr: a live table or plain lines.

A closed stream ends the display, not the run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from ...catalog.resources.usual_durations import usual_duration
from ...engine.addresses import parse_address
from ...engine.terraform.events import (
    Applied,
    Event,
    Finished,
    Interrupting,
    OnEvent,
    Planned,
    Refreshed,
    RunStarted,
    Started,
    Waiting,
)
from ..page.words import address_text, clipped, duration
from ..terminal import Style

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table

HEARTBEAT_SECONDS = 30.0
_BEAT = 0.25
"""Seconds between two drawings of the live table."""
_ROWS, _WIDTH, _TIME = 12, 100, 7
"""The most objects in the live table, its width in columns, and the width of its column of times."""

_DOING = {"create": "creating", "update": "changing", "delete": "deleting", "read": "reading"}
_DONE = {"create": "created", "update": "changed", "delete": "deleted", "read": "read"}
_STEPS = {"create": 1, "update": 1, "delete": 1, "replace": 2}
"""How many steps a planned action is reported in; each is counted."""
PHASES = {
    "init": "preparing Terraform and the AWS provider",
    "plan": "comparing the spec with the cloud",
    "show": "reading the plan",
    "orphans": "looking for objects of an interrupted run",
    "recheck": "checking whether the cloud changed since the plan",
    "verify": "checking that nothing is left to do",
    "state pull": "reading the state",
    "apply": "applying the plan",
    "output": "reading the outputs",
    "state rm": "reading the lock of the state",
    "state push": "recording the state that the last run could not save",
    "untaint": "keeping what the last apply created in part",
    "force-unlock": "releasing the state lock",
    "validate": "checking the Terraform code",
}
"""What each command of Terraform is run for."""


def message_text(event: Event) -> str:
    """Return what an event says to people, "" for an event that only counts."""
    match event:
        case Interrupting(text=text) | Waiting(text=text):
            return text
        case RunStarted(url):
            return f"run {url}"
        case _:
            return ""


@contextmanager
def progress(stream: TextIO, style: Style, clock: Callable[[], float] = time.monotonic) -> Iterator[OnEvent]:
    """Yield the callback for a run, which shows its events on `stream`."""
    if not style.live:
        yield _Lines(stream, style).show
        return
    from rich.console import Console
    from rich.live import Live

    console = Console(file=stream, no_color=not style.colour, highlight=False)
    table = _Table(clock, style, console)
    live = Live(get_renderable=table.draw, console=console, transient=True, auto_refresh=False)
    screen = _Screen(table, live)
    threading.Thread(target=screen.redraw, name="eksgen-display", daemon=True).start()
    try:
        yield screen.show
    finally:
        screen.end()


@dataclass(slots=True)
class _Screen:
    """A table that is redrawn, with permanent lines above it. The lock keeps threads apart: a line printed
    during a redraw would leave a piece of the table behind."""

    table: _Table
    live: Live
    lock: threading.RLock = field(default_factory=threading.RLock)
    over: threading.Event = field(default_factory=threading.Event)

    def show(self, event: Event) -> None:
        """Show one event."""
        with self.lock:
            if isinstance(event, Started):
                self.live.vertical_overflow = "crop"  # the last stop set "visible"
                self.live.start(refresh=True)
            if text := self.table.show(event):
                self.live.console.print(self.table.style.line(text), markup=False)
            if isinstance(event, Finished):
                self.live.stop()  # between commands the terminal is used for other things, such as a question

    def redraw(self) -> None:
        """Redraw until `end`."""
        while not self.over.wait(_BEAT):
            with self.lock, suppress(OSError, ValueError):
                if self.live.is_started:
                    self.live.refresh()

    def end(self) -> None:
        """Remove the table."""
        self.over.set()
        with self.lock, suppress(OSError, ValueError):  # the terminal was closed
            self.live.stop()


@dataclass(slots=True)
class _Lines:
    """Plain lines: one when something starts, one when it ends, and a heartbeat in between."""

    stream: TextIO
    style: Style
    total: int = 0
    done: int = 0
    applying: bool = False
    stopping: bool = False
    shown_at: dict[str, float] = field(default_factory=dict)

    def show(self, event: Event) -> None:
        """Show one event; a closed stream ends the display, not the run."""
        if text := self._text(event):
            with suppress(OSError, ValueError):
                self.stream.write(self.style.line(text) + "\n")
                self.stream.flush()

    def _text(self, event: Event) -> str:
        match event:
            case Started(command):
                self.applying = command == "apply"
                self.total = self.done = 0
                return PHASES.get(command, "")
            case Planned(drift=False) if self.applying:
                self.total += _STEPS.get(event.action, 0)
                return ""
            case Applied():
                return self._applied(event)
            case _:
                self.stopping |= isinstance(event, Interrupting)
                return message_text(event)

    def _applied(self, event: Applied) -> str:
        name = address_text(parse_address(event.address))
        took = f" ({duration(event.elapsed)})" if event.elapsed else ""
        if event.phase == "start":
            self.shown_at[event.address] = 0
            usually = usual_duration(parse_address(event.address).resource_type, event.action)
            return f"  {_DOING.get(event.action, event.action)} {name}{f' ({usually})' if usually else ''}"
        if event.phase == "progress":
            if event.elapsed - self.shown_at.get(event.address, 0) < HEARTBEAT_SECONDS:
                return ""
            self.shown_at[event.address] = event.elapsed
            return f"  still {_DOING.get(event.action, event.action)} {name}{took}"
        if event.phase == "errored":
            ended = "stopped" if self.stopping else "failed"
            return f"  {ended}: {_DOING.get(event.action, event.action)} {name}{took}"
        self.done += event.action in _STEPS
        self.total = max(self.total, self.done) if self.total else 0  # a plan may say less than is done
        count = f" [{self.done}/{self.total}]" if self.total else ""
        return f"  {_DONE.get(event.action, event.action)} {name}{took}{count}"


@dataclass(slots=True)
class _Table:
    """A table of running operations with their times, and of how much is done. Each row is one line and all
    rows fit on the screen, because lines that scroll away cannot be redrawn."""

    clock: Callable[[], float]
    style: Style
    console: Console
    phase: str = ""
    began: float = 0
    total: int = 0
    done: int = 0
    refreshed: int = 0
    stopping: bool = False
    running: dict[str, tuple[str, float]] = field(default_factory=dict)

    def show(self, event: Event) -> str:
        """Take one event; return a permanent line or an empty text."""
        match event:
            case Started(command):
                self.phase, self.began = PHASES.get(command, command), self.clock()
                self.total = self.done = self.refreshed = 0
            case Refreshed(done=True):
                self.refreshed += 1
            case Planned(drift=False):
                self.total += _STEPS.get(event.action, 0)
            case Applied():
                return self._applied(event)
        self.stopping |= isinstance(event, Interrupting)
        return message_text(event)

    def _applied(self, event: Applied) -> str:
        name = address_text(parse_address(event.address))
        if event.phase == "start":
            usually = usual_duration(parse_address(event.address).resource_type, event.action)
            doing = f"{_DOING.get(event.action, event.action)} {name}{f', {usually}' if usually else ''}"
            self.running[event.address] = (doing, self.clock())
        if event.phase not in ("complete", "errored"):
            return ""
        self.running.pop(event.address, None)
        self.done += event.phase == "complete" and event.action in _STEPS
        self.total = max(self.total, self.done)
        ended = "stopped" if self.stopping else "failed"
        verb = ended if event.phase == "errored" else _DONE.get(event.action, event.action)
        return f"  {verb} {name}" + (f" ({duration(event.elapsed)})" if event.elapsed else "")

    def draw(self) -> Table:
        """Return the table."""
        counted = f"{self.done} of {self.total}" if self.running or self.done else ""
        counted = counted or (f"{self.refreshed} objects" if self.refreshed else "")
        rows = [(f"{self.phase} {counted}".rstrip(), self.began)] if self.phase else []
        room = max(min(_ROWS, self.console.height - 3), 1)
        running = sorted(self.running.values(), key=lambda row: row[1])
        rows += [(f"  {doing}", since) for doing, since in running[:room]]
        timed = [(text, duration(self.clock() - since)) for text, since in rows]
        if len(running) > room:
            timed.append((f"  and {len(running) - room} more", ""))
        return self._grid(timed)

    def _grid(self, rows: list[tuple[str, str]]) -> Table:
        """Return a grid of texts and times, with columns that do not move as rows change."""
        from rich.table import Table
        from rich.text import Text

        room = max(min(self.console.width, _WIDTH) - _TIME - 2, 8)
        table = Table.grid(padding=(0, 2), pad_edge=False)
        table.add_column(no_wrap=True, overflow="crop", width=room)
        table.add_column(no_wrap=True, overflow="crop", width=_TIME)
        for text, time_ in rows:
            table.add_row(Text(clipped(self.style.line(text), self.style, room)), Text(time_))
        return table
