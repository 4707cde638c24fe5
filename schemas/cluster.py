"""The root of a spec: one field for each part."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .access import Access
from .addons import Addons
from .audit import Audit
from .base import Model, Name
from .capabilities import Capabilities
from .compute.fargate import FargateProfile, ProfileName
from .compute.karpenter import Karpenter
from .control_plane import ControlPlane
from .drift import Drift
from .iam import IamDefaults
from .identity import Identity
from .kubernetes import Kubernetes
from .load_balancers import LoadBalancer
from .logs import Logs
from .metadata import Metadata
from .network import Network
from .nodes import NodeGroup
from .registries import Registry, RepositoryName
from .terraform import Terraform

API_VERSION = "eksgen/v1alpha1"


class ClusterSpec(Model):
    """An EKS cluster with everything it needs."""

    api_version: Literal["eksgen/v1alpha1"] = Field(description="Version of the spec language.")
    kind: Literal["Cluster"] = Field(description="Kind of object that the file describes.")
    extends: str | tuple[str, ...] | None = Field(
        None,
        description="Files of this repository that this file extends; values of this file win.",
        examples=["../base.yaml"],
    )
    metadata: Metadata = Field(description="Name, region, account and tags of the cluster.")
    iam_defaults: IamDefaults = Field(IamDefaults(), description="Defaults of every IAM role.")
    kubernetes: Kubernetes = Field(description="Kubernetes version and service network.")
    network: Network = Field(Network(), description="VPC and subnets.")
    control_plane: ControlPlane = Field(ControlPlane(), description="EKS control plane.")
    access: Access = Field(description="Administrators and authentication mode.")
    identity: Identity = Field(Identity(), description="AWS permissions of pods.")
    addons: Addons = Field(Addons(), description="EKS add-ons.")
    node_defaults: NodeGroup = Field(
        default_factory=NodeGroup, description="Defaults for every node group; values of a node group win."
    )
    node_groups: dict[Name, NodeGroup] = Field(default_factory=dict, description="Node groups by name.")
    fargate_profiles: dict[ProfileName, FargateProfile] = Field(
        default_factory=dict, description="Fargate profiles by name."
    )
    karpenter: Karpenter | None = Field(
        None, description="What Karpenter needs in AWS, and its node pools; you install its chart."
    )
    load_balancers: dict[Name, LoadBalancer] = Field(
        default_factory=dict, description="Load balancers by name."
    )
    logs: Logs = Field(Logs(), description="CloudWatch log groups: defaults, further groups, subscriptions.")
    audit: Audit | None = Field(None, description="Record of who called the EKS API, by AWS CloudTrail.")
    registries: dict[RepositoryName, Registry] = Field(
        default_factory=dict, description="Repositories of Amazon ECR by name."
    )
    capabilities: Capabilities = Field(
        Capabilities(),
        description="EKS Capabilities: Argo CD, ACK and kro, which EKS runs. AWS provider 6.25.",
    )
    terraform: Terraform = Field(
        Terraform(), description="Terraform versions, state backend and deletion protection."
    )
    drift: Drift = Field(
        Drift(), description="Changes outside Terraform that are accepted, and the findings that fail a run."
    )
