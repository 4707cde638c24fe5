"""The cluster model: a spec with every default, name, zone and CIDR block decided.

Each part has the spec path it came from. A value that may come from one of several paths (a default set by
another part of the spec) is an `At` with its path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...schemas.audit import Trail
from ...schemas.cluster import ClusterSpec
from ...schemas.compute.fargate import FargateProfile as FargateProfileSpec
from ...schemas.compute.karpenter import NodePool
from ...schemas.iam import Iam
from ...schemas.identity import ServiceAccount
from ...schemas.load_balancers import LoadBalancer as LoadBalancerSpec
from ...schemas.logs import Subscription
from ...schemas.nodes import NodeGroup as NodeGroupSpec
from ...schemas.registries import Registry
from ..diagnostics import Path
from ..values import At


@dataclass(frozen=True, slots=True)
class ResolvedNetwork:
    """The VPC. Subnets by zone, in zone order; `nat_routes` maps a private zone to its gateway's zone,
    or to `regional`. `ipv6_subnets` are numbers of /64s by tier and zone, none without IPv6. `given` are the
    IDs of subnets that exist, by tier and zone; None if eksgen makes all.
    """

    path: Path
    cidr: At
    zones: tuple[str, ...]
    private: Mapping[str, At]
    public: Mapping[str, At]
    intra: Mapping[str, At]
    pods: Mapping[str, At]
    secondary_cidrs: tuple[At, ...]
    given: Mapping[str, Mapping[str, tuple[str, ...]]] | None
    nat_zones: tuple[str, ...]
    nat_routes: Mapping[str, str]
    interface_endpoints: Mapping[str, str]
    gateway_endpoints: Mapping[str, str]
    ipv6_subnets: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class LogGroup:
    """A CloudWatch log group. `kms_key` is a choice of the type `KmsKey`; `kept` stays after a destroy."""

    key: str
    path: Path
    name: str
    retention_days: At
    log_class: str
    kms_key: At
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedSubscription:
    """A subscription of a log group. `service` is that of the destination; one with a role has its name."""

    name: str
    path: Path
    spec: Subscription
    group_key: str
    service: str
    role_name: str | None


@dataclass(frozen=True, slots=True)
class ResolvedTrail:
    """The trail of CloudTrail. `kms_key` is a choice of the type `KmsKey`, `aws` in a bucket of others."""

    path: Path
    spec: Trail
    name: str
    bucket: str
    kms_key: At
    role_name: str

    @property
    def makes_bucket(self) -> bool:
        """Whether eksgen makes the bucket."""
        return self.spec.bucket == "managed"


@dataclass(frozen=True, slots=True)
class ResolvedRegistry:
    """A repository of Amazon ECR. `pullers` are ARNs, sorted."""

    name: str
    path: Path
    spec: Registry
    pullers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolvedAddon:
    """An EKS add-on. `configuration` is canonical JSON; `service_accounts` maps each to its policy ARNs.

    `waits`: it needs add-ons of its own call to be active first.
    """

    key: str
    path: Path
    eks_name: str
    before_nodes: bool
    version: str | None
    configuration: str | None
    configuration_path: Path
    preserve: bool
    resolve_conflicts: str
    namespace: str | None
    waits: bool
    service_accounts: Mapping[str, tuple[str, ...]]
    iam: Iam


@dataclass(frozen=True, slots=True)
class ResolvedServiceAccount:
    """A service account with an IAM role; the add-on that it belongs to makes its association.

    `policies` are ARNs of policies besides those of `spec`; `documents` are the inline policies by name, each
    with the field that it comes from ("" for none).
    """

    key: str
    path: Path
    spec: ServiceAccount
    irsa: bool
    addon: str | None
    policies: tuple[str, ...]
    documents: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ResolvedIdentity:
    """AWS permissions of pods. Without `audiences` the cluster has no IAM OIDC provider."""

    audiences: tuple[str, ...]
    accounts: tuple[ResolvedServiceAccount, ...]


@dataclass(frozen=True, slots=True)
class ResolvedNodeGroup:
    """A node group. The `aws_name` of a managed one changes with every value that forces a replacement.

    `word` stands for the group in names and descriptions; it stays when the group is renamed. `max_pods` is
    None where the default of the image is right, `efa_cards` is 0 without EFA.
    """

    name: str
    path: Path
    spec: NodeGroupSpec
    aws_name: str
    ami_type: str
    word: str
    disk_device: str
    system_device: str | None
    max_pods: int | None
    efa_cards: int
    min: int
    max: int
    desired: int
    zones: tuple[str, ...]
    public: bool


@dataclass(frozen=True, slots=True)
class ResolvedFargateProfile:
    """A Fargate profile. `aws_name` changes with everything that EKS cannot change."""

    name: str
    path: Path
    spec: FargateProfileSpec
    aws_name: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a node of Karpenter must be: a label, an operator of Kubernetes, and its values, sorted."""

    key: str
    operator: str
    values: tuple[str, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class ResolvedNodePool:
    """A node pool of Karpenter. `disk_key` is the ARN of a KMS key or of an alias of one."""

    name: str
    path: Path
    spec: NodePool
    requirements: tuple[Requirement, ...]
    disk_key: str | None


@dataclass(frozen=True, slots=True)
class ResolvedKarpenter:
    """Karpenter. `name` is that of its queue, and the beginning of the names of its event rules."""

    path: Path
    name: str
    namespace: str
    node_role: Iam
    node_role_name: str
    node_pools: tuple[ResolvedNodePool, ...]


@dataclass(frozen=True, slots=True)
class ResolvedTargetGroup:
    """A target group: instances of node groups, or the pods of `service` (namespace and name).

    Its key is the port of its listener, or says what a rule sends there. `port` is that of instances, or the
    one of the Service; `health_port` may be `traffic-port`.
    """

    key: str
    path: Path
    name: str
    port: int
    protocol: str
    node_groups: tuple[At, ...]
    service: tuple[str, str] | None
    service_port: int | str | None
    health_protocol: str
    health_port: str


@dataclass(frozen=True, slots=True)
class ResolvedRule:
    """A rule of a listener; `targets` are keys of target groups with their weights, by key."""

    path: Path
    listener: int
    priority: int
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ResolvedListener:
    """A listener and its target; `target_port` is None if it redirects or its targets are pods."""

    path: Path
    port: int
    protocol: str
    certificate: str | None
    ssl_policy: str | None
    redirect_https: bool
    target_port: int | None
    target_protocol: str | None


@dataclass(frozen=True, slots=True)
class ResolvedLoadBalancer:
    """A load balancer. A classic one has no target groups, nor has one that Kubernetes makes.

    `log_bucket` is the name of the bucket that eksgen makes for it.
    """

    name: str
    path: Path
    spec: LoadBalancerSpec
    aws_name: str
    zones: tuple[str, ...]
    listeners: tuple[ResolvedListener, ...]
    target_groups: tuple[ResolvedTargetGroup, ...]
    rules: tuple[ResolvedRule, ...]
    health_protocol: str
    health_port: int | None
    cross_zone: bool
    sources: At
    log_bucket: str | None

    @property
    def by_terraform(self) -> bool:
        """Return whether Terraform makes it, and not a controller of the cluster."""
        return self.spec.managed_by == "terraform"


@dataclass(frozen=True, slots=True)
class Cluster:
    """The whole cluster."""

    spec: ClusterSpec
    name: str
    region: str
    partition: str
    account_id: str
    tags: Mapping[str, str]
    network: ResolvedNetwork
    log_groups: tuple[LogGroup, ...]
    identity: ResolvedIdentity | None
    subscriptions: tuple[ResolvedSubscription, ...]
    trail: ResolvedTrail | None
    registries: tuple[ResolvedRegistry, ...]
    addons: tuple[ResolvedAddon, ...]
    node_groups: tuple[ResolvedNodeGroup, ...]
    fargate_profiles: tuple[ResolvedFargateProfile, ...]
    karpenter: ResolvedKarpenter | None
    load_balancers: tuple[ResolvedLoadBalancer, ...]
