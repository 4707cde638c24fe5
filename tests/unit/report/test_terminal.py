from __future__ import annotations

import io

import pytest

from eksgen.report.terminal import detect


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_colour_and_live_tables_and_a_pipe_gets_neither() -> None:
    assert (detect(Terminal(), {}).colour, detect(Terminal(), {}).live) == (True, True)
    assert (detect(io.StringIO(), {}).colour, detect(io.StringIO(), {}).live) == (False, False)


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"CI": "true"}])
def test_a_dumb_terminal_and_ci_get_plain_lines(environ: dict[str, str]) -> None:
    assert (detect(Terminal(), environ).colour, detect(Terminal(), environ).live) == (False, False)


def test_no_color_takes_colour_and_leaves_the_live_table() -> None:
    assert (detect(Terminal(), {"NO_COLOR": "1"}).colour, detect(Terminal(), {"NO_COLOR": "1"}).live) == (
        False,
        True,
    )


def test_no_color_beats_force_color() -> None:
    assert detect(io.StringIO(), {"FORCE_COLOR": "1"}).colour
    assert not detect(io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}).colour


def test_an_encoding_that_is_not_unicode_gets_ascii() -> None:
    class Latin(Terminal):
        encoding = "iso-8859-1"

    style = detect(Latin(), {})
    assert (style.arrow, style.dots, style.unicode) == ("->", "...", False)
