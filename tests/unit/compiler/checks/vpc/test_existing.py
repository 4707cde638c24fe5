"""Rules for `network.existing`, and what it compiles to."""

from __future__ import annotations

import pytest

from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.lower import lower
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve import resolve
from eksgen.compiler.resolve.as_yaml import resolved_yaml
from eksgen.compiler.resolve.capacity import node_capacities, subnet_capacities
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


IDS = "subnet-0123456789abcdef%s"
TIERS = f"{EXISTING}, subnets: {{private: {{{PRIVATE}}}, public: {{us-west-2b: {IDS % 8}}}, intra: {{us-west-2a: {IDS % 4}, us-west-2b: {IDS % 5}}}}}"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (f"{{ids: [{IDS % 1}]}}", None),
        (f"{{ids: [{IDS % 8}]}}", None),
        ("{tier: public}", None),
        (f"{{ids: [{IDS % 7}]}}", "unknown-subnet"),
        (f"{{ids: [{IDS % 4}]}}", "unknown-subnet"),
        (f"{{ids: [{IDS % 1}, {IDS % 1}]}}", "duplicate-subnet"),
        (f"{{ids: [{IDS % 1}, {IDS % 8}]}}", "mixed-tiers"),
        (f"{{ids: [{IDS % 1}], tier: private}}", "existing-field"),
        (f"{{ids: [{IDS % 1}], zones: [us-west-2b]}}", "existing-field"),
        ("{ids: []}", "out-of-range"),
        ("{ids: [vpc-0123456789abcdef0]}", "invalid-id"),
    ],
)
@pytest.mark.parametrize(
    "place", ["nodeGroups: {web: {subnets: %s}}", "nodeDefaults: {subnets: %s}\nnodeGroups: {web: {}}"]
)
def test_a_group_is_in_subnets_of_one_tier_that_the_network_names(
    place: str, chosen: str, code: str | None
) -> None:
    assert errors(spec(TIERS, rest=place % chosen)) == ({code} if code else set())


def test_a_resolved_spec_with_ids_is_the_same_spec() -> None:
    chosen = f"nodeDefaults: {{subnets: {{ids: [{IDS % 1}]}}}}\nnodeGroups: {{web: {{}}, edge: {{subnets: {{zones: [us-west-2a]}}}}}}"
    text = spec(TIERS, rest=chosen)
    checked = check_text(text.encode(), "demo.yaml")
    assert checked.spec is not None
    assert checked.tree is not None
    again = resolved_yaml(checked.spec, checked.tree)
    for group in ("nodes_web", "nodes_edge"):
        assert plain(calls(again)[group].arguments["subnet_ids"]) == plain(
            calls(text)[group].arguments["subnet_ids"]
        )


def test_ids_need_subnets_that_exist() -> None:
    rest = f"nodeGroups: {{web: {{subnets: {{ids: [{IDS % 1}]}}}}}}"
    assert errors(f"{SPEC}{rest}") == {"unknown-subnet"}
    assert "unknown-subnet" in errors(spec(EXISTING, rest=rest))


@pytest.mark.parametrize("kind", ["managed", "self-managed"])
@pytest.mark.parametrize("order", [(1, 0), (0, 1)])
def test_a_group_is_in_exactly_its_subnets_in_any_order(kind: str, order: tuple[int, int]) -> None:
    ids = ", ".join(IDS % number for number in order)
    rest = f"nodeGroups: {{web: {{kind: {kind}, subnets: {{ids: [{ids}]}}}}, edge: {{subnets: {{ids: [{IDS % 8}]}}}}}}"
    made = calls(spec(TIERS, rest=rest))
    web, edge = made["nodes_web"].arguments, made["nodes_edge"].arguments
    assert plain(web["subnet_ids"]) == tuple(Ref("vpc", "private_subnet_ids", (IDS % n,)) for n in (0, 1))
    assert plain(edge["subnet_ids"]) == (Ref("vpc", "public_subnet_ids", (IDS % 8,)),)
    assert (plain(web["public_ip"]), plain(edge["public_ip"])) == (False, True)
    assert plain(made["existing_vpc"].arguments["node_subnet_ids"]) == (IDS % 0, IDS % 1, IDS % 8)


def test_other_subnets_replace_a_managed_group_and_another_order_does_not() -> None:
    def name(ids: str) -> object:
        made = calls(spec(TIERS, rest=f"nodeGroups: {{web: {{subnets: {{ids: [{ids}]}}}}}}"))
        return plain(made["nodes_web"].arguments["node_group_name"])

    both = f"{IDS % 1}, {IDS % 2}"
    assert name(both) == name(f"{IDS % 2}, {IDS % 1}") != name(IDS % 1)


def test_ids_replace_the_zones_of_defaults_and_the_other_way_round() -> None:
    by_zone, by_id = "{zones: [us-west-2a]}", f"{{ids: [{IDS % 1}]}}"
    for default, own in ((by_zone, by_id), (by_id, by_zone)):
        rest = f"nodeDefaults: {{subnets: {default}}}\nnodeGroups: {{web: {{subnets: {own}}}}}"
        wanted = IDS % 1 if own == by_id else IDS % 0
        subnets = plain(calls(spec(TIERS, rest=rest))["nodes_web"].arguments["subnet_ids"])
        assert subnets == (Ref("vpc", "private_subnet_ids", (wanted,)),)


