"""Auto Mode, Fargate and hybrid nodes: the base add-ons that remain, and the names of Fargate profiles."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.pipeline import Checked, check_text, compile_spec
from eksgen.compiler.resolve.as_yaml import resolved_yaml
from eksgen.compiler.resolve.compute.kinds import runs_on_fargate
from eksgen.compiler.resolve.model import Cluster

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.36"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
"""
BASE = {"vpc-cni", "kube-proxy", "pod-identity-agent", "coredns", "ebs-csi"}
GROUP = "nodeGroups: {web: {}}\n"
AUTO = "controlPlane: {autoMode: {}}\n"
HYBRID = "controlPlane: {remoteNetworks: {nodes: [10.80.0.0/16]}}\n"
PODS = "fargateProfiles: {batch: {selectors: [{namespace: batch}]}}\n"
SYSTEM = "fargateProfiles: {system: {selectors: [{namespace: kube-system}]}}\n"


def checked(more: str) -> Checked:
    return check_text((SPEC + more).encode(), "a.yaml")


def cluster(more: str) -> Cluster:
    return compile_spec(checked(more)).cluster


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        (GROUP, BASE),
        (AUTO, set()),
        (AUTO + GROUP, BASE),
        (AUTO + PODS, set()),
        (AUTO + SYSTEM, {"coredns"}),
        (SYSTEM, {"coredns"}),
        (SYSTEM + GROUP, BASE),
        (PODS + "addons: {coredns: none}\n", set()),
        (HYBRID, {"kube-proxy"}),
        (HYBRID + GROUP, BASE),
        (HYBRID + SYSTEM, {"kube-proxy", "coredns"}),
        (AUTO + "addons: {kube-proxy: {}, metrics-server: {}}\n", {"kube-proxy", "metrics-server"}),
        (AUTO + "addons: {kube-proxy: none}\n", set()),
    ],
)
def test_the_base_add_ons_are_those_that_nodes_have_a_use_for(nodes: str, expected: set[str]) -> None:
    assert {addon.key for addon in cluster(nodes).addons} == expected


@pytest.mark.parametrize("nodes", [AUTO, SYSTEM, HYBRID, AUTO + "addons: {kube-proxy: {}}\n"])
def test_the_resolved_spec_has_the_same_add_ons(nodes: str) -> None:
    first = checked(nodes)
    assert first.spec is not None
    assert first.tree is not None
    again = check_text(resolved_yaml(first.spec, first.tree).encode(), "a.yaml")
    assert not again.failed, again.findings
    main = [compile_spec(one).files["main.tf"] for one in (first, again)]
    assert main[0] == main[1]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (SYSTEM, {"computeType": "Fargate"}),
        (SYSTEM + GROUP, {}),
        (SYSTEM + AUTO, {"computeType": "Fargate"}),
        (
            SYSTEM + "addons: {coredns: {configuration: {replicaCount: 3}}}\n",
            {"computeType": "Fargate", "replicaCount": 3},
        ),
        (SYSTEM + "addons: {coredns: {configuration: {computeType: ec2}}}\n", {"computeType": "ec2"}),
    ],
)
def test_coredns_is_told_to_run_on_fargate(more: str, expected: dict[str, object] | None) -> None:
    (coredns,) = (addon for addon in cluster(more).addons if addon.key == "coredns")
    assert json.loads(coredns.configuration or "null") == expected


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        ("{namespace: kube-system}", True),
        ("{namespace: kube-*}", True),
        ("{namespace: kube-syste?}", True),
        ("{namespace: kube}", False),
        ("{namespace: '*', labels: {k8s-app: kube-dns}}", True),
        ("{namespace: kube-system, labels: {k8s-app: metrics-server}}", False),
        ("{namespace: kube-system, labels: {k8s-app: kube-*, k8s-*: '*'}}", True),
        ("{namespace: kube-system, labels: {k8s-app: kube-dns, tier: cold}}", False),
    ],
)
def test_a_selector_matches_the_pods_that_eks_would_match(selector: str, matches: bool) -> None:
    spec = checked(f"fargateProfiles: {{a: {{selectors: [{selector}]}}}}\naddons: {{coredns: none}}\n").spec
    assert spec is not None
    assert runs_on_fargate(spec, "kube-system", {"k8s-app": "kube-dns"}) is matches


def profile_name(profile: str, more: str = "") -> str:
    text = f"fargateProfiles: {{a: {profile}}}\naddons: {{coredns: none}}\n{more}"
    return cluster(text).fargate_profiles[0].aws_name


PLAIN = "selectors: [{namespace: a, labels: {x: y}}, {namespace: b}]"


@pytest.mark.parametrize(
    "other",
    [
        "selectors: [{namespace: a}, {namespace: b}]",
        "selectors: [{namespace: a, labels: {x: z}}, {namespace: b}]",
        f"{PLAIN}, subnets: {{zones: [us-west-2a]}}",
        f"{PLAIN}, iam: {{roleName: other}}",
        f"{PLAIN}, iam: {{path: /eks/}}",
        f"{PLAIN}, iam: {{role: arn:aws:iam::111122223333:role/pods}}",
    ],
)
def test_a_change_that_eks_cannot_make_gives_another_name(other: str) -> None:
    assert profile_name(f"{{{other}}}") != profile_name(f"{{{PLAIN}}}")


@pytest.mark.parametrize(
    "same",
    [
        "selectors: [{namespace: b}, {namespace: a, labels: {x: y}}]",
        f"{PLAIN}, tags: {{a: b}}",
        f"{PLAIN}, iam: {{policies: [CloudWatchAgentServerPolicy]}}",
        f"{PLAIN}, subnets: {{zones: [us-west-2c, us-west-2b, us-west-2a]}}",
    ],
)
def test_any_other_change_keeps_the_name(same: str) -> None:
    assert profile_name(f"{{{same}}}") == profile_name(f"{{{PLAIN}}}")


@given(name=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?", fullmatch=True))
def test_a_name_is_legal_and_never_one_of_eks(name: str) -> None:
    found = checked(f"fargateProfiles: {{'{name}': {{selectors: [{{namespace: kube-system}}]}}}}\n")
    if name.startswith("eks-"):
        assert [finding.code for finding in found.findings if finding.code == "invalid-name"]
        return
    (profile,) = compile_spec(found).cluster.fargate_profiles
    assert len(profile.aws_name) <= 63
    assert profile.aws_name.startswith(name)


@pytest.mark.parametrize(
    ("more", "tier"),
    [
        (GROUP, "intra_subnet_ids"),
        (AUTO, "private_subnet_ids"),
        ("controlPlane: {autoMode: {nodePools: []}}\n", "intra_subnet_ids"),
    ],
)
def test_the_node_pools_of_eks_start_nodes_in_subnets_with_a_way_out(more: str, tier: str) -> None:
    text = compile_spec(checked(more)).files["main.tf"].decode()
    subnets = text.partition('module "eks"')[2].partition("subnet_ids = [")[2].partition("]\n  ")[0]
    assert subnets.count(f"module.vpc.{tier}[") == subnets.count("module.vpc.") > 1
