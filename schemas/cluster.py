"""The root of a spec file: one line a part."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .access import Access
from .addons import Addons
from .base import Later, Model, Name
from .control_plane import ControlPlane
from .drift import Drift
from .kubernetes import Kubernetes
from .load_balancers import LoadBalancer
from .logs import Logs
from .metadata import Metadata
from .network import Network
from .nodes import NodeGroup
from .terraform import Terraform

API_VERSION = "eksgen/v1alpha1"


class ClusterSpec(Model):
    """One cluster with everything it stands on."""

    api_version: Literal["eksgen/v1alpha1"] = Field(description="Version of the language.")
    kind: Literal["Cluster"] = Field(description="What the file describes.")
    extends: str | tuple[str, ...] | None = Field(
        None,
        description="Files of this repository that this one is laid on; this one wins.",
        examples=["../base.yaml"],
    )
    metadata: Metadata = Field(description="Which cluster, where.")
    kubernetes: Kubernetes = Field(description="Version and service network.")
    network: Network = Field(Network(), description="The VPC.")
    control_plane: ControlPlane = Field(ControlPlane(), description="The control plane.")
    access: Access = Field(description="Who may use the Kubernetes API.")
    addons: Addons = Field(Addons(), description="EKS add-ons.")
    node_defaults: NodeGroup = Field(
        default_factory=NodeGroup, description="Defaults of every node group; the group wins."
    )
    node_groups: dict[Name, NodeGroup] = Field(default_factory=dict, description="Groups of nodes by name.")
    load_balancers: dict[Name, LoadBalancer] = Field(
        default_factory=dict, description="Load balancers by name."
    )
    logs: Logs = Field(Logs(), description="Defaults of log groups.")
    terraform: Terraform = Field(Terraform(), description="Versions, state, safety.")
    drift: Drift = Field(Drift(), description="Accepted outside changes, and what fails a drift check.")
    identity: Later = None
    fargate_profiles: Later = None
    karpenter: Later = None
    audit: Later = None
    registries: Later = None
    capabilities: Later = None