@pytest.mark.parametrize(
    "option", ["efa: {}, instanceTypes: [p5.48xlarge]", "placementGroup: {strategy: cluster}"]
)
def test_options_for_one_zone_take_two_subnets_of_it(option: str) -> None:
    two = f"{EXISTING}, subnets: {{private: {{us-west-2a: [{IDS % 1}, {IDS % 3}], us-west-2b: {IDS % 2}}}}}"
    for ids, code in ((f"{IDS % 1}, {IDS % 3}", None), (f"{IDS % 1}, {IDS % 2}", "launch-option")):
        found = errors(spec(two, rest=f"nodeGroups: {{web: {{{option}, subnets: {{ids: [{ids}]}}}}}}"))
        assert ("launch-option" in found) is (code is not None)


def test_capacity_counts_subnets_that_exist_and_have_a_range() -> None:
    known = f"{EXISTING}, subnets: {{private: {{us-west-2a: {{id: {IDS % 1}, cidr: 10.0.0.0/24}}, us-west-2b: {IDS % 2}}}}}"
    needs = []
    for number in (1, 2):
        group = f"nodeGroups: {{web: {{subnets: {{ids: [{IDS % number}]}}}}}}"
        checked = check_text(spec(known, rest=group).encode(), "demo.yaml").spec
        assert checked is not None
        (subnet,) = subnet_capacities(checked, node_capacities(checked))
        assert (subnet.zone, subnet.cidr) == ("us-west-2a", "10.0.0.0/24")
        needs.append("web" in subnet.needs)
    assert needs == [True, False]


@pytest.mark.parametrize("network", [f"network: {{existing: {{{GIVEN}}}}}", "network: {cidr: 10.0.0.0/16}"])
@pytest.mark.parametrize(
    ("sources", "opened"), [("", True), ("[10.0.0.0/16, 10.9.0.0/16]", True), ("[10.9.0.0/16]", False)]
)
def test_a_load_balancer_is_open_to_the_ipv6_range_where_it_is_to_the_ipv4_range(
    network: str, sources: str, opened: bool
) -> None:
    groups = f", securityGroups: {{from: {sources}}}" if sources else ""
    listener = "listeners: [{port: 80, protocol: tcp, targetPort: 30080}]"
    rest = f"nodeGroups: {{web: {{}}}}\nloadBalancers: {{a: {{type: network, targets: {{nodeGroups: [web]}}, {listener}{groups}}}}}"
    text = f"{SPEC}{network}\n{rest}\n"
    for family, wanted in (("ipv4", {}), ("ipv6", {"vpc": Ref("vpc", "ipv6_cidr")} if opened else {})):
        made = calls(text.replace('"1.36"', f'"1.36", ipFamily: {family}'))
        assert plain(made["elb_a"].arguments["ipv6_sources"]) == wanted


@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
def test_an_ipv6_cluster_takes_the_range_of_the_vpc(family: str) -> None:
    text = spec(GIVEN).replace('"1.36"', f'"1.36", ipFamily: {family}')
    made = calls(text)
    assert plain(made["existing_vpc"].arguments["ip_family"]) == family
    existing = plain(made["vpc"].arguments["existing"])
    assert isinstance(existing, dict)
    wanted = Ref("existing_vpc", "ipv6_cidr") if family == "ipv6" else None
    assert existing.get("ipv6_cidr") == wanted
    assert plain(made["vpc"].arguments["ipv6_subnets"]) == {}


def test_an_ipv6_cluster_gets_no_new_subnets_in_a_vpc_that_exists() -> None:
    nat = f"{EXISTING}, natGateways: {{us-west-2a: nat-0123456789abcdef0}}"
    assert errors(spec(nat)) == set()
    assert errors(spec(nat).replace('"1.36"', '"1.36", ipFamily: ipv6')) == {"ipv6-unsupported"}


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


@pytest.mark.parametrize(
    ("existing", "network", "made"),
    [
        (GIVEN, "flowLogs: none", ()),
        (GIVEN, "", ("flow logs",)),
        (GIVEN, "endpoints: [s3], flowLogs: none", ("VPC endpoints",)),
        (GIVEN, "endpoints: [sts]", ("VPC endpoints", "flow logs")),
        (
            f"{EXISTING}, natGateways: {{us-west-2a: nat-0123456789abcdef0}}",
            "",
            ("VPC endpoints", "flow logs", "subnets"),
        ),
    ],
)
def test_a_plan_knows_what_only_the_owner_of_the_vpc_can_make(
    existing: str, network: str, made: tuple[str, ...]
) -> None:
    arguments = calls(spec(existing, network))["existing_vpc"].arguments
    assert (plain(arguments["owner_only"]), arguments["account_id"]) == (made, "111122223333")


@pytest.mark.parametrize(("region", "left_out"), [("us-west-2", False), ("cn-north-1", True)])
def test_a_vpc_has_the_endpoints_of_a_private_cluster_as_far_as_the_partition_has_them(
    region: str, left_out: bool
) -> None:
    partition = "aws-cn" if left_out else "aws"
    text = (
        spec(GIVEN, "endpoints: [private-cluster]")
        .replace("us-west-2", region)
        .replace("arn:aws:", f"arn:{partition}:")
    )
    made = calls(text)
    assert plain(made["existing_vpc"].arguments["has_endpoints"]) is True
    endpoints = plain(made["vpc"].arguments["interface_endpoints"])
    assert isinstance(endpoints, dict)
    assert ("elasticloadbalancing" not in endpoints) is left_out
