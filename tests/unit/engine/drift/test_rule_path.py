"""Which path a new rule of `drift.ignore` names."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.ignore_rules import rule_path
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

SPEC = b"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2, tags: {team: platform}}
kubernetes: {version: "1.34"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
nodeGroups:
  web: {taints: [{key: a, effect: NoSchedule}], tags: {cost: shop}}
  system: {}
"""
GROUP = "module.nodes_web.aws_eks_node_group.this"
ENTRY = 'module.eks.aws_eks_access_entry.this["arn:aws:iam::111122223333:role/Admin"]'


@pytest.fixture
def trace(tmp_path: Path) -> Trace:
    files = compile_spec(check_text(SPEC, "cluster.yaml")).files
    (tmp_path / "eksgen.map.json").write_bytes(files["eksgen.map.json"])
    return load_trace(tmp_path, INTERFACE)


@pytest.mark.parametrize(
    ("address", "path", "rule"),
    [
        (GROUP, ("scaling_config", 0, "max_size"), "nodeGroups.web.scaling.max"),
        (GROUP, ("labels", "a.b/c"), 'nodeGroups.web.labels["a.b/c"]'),
        (GROUP, ("tags", "cost"), "nodeGroups.web.tags.cost"),
        (GROUP, (), "nodeGroups.web"),
        (GROUP, ("taint", 0, "effect"), "nodeGroups.web.taints"),
        (GROUP, ("status",), f"{GROUP}.status"),
        (ENTRY, (), ENTRY),
        ("module.vpc.aws_vpc.this", (), "module.vpc.aws_vpc.this"),
        ("module.vpc.aws_vpc.this", ("tags", "team"), "module.vpc.aws_vpc.this.tags.team"),
    ],
)
def test_a_rule_names_the_field_of_the_spec_if_that_decides_nothing_else(
    trace: Trace, address: str, path: tuple[str | int, ...], rule: str
) -> None:
    """A field of several objects, or one in a list, whose indexes change, would allow more."""
    assert rule_path(trace, parse_address(address), path) == rule
