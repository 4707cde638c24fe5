"""Two specs against each other as a comment."""

from __future__ import annotations

from eksgen.report.markdown.diff import diff_markdown
from eksgen.report.markdown.text import LIMIT

from ..specs import FULL, NAMES, QUICK, compared


def many(number: int) -> str:
    """A spec in which nearly everything would break a table."""
    groups = "".join(f"  g{index}: {{labels: {{role: web}}}}\n" for index in range(number))
    return QUICK.replace("  web: {}\n", groups + "  web: {}\n")


def test_a_comment_fits_and_says_what_it_leaves_out() -> None:
    old = many(490)
    text = diff_markdown(compared(old, old.replace("role: web", f"role: {'b' * 60}")), NAMES)
    assert LIMIT - 1000 < len(text) <= LIMIT
    assert text.splitlines()[-1].startswith("and ")
    assert text.startswith("<!-- eksgen diff -->")


def test_values_break_no_cell() -> None:
    new = FULL.replace("${literally} 100%{this}", "a | b ` c <img>")
    text = diff_markdown(compared(FULL, new), NAMES)
    row = next(line for line in text.splitlines() if "example.com/note" in line)
    assert row.replace("\\|", "").count("|") == 6
    assert row.count("``") == 2
