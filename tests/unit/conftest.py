"""Fixtures of the unit tests."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from eksgen.commands.inputs import clock

DAY = "1790899200"
"""2026-10-02 in epoch seconds."""


def environment_time() -> datetime:
    """Return the time that SOURCE_DATE_EPOCH sets, else the real one."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.now(UTC)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the day of the commands: versions and exceptions of the test specs end some time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    monkeypatch.setattr(clock, "read_clock", environment_time)
