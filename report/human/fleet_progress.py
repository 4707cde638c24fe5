"""What happens while Terraform runs for many specs: one live table, one row a spec, or plain lines.

In: events from several threads. Out: text on a stream, which is stderr. Nothing here fails a run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

from ...engine.terraform.events import Event, OnEvent, Planned, Refreshed, Started, Waiting
from ..page.words import clipped, duration, printable
from ..terminal import Style
from .progress import PHASES

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

_COLOURS = {0: "green", 3: "yellow"}


class Display(Protocol):
    """What is told about each spec, by its file; safe to call from any thread."""

    def began(self, file: str) -> None:
        """Its turn has come."""

    def events(self, file: str) -> OnEvent:
        """The callback to give to its run."""

    def ended(self, file: str, summary: str, code: int) -> None:
        """It is done."""

    def say(self, text: str) -> None:
        """Something about all of them. Called in a signal handler, so it must not wait."""


@contextmanager
def fleet_progress(
    stream: TextIO, style: Style, files: Sequence[str], clock: Callable[[], float] = time.monotonic
) -> Iterator[Display]:
    """The display, as long as the block lasts."""
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
    """Plain lines, each behind the name of its spec."""

    stream: TextIO
    style: Style
    total: int
    done: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def began(self, file: str) -> None:
        """Said by its first phase."""

    def events(self, file: str) -> OnEvent:
        """Phases and waits; single objects would drown each other."""

        def show(event: Event) -> None:
            if isinstance(event, Started) and event.command in PHASES:
                self.say(f"{file}: {PHASES[event.command]}")
            elif isinstance(event, Waiting):
                self.say(f"{file}: {event.text}")

        return show

    def ended(self, file: str, summary: str, code: int) -> None:
        """With the number of those that are done."""
        with self.lock:
            self.done += 1
            self.say(f"{file}: {summary} [{self.done}/{self.total}]")

    def say(self, text: str) -> None:
        """One line. A stream that nobody reads any more ends the display, not the run."""
        with suppress(OSError, ValueError, RuntimeError), self.lock:
            self.stream.write(self.style.ascii(printable(text)) + "\n")
            self.stream.flush()


@dataclass(slots=True)
class _Row:
    """A spec in the table: what goes on, how many objects were read, since when."""

    phase: str = "waits for its turn"
    count: int = 0
    began: float | None = None
    took: float | None = None
    code: int | None = None


@dataclass(slots=True)
class _Table:
    """All specs, redrawn some times a second."""

    style: Style
    clock: Callable[[], float]
    console: Console
    rows: dict[str, _Row]
    said: list[str] = field(default_factory=list)

    def began(self, file: str) -> None:
        """The clock runs."""
        row = self.rows[file]
        row.began, row.phase = self.clock(), "compiling"

    def events(self, file: str) -> OnEvent:
        """Changes the row of the spec."""
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
        """The row stays as it is then."""
        row = self.rows[file]
        row.phase, row.count, row.code = summary, 0, code
        row.took = self.clock() - row.began if row.began is not None else None

    def say(self, text: str) -> None:
        """Below the table."""
        self.said.append(text)

    def draw(self) -> RenderableType:
        """The table as it stands. Where it would be higher than the screen, only what goes on is in it."""
        from rich.console import Group
        from rich.text import Text

        rows = self.rows
        told = [Text(text, "yellow") for text in self.said[-1:]]
        if len(rows) > self.console.height - 3:
            rows = {f: row for f, row in rows.items() if row.began is not None and row.took is None}
            told.insert(0, Text(self._rest()))
        return Group(self._table(list(rows.items())[: max(self.console.height - 5, 1)]), *told)

    def _table(self, rows: Sequence[tuple[str, _Row]]) -> Table:
        """A line for each spec; of a long name the end is kept."""
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
        """How many are done, and how many wait."""
        done = sum(row.took is not None for row in self.rows.values())
        waiting = sum(row.began is None for row in self.rows.values())
        return f"{done} of {len(self.rows)} done, {waiting} wait for their turn"

    def _seconds(self, row: _Row) -> str:
        if row.took is not None:
            return duration(row.took)
        return duration(self.clock() - row.began) if row.began is not None else ""
