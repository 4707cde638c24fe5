"""EKS add-ons: their names, when they are installed and the AWS permissions of their pods.

The phase is a property of the add-on, not a choice of the user: nodes without a CNI never become ready, and
pods of CoreDNS never start without nodes (terraform-aws-modules/eks #3446, #2069).

Which have a Deployment follows from their charts (read 2026-11-29); those without are DaemonSets.

Source: EKS user guide, "AWS add-ons" and "Community add-ons" (read 2026-11-29); service accounts and policies
as named there; those of the flow monitor from the chart of aws/network-flow-monitor-agent; those of HyperPod
observability from the SageMaker developer guide (read 2026-11-30). Pods that mount secrets with the provider
of the Secrets Store driver use permissions of their own. Not listed are
permissions for EBS volumes with a customer managed key, which need a policy of the user's own, and those of
vpc-cni, which are given to the node role.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

Phase = Literal["before-nodes", "after-nodes"]


@dataclass(frozen=True, slots=True)
class Addon:
    """An add-on.

    `service_accounts` maps a service account of the add-on to the AWS managed policies it needs (names with
    path, see `partitions.managed_policy_arn`); `base` add-ons are installed unless the spec says otherwise;
    `needs` are the short names of add-ons that it requires; `own_policy` is what a policy of the user's own
    must allow, if AWS has no managed policy for the service accounts. `scheduled` add-ons have a Deployment:
    they are active only when a node runs its pods; `placement` is the part of the configuration that says
    where these run. `takes_configuration`: EKS certainly accepts an empty configuration, which replaces an
    earlier one; an add-on of AWS Marketplace may have no schema and refuse any.
    """

    name: str
    eks_name: str
    namespace: str = "kube-system"
    phase: Phase = "after-nodes"
    base: bool = False
    service_accounts: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    needs: tuple[str, ...] = ()
    own_policy: str = ""
    scheduled: bool = False
    placement: tuple[str, ...] = ()
    takes_configuration: bool = False


ADDONS: tuple[Addon, ...] = (
    Addon("vpc-cni", "vpc-cni", phase="before-nodes", base=True, takes_configuration=True),
    Addon("kube-proxy", "kube-proxy", phase="before-nodes", base=True, takes_configuration=True),
    Addon(
        "pod-identity-agent",
        "eks-pod-identity-agent",
        phase="before-nodes",
        base=True,
        takes_configuration=True,
    ),
    Addon("coredns", "coredns", scheduled=True, base=True, takes_configuration=True),
    Addon(
        "ebs-csi",
        "aws-ebs-csi-driver",
        scheduled=True,
        placement=("controller",),
        base=True,
        takes_configuration=True,
        service_accounts={"ebs-csi-controller-sa": ("service-role/AmazonEBSCSIDriverPolicy",)},
    ),
    Addon(
        "efs-csi",
        "aws-efs-csi-driver",
        scheduled=True,
        placement=("controller",),
        takes_configuration=True,
        service_accounts={
            "efs-csi-controller-sa": ("service-role/AmazonEFSCSIDriverPolicy",),
            "efs-csi-node-sa": ("service-role/AmazonEFSCSIDriverPolicy",),
        },
    ),
    Addon(
        "fsx-csi",
        "aws-fsx-csi-driver",
        scheduled=True,
        placement=("controller",),
        service_accounts={"fsx-csi-controller-sa": ("AmazonFSxFullAccess",)},
    ),
    Addon(
        "mountpoint-s3-csi",
        "aws-mountpoint-s3-csi-driver",
        service_accounts={"s3-csi-driver-sa": ()},
        own_policy="access to the buckets that are mounted",
    ),
    Addon("snapshot-controller", "snapshot-controller", scheduled=True),
    Addon("metrics-server", "metrics-server", scheduled=True),
    Addon("node-monitoring-agent", "eks-node-monitoring-agent"),
    Addon("secrets-store-csi-provider", "aws-secrets-store-csi-driver-provider"),
    Addon(
        "hyperpod-observability",
        "amazon-sagemaker-hyperpod-observability",
        scheduled=True,
        namespace="hyperpod-observability",
        service_accounts={"hyperpod-observability-operator-otel-collector": ()},
        own_policy="access to the workspace of Amazon Managed Service for Prometheus",
    ),
    Addon("hyperpod-taskgovernance", "amazon-sagemaker-hyperpod-taskgovernance", scheduled=True),
    Addon(
        "cloudwatch-observability",
        "amazon-cloudwatch-observability",
        scheduled=True,
        namespace="amazon-cloudwatch",
        service_accounts={"cloudwatch-agent": ("AWSXrayWriteOnlyAccess", "CloudWatchAgentServerPolicy")},
    ),
    Addon("guardduty-agent", "aws-guardduty-agent", namespace="amazon-guardduty"),
    Addon(
        "network-flow-monitoring-agent",
        "aws-network-flow-monitoring-agent",
        namespace="amazon-network-flow-monitor",
        service_accounts={
            "aws-network-flow-monitor-agent-service-account": (
                "CloudWatchNetworkFlowMonitorAgentPublishPolicy",
            )
        },
    ),
    Addon("cert-manager", "cert-manager", scheduled=True, namespace="cert-manager"),
    Addon(
        "external-dns",
        "external-dns",
        scheduled=True,
        namespace="external-dns",
        service_accounts={"external-dns": ("AmazonRoute53FullAccess",)},
    ),
    Addon("fluent-bit", "fluent-bit", namespace="fluent-bit"),
    Addon("kube-state-metrics", "kube-state-metrics", scheduled=True, namespace="kube-state-metrics"),
    Addon("prometheus-node-exporter", "prometheus-node-exporter", namespace="prometheus-node-exporter"),
    Addon("adot", "adot", scheduled=True, namespace="opentelemetry-operator-system", needs=("cert-manager",)),
    Addon(
        "privateca-connector",
        "aws-privateca-connector-for-kubernetes",
        scheduled=True,
        namespace="aws-privateca-issuer",
        service_accounts={"aws-privateca-issuer": ("AWSPrivateCAConnectorForKubernetesPolicy",)},
        needs=("cert-manager",),
    ),
)
"""All add-ons with a short name; base add-ons first."""

PODS_ON_EVERY_NODE = 4
"""DaemonSets of the base add-ons: aws-node, kube-proxy, eks-pod-identity-agent, ebs-csi-node."""

_BY_NAME = {name: addon for addon in ADDONS for name in (addon.name, addon.eks_name)}


def addon(name: str) -> Addon | None:
    """Return the add-on with this short name or EKS name; None if it is not in the table."""
    return _BY_NAME.get(name)


def addon_or_default(name: str) -> Addon:
    """Return the add-on called `name`; an unknown name (AWS Marketplace) is used as the EKS name."""
    return _BY_NAME.get(name) or Addon(name, name)


def addon_names() -> tuple[str, ...]:
    """Return all short names and EKS names, sorted."""
    return tuple(sorted(_BY_NAME))


FIRST_WITH_STORAGE_CLASS = (1, 31, 0)
"""First version of aws-ebs-csi-driver whose configuration has `defaultStorageClass` (EKS user guide, "Review
release notes for Kubernetes versions on standard support", Kubernetes 1.30, read 2026-11-29)."""


def addons_with_words(name: str) -> tuple[str, ...]:
    """Return the short names of the add-ons with all words of a name: `mountpoint-s3-csi` for `s3-csi`."""
    words = set(re.findall("[a-z0-9]+", name.lower()))
    return tuple(a.name for a in ADDONS if words and words <= {*a.name.split("-"), *a.eks_name.split("-")})
