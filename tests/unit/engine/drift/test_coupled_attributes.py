"""What one field of the spec decides besides the attribute that somebody changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.coupled_attributes import coupled_attributes
from eksgen.engine.plan.attribute_diff import ResourceValues
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

SPEC = b"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2, tags: {team: platform}}
kubernetes: {version: "1.34"}
controlPlane: {endpoint: {public: false}}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
nodeGroups: {web: {}}
"""
CLUSTER = parse_address("module.eks.aws_eks_cluster.this")
PUBLIC, RANGES = (("vpc_config", 0, name) for name in ("endpoint_public_access", "public_access_cidrs"))


@pytest.fixture
def trace(tmp_path: Path) -> Trace:
    files = compile_spec(check_text(SPEC, "cluster.yaml")).files
    (tmp_path / "eksgen.map.json").write_bytes(files["eksgen.map.json"])
    return load_trace(tmp_path, INTERFACE)


def live(**endpoint: Any) -> ResourceValues:
    return ResourceValues(
        {"tags": {"team": "platform"}, "vpc_config": [{"endpoint_public_access": True, **endpoint}]}
    )


def test_the_ranges_of_an_endpoint_are_coupled_with_its_public_access(trace: Trace) -> None:
    there = live(public_access_cidrs=["203.0.113.0/24"])
    assert coupled_attributes(trace, CLUSTER, PUBLIC, there) == ((RANGES, ["203.0.113.0/24"]),)
    assert coupled_attributes(trace, CLUSTER, RANGES, there) == (), (
        "the ranges follow from both arguments already"
    )


def test_an_attribute_with_a_field_of_its_own_has_no_coupled_attributes(trace: Trace) -> None:
    assert coupled_attributes(trace, CLUSTER, ("vpc_config", 0, "endpoint_private_access"), live()) == ()
    assert coupled_attributes(trace, CLUSTER, ("tags", "team"), live()) == ()
    assert coupled_attributes(trace, CLUSTER, ("status",), live()) == ()


def test_empty_and_secret_values_are_left_out(trace: Trace) -> None:
    assert coupled_attributes(trace, CLUSTER, PUBLIC, live()) == ()
    marked = ResourceValues(
        live(public_access_cidrs=["x"]).value, {"vpc_config": [{"public_access_cidrs": True}]}
    )
    assert coupled_attributes(trace, CLUSTER, PUBLIC, marked) == ()
