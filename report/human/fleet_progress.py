"""The progress of many specs on stderr: a live table with a row for each, or plain lines.

Events come from several threads. A closed stream ends the display, not the runs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

from ...engine.terraform.events import Event, OnEvent, Planned, Refreshed, RunStarted, Started, Waiting
from ..page.words import clipped, duration, printable
from ..terminal import Style
from .progress import PHASES, message_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

_COLOURS = {0: "green", 3: "yellow"}


class Display(Protocol):
    """A display of specs, by file; safe to call from any thread."""

    def began(self, file: str) -> None:
        """Note that a spec starts."""

    def events(self, file: str) -> OnEvent:
        """Return the callback for the run of a spec."""

    def ended(self, file: str, summary: str, code: int) -> None:
        """Note that a spec is done."""

    def say(self, text: str) -> None:
        """Show a message about all specs. It is called in a signal handler, so it must not block."""


@contextmanager
def fleet_progress(
    stream: TextIO, style: Style, files: Sequence[str], clock: Callable[[], float] = time.monotonic
) -> Iterator[Display]:
    """Yield the display, which is removed at the end of the block."""
    if not style.live:
        yield _Lines(stream, style, len(files))
        return
    from rich.console import Console
    from rich.live import Live

    console = Console(file=stream, no_color=not style.colour, highlight=False)
    table = _Table(style, clock, console, {file: _Row() for file in files})
    with Live(get_renderable=table.draw, console=console, transient=True, refresh_per_second=4):
        yield table


@dataclass(slots=True)
class _Lines:
    """Plain lines, each with the name of its spec."""

    stream: TextIO
    style: Style
    total: int
    done: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def began(self, file: str) -> None:
        """Do nothing: the first phase shows it."""

    def events(self, file: str) -> OnEvent:
        """Show phases and waits; single objects would be too many."""

        def show(event: Event) -> None:
            if isinstance(event, Started) and event.command in PHASES:
                self.say(f"{file}: {PHASES[event.command]}")
            elif isinstance(event, (Waiting, RunStarted)):
                self.say(f"{file}: {message_text(event)}")

        return show

    def ended(self, file: str, summary: str, code: int) -> None:
        """Show the result, and how many specs are done."""
        with self.lock:
            self.done += 1
            self.say(f"{file}: {summary} [{self.done}/{self.total}]")

    def say(self, text: str) -> None:
        """Write one line."""
        with suppress(OSError, ValueError, RuntimeError), self.lock:
            self.stream.write(self.style.line(printable(text)) + "\n")
            self.stream.flush()


@dataclass(slots=True)
class _Row:
    """A spec in the table: its phase, the number of objects read, its times in seconds."""

    phase: str = "waiting"
    count: int = 0
    began: float | None = None
    took: float | None = None
    code: int | None = None


@dataclass(slots=True)
class _Table:
    """A table of all specs, redrawn a few times a second."""

    style: Style
    clock: Callable[[], float]
    console: Console
    rows: dict[str, _Row]
    messages: list[str] = field(default_factory=list)

    def began(self, file: str) -> None:
        """Start the clock of a spec."""
        row = self.rows[file]
        row.began, row.phase = self.clock(), "compiling"

    def events(self, file: str) -> OnEvent:
        """Return a callback that changes the row of the spec."""
        row = self.rows[file]

        def show(event: Event) -> None:
            match event:
                case Started(command=command):
                    row.phase, row.count = PHASES.get(command, row.phase), 0
                case Refreshed(done=True) | Planned(drift=False):
                    row.count += 1
                case Waiting(text=text):
                    row.phase = text

        return show

    def ended(self, file: str, summary: str, code: int) -> None:
        """Put the result into the row."""
        row = self.rows[file]
        row.phase, row.count, row.code = summary, 0, code
        row.took = self.clock() - row.began if row.began is not None else None

    def say(self, text: str) -> None:
        """Show a message below the table."""
        self.messages.append(text)

    def draw(self) -> RenderableType:
        """Return the table, of running specs only if all do not fit on the screen."""
        from rich.console import Group
        from rich.text import Text

        rows = self.rows
        messages = [Text(text, "yellow") for text in self.messages[-1:]]
        if len(rows) > self.console.height - 3:
            rows = {f: row for f, row in rows.items() if row.began is not None and row.took is None}
            messages.insert(0, Text(self._rest()))
        return Group(self._table(list(rows.items())[: max(self.console.height - 5, 1)]), *messages)

    def _table(self, rows: Sequence[tuple[str, _Row]]) -> Table:
        """Return a line for each spec; a long name keeps its end."""
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2))
        for _ in range(3):
            table.add_column(no_wrap=True, overflow="crop")
        limit = max(self.console.width // 2 - 4, 12)
        names = [self.style.ascii(printable(file)) for file, _ in rows]
        names = [n if len(n) <= limit else self.style.dots + n[len(self.style.dots) - limit :] for n in names]
        room = max(self.console.width - max(map(len, names), default=0) - 12, 8)
        for name, (_, row) in zip(names, rows, strict=True):
            counted = f" ({row.count} objects)" if row.count else ""
            phase = clipped(self.style.ascii(printable(row.phase + counted)), self.style, room)
            colour = "" if row.code is None else _COLOURS.get(row.code, "red")
            table.add_row(Text(name), Text(phase, colour), self._seconds(row))
        return table

    def _rest(self) -> str:
        """Return how many specs are done, and how many wait."""
        done = sum(row.took is not None for row in self.rows.values())
        waiting = sum(row.began is None for row in self.rows.values())
        return f"{done} of {len(self.rows)} done, {waiting} waiting"

    def _seconds(self, row: _Row) -> str:
        if row.took is not None:
            return duration(row.took)
        return duration(self.clock() - row.began) if row.began is not None else ""
