"""The time that the environment sets, and durations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from eksgen.commands.inputs.clock import now, parse_duration, today


def test_the_environment_sets_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790899199")
    assert now() == datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC)
    assert today() == date(2026, 10, 1)


@pytest.mark.parametrize("epoch", ["", "yesterday", "99999999999999999999"])
def test_without_a_valid_setting_it_is_now_to_the_second(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert abs(datetime.now(UTC) - now()) < timedelta(minutes=1)
    assert now().microsecond == 0
    assert now().tzinfo is UTC


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
