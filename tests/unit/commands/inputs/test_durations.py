"""The time that the environment sets, and durations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from eksgen.commands.inputs import clock
from eksgen.commands.inputs.clock import day_of_output, now, parse_duration, today


@pytest.fixture
def real_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "read_clock", lambda: datetime(2027, 5, 3, 12, 0, 0, 999, UTC))


@pytest.mark.usefixtures("real_clock")
@pytest.mark.parametrize(
    ("epoch", "output"),
    [
        ("1790899199", date(2026, 10, 1)),
        ("4102444800", date(2100, 1, 1)),
        ("", date(2027, 5, 3)),
        ("yesterday", date(2027, 5, 3)),
        ("99999999999999999999", date(2027, 5, 3)),
    ],
)
def test_the_environment_sets_the_day_of_output_and_never_what_has_expired(
    monkeypatch: pytest.MonkeyPatch, epoch: str, output: date
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert day_of_output() == output
    assert now() == datetime(2027, 5, 3, 12, 0, 0, tzinfo=UTC)
    assert today() == date(2027, 5, 3)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("1m", timedelta(minutes=1)),
        (" 30m ", timedelta(minutes=30)),
        ("24h", timedelta(hours=24)),
        ("7d", timedelta(days=7)),
        ("99999d", timedelta(days=99999)),
    ],
)
def test_a_duration_has_a_number_and_a_unit(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "0h", "1", "h", "1w", "1h30m", "-1h", "1.5h", "100000d", "01h"])
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration such as 30m, 24h or 7d"):
        parse_duration(text)
