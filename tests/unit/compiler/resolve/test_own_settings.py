"""What the fields of a spec write into the configuration of add-ons, and what follows for nodes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.capacity import node_capacities

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.36", ipFamily: {family}}}
access: {{admins: ["arn:aws:iam::111122223333:role/Admin"]}}
nodeGroups: {{web: {{instanceTypes: [m7i.large]}}}}
addons: {addons}
"""


def checked(addons: str, family: str = "ipv4") -> Any:
    found = check_text(SPEC.format(addons=addons, family=family).encode(), "a.yaml")
    assert not found.failed, found.findings
    return found


def configuration(addons: str, name: str, family: str = "ipv4") -> Any:
    cluster = compile_spec(checked(addons, family)).cluster
    (addon,) = (addon for addon in cluster.addons if addon.key == name)
    return None if addon.configuration is None else json.loads(addon.configuration)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("{}", {}),
        ("{prefixDelegation: false, externalSnat: false}", {}),
        ("{prefixDelegation: true}", {"env": {"ENABLE_PREFIX_DELEGATION": "true"}}),
        ("{externalSnat: true}", {"env": {"AWS_VPC_K8S_CNI_EXTERNALSNAT": "true"}}),
        ("{warmTargets: {ip: 0}}", {"env": {"WARM_IP_TARGET": "0"}}),
        (
            "{warmTargets: {ip: 4, minimumIp: 10}}",
            {"env": {"WARM_IP_TARGET": "4", "MINIMUM_IP_TARGET": "10"}},
        ),
        ("{warmTargets: {}}", {}),
        (
            '{warmTargets: {ip: 4}, configuration: {env: {WARM_IP_TARGET: "9", MAX_ENI: "2"}}}',
            {"env": {"WARM_IP_TARGET": "9", "MAX_ENI": "2"}},
        ),
        (
            "{prefixDelegation: true, configuration: {podLabels: {a: b}}}",
            {"env": {"ENABLE_PREFIX_DELEGATION": "true"}, "podLabels": {"a": "b"}},
        ),
    ],
)
def test_fields_of_the_vpc_cni_are_variables_and_what_is_written_wins(fields: str, expected: Any) -> None:
    assert configuration(f"{{vpc-cni: {fields}}}", "vpc-cni") == expected


def test_eks_turns_prefixes_on_by_itself_with_ipv6() -> None:
    assert configuration("{vpc-cni: {prefixDelegation: true}}", "vpc-cni", "ipv6") == {}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("{}", {}),
        ("{mode: iptables}", {}),
        ("{mode: nftables}", {"mode": "nftables"}),
        ("{mode: ipvs, scheduler: lc}", {"mode": "ipvs", "ipvs": {"scheduler": "lc"}}),
        ("{mode: ipvs, configuration: {mode: nftables}}", {"mode": "nftables"}),
    ],
)
def test_fields_of_kube_proxy_are_values_of_its_configuration(fields: str, expected: Any) -> None:
    assert configuration(f"{{kube-proxy: {fields}}}", "kube-proxy") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("coredns", {}), ("pod-identity-agent", {}), ("efs-csi", {}), ("metrics-server", None)],
)
def test_an_empty_configuration_is_sent_where_eks_certainly_takes_one(name: str, expected: Any) -> None:
    assert configuration(f"{{{name}: {{}}}}", name) == expected


@pytest.mark.parametrize(
    ("fields", "variables"),
    [
        ("prefixDelegation: true", 'ENABLE_PREFIX_DELEGATION: "true"'),
        ("warmTargets: {ip: 2, minimumIp: 12}", 'WARM_IP_TARGET: "2", MINIMUM_IP_TARGET: "12"'),
        (
            "prefixDelegation: true, warmTargets: {ip: 5}",
            'ENABLE_PREFIX_DELEGATION: "true", WARM_IP_TARGET: "5"',
        ),
    ],
)
def test_capacity_counts_fields_and_variables_alike(fields: str, variables: str) -> None:
    by_field = checked(f"{{vpc-cni: {{{fields}}}}}").spec
    by_variable = checked(f"{{vpc-cni: {{configuration: {{env: {{{variables}}}}}}}}}").spec
    assert node_capacities(by_field) == node_capacities(by_variable)


def test_another_cni_takes_no_addresses_and_lets_a_node_run_more_pods() -> None:
    found = checked("{vpc-cni: none}")
    (capacity,) = node_capacities(found.spec)
    assert (capacity.pods_per_node, capacity.addresses_per_node) == (110, 1)
    assert "maxPods: 110" in compile_spec(found).files["main.tf"].decode()
    assert "maxPods" not in compile_spec(checked("{}")).files["main.tf"].decode()


def test_windows_nodes_keep_the_limit_of_eks_whatever_the_cni() -> None:
    text = SPEC.format(addons="{vpc-cni: none}", family="ipv4")
    text = text.replace("[m7i.large]}", "[m7i.large]}, win: {os: windows-2022-core}")
    calls = compile_spec(check_text(text.encode(), "a.yaml")).calls
    (group,) = (call for call in calls if call.name == "nodes_win")
    assert "max-pods" not in str(group.arguments["user_data"])
