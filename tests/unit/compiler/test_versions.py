from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.versions import meets_constraint, overlap, parse_version, readable


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


TERMS = st.tuples(
    st.sampled_from(["", "=", "!=", ">", ">=", "<", "<=", "~>"]),
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
).map(lambda term: f"{term[0]} {'.'.join(map(str, term[1]))}".strip())
CONSTRAINTS = st.lists(TERMS, min_size=1, max_size=3).map(", ".join)
RELEASES = [f"{major}.{minor}.{patch}" for major in range(6) for minor in range(8) for patch in range(8)]


@settings(max_examples=150)
@given(CONSTRAINTS, CONSTRAINTS)
def test_constraints_overlap_if_a_release_meets_both(one: str, other: str) -> None:
    assert overlap(one, other) == any(
        meets_constraint(release, one) and meets_constraint(release, other) for release in RELEASES
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("~> 5.0", ">= 5.95, < 7", True),
        ("~> 5.94.0", ">= 5.95, < 7", False),
        ("> 6.99", ">= 5.95, < 7", True),
        ("7.0.0", ">= 5.95, < 7", False),
        ("< 5.95", ">= 5.95, < 7", False),
        ("<= 5.95", ">= 5.95, < 7", True),
        ("= 5.95, != 5.95.0", ">= 5.95, < 7", False),
    ],
)
def test_ranges_of_the_provider(one: str, other: str, expected: bool) -> None:
    assert overlap(one, other) is expected


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        (">= 1.10", True),
        ("1", True),
        ("~> 6.2.1, != 6.2.3", True),
        ("newest", False),
        ("", False),
        (">= 1.", False),
    ],
)
def test_a_constraint_is_readable_if_terraform_can_read_it(constraint: str, expected: bool) -> None:
    assert readable(constraint) is expected
