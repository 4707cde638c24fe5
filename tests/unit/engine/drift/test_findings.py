"""What a finding says besides its class: its place in the report, its names, and no secrets."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.engine.drift.classify import finding_id, read_drift
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftResult
from eksgen.engine.plan.document import parse_document
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.redact import SENSITIVE
from eksgen.engine.source_map.trace import Trace


def read(*changed: tuple[str, dict[str, Any], dict[str, Any]], **more: Any) -> DriftResult:
    """Read a plan that reverts changes, each given as (address, recorded, live)."""
    raw: dict[str, list[Any]] = {"resource_drift": [], "resource_changes": []}
    for address, recorded, live in changed:
        outside = {"actions": ["update"], "before": recorded, "after": live, **more}
        revert = {"actions": ["update"], "before": live, "after": recorded, **more}
        raw["resource_drift"].append({"address": address, "change": outside})
        raw["resource_changes"].append({"address": address, "change": revert})
    return read_drift(parse_document(raw), RunSubject(), Trace())


def only(drift: DriftResult) -> DriftFinding:
    (finding,) = drift.findings
    return finding


def test_findings_are_sorted_by_address_and_attribute() -> None:
    one, other = {"a": 1, "b": 1}, {"a": 2, "b": 2}
    found = read(("aws_thing.y", one, other), ("aws_thing.x", one, other)).findings
    assert [f"{f.address.text}.{f.path[0]}" for f in found] == [
        "aws_thing.x.a",
        "aws_thing.x.b",
        "aws_thing.y.a",
        "aws_thing.y.b",
    ]


def test_a_drawing_marks_changes_outside_and_neither_edits_nor_noise() -> None:
    one, other = {"platform_version": "eks.1", "version": "1.33"}, {"platform_version": "eks.2"}
    for recorded, live, desired, marked in (
        (one, one, {**one, "version": "1.34"}, False),
        (one, {**one, **other}, {**one, **other}, False),
        (one, {**one, "version": "1.32"}, one, True),
    ):
        entry = {"address": "aws_eks_cluster.this"}
        drift = {"actions": ["update"], "before": recorded, "after": live}
        change = {"actions": ["update"], "before": live, "after": desired}
        raw = {
            "resource_drift": [{**entry, "change": drift}],
            "resource_changes": [{**entry, "change": change}],
        }
        found = read_drift(parse_document(raw), RunSubject(), Trace())
        assert found.findings
        assert [shape.outside for shape in found.picture] == [marked]


@pytest.mark.parametrize(
    ("resource_type", "attributes", "names"),
    [
        ("aws_subnet", {"availability_zone": "us-west-2a", "cidr_block": "10.0.0.0/19"}, {"availability_zone": "us-west-2a"}),
        ("aws_lb_listener", {"port": 443}, {"port": 443}),
        ("aws_lb_listener", {"port": None}, {}),
        ("aws_never_heard_of", {"name": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"}, {"name": SENSITIVE}),
    ],
)  # fmt: skip
def test_a_finding_has_the_attributes_that_name_its_object(
    resource_type: str, attributes: dict[str, Any], names: dict[str, Any]
) -> None:
    one, other = {**attributes, "size": 1}, {**attributes, "size": 2}
    assert only(read((f"{resource_type}.x", one, other))).values == names


@pytest.mark.parametrize("secret", ["first", "second"])
def test_the_id_of_a_secret_does_not_depend_on_its_value(secret: str) -> None:
    marks = {"before_sensitive": {"password": True}, "after_sensitive": {"password": True}}
    found = only(read(("aws_thing.x", {"password": "old"}, {"password": secret}), **marks))
    assert found.id == finding_id(DriftClass.CHANGED_OUTSIDE, "aws_thing.x", ("password",), SENSITIVE)


def test_a_sensitive_value_is_never_shown_whatever_the_class() -> None:
    for after in ("secret-3", "secret-1", "secret-2"):
        entry = {"address": "aws_thing.x"}
        marked = {"before_sensitive": {"password": True}, "after_sensitive": {"password": True}}
        found = read_drift(
            parse_document(
                {
                    "resource_drift": [
                        {
                            **entry,
                            "change": {
                                "actions": ["update"],
                                "before": {"password": "secret-1"},
                                "after": {"password": "secret-2"},
                                **marked,
                            },
                        }
                    ],
                    "resource_changes": [
                        {
                            **entry,
                            "change": {
                                "actions": ["no-op" if after == "secret-2" else "update"],
                                "before": {"password": "secret-2"},
                                "after": {"password": after},
                                **marked,
                            },
                        }
                    ],
                }
            ),
            RunSubject(),
            Trace(),
        )
        assert only(found).sensitive
        assert "secret-" not in repr(found)
