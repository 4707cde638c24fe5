"""Rules for the Kubernetes version and its support."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eksgen.catalog.kubernetes.versions import kubernetes_version
from eksgen.compiler.checks.kubernetes import versions

from ..conftest import Find, Places, spec_of


@pytest.mark.parametrize(
    ("name", "expected"), [("1.99", ["unknown-version kubernetes.version"]), ("1.34", [])]
)
def test_a_version_is_one_of_eks(places: Places, name: str, expected: list[str]) -> None:
    assert places(versions, f'kubernetes: {{version: "{name}"}}') == expected


@pytest.mark.parametrize(("name", "help"), [("1.99", 'write `"1.37"`'), ("134", 'write `"1.34"`')])
def test_a_similar_version_is_suggested(find: Find, name: str, help: str) -> None:
    (finding,) = find(versions, f'kubernetes: {{version: "{name}"}}')
    assert finding.help == help


@pytest.mark.parametrize("name", ["1.3", "1."])
def test_a_part_of_a_version_is_no_version(find: Find, name: str) -> None:
    (finding,) = find(versions, f'kubernetes: {{version: "{name}"}}')
    assert finding.help == "write a whole version, in quotes"


VERSION = kubernetes_version("1.34")
assert VERSION
STANDARD, EXTENDED = VERSION.end_of_standard_support, VERSION.end_of_extended_support
UPGRADED, COSTS = "EKS upgrades the cluster automatically", f"standard support ended on {STANDARD}"


@pytest.mark.parametrize(
    ("day", "standard", "extended"),
    [
        (VERSION.released, None, None),
        (STANDARD - timedelta(61), None, None),
        (
            STANDARD - timedelta(60),
            "warning version-ends-soon in 60 days",
            "note version-costs-soon in 60 days",
        ),
        (STANDARD - timedelta(1), "warning version-ends-soon in 1 day", "note version-costs-soon in 1 day"),
        (STANDARD, f"warning version-extended {UPGRADED}", f"warning version-extended {COSTS}"),
        (
            EXTENDED - timedelta(61),
            f"warning version-extended {UPGRADED}",
            f"warning version-extended {COSTS}",
        ),
        (
            EXTENDED - timedelta(60),
            f"warning version-extended {UPGRADED}",
            "warning version-ends-soon in 60 days",
        ),
        (
            EXTENDED - timedelta(1),
            f"warning version-extended {UPGRADED}",
            "warning version-ends-soon in 1 day",
        ),
        (EXTENDED, "error version-ended no longer supported", "error version-ended no longer supported"),
    ],
)
@pytest.mark.parametrize("support", ["standard", "extended", None])
def test_what_is_said_of_the_support_of_a_version(
    day: date, support: str | None, standard: str | None, extended: str | None
) -> None:
    written = f", support: {support}" if support else ""
    spec = spec_of(f'kubernetes: {{version: "1.34"{written}}}')
    found = [
        f"{finding.severity.value} {finding.code} {finding.label}"
        for finding in versions.version_supported(spec, day)
    ]
    expected = standard if support == "standard" else extended  # extended is the default
    assert found == ([expected] if expected else [])


def test_what_follows_the_end_of_support_is_said() -> None:
    def notes(support: str, day: date) -> list[str]:
        spec = spec_of(f'kubernetes: {{version: "1.34", support: {support}}}')
        return [finding.note for finding in versions.version_supported(spec, day)]

    before, upgrades = timedelta(7), "after that day, EKS upgrades the control plane automatically"
    assert notes("standard", STANDARD - before) == [upgrades]
    assert notes("extended", EXTENDED - before) == [upgrades]
    assert notes("extended", STANDARD - before) == [
        "from that day, AWS charges several times the price for the control plane"
    ]


def test_an_unknown_version_has_no_date() -> None:
    spec = spec_of('kubernetes: {version: "1.99"}')
    assert list(versions.version_supported(spec, STANDARD)) == []
