from __future__ import annotations

import pytest

from eksgen.engine.terraform.versions import meets_constraint, parse_version


@pytest.mark.parametrize(
    ("version", "constraint", "expected"),
    [
        ("5.100.0", ">= 5.95, < 7", True),
        ("5.94.1", ">= 5.95, < 7", False),
        ("7.0.0", ">= 5.95, < 7", False),
        ("6.2.9", "~> 6.2", True),
        ("7.0.0", "~> 6.2", False),
        ("6.2.9", "~> 6.2.1", True),
        ("6.3.0", "~> 6.2.1", False),
        ("6.62.0", "6.62.0", True),
        ("6.62.1", "= 6.62", False),
        ("6.0.0", "!= 6.0.0", False),
        ("6.0.0-beta1", ">= 5", False),
        ("6.0.0", "soon", False),
        ("6.0.0", "", True),
    ],
)
def test_constraints_have_the_meaning_of_terraform(version: str, constraint: str, expected: bool) -> None:
    assert meets_constraint(version, constraint) is expected


def test_versions_are_compared_as_numbers() -> None:
    assert parse_version("v1.10.2") > parse_version("1.9.8")
    assert parse_version("nonsense") < parse_version("0.1")
