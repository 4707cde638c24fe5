"""A compiled spec has a live value if an argument behind the attribute has it."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.diagnostics import Path
from eksgen.compiler.pipeline import Compilation
from eksgen.compiler.values import Ref
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.result import DriftClass, DriftFinding
from eksgen.engine.remediation.evidence import ABSENT, argument_paths, module_argument, reproduces_live
from eksgen.engine.source_map.trace import ArgumentSource

GROUP = parse_address("module.nodes_web.aws_eks_node_group.this")
ADMIN = "arn:aws:iam::111122223333:role/Admin"


def finding(path: Path, live: Any) -> DriftFinding:
    return DriftFinding("0a" * 6, DriftClass.CHANGED_OUTSIDE, GROUP, path, None, live)


def source(call: str, *at: str | int) -> ArgumentSource:
    return ArgumentSource(call, at, ())


@pytest.mark.parametrize(
    ("call", "at", "value"),
    [
        ("nodes_web", ("capacity_type",), "SPOT"),
        ("nodes_web", ("labels",), {"a": "b"}),
        ("nodes_web", ("labels", "a"), "b"),
        ("nodes_web", ("taints", 0, "effect"), "NO_SCHEDULE"),
        ("nodes_web", ("taints", 0), {"key": "a", "value": None, "effect": "NO_SCHEDULE"}),
        ("nodes_web", ("taints", 1), ABSENT),
        ("nodes_web", ("taints", "effect"), ABSENT),
        ("nodes_web", ("capacity_type", 0), ABSENT),
        ("nodes_web", ("release_version",), None),
        ("nodes_web", ("cluster_name",), Ref("eks", "cluster_name")),
        ("eks", ("endpoint", "public_cidrs"), ["198.51.100.0/24", "203.0.113.0/24"]),
        ("eks", ("nothing",), ABSENT),
        ("nodes_none", (), ABSENT),
    ],
)
def test_an_argument_of_a_module_is_plain_data(
    compiled: Compilation, call: str, at: Path, value: Any
) -> None:
    assert module_argument(compiled, call, at) == value


@pytest.mark.parametrize(
    ("argument", "path", "live", "is_live"),
    [
        (source("nodes_web", "capacity_type"), ("capacity_type",), "SPOT", True),
        (source("nodes_web", "capacity_type"), ("capacity_type",), "ON_DEMAND", False),
        (source("eks", "endpoint", "public_cidrs"), ("x",), ["203.0.113.0/24", "198.51.100.0/24"], True),
        (source("eks", "endpoint", "public_cidrs"), ("x",), ["203.0.113.0/24"], False),
        (source("nodes_web", "taints"), ("taint", 0), {"effect": "NO_SCHEDULE", "key": "a"}, True),
        (source("nodes_web", "taints"), ("taint",), [{"effect": "NO_SCHEDULE", "key": "a"}], True),
        (source("nodes_web", "taints"), ("taint", 0, "effect"), "NO_SCHEDULE", True),
        (source("nodes_web", "taints"), ("taint", 0, "effect"), "NO_EXECUTE", False),
        (source("nodes_web", "cluster_name"), ("cluster_name",), "demo", False),
        (source("nodes_web", "nothing"), ("nothing",), "x", False),
        (source("nodes_web", "nothing"), ("nothing",), None, True),
        (source("nodes_web", "release_version"), ("release_version",), "", True),
        (source("nodes_web", "capacity_type"), ("capacity_type",), "", False),
        (source("eks", "access_entries", ADMIN), (), "absent", False),
        (source("eks", "access_entries", "gone"), (), "absent", True),
        (source("nodes_gone"), (), "absent", True),
    ],
)
def test_a_spec_has_a_live_value_if_an_argument_behind_the_attribute_has_it(
    compiled: Compilation, argument: ArgumentSource, path: Path, live: Any, is_live: bool
) -> None:
    assert reproduces_live(compiled, finding(path, live), [argument]) is is_live


def test_of_several_arguments_one_is_enough_for_a_value_and_all_must_be_empty_or_absent(
    compiled: Compilation,
) -> None:
    spot, nothing = source("nodes_web", "capacity_type"), source("nodes_web", "nothing")
    assert reproduces_live(compiled, finding(("capacity_type",), "SPOT"), [nothing, spot])
    assert not reproduces_live(compiled, finding(("capacity_type",), ""), [nothing, spot])
    there, gone = source("eks", "access_entries", ADMIN), source("eks", "access_entries", "gone")
    assert not reproduces_live(compiled, finding((), "absent"), [gone, there])


def test_an_attribute_with_an_index_may_be_an_item_of_the_argument() -> None:
    taints = source("nodes_web", "taints")
    assert argument_paths(taints, finding(("taint", 1, "effect"), "x")) == (
        ("taints",),
        ("taints", 1, "effect"),
    )
    assert argument_paths(taints, finding(("taint",), "x")) == (("taints",),)
