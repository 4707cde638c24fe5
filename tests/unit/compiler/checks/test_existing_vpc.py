"""Rules for `network.existing`, and what it compiles to."""

from __future__ import annotations

import pytest

from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.lower import lower
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve import resolve
from eksgen.compiler.values import At, ModuleCall, Ref

SPEC = """apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.36"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
"""
PRIVATE = (
    "us-west-2a: subnet-0123456789abcdef0, us-west-2b: [subnet-0123456789abcdef2, subnet-0123456789abcdef1]"
)
EXISTING = "vpcId: vpc-0123456789abcdef0, cidr: 10.0.0.0/16"
GIVEN = f"{EXISTING}, subnets: {{private: {{{PRIVATE}}}}}"


def spec(existing: str, network: str = "", rest: str = "nodeGroups: {web: {}}") -> str:
    return f"{SPEC}network: {{existing: {{{existing}}}{', ' if network else ''}{network}}}\n{rest}\n"


def errors(text: str) -> set[str]:
    findings = check_text(text.encode(), "demo.yaml").findings
    return {finding.code for finding in findings if finding.severity is Severity.ERROR}


def calls(text: str) -> dict[str, ModuleCall]:
    checked = check_text(text.encode(), "demo.yaml")
    assert not checked.failed, checked.findings
    assert checked.spec is not None
    return {call.name: call for call in lower(resolve(checked.spec))}


def plain(value: object) -> object:
    return plain(value.value) if isinstance(value, At) else value


@pytest.mark.parametrize(
    ("existing", "network", "rest", "code"),
    [
        (GIVEN, "", "nodeGroups: {web: {}}", None),
        (GIVEN, "endpoints: [s3, sts]", "nodeGroups: {web: {}}", None),
        (GIVEN, "cidr: 10.0.0.0/16", "", "existing-field"),
        (GIVEN, "secondaryCidrs: [10.1.0.0/16]", "", "existing-field"),
        (GIVEN, "zones: 2", "", "existing-field"),
        (GIVEN, "nat: per-zone", "", "existing-field"),
        (GIVEN, "subnets: {private: {prefix: 20}}", "", "existing-field"),
        (GIVEN, "routes: [{to: 10.9.0.0/16, via: tgw-0123456789abcdef0}]", "", "existing-field"),
        (GIVEN, "podCidr: 100.64.0.0/16", "", "existing-field"),
        (f"{GIVEN}, internetGateway: igw-0123456789abcdef0", "", "", "existing-field"),
        (GIVEN, "", "nodeGroups: {web: {subnets: public}}", "no-public-subnets"),
        (GIVEN, "", "nodeGroups: {web: {subnets: {tier: private, zones: [us-west-2c]}}}", "unknown-zone"),
        (GIVEN, "", "controlPlane: {zones: [us-west-2a, us-west-2c]}", "missing-subnet"),
        (GIVEN, "", "kubernetes2: {}", "unknown-field"),
        (f"{EXISTING}, subnets: {{public: {{{PRIVATE}}}}}", "", "nodeGroups: {web: {}}", "missing-subnet"),
        (f"{EXISTING}, subnets: {{}}", "", "", "one-zone"),
        (EXISTING, "", "nodeGroups: {web: {}}", "no-way-out"),
        (EXISTING, "endpoints: [private-cluster, s3]", "nodeGroups: {web: {}}", None),
        (EXISTING, "routes: [{to: 0.0.0.0/0, via: tgw-0123456789abcdef0}]", "nodeGroups: {web: {}}", None),
        (EXISTING, "subnets: {public: {prefix: 24}}", "", "existing-gateway"),
        (EXISTING, "nat: regional", "", "existing-gateway"),
        (f"{EXISTING}, internetGateway: igw-0123456789abcdef0", "", "nodeGroups: {web: {}}", None),
        (f"{EXISTING}, natGateways: {{us-east-1a: nat-0123456789abcdef0}}", "", "", "unknown-zone"),
        (f"{EXISTING}, natGateways: {{us-west-2a: nat-0123456789abcdef0}}", "nat: single", "", "existing-field"),
        (f"{EXISTING}, natGateways: {{us-west-2a: nat-0123456789abcdef0}}", "podCidr: 100.64.0.0/16", "", "refused-range"),
    ],
)  # fmt: skip
def test_what_has_no_effect_or_no_subnet_is_refused(
    existing: str, network: str, rest: str, code: str | None
) -> None:
    found = errors(spec(existing, network, rest))
    assert code in found if code else not found


def test_subnets_that_exist_are_used_by_id_in_any_order() -> None:
    made = calls(spec(GIVEN))
    ids = plain(made["nodes_web"].arguments["subnet_ids"])
    assert ids == tuple(
        Ref("vpc", "private_subnet_ids", (f"subnet-0123456789abcdef{number}",)) for number in (0, 1, 2)
    )
    assert plain(made["eks"].arguments["subnet_ids"]) == ids
    assert made["vpc"].variant == ("existing",)
    assert plain(made["vpc"].arguments["private_subnets"]) == {}


def test_a_load_balancer_takes_one_subnet_of_each_zone() -> None:
    balancer = """nodeGroups: {web: {}}
loadBalancers:
  edge:
    type: network
    scheme: internal
    listeners: [{port: 443, protocol: tcp, targetPort: 30443}]
    healthCheck: {protocol: tcp, port: 30443}
    targets: {nodeGroups: [web]}"""
    made = next(call for call in calls(spec(GIVEN, rest=balancer)).values() if call.module == "elb")
    subnets = plain(made.arguments["subnet_ids"])
    assert isinstance(subnets, tuple)
    assert [ref.keys[0][-1] for ref in subnets if isinstance(ref, Ref)] == ["0", "1"]


def test_new_subnets_are_in_the_largest_range_and_use_the_gateways_that_exist() -> None:
    ranges = "vpcId: vpc-0123456789abcdef0, cidr: [10.9.0.0/20, 10.0.0.0/16]"
    made = calls(spec(f"{ranges}, natGateways: {{us-west-2b: nat-0123456789abcdef0}}", "zones: 3"))
    vpc = made["vpc"].arguments
    assert plain(vpc["cidr"]) == "10.0.0.0/16"
    assert plain(vpc["nat_zones"]) == ()
    assert plain(vpc["nat_routes"]) == dict.fromkeys(("us-west-2a", "us-west-2b", "us-west-2c"), "us-west-2b")
    assert plain(vpc["public_subnets"]) == {}
