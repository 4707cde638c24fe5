"""The starter spec: valid as written, valid with any of its options, safe for any answer."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.catalog.regions.regions import region
from eksgen.compiler.edit.format import format_text
from eksgen.compiler.edit.starter import Start, newest_version, starter, usual_zones
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import to_plain

TODAY = date(2026, 11, 24)
START = Start("demo", "us-west-2", "arn:aws:iam::111122223333:role/Admin", "1.36", 3)
OPTION = re.compile(r"(?m)^( *)# ((?:  )*[a-zA-Z]+:( .*)?)$")


def findings(text: str) -> list[str]:
    return [finding.message for finding in check_text(text.encode(), "cluster.yaml", today=TODAY).findings]


def test_the_starter_is_valid_and_formatted() -> None:
    text = starter(START)
    assert findings(text) == []
    assert format_text(text.encode(), "cluster.yaml").after == text


@pytest.mark.parametrize("option", [match[2] for match in OPTION.finditer(starter(START)) if match[1]])
def test_each_commented_option_is_valid_when_uncommented(option: str) -> None:
    text = starter(START).replace(f"# {option}", option)
    if option.startswith("capacity"):
        text = text.replace("# instanceTypes", "instanceTypes")
    if option.startswith("taints"):
        text = text.replace("nodeGroups:\n", "nodeGroups:\n  other: {}\n")
    assert findings(text) == []
    assert format_text(text.encode(), "cluster.yaml").after == text


def test_all_commented_parts_are_valid_together() -> None:
    text = re.sub(r"(?m)^# ((  )*[a-zA-Z0-9]+:.*)$", r"\1", starter(START))
    assert {"loadBalancers:", "terraform:", "    s3: {bucket: my-terraform-state"} <= {
        line.split(",")[0] for line in text.splitlines()
    }
    assert findings(text) == []


@pytest.mark.parametrize("name", ["us-west-2", "cn-north-1", "us-gov-west-1", "eu-central-1"])
def test_the_starter_is_valid_in_every_partition(name: str) -> None:
    known = region(name)
    assert known is not None
    admin = f"arn:{known.partition.name}:iam::111122223333:role/Admin"
    assert findings(starter(Start("demo", name, admin, "1.36", usual_zones(name)))) == []


def test_the_newest_version_in_standard_support_is_chosen() -> None:
    assert newest_version(date(2026, 5, 1)) == "1.35"
    assert newest_version(date(2026, 10, 1)) == "1.36"
    assert newest_version(TODAY) == "1.37"
    assert newest_version(date(2040, 1, 1)) == "1.37"


@given(st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), min_size=1))
def test_no_answer_changes_another_field(text: str) -> None:
    root, _, found = parse_yaml(starter(Start(text, text, text, text, 3)).encode(), "cluster.yaml")
    assert root is not None
    assert found == ()
    values = to_plain(root)
    assert values["metadata"] == {"name": text, "region": text}
    assert values["access"] == {"admins": (text,)}
    assert values["kubernetes"] == {"version": text}
    assert set(values) == set(to_plain(parse_yaml(starter(START).encode(), "x")[0]))  # type: ignore[arg-type]
