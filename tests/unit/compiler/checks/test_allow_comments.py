"""Comments that allow a warning on their line."""

from __future__ import annotations

from datetime import date

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
