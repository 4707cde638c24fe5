"""The Services of load balancers: ports, targets and places, accepted by Kubernetes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from eksgen.catalog.load_balancers.service_makers import MAKERS, Maker
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve.as_yaml import resolved_yaml
from tests.kubernetes_schemas import validate_object

from .load_balancer_specs import annotations_of, compiled, entries, service, spec_text

IPV6 = "kubernetes: {version: '1.35', ipFamily: ipv6}"
EXISTING = """network: {existing: {vpcId: vpc-0123456789abcdef0, cidr: 10.0.0.0/16, subnets: {
  private: {us-west-2a: [subnet-0000000000000000a, subnet-0000000000000000c], us-west-2b: subnet-0000000000000000b}}}}"""


@pytest.mark.parametrize("maker", MAKERS)
def test_kubernetes_accepts_the_service_of_every_maker(maker: Maker) -> None:
    validate_object(service(spec_text(maker)), "1.35")


@pytest.mark.parametrize("maker", MAKERS)
def test_kubectl_reads_the_service_as_it_is_written(maker: Maker, tmp_path: Path) -> None:
    """`set selector --local` decodes the object by the types of Kubernetes; `create` would ask a cluster."""
    if (kubectl := shutil.which("kubectl")) is None:
        pytest.skip("kubectl is not on PATH: it reads the manifest without a cluster")
    written = service(spec_text(maker))
    file = tmp_path / "service.json"
    file.write_text(json.dumps(written))
    command = [kubectl, "set", "selector", "--local", "-o", "json", "-f", str(file), "app=web"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"HOME": str(tmp_path)})
    read = json.loads(done.stdout)
    assert read["spec"] == written["spec"]
    assert read["metadata"]["annotations"] == written["metadata"]["annotations"]


def test_terraform_makes_nothing_for_it_but_a_bucket() -> None:
    calls = entries(spec_text("network", "accessLogs: {}"))["calls"]
    assert "elb_edge" not in calls
    assert calls["logs_edge"] == "access_logs"
    assert "logs_edge" not in entries(spec_text("network", "accessLogs: {bucket: acme-logs}"))["calls"]


def test_the_manifest_names_the_bucket_that_terraform_makes() -> None:
    text = spec_text("classic", "accessLogs: {}")
    name = annotations_of(text)["aws-load-balancer-access-log-s3-bucket-name"]
    assert f'"{name}"' in compiled(text)["main.tf"].decode()


def test_a_target_port_of_instances_is_a_node_port_if_it_can_be_one() -> None:
    listeners = (
        "listeners: [{port: 1, protocol: tcp, targetPort: 30001}, {port: 2, protocol: tcp, targetPort: 8080}]"
    )
    of_instances = service(spec_text("network", listeners))["spec"]["ports"]
    assert [(p["targetPort"], p.get("nodePort")) for p in of_instances] == [(1, 30001), (8080, None)]
    of_pods = service(spec_text("controller", listeners))["spec"]
    assert [(p["targetPort"], p.get("nodePort")) for p in of_pods["ports"]] == [(30001, None), (8080, None)]
    assert of_pods["allocateLoadBalancerNodePorts"] is False


def test_pods_have_the_port_of_the_targets_else_that_of_the_listener() -> None:
    listeners = "listeners: [{port: 80, protocol: udp, targetPort: 8053}, {port: 90, protocol: tcp, targetPort: null}]"
    text = spec_text("controller", listeners.replace(", targetPort: null", "") + ", targets: {port: http}")
    ports = service(text.replace(', "targetPort": 30443', ""))["spec"]["ports"]
    assert [(p["name"], p["protocol"], p["targetPort"]) for p in ports] == [
        ("udp-80", "UDP", 8053),
        ("tcp-90", "TCP", "http"),
    ]


def test_a_listener_for_tcp_and_udp_is_two_ports() -> None:
    text = spec_text("controller", "listeners: [{port: 53, protocol: tcp-udp, targetPort: 53}]")
    assert [p["name"] for p in service(text)["spec"]["ports"]] == ["tcp-53", "udp-53"]
    assert annotations_of(text)["aws-load-balancer-enable-tcp-udp-listener"] == "true"


def test_subnets_are_named_where_tags_do_not_find_them() -> None:
    name = "aws-load-balancer-subnets"
    assert name not in annotations_of(spec_text("network"))
    assert annotations_of(spec_text("network", "subnets: {zones: [us-west-2b, us-west-2a]}"))[name] == (
        "demo-private-us-west-2a,demo-private-us-west-2b"
    )
    assert annotations_of(spec_text("network", rest=EXISTING))[name] == (
        "subnet-0000000000000000a,subnet-0000000000000000b"
    )


@pytest.mark.parametrize("maker", MAKERS)
def test_an_internal_load_balancer_lets_only_the_network_in(maker: Maker) -> None:
    """Without ranges, every maker would let everyone in."""
    assert service(spec_text(maker))["spec"]["loadBalancerSourceRanges"] == ["10.20.0.0/16"]
    assert "loadBalancerSourceRanges" not in service(spec_text(maker, "scheme: internet-facing"))["spec"]


def test_prefix_lists_alone_add_no_ranges() -> None:
    text = spec_text("controller", "securityGroups: {from: [pl-0123456789abcdef0]}")
    assert "loadBalancerSourceRanges" not in service(text)["spec"]


def test_prefix_lists_and_ranges_are_apart() -> None:
    text = spec_text("controller", "securityGroups: {from: [pl-0123456789abcdef0, 10.0.0.0/8, 10.0.0.0/9]}")
    assert service(text)["spec"]["loadBalancerSourceRanges"] == ["10.0.0.0/8", "10.0.0.0/9"]
    assert annotations_of(text)["aws-load-balancer-security-group-prefix-lists"] == "pl-0123456789abcdef0"


def test_instances_of_a_node_group_are_found_by_its_label() -> None:
    found = annotations_of(spec_text("controller", "targets: {nodeGroups: [web]}"))
    assert found["aws-load-balancer-nlb-target-type"] == "instance"
    assert found["aws-load-balancer-target-node-labels"].startswith("eks.amazonaws.com/nodegroup=web-")


def test_local_traffic_is_checked_by_kube_proxy_unless_the_spec_says_otherwise() -> None:
    local = "service: {selector: {app: web}, externalTrafficPolicy: Local}"
    assert "aws-load-balancer-healthcheck-protocol" not in annotations_of(spec_text("network", local))
    written = annotations_of(
        spec_text("network", f"{local}, healthCheck: {{protocol: http, port: 8080, path: /a}}")
    )
    parts = ("protocol", "port", "path")
    assert [written[f"aws-load-balancer-healthcheck-{part}"] for part in parts] == ["HTTP", "8080", "/a"]


def test_the_order_of_sets_does_not_count() -> None:
    def one(groups: str) -> bytes:
        options = f"securityGroups: {{from: [10.0.0.0/8, 11.0.0.0/8], additional: [{groups}]}}"
        return compiled(spec_text("classic", options))["manifests/services.yaml"]

    ids = ("sg-0123456789abcdef0", "sg-0123456789abcdef1")
    assert one(", ".join(ids)) == one(", ".join(reversed(ids)))


def test_ipv6_clusters_get_both_kinds_of_addresses() -> None:
    text = spec_text("controller", "scheme: internet-facing", rest=IPV6)
    assert annotations_of(text)["aws-load-balancer-ip-address-type"] == "dualstack"


def test_both_access_log_modules_make_the_same_bucket() -> None:
    modules = Path(__file__).resolve().parents[4] / "modules"
    one, other = modules / "elb" / "access_logs.tf", modules / "access_logs" / "main.tf"
    assert one.read_text("utf-8") == other.read_text("utf-8")


@pytest.mark.parametrize("maker", MAKERS)
def test_the_resolved_spec_makes_the_same_service(maker: Maker) -> None:
    text = spec_text(maker)
    checked = check_text(text.encode(), "cluster.yaml")
    assert checked.spec is not None
    assert checked.tree is not None
    assert service(resolved_yaml(checked.spec, checked.tree)) == service(text)
