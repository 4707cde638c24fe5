"""Add-ons and access policies."""

from eksgen.catalog.addons.addons import ADDONS, addon, addon_or_default
from eksgen.catalog.iam.access_entries import ACCESS_POLICIES
from eksgen.schemas.addons import Addons
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.walk import fields, literals_at


def test_names_are_unique() -> None:
    names = [name for known in ADDONS for name in {known.name, known.eks_name}]
    assert len(names) == len(set(names))


def test_an_add_on_is_found_by_its_short_and_by_its_eks_name() -> None:
    for known in ADDONS:
        assert addon(known.name) is known
        assert addon(known.eks_name) is known


def test_add_ons_that_nodes_need_are_installed_before_the_nodes() -> None:
    early = {known.name for known in ADDONS if known.phase == "before-nodes"}
    assert early == {"vpc-cni", "kube-proxy", "pod-identity-agent"}
    assert {known.phase for known in ADDONS} == {"before-nodes", "after-nodes"}


def test_five_add_ons_are_installed_by_default() -> None:
    names = [known.name for known in ADDONS if known.base]
    assert names == ["vpc-cni", "kube-proxy", "pod-identity-agent", "coredns", "ebs-csi"]
    written = {key for key in fields(Addons) if "none" in literals_at(ClusterSpec, ("addons", key))}
    assert written == set(names), "the language has a field for each, which `none` turns off"


def test_the_ebs_driver_has_its_managed_policy() -> None:
    known = addon("ebs-csi")
    assert known is not None
    assert known.eks_name == "aws-ebs-csi-driver"
    assert known.service_accounts == {"ebs-csi-controller-sa": ("service-role/AmazonEBSCSIDriverPolicy",)}


def test_policies_are_names_and_not_arns() -> None:
    for known in ADDONS:
        for policies in known.service_accounts.values():
            assert policies or known.own_policy
            assert all(policy and not policy.startswith("arn:") for policy in policies)


def test_needed_add_ons_are_in_the_table() -> None:
    assert all(addon(name) for known in ADDONS for name in known.needs)


def test_an_unknown_add_on_keeps_its_name_and_is_installed_after_the_nodes() -> None:
    assert addon("acme_agent") is None
    plain = addon_or_default("acme_agent")
    assert (plain.name, plain.eks_name, plain.phase, plain.base) == (
        "acme_agent",
        "acme_agent",
        "after-nodes",
        False,
    )


def test_access_policies_are_sorted_and_distinct() -> None:
    assert list(ACCESS_POLICIES) == sorted(ACCESS_POLICIES)
    assert len(set(ACCESS_POLICIES)) == len(ACCESS_POLICIES)
    assert all(
        name.startswith(("Amazon", "AWS", "AIDevOps")) and "Policy" in name for name in ACCESS_POLICIES
    )


def test_service_accounts_have_the_policies_of_the_user_guide() -> None:
    efs = ("service-role/AmazonEFSCSIDriverPolicy",)
    assert {known.name: known.service_accounts for known in ADDONS if known.service_accounts} == {
        "ebs-csi": {"ebs-csi-controller-sa": ("service-role/AmazonEBSCSIDriverPolicy",)},
        "efs-csi": {"efs-csi-controller-sa": efs, "efs-csi-node-sa": efs},
        "mountpoint-s3-csi": {"s3-csi-driver-sa": ()},
        "fsx-csi": {"fsx-csi-controller-sa": ("AmazonFSxFullAccess",)},
        "cloudwatch-observability": {
            "cloudwatch-agent": ("AWSXrayWriteOnlyAccess", "CloudWatchAgentServerPolicy")
        },
        "network-flow-monitoring-agent": {
            "aws-network-flow-monitor-agent-service-account": (
                "CloudWatchNetworkFlowMonitorAgentPublishPolicy",
            )
        },
        "privateca-connector": {"aws-privateca-issuer": ("AWSPrivateCAConnectorForKubernetesPolicy",)},
        "external-dns": {"external-dns": ("AmazonRoute53FullAccess",)},
        "hyperpod-observability": {"hyperpod-observability-operator-otel-collector": ()},
    }


def test_an_add_on_has_a_managed_policy_or_needs_one_of_the_users_own() -> None:
    assert [known.name for known in ADDONS if known.own_policy] == [
        "mountpoint-s3-csi",
        "hyperpod-observability",
    ]
    for known in ADDONS:
        without = [account for account, policies in known.service_accounts.items() if not policies]
        assert bool(without) is bool(known.own_policy), known.name


def test_add_ons_that_need_cert_manager() -> None:
    assert {known.name: known.needs for known in ADDONS if known.needs} == {
        "adot": ("cert-manager",),
        "privateca-connector": ("cert-manager",),
    }


def test_add_ons_with_a_short_name() -> None:
    assert {known.name: known.eks_name for known in ADDONS if known.name != known.eks_name} == {
        "pod-identity-agent": "eks-pod-identity-agent",
        "ebs-csi": "aws-ebs-csi-driver",
        "efs-csi": "aws-efs-csi-driver",
        "fsx-csi": "aws-fsx-csi-driver",
        "mountpoint-s3-csi": "aws-mountpoint-s3-csi-driver",
        "node-monitoring-agent": "eks-node-monitoring-agent",
        "secrets-store-csi-provider": "aws-secrets-store-csi-driver-provider",
        "hyperpod-observability": "amazon-sagemaker-hyperpod-observability",
        "hyperpod-taskgovernance": "amazon-sagemaker-hyperpod-taskgovernance",
        "cloudwatch-observability": "amazon-cloudwatch-observability",
        "guardduty-agent": "aws-guardduty-agent",
        "network-flow-monitoring-agent": "aws-network-flow-monitoring-agent",
        "privateca-connector": "aws-privateca-connector-for-kubernetes",
    }
    same = {known.name for known in ADDONS if known.name == known.eks_name}
    assert same >= {"vpc-cni", "kube-proxy", "coredns", "snapshot-controller", "metrics-server", "adot"}
    assert same >= {"cert-manager", "external-dns", "kube-state-metrics", "prometheus-node-exporter"}


def test_add_ons_that_certainly_take_a_configuration() -> None:
    """Others may have no schema; EKS refuses any configuration of theirs."""
    assert {known.name for known in ADDONS if known.takes_configuration} == {
        "vpc-cni", "kube-proxy", "coredns", "ebs-csi", "efs-csi", "pod-identity-agent"
    }  # fmt: skip
