"""docs/commands.md says what the command line says."""

from __future__ import annotations

import os

import pytest

from tests import command_reference


def test_the_page_of_commands_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    assert command_reference.DOCUMENT.read_text("utf-8") == command_reference.markdown(), (
        "run `make generate`"
    )


def test_the_page_does_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    before = command_reference.markdown()
    monkeypatch.setitem(os.environ, "COLUMNS", "40")
    assert command_reference.markdown() == before
