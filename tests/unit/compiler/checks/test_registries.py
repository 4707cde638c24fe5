"""Rules for registries, and the forms of their names and of those who pull."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import registries
from eksgen.compiler.checks.regions import region
from eksgen.compiler.pipeline import check_text

from .conftest import BASE, Places

PULL = "registries.a/b.pullFrom"


def pulled(*entries: str) -> str:
    return f"registries: {{a/b: {{pullFrom: {list(entries)}}}}}"


def test_whoever_may_pull_is_listed_once(places: Places) -> None:
    assert places(registries, pulled("444455556666", "555566667777")) == []
    text = pulled("444455556666", "444455556666")
    assert places(registries, text) == [f"duplicate-principal {PULL}[1] {PULL}[0]"]


def test_other_accounts_may_pull_but_not_other_partitions(places: Places) -> None:
    assert places(region, pulled("arn:aws:iam::444455556666:role/x")) == []
    text = pulled("arn:aws-cn:iam::444455556666:role/x")
    assert places(region, text) == [f"wrong-partition {PULL}[0] metadata.region"]


def test_a_key_in_another_region_is_refused(places: Places) -> None:
    key = "arn:aws:kms:eu-west-1:111122223333:key/0f4c1b7e-0000-4000-8000-000000000001"
    text = f"registries: {{a/b: {{kmsKey: '{key}'}}}}"
    assert places(region, text) == ["wrong-region registries.a/b.kmsKey metadata.region"]


def codes(text: str) -> list[str]:
    checked = check_text((BASE + text).encode(), "cluster.yaml")
    return [finding.code for finding in checked.findings if finding.code != "closed-endpoint"]


@pytest.mark.parametrize("name", ["ab", "shop/web", "a.b/c__d/e--f", "a" * 256])
def test_a_name_that_ecr_accepts_is_accepted(name: str) -> None:
    assert codes(f"registries: {{'{name}': {{}}}}") == []


@pytest.mark.parametrize("name", ["a", "Shop", "a..b", "a_-b", "/a", "a/", "a//b", "a" * 257, "a b", "a:b"])
def test_a_name_that_ecr_refuses_is_refused(name: str) -> None:
    assert codes(f"registries: {{'{name}': {{}}}}") == ["invalid-name"]


@pytest.mark.parametrize(
    "entry",
    [
        "*",
        "arn:aws:iam::444455556666:role/*",
        "arn:aws:sts::444455556666:assumed-role/a/b",
        "4444",
        "o-abc123",
    ],
)
def test_nobody_is_let_in_by_a_wildcard(entry: str) -> None:
    assert codes(pulled(entry)) == ["invalid-arn"]


def test_a_very_long_name_is_refused() -> None:
    assert codes(f"registries: {{'{'a-' * 500}': {{}}}}") == ["invalid-name"]
