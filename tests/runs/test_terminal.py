"""Verbs on a pseudo-terminal: what is redrawn, what remains, and what happens at ^C."""

from __future__ import annotations

import os
import re

import pytest

from tests.terminal import COLOUR, Terminal, remaining_lines
from tests.terminal import run_on_terminal as start_on_terminal

from .conftest import Project

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
CONTROL = re.compile(r"\x1b\[[?\d;]*[A-Za-z]")


def run_on_terminal(
    project: Project,
    *arguments: str,
    fake: str = "",
    rows: int = 24,
    columns: int = 80,
    environment: dict[str, str] | None = None,
) -> Terminal:
    project.environment.pop("COLUMNS", None)
    variables = {**project.environment, "FAKE": fake, **(environment or {})}
    return start_on_terminal(arguments, project.folder / "work", variables, rows=rows, columns=columns)


def screen_lines(text: str) -> list[str]:
    """Return all lines that were drawn, including erased lines."""
    return re.split(r"[\r\n]+", re.sub(r"\x1b\[\d*[AK]|\x1b\[\?\d+[lh]", "\n", COLOUR.sub("", text)))


def check_cursor(text: str) -> None:
    """Check that the cursor is shown as often as it is hidden, and at the end."""
    assert text.count(HIDE) == text.count(SHOW)
    assert text.rfind(SHOW) >= text.rfind(HIDE)


@pytest.mark.parametrize("columns", [80, 120])
def test_a_plan_draws_its_progress_and_leaves_only_its_result(project: Project, columns: int) -> None:
    run = run_on_terminal(project, "plan", "cluster.yaml", columns=columns)
    assert run.wait() == 0
    assert HIDE in run.text
    check_cursor(run.text)
    shown = CONTROL.sub("", run.text[run.text.rfind(SHOW) :])
    assert "1 to create" in shown
    assert "comparing" not in shown
    assert all(len(line) <= columns for line in shown.splitlines())


@pytest.mark.parametrize("rows", [10, 24])
def test_the_progress_of_forty_objects_fits_a_small_screen(project: Project, rows: int) -> None:
    run = run_on_terminal(project, "apply", "cluster.yaml", "--yes", fake="many", rows=rows)
    assert run.wait() == 0
    check_cursor(run.text)
    frames = screen_lines(run.text)
    progress = [line for line in frames if "creating node group" in line]
    assert progress
    assert all(len(line.rstrip()) <= 80 for line in progress)
    assert any(re.search(r"and \d\d more", line) for line in frames)
    highest = max(map(len, re.findall(r"(?:\x1b\[1A\x1b\[2K)+", run.text)), default=0) // len(
        "\x1b[1A\x1b[2K"
    )
    assert 0 < highest < rows, "more lines are erased than the screen has"
    completed = remaining_lines(run.text)
    assert not [line for line in completed if "creating node group" in line or "applying the plan" in line]
    assert sum("created node group" in line for line in completed) == 40


def test_an_interrupt_shows_the_cursor_and_erases_the_table(project: Project) -> None:
    run = run_on_terminal(project, "apply", "cluster.yaml", "--yes", fake="many")
    run.read(until="and 28 more")
    os.write(run.parent, b"\x03")
    assert run.wait() == 130
    check_cursor(run.text)
    last = run.text[run.text.rfind(SHOW) :]
    assert "error[interrupted]" in last
    assert "and 28 more" not in last
    assert "exit code" not in last
    assert "mend what" not in last


def test_the_cursor_is_visible_during_the_approval_of_an_apply(project: Project) -> None:
    run = run_on_terminal(project, "apply", "cluster.yaml")
    run.read(until="anything else to stop: ")
    check_cursor(run.text)
    os.write(run.parent, b"no\n")
    assert run.wait() == 1
    check_cursor(run.text)
    assert "Nothing was changed." in run.text


def test_an_interrupt_at_the_question_says_that_nothing_was_changed(project: Project) -> None:
    run = run_on_terminal(project, "apply", "cluster.yaml")
    run.read(until="anything else to stop: ")
    run.type("\x03")
    assert run.wait() == 130
    assert remaining_lines(run.text)[-3:] == ["", "Nothing was changed.", ""]
    assert run_on_terminal(project, "unlock", "cluster.yaml").wait() == 0, "the lock is free again"


def test_no_color_keeps_the_live_table_without_colors(project: Project) -> None:
    run = run_on_terminal(project, "plan", "cluster.yaml", environment={"NO_COLOR": "1"})
    assert run.wait() == 0
    assert HIDE in run.text
    assert not [code for code in COLOUR.findall(run.text) if code != "\x1b[0m"]


@pytest.mark.parametrize("setting", [{"TERM": "dumb"}, {"CI": "true"}])
def test_a_dumb_terminal_and_ci_get_plain_lines(project: Project, setting: dict[str, str]) -> None:
    run = run_on_terminal(project, "plan", "cluster.yaml", environment=setting)
    assert run.wait() == 0
    assert "\x1b" not in run.text
    assert "comparing the spec with the cloud" in run.text


def test_without_a_terminal_nothing_is_redrawn_and_color_must_be_forced(project: Project) -> None:
    code, out, err = project.run("plan", "cluster.yaml")
    assert (code, "\x1b" in out + err) == (0, False)
    project.environment["FORCE_COLOR"] = "1"
    code, out, err = project.run("plan", "cluster.yaml")
    assert code == 0
    assert COLOUR.search(out)
    assert not CONTROL.search(COLOUR.sub("", out + err))


def test_the_table_of_many_specs_fits_the_screen(project: Project) -> None:
    folder = (
        project.folder / "work" / ("a-folder-with-a-name-that-is-longer-than-anybody-would-like-" + "x" * 30)
    )
    folder.mkdir()
    spec = (project.folder / "work" / "cluster.yaml").read_text()
    for number in range(12):
        (folder / f"c{number:02}.yaml").write_text(spec.replace("demo", f"demo{number}"))
    run = run_on_terminal(
        project, "plan", str(folder.relative_to(project.folder / "work")), "--parallel", "3", rows=10
    )
    assert run.wait() == 0
    check_cursor(run.text)
    live = run.text[: run.text.rfind(SHOW)]
    lines = screen_lines(live)
    assert any(" waiting" in line for line in lines)
    assert all(len(line.rstrip()) <= 80 for line in lines)
    assert "12 specs: 12 with changes" in run.text[run.text.rfind(SHOW) :]
