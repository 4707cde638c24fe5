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
    assert found.addresses_per_zone == 5 * 30


def test_a_subnet_counts_everything_that_needs_its_addresses() -> None:
    cluster = spec(network={"endpoints": ("sts", "s3")}, nodeGroups={"web": {"instanceTypes": ("m5.large",)}})
    found = subnet_capacities(cluster, node_capacities(cluster))
    private = next(one for one in found if one.tier == "private")
    public = next(one for one in found if one.tier == "public")
    assert private.usable == 8192 - 5
    assert private.needs == {"web": 30, "endpoints": 1}
    assert public.needs == {"NAT gateway": 1}
