"""Fixtures of the unit tests."""

from __future__ import annotations

import pytest

DAY = "1790899200"
"""2026-10-02 in epoch seconds."""


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the day of the commands: versions and exceptions of the test specs end some time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
