"""Verbs on a real terminal, byte by byte: what is redrawn, what is left behind, and what happens at ^C."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from dataclasses import dataclass

import pytest

from .conftest import Place

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
COLOUR = re.compile(r"\x1b\[[\d;]*m")
CONTROL = re.compile(r"\x1b\[[?\d;]*[A-Za-z]")


@dataclass
class Terminal:
    """A verb on a terminal of its own, and all that it wrote there."""

    process: subprocess.Popen[str]
    ours: int
    text: str = ""

    def read(self, until: str = "", seconds: float = 60) -> str:
        """Go on until some text came, or to the end."""
        deadline = time.monotonic() + seconds
        while not (until and until in self.text):
            assert time.monotonic() < deadline, self.text
            if select.select([self.ours], [], [], 0.2)[0]:
                try:
                    piece = os.read(self.ours, 65536).decode("utf-8", "replace")
                except OSError:  # the other side is closed
                    piece = ""
                if not piece:
                    break
                self.text += piece
        return self.text

    def end(self) -> int:
        self.read()
        os.close(self.ours)
        return self.process.wait(timeout=30)


def terminal(
    place: Place,
    *arguments: str,
    fake: str = "",
    rows: int = 24,
    columns: int = 80,
    environment: dict[str, str] | None = None,
) -> Terminal:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    place.environment.pop("COLUMNS", None)
    place.environment |= {"TERM": "xterm-256color", **(environment or {})}
    process = place.start(
        *arguments, fake=fake, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    return Terminal(process, ours)


def screen_lines(text: str) -> list[str]:
    """All lines that were ever drawn, also those that were taken back."""
    return re.split(r"[\r\n]+", re.sub(r"\x1b\[\d*[AK]|\x1b\[\?\d+[lh]", "\n", COLOUR.sub("", text)))


def left(text: str) -> list[str]:
    """What stands on a terminal of endless height in the end; lines that are too long are not looked at."""
    lines, row = [""], 0
    for piece in re.findall(r"\x1b\[\??\d*(?:;\d+)*[A-Za-z]|\n|\r|[^\x1b\n\r]+", text):
        if piece == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif up := re.fullmatch(r"\x1b\[(\d*)A", piece):
            row -= int(up.group(1) or 1)
        elif piece == "\x1b[2K":
            lines[row] = ""
        elif piece[0] not in "\x1b\r":
            lines[row] += piece
    return lines


def check_cursor(text: str) -> None:
    """It is hidden as often as it is shown again, and shown last."""
    assert text.count(HIDE) == text.count(SHOW)
    assert text.rfind(SHOW) >= text.rfind(HIDE)


@pytest.mark.parametrize("columns", [80, 120])
def test_a_plan_is_redrawn_while_it_is_made_and_leaves_only_its_result(place: Place, columns: int) -> None:
    run = terminal(place, "plan", "cluster.yaml", columns=columns)
    assert run.end() == 0
    assert HIDE in run.text
    check_cursor(run.text)
    shown = CONTROL.sub("", run.text[run.text.rfind(SHOW) :])
    assert "1 to create" in shown
    assert "comparing" not in shown
    assert all(len(line) <= columns for line in shown.splitlines())


@pytest.mark.parametrize("rows", [10, 24])
def test_forty_objects_under_way_stay_on_a_small_screen(place: Place, rows: int) -> None:
    run = terminal(place, "apply", "cluster.yaml", "--yes", fake="many", rows=rows)
    assert run.end() == 0
    check_cursor(run.text)
    frames = screen_lines(run.text)
    busy = [line for line in frames if "creating node group" in line]
    assert busy
    assert all(len(line.rstrip()) <= 80 for line in busy)
    assert any(re.search(r"and \d\d more", line) for line in frames)
    highest = max(map(len, re.findall(r"(?:\x1b\[1A\x1b\[2K)+", run.text)), default=0) // len(
        "\x1b[1A\x1b[2K"
    )
    assert 0 < highest < rows, "more lines are taken back than the screen has"
    done = left(run.text)
    assert not [line for line in done if "creating node group" in line or "applying the plan" in line]
    assert sum("created node group" in line for line in done) == 40


def test_at_an_interrupt_the_cursor_comes_back_and_the_table_is_gone(place: Place) -> None:
    run = terminal(place, "apply", "cluster.yaml", "--yes", fake="many")
    run.read(until="and 28 more")
    os.write(run.ours, b"\x03")
    assert run.end() == 130
    check_cursor(run.text)
    last = run.text[run.text.rfind(SHOW) :]
    assert "error[interrupted]" in last
    assert "and 28 more" not in last
    assert "exit code" not in last
    assert "mend what" not in last


def test_the_question_of_an_apply_is_asked_with_the_cursor_shown(place: Place) -> None:
    run = terminal(place, "apply", "cluster.yaml")
    run.read(until="anything else to stop: ")
    check_cursor(run.text)
    os.write(run.ours, b"no\n")
    assert run.end() == 1
    check_cursor(run.text)
    assert "Nothing was done." in run.text


def test_no_color_keeps_the_live_table_and_paints_nothing(place: Place) -> None:
    run = terminal(place, "plan", "cluster.yaml", environment={"NO_COLOR": "1"})
    assert run.end() == 0
    assert HIDE in run.text
    assert not [code for code in COLOUR.findall(run.text) if code != "\x1b[0m"]


@pytest.mark.parametrize("setting", [{"TERM": "dumb"}, {"CI": "true"}])
def test_a_dumb_terminal_and_ci_get_lines_without_any_control(place: Place, setting: dict[str, str]) -> None:
    run = terminal(place, "plan", "cluster.yaml", environment=setting)
    assert run.end() == 0
    assert "\x1b" not in run.text
    assert "comparing the spec with the cloud" in run.text


def test_off_a_terminal_nothing_is_redrawn_and_colour_comes_only_when_it_is_forced(place: Place) -> None:
    code, out, err = place.run("plan", "cluster.yaml")
    assert (code, "\x1b" in out + err) == (0, False)
    place.environment["FORCE_COLOR"] = "1"
    code, out, err = place.run("plan", "cluster.yaml")
    assert code == 0
    assert COLOUR.search(out)
    assert not CONTROL.search(COLOUR.sub("", out + err))


def test_many_specs_share_a_table_that_fits_the_screen(place: Place) -> None:
    folder = (
        place.folder / "work" / ("a-folder-with-a-name-that-is-longer-than-anybody-would-like-" + "x" * 30)
    )
    folder.mkdir()
    spec = (place.folder / "work" / "cluster.yaml").read_text()
    for number in range(12):
        (folder / f"c{number:02}.yaml").write_text(spec.replace("demo", f"demo{number}"))
    run = terminal(place, "plan", str(folder.relative_to(place.folder / "work")), "--parallel", "3", rows=10)
    assert run.end() == 0
    check_cursor(run.text)
    live = run.text[: run.text.rfind(SHOW)]
    lines = screen_lines(live)
    assert any("wait for their turn" in line for line in lines)
    assert all(len(line.rstrip()) <= 80 for line in lines)
    assert "12 specs: 12 done" in run.text[run.text.rfind(SHOW) :]
