"""Rules that depend on the date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eksgen.catalog.kubernetes import kubernetes_version
from eksgen.compiler.checks import calendar

from .conftest import spec_of

VERSION = kubernetes_version("1.34")
assert VERSION
STANDARD, EXTENDED = VERSION.end_of_standard_support, VERSION.end_of_extended_support


@pytest.mark.parametrize(
    ("support", "end", "days", "expected"),
    [
        ("standard", STANDARD, -61, None),
        ("standard", STANDARD, -60, ("version-ends-soon", "in 60 days")),
        ("standard", STANDARD, -1, ("version-ends-soon", "in 1 day")),
        ("standard", STANDARD, 0, ("version-extended", "EKS upgrades the cluster automatically")),
        ("standard", EXTENDED, -1, ("version-extended", "EKS upgrades the cluster automatically")),
        ("standard", EXTENDED, 0, ("version-ended", "no longer supported")),
        ("extended", STANDARD, -1, None),
        ("extended", STANDARD, 0, ("version-extended", f"standard support ended on {STANDARD}")),
        ("extended", EXTENDED, -61, ("version-extended", f"standard support ended on {STANDARD}")),
        ("extended", EXTENDED, -60, ("version-ends-soon", "in 60 days")),
        ("extended", EXTENDED, 0, ("version-ended", "no longer supported")),
    ],
)
def test_the_end_of_support_is_announced_60_days_before(
    support: str, end: date, days: int, expected: tuple[str, str] | None
) -> None:
    spec = spec_of(f'kubernetes: {{version: "1.34", support: {support}}}')
    findings = list(calendar.version_supported(spec, end + timedelta(days=days)))
    assert [(finding.code, finding.label) for finding in findings] == ([expected] if expected else [])


def test_an_unknown_version_has_no_date() -> None:
    assert list(calendar.version_supported(spec_of('kubernetes: {version: "1.99"}'), STANDARD)) == []
