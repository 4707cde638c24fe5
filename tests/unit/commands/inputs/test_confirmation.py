"""Questions on a terminal, and what is said where nobody can answer."""

from __future__ import annotations

import io
import sys

import pytest

from eksgen.commands.inputs.confirmation import typed_answer, unconfirmed


class Keyboard:
    def readline(self) -> str:
        raise KeyboardInterrupt


def test_an_answer_has_no_blanks_around_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(" yes \n"))
    assert typed_answer("Type yes") == "yes"
    assert capsys.readouterr() == ("", "\nType yes: ")


def test_an_interrupt_says_that_nothing_was_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard())
    with pytest.raises(KeyboardInterrupt):
        typed_answer("Type yes")
    assert capsys.readouterr().err.endswith("\n\nNothing was changed.\n")


def test_a_question_that_nobody_can_answer_is_an_error_with_what_to_type() -> None:
    error = unconfirmed("setup", "pass --yes")
    assert (error.code, error.message) == ("unconfirmed", "the setup was not confirmed")
    assert error.helps == ("pass --yes",)
