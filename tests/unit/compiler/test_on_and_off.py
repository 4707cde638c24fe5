"""`none` turns off features that are on by default, and `{}` turns on the others."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from eksgen.compiler.pipeline import Compilation, check_text, compile_spec
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.walk import literals_at, model_at
from eksgen.schemas.values import Present

SPEC = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.35"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
network: {endpoints: [private-cluster]}
nodeGroups: {web: {}}
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
"""
Path = tuple[str, ...]
ADDONS = ("vpc-cni", "kube-proxy", "coredns", "pod-identity-agent", "ebs-csi")
OFF: dict[Path, str] = {
    **{("addons", name): f'"{name}" = {{' for name in ADDONS if "-" in name},
    ("addons", "coredns"): " coredns = {",
    ("network", "flowLogs"): '"flow-logs" = {',
    ("network", "nat"): "nat_zones = []",
    ("network", "subnets", "public"): "public_subnets = {}",
    ("network", "subnets", "intra"): "intra_subnets = {}",
    ("loadBalancers", "edge", "draining"): "enabled = false",
    ("controlPlane", "zonalShift"): "zonal_shift = false",
    ("controlPlane", "deletionProtection"): "./modules/eks_deletion_protection",
}
"""What can be turned off, and a text that goes, or one that comes (`nothing`, `false`): what is on by default,
and what EKS keeps on unless it is told otherwise."""
ON: dict[Path, str] = {
    ("loadBalancers", "edge", "proxyProtocol"): "proxy_protocol = true",
    ("loadBalancers", "edge", "deletionProtection"): "deletion_protection = true",
    ("controlPlane", "zonalShift"): "zonal_shift = true",
    ("controlPlane", "deletionProtection"): "deletion_protection = true",
    ("terraform", "preventDestroy"): "./modules/vpc_prevent_destroy",
}


def compiled(values: dict[Path, Any]) -> Compilation:
    spec = yaml.safe_load(SPEC)
    for path, value in values.items():
        holder = spec
        for step in path[:-1]:
            holder = holder.setdefault(step, {})
        holder[path[-1]] = value
    checked = check_text(yaml.safe_dump(spec).encode(), "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    return compile_spec(checked)


def main(values: dict[Path, Any]) -> str:
    """Return main.tf with single spaces."""
    return " ".join(compiled(values).files["main.tf"].decode().split())


@pytest.mark.parametrize("path", OFF, ids=".".join)
def test_none_turns_off_what_is_on(path: Path) -> None:
    assert "none" in literals_at(ClusterSpec, path)
    text = OFF[path]
    beside: dict[Path, Any] = (
        {("addons", "ebs-csi"): "none"} if path == ("addons", "pod-identity-agent") else {}
    )
    before, after = main(beside), main({**beside, path: "none"})
    assert (text in before) is not (text in after)


def test_a_spec_without_any_base_addon_has_no_call_for_them() -> None:
    calls = [call.name for call in compiled({("addons", name): "none" for name in ADDONS}).calls]
    assert not [name for name in calls if name.startswith("addons")]


def test_an_addon_that_a_base_file_installs_is_left_out_by_none() -> None:
    path = ("addons", "metrics-server")
    assert '"metrics-server" = {' in main({path: {}})
    assert main({path: "none"}) == main({})


@pytest.mark.parametrize("path", ON, ids=".".join)
def test_presence_turns_on_what_is_off(path: Path) -> None:
    assert model_at(ClusterSpec, path) is Present, "or `none`, where AWS keeps what was on"
    assert ON[path] not in main({})
    assert ON[path] in main({path: {}})


@pytest.mark.parametrize("left_out", ["public", "intra"])
def test_nothing_moves_when_a_tier_goes(left_out: str) -> None:
    vpc = {call.name: call for call in compiled({}).calls}["vpc"].arguments
    without = {call.name: call for call in compiled({("network", "subnets", left_out): "none"}).calls}["vpc"]
    for tier in {"private_subnets", "public_subnets", "intra_subnets"} - {f"{left_out}_subnets"}:
        assert vpc[tier] == without.arguments[tier]


def test_the_control_plane_is_in_private_subnets_if_it_has_none_of_its_own() -> None:
    own, private = main({}), main({("network", "subnets", "intra"): "none"})
    assert 'module.vpc.intra_subnet_ids["us-west-2a"]' in own
    assert "intra_subnet_ids" not in private
