"""The display of many specs: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from eksgen.engine.terraform.events import Refreshed, Started, Waiting
from eksgen.report.human.fleet_progress import _Row, _Table, fleet_progress
from eksgen.report.terminal import Style
from tests.terminal import remaining_lines

FILES = ["clusters/a.yaml", "clusters/b.yaml", "clusters/c.yaml"]


def test_a_row_a_spec_with_phase_count_and_seconds() -> None:
    now = [100.0]
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=False)
    table = _Table(Style(width=100), lambda: now[0], console, {file: _Row() for file in FILES})
    table.began(FILES[0])
    table.began(FILES[1])
    table.events(FILES[0])(Started("plan"))
    for number in range(7):
        table.events(FILES[0])(Refreshed(f"aws_subnet.private[{number}]", True))
    now[0] = 112.0
    table.ended(FILES[1], "2 to change", 3)
    now[0] = 165.0
    table.say("stopping: wait")
    console.print(table.draw())
    assert [line.rstrip() for line in out.getvalue().splitlines()] == [
        "clusters/a.yaml  comparing the spec with the cloud (7 objects)  1m 5s",
        "clusters/b.yaml  2 to change                                    12s",
        "clusters/c.yaml  waiting",
        "stopping: wait",
    ]


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    out = Screen()
    with fleet_progress(out, Style(width=80, live=True), FILES) as display:
        display.began(FILES[0])
        display.events(FILES[0])(Waiting("waiting for somebody"))
        display.ended(FILES[0], "no changes", 0)
    assert "no changes" in out.getvalue()
    assert "".join(remaining_lines(out.getvalue())) == ""


def test_lines_where_nobody_can_look_at_a_table() -> None:
    out = io.StringIO()
    with fleet_progress(out, Style(), FILES) as display:
        display.events(FILES[1])(Started("init"))
        display.events(FILES[1])(Waiting("waiting for somebody"))
        display.ended(FILES[1], "no\x1b changes", 0)
    assert out.getvalue().splitlines() == [
        "clusters/b.yaml: preparing Terraform and the AWS provider",
        "clusters/b.yaml: waiting for somebody",
        "clusters/b.yaml: no\\x1b changes [1/3]",
    ]


def test_a_stream_that_is_closed_ends_the_display_and_nothing_else() -> None:
    out = io.StringIO()
    with fleet_progress(out, Style(), FILES) as display:
        out.close()
        display.ended(FILES[0], "no changes", 0)
