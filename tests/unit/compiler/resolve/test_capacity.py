"""Addresses: what nodes come to hold, what subnets have, and when they run out."""

from __future__ import annotations

from typing import Any

from eksgen.compiler.resolve.capacity import node_capacities, subnet_capacities
from eksgen.schemas.cluster import ClusterSpec


def spec(**parts: Any) -> ClusterSpec:
    given = {
        "apiVersion": "eksgen/v1alpha1", "kind": "Cluster", "metadata": {"name": "a", "region": "us-west-2"},
        "kubernetes": {"version": "1.34"}, "access": {"admins": ("arn:aws:iam::111122223333:role/a",)},
    }  # fmt: skip
    return ClusterSpec.model_validate({**given, **parts})


def test_the_instance_type_with_most_addresses_counts() -> None:
    (found,) = node_capacities(spec(nodeGroups={"web": {"instanceTypes": ("m5.large", "m5.xlarge")}}))
    assert found.instance.name == "m5.xlarge"


def test_a_group_with_a_type_without_figures_is_not_counted() -> None:
    groups = {
        "new": {"instanceTypes": ("m10i.large",)},
        "mixed": {"instanceTypes": ("m7i.large", "m10i.large")},
        "web": {"instanceTypes": ("m7i.large",)},
    }
    nodes = node_capacities(spec(nodeGroups=groups))
    assert [found.group for found in nodes] == ["web"]
    needs = {name for found in subnet_capacities(spec(nodeGroups=groups), nodes) for name in found.needs}
    assert needs == {"web", "NAT gateway"}


def test_nodes_at_full_scale_out_and_of_an_update_are_spread_over_zones() -> None:
    group = {
        "scaling": {"min": 1, "max": 10},
        "update": {"maxUnavailable": "25%"},
        "instanceTypes": ("m5.large",),
    }
    (found,) = node_capacities(spec(nodeGroups={"web": group}))
    assert (found.nodes, found.surge) == (10, 3)
    assert found.addresses_per_zone("private") == 5 * 30


def test_a_subnet_counts_everything_that_needs_its_addresses() -> None:
    cluster = spec(network={"endpoints": ("sts", "s3")}, nodeGroups={"web": {"instanceTypes": ("m5.large",)}})
    found = subnet_capacities(cluster, node_capacities(cluster))
    private = next(one for one in found if one.tier == "private")
    public = next(one for one in found if one.tier == "public")
    assert private.usable == 8192 - 5
    assert private.needs == {"web": 30, "endpoints": 1}
    assert public.needs == {"NAT gateway": 1}


def test_pods_of_a_range_of_their_own_are_counted_there() -> None:
    network = {"podCidr": "100.64.0.0/20", "nat": "none"}
    groups = {"web": {"instanceTypes": ("m5.large",), "scaling": {"max": 9}}}
    cluster = spec(network=network, nodeGroups=groups)
    found = {
        one.tier: one for one in subnet_capacities(cluster, node_capacities(cluster)) if one.zone[-1] == "a"
    }
    nodes = -(-(9 + 1) // 3)
    assert found["private"].needs == {"web": nodes}
    assert (found["pod"].cidr, found["pod"].usable) == ("100.64.0.0/23", 512 - 5)
    assert found["pod"].needs == {"web": nodes * 20}


def test_a_control_plane_in_private_subnets_needs_addresses_there() -> None:
    cluster = spec(network={"subnets": {"intra": "none"}, "zones": 3})
    found = subnet_capacities(cluster, node_capacities(cluster))
    assert {one.zone: one.needs.get("control plane") for one in found if one.tier == "private"} == {
        "us-west-2a": 6, "us-west-2b": 6, "us-west-2c": 6
    }  # fmt: skip
