"""The call of module `vpc`: what the ways out, the ranges and the logs of a spec become."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import At, ModuleCall, Ref

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.36"}}
access: {{admins: ["arn:aws:iam::111122223333:role/Admin"]}}
nodeGroups: {{web: {{}}}}
network: {{zones: [us-west-2a, us-west-2b], {network}}}
"""
EIP = "eipalloc-0123456789abcdef0"


def calls(network: str) -> dict[str, ModuleCall]:
    checked = check_text(SPEC.format(network=network).encode(), "a.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    return {call.name: call for call in compile_spec(checked).calls}


def plain(value: Any) -> Any:
    """Return a value without the places of its parts."""
    if isinstance(value, At):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("network", "zones", "addresses", "routes", "variant"),
    [
        ("nat: single", ("us-west-2a",), {}, ("us-west-2a", "us-west-2a"), ()),
        (
            f"nat: {{mode: single, addresses: {{us-west-2b: {EIP}}}}}",
            ("us-west-2b",), {"us-west-2b": EIP}, ("us-west-2b", "us-west-2b"), (),
        ),
        (
            f"nat: {{mode: per-zone, addresses: {{us-west-2b: {EIP}}}}}",
            ("us-west-2a", "us-west-2b"), {"us-west-2b": EIP}, ("us-west-2a", "us-west-2b"), (),
        ),
        ("nat: regional", (), {}, ("regional", "regional"), ("regional_nat",)),
        ("nat: regional, subnets: {public: none}", (), {}, ("regional", "regional"), ("regional_nat",)),
    ],
)  # fmt: skip
def test_each_zone_has_a_way_out(
    network: str,
    zones: tuple[str, ...],
    addresses: dict[str, str],
    routes: tuple[str, ...],
    variant: tuple[str, ...],
) -> None:
    call = calls(network)["vpc"]
    found = plain(call.arguments)
    assert (found["nat_zones"], found["nat_addresses"]) == (zones, addresses)
    assert tuple(found["nat_routes"].values()) == routes
    assert call.variant == variant


def test_no_private_subnet_without_nat_has_a_route_to_a_gateway() -> None:
    assert plain(calls("nat: none, endpoints: [private-cluster]")["vpc"].arguments)["nat_routes"] == {}


def test_routes_are_in_the_tables_of_their_tiers() -> None:
    text = "routes: [{to: 192.0.2.0/24, via: pcx-01234567, tiers: [public, private]}, {to: 11.0.0.0/8, via: tgw-01234567}]"
    assert plain(calls(text)["vpc"].arguments)["routes"] == {
        "private": {"11.0.0.0/8": "tgw-01234567", "192.0.2.0/24": "pcx-01234567"},
        "public": {"192.0.2.0/24": "pcx-01234567"},
        "intra": {},
    }


def test_pods_have_subnets_in_a_range_of_the_vpc_and_an_eniconfig_each() -> None:
    found = calls("podCidr: 100.64.0.0/16, secondaryCidrs: [10.22.0.0/16, 10.21.0.0/16]")
    vpc = plain(found["vpc"].arguments)
    assert vpc["secondary_cidrs"] == ("10.21.0.0/16", "10.22.0.0/16", "100.64.0.0/16")
    assert vpc["pod_subnets"] == {"us-west-2a": "100.64.0.0/19", "us-west-2b": "100.64.32.0/19"}
    addons = plain(found["addons_before_nodes"].arguments)["addons"]
    assert addons["vpc-cni"]["eni_config"] == {
        "region": "us-west-2",
        "subnet_ids": {zone: Ref("vpc", "pod_subnet_ids", (zone,)) for zone in vpc["pod_subnets"]},
        "security_group_ids": (Ref("eks", "node_security_group_id"),),
    }
    assert json.loads(addons["vpc-cni"]["configuration"])["env"] == {
        "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
        "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
    }
    assert addons["kube-proxy"]["eni_config"] is None


def test_policies_are_json_with_sorted_keys() -> None:
    text = "endpointPolicies: {s3: {Statement: [{Resource: '*', Effect: Allow, Principal: '*', Action: 's3:*'}], Version: '2012-10-17'}}"
    assert plain(calls(text)["vpc"].arguments)["endpoint_policies"] == {
        "s3": '{"Statement":[{"Action":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2012-10-17"}'
    }


def test_flow_logs_in_a_bucket_need_no_log_group_and_no_role() -> None:
    found = calls("flowLogs: {to: s3, bucket: 'arn:aws:s3:::logs/vpc/', aggregation: 1m}")
    flow_logs = {"s3": {"destination_arn": "arn:aws:s3:::logs/vpc/", "aggregation_seconds": 60}}
    assert plain(found["vpc"].arguments)["flow_logs"] == flow_logs
    assert "flow-logs" not in plain(found["log_groups"].arguments)["groups"]
