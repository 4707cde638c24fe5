"""Defaults never collide: a file that leaves a field out is never refused because of its default."""

from __future__ import annotations

from datetime import date
from ipaddress import IPv4Network

import pytest

from eksgen.catalog.compute.instances import offered_in
from eksgen.catalog.regions.partitions import MODULE_PARTITIONS, PARTITIONS, partition_of_region
from eksgen.catalog.regions.regions import BY_ACCOUNT, region_names, usable_zones
from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.pipeline import Checked, check_text, compile_spec

SMALLEST = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: {region}, accountId: "111122223333"}}
kubernetes: {{version: "1.34"}}
network: {{cidr: {cidr}}}
access: {{admins: [arn:aws:iam::111122223333:role/Admin]}}
nodeGroups:
  web: {{{group}}}
"""


SUPPORTED = [name for name in region_names() if partition_of_region(name).name in MODULE_PARTITIONS]


def check(region: str = "us-west-2", cidr: str = "10.20.0.0/16", group: str = "") -> Checked:
    """Check the smallest file with other values."""
    text = SMALLEST.format(region=region, cidr=cidr, group=group)
    partition = partition_of_region(region).name
    return check_text(text.replace("arn:aws:", f"arn:{partition}:").encode(), "cluster.yaml")


@pytest.mark.parametrize("region", SUPPORTED)
def test_the_smallest_file_compiles_in_every_region(region: str) -> None:
    checked = check(region)
    warned = [finding.code for finding in checked.findings if finding.severity is not Severity.NOTE]
    assert warned == (["account-zones"] if region in BY_ACCOUNT else [])
    cluster = compile_spec(checked).cluster
    assert offered_in(cluster.node_groups[0].spec.instance_types[0], region) is not False
    assert cluster.network.zones == usable_zones(region)[:3]
    assert len(cluster.network.zones) >= 2


SMALLEST_IN_THE_GUIDE = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: {region}}}
kubernetes: {{version: "{version}"}}
access: {{admins: [arn:{partition}:iam::111122223333:role/PlatformAdmin]}}
nodeGroups:
  web: {{}}
"""
TODAY = date(2026, 11, 29)


@pytest.mark.parametrize("region", SUPPORTED)
@pytest.mark.parametrize("version", ["1.36", "1.37"])
def test_the_reader_of_the_smallest_file_can_act_on_every_finding(region: str, version: str) -> None:
    partition = partition_of_region(region).name
    text = SMALLEST_IN_THE_GUIDE.format(region=region, partition=partition, version=version)
    checked = check_text(text.encode(), "cluster.yaml", today=TODAY)
    assert not checked.failed
    warned = {finding.code for finding in checked.findings if finding.severity is Severity.WARNING}
    assert warned == ({"account-zones"} if region in BY_ACCOUNT else set())
    assert all(finding.helps or finding.fixes for finding in checked.findings)
    assert compile_spec(checked).files["main.tf"]


def test_the_regions_are_those_of_every_partition() -> None:
    assert {partition_of_region(name).name for name in region_names()} == {item.name for item in PARTITIONS}


@pytest.mark.parametrize(
    "cidr",
    ["10.0.0.0/16", "10.100.0.0/16", "172.16.0.0/16", "172.20.0.0/16", "172.31.0.0/20", "192.168.0.0/20"],
)
def test_the_network_may_be_any_private_range(cidr: str) -> None:
    checked = check(cidr=cidr)
    assert not checked.failed, checked.findings
    assert compile_spec(checked).files["main.tf"].count(cidr.encode()) == 1


@pytest.mark.parametrize(
    ("group", "assigned"), [("subnets: private", b"false"), ("subnets: public", b"true")]
)
def test_public_subnets_assign_addresses_if_node_groups_use_them(group: str, assigned: bytes) -> None:
    text = compile_spec(check(group=group)).files["main.tf"]
    assert b"assign_public_addresses = " + assigned in text


def test_the_endpoint_of_s3_exists_unless_the_list_says_otherwise() -> None:
    assert b"com.amazonaws.us-west-2.s3" in compile_spec(check()).files["main.tf"]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("us-west-2", "m7i.large"),
        ("me-south-1", "m6i.large"),
        ("ca-west-1", "m6i.large"),
        ("cn-north-1", "m6i.large"),
        ("eusc-de-east-1", "m7i.large"),
    ],
)
@pytest.mark.parametrize("defaults", ["", "nodeDefaults: {ssm: false}", "nodeDefaults: {disk: {size: 90}}"])
def test_the_default_instance_type_is_one_of_the_region(region: str, expected: str, defaults: str) -> None:
    text = f"{SMALLEST}\n{defaults.replace('{', '{{').replace('}', '}}')}\n"
    partition = partition_of_region(region).name
    text = text.format(region=region, cidr="10.20.0.0/16", group="").replace("arn:aws:", f"arn:{partition}:")
    spec = check_text(text.encode(), "cluster.yaml").spec
    assert spec is not None
    assert spec.node_groups["web"].instance_types == (expected,)
    chosen = text.replace("web: {}", "web: {instanceTypes: [r7i.large]}")
    spec = check_text(chosen.encode(), "cluster.yaml").spec
    assert spec is not None
    assert spec.node_groups["web"].instance_types == ("r7i.large",)


@pytest.mark.parametrize("region", ["us-west-2", "us-east-1", "eu-west-1"])
@pytest.mark.parametrize("size", range(16, 24))
@pytest.mark.parametrize("zones", ["", "zones: 2"])
def test_every_network_of_the_default_sizes_holds_the_default_subnets(
    region: str, size: int, zones: str
) -> None:
    checked = check(region, f"10.20.0.0/{size}, {zones}")
    assert not checked.failed, checked.findings
    tiers = compile_spec(checked).cluster.network
    assert len(tiers.private) == len(tiers.public) == len(tiers.intra) == (2 if zones else 3)


@pytest.mark.parametrize("size", range(24, 29))
@pytest.mark.parametrize("subnets", ["", "private: {prefix: 26}", "public: none", "intra: {prefix: 27}"])
def test_the_error_names_the_smallest_network_that_works(size: int, subnets: str) -> None:
    more = f"subnets: {{{subnets}}}, endpoints: [private-cluster]"
    checked = check(cidr=f"10.20.15.0/{size}, {more}")
    found = [finding for finding in checked.findings if finding.code == "subnets-do-not-fit"]
    assert bool(found) == checked.failed
    for finding in found:
        larger = finding.helps[0].split("`")[1]
        assert not check(cidr=f"{larger}, {more}").failed
        halves = [str(half) for half in IPv4Network(larger).subnets()]
        assert all(check(cidr=f"{half}, {more}").failed for half in halves)
