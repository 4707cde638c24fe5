"""Comments that allow a warning on their line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eksgen.compiler.checks.allow_comments import apply_allow_comments
from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.pipeline import check_text

SPEC = b"""apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access:
  admins: [arn:aws:iam::111122223333:role/Admin]
nodeGroups:
  web: {}
"""


def test_an_allow_comment_hides_its_warning_until_its_date() -> None:
    comment = b"  # eksgen: allow(open-endpoint) until 2026-12-31 because the office has no fixed address\n"
    text = SPEC + b"controlPlane:\n  endpoint: {public: true}" + comment

    def codes(day: date) -> list[str]:
        return [finding.code for finding in check_text(text, "a.yaml", today=day).findings]

    assert codes(date(2026, 9, 1)) == []
    assert sorted(set(codes(date(2027, 1, 1))) & {"expired-allow", "open-endpoint"}) == [
        "expired-allow",
        "open-endpoint",
    ]


def test_an_error_cannot_be_allowed() -> None:
    text = SPEC + b"logs: {retentionDays: 45}  # eksgen: allow(invalid-retention) because we like it\n"
    assert sorted(finding.code for finding in check_text(text, "a.yaml").findings) == [
        "invalid-retention",
        "unused-allow",
    ]


LAST_DAY = date(2026, 12, 31)
ALLOWED = "x: 1  # eksgen: allow(open-endpoint) because of this"
DATED = "x: 1  # eksgen: allow(open-endpoint) until 2026-12-31 because of this"


def warning(line: int = 1, *, file: str = "a.yaml", severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic("open-endpoint", severity, "open", Label(Span(file, line, 1, 2), ""))


@pytest.mark.parametrize(
    ("text", "finding", "today", "expected"),
    [
        ("x: 1", warning(), LAST_DAY, ["open-endpoint"]),
        (ALLOWED, warning(), LAST_DAY, []),
        (ALLOWED, warning(severity=Severity.NOTE), LAST_DAY, []),
        (ALLOWED, warning(severity=Severity.ERROR), LAST_DAY, ["open-endpoint", "unused-allow"]),
        (ALLOWED, warning(line=2), LAST_DAY, ["open-endpoint", "unused-allow"]),
        (ALLOWED, warning(file="b.yaml"), LAST_DAY, ["open-endpoint", "unused-allow"]),
        (f"y: 2\n{ALLOWED}", warning(line=2), LAST_DAY, []),
        (DATED, warning(), LAST_DAY, []),
        (DATED, warning(), LAST_DAY + timedelta(days=1), ["open-endpoint", "expired-allow"]),
        (DATED, warning(), None, []),
        (DATED, warning(line=2), LAST_DAY + timedelta(days=1), ["open-endpoint", "unused-allow"]),
        ("x: 1  #eksgen:allow(plain-http, open-endpoint) because of this", warning(), None, []),
        (
            "x: 1  # eksgen: allow(plain-http) because of this",
            warning(),
            None,
            ["open-endpoint", "unused-allow"],
        ),
        ("x: 1  # eksgen: allow(open-endpoint)", warning(), None, ["invalid-allow", "open-endpoint"]),
        ("x: 1  # eksgen: allow(open-endpoint) because", warning(), None, ["invalid-allow", "open-endpoint"]),
        ("x: 1  # eksgen: open-endpoint", warning(), None, ["invalid-allow", "open-endpoint"]),
        (
            "x: 1  # eksgen: allow(open-endpoint) until 2026-13-01 because of this",
            warning(),
            None,
            ["invalid-allow", "open-endpoint"],
        ),
    ],
)
def test_a_comment_allows_the_codes_it_names_on_its_line_until_its_date(
    text: str, finding: Diagnostic, today: date | None, expected: list[str]
) -> None:
    remaining = apply_allow_comments((finding,), {"a.yaml": text, "b.yaml": ""}, today)
    assert [left.code for left in remaining] == expected


def test_a_comment_is_marked_from_its_start_to_the_end_of_the_line() -> None:
    (unused,) = apply_allow_comments((), {"a.yaml": f"y: 2\n{ALLOWED}  "}, None)
    assert unused.primary.span == Span("a.yaml", 2, 7, len(ALLOWED) + 1)
    assert unused.message == "no warning `open-endpoint` on this line"


@pytest.mark.parametrize(
    "value",
    [
        '"# eksgen: allow(open-endpoint) because of this"',
        "'a # eksgen: allow(plain-http)'",
        "|\n  # eksgen: nothing",
        '>\n  "a\n\n  # eksgen: allow(x) because y"',
        '"a\n  # eksgen: allow(x)"',
    ],
)
def test_what_is_part_of_a_value_is_no_comment(value: str) -> None:
    assert apply_allow_comments((), {"a.yaml": f"x: {value}\ny: 1\n"}, None) == ()
    after = f"x: {value}\ny: 1  # eksgen: allow(open-endpoint) because of this\n"
    assert [left.code for left in apply_allow_comments((), {"a.yaml": after}, None)] == ["unused-allow"]


def test_a_code_that_does_not_exist_names_similar_ones() -> None:
    text = "x: 1  # eksgen: allow(not-in-catalogue) because AWS has it"
    (finding,) = apply_allow_comments((), {"a.yaml": text}, None)
    assert (finding.code, finding.message) == ("invalid-allow", "there is no code `not-in-catalogue`")
    assert finding.helps[0].startswith("similar: `not-in-catalog`")


def test_a_comment_of_a_base_file_may_be_for_another_spec() -> None:
    assert apply_allow_comments((), {"a.yaml": "y: 1", "base.yaml": ALLOWED}, None) == ()


def test_a_comment_that_is_not_always_used_says_so() -> None:
    text = "x: 1  # eksgen: allow(open-endpoint, unused-allow) because of this"
    assert apply_allow_comments((), {"a.yaml": text}, None) == ()
    assert apply_allow_comments((warning(),), {"a.yaml": text}, None) == ()
