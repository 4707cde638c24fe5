"""Values that are compared never look alike when they are cut."""

from __future__ import annotations

import pytest

from eksgen.report.page.words import side_by_side
from eksgen.report.terminal import Style

STYLE = Style(width=80, colour=False, unicode=True)
ARN = "arn:aws:iam::111122223333:role/a-long-path/that-goes-on/"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{ARN}PlatformAdmin", f"{ARN}PlatformReader"),
        ("short", "other"),
        ("a" * 100, "b" * 100),
        (f"{ARN}x", "none"),
    ],
)
def test_different_texts_stay_different(before: str, after: str) -> None:
    texts = side_by_side((before, after), STYLE, 40)
    assert texts[0] != texts[1]
    assert all(len(text) <= 40 for text in texts)


def test_both_ends_of_a_long_text_are_shown_where_the_beginning_is_the_same() -> None:
    before, after = side_by_side((f"{ARN}PlatformAdmin", f"{ARN}PlatformReader"), STYLE, 40)
    assert before.startswith("arn:aws:iam::")
    assert before.endswith("PlatformAdmin")
    assert after.endswith("PlatformReader")


def test_the_same_text_stays_the_same() -> None:
    assert len(set(side_by_side(("a" * 99, "a" * 99), STYLE, 40))) == 1
