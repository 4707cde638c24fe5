"""The starter spec of `eksgen init`. In: a few answers. Out: the text of a spec with comments.

The text is checked like any other spec before it is written, so answers are not checked here. Tests check
that each commented-out option is valid without its `#`, and that the text is formatted as by `format.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...catalog.kubernetes import VERSIONS, support_state
from ...catalog.regions import usable_zones
from ..source.scalars import scalar_text


@dataclass(frozen=True, slots=True)
class Start:
    """The answers for a new spec. `admin` is the ARN of an IAM role or user, `zones` a number."""

    name: str
    region: str
    admin: str
    kubernetes: str
    zones: int


def newest_version(today: date) -> str:
    """Return the newest Kubernetes version in standard support, which needs an upgrade last."""
    offered = [version.name for version in VERSIONS if support_state(version, today) == "standard"]
    return (offered or [VERSIONS[-1].name])[-1]


def usual_zones(region: str) -> int:
    """Return three, or the number of zones of the region if it has fewer."""
    return min(3, len(usable_zones(region)) or 3)


def starter(start: Start) -> str:
    """Return the text of the spec."""
    name, region, admin = scalar_text(start.name), scalar_text(start.region), scalar_text(start.admin)
    version, key = scalar_text(start.kubernetes, '"'), scalar_text(f"clusters/{start.name}.tfstate")
    return f"""\
# One Amazon EKS cluster with everything it stands on. What is commented out is an option with an example.
apiVersion: eksgen/v1alpha1
kind: Cluster

# Which cluster, where. Both are for good: another name or region is another cluster.
metadata:
  name: {name}
  region: {region}
  # accountId: "111122223333" # plan and apply then refuse every other account
  # tags: {{team: platform}} # on everything that takes tags

# Upgrades go one minor version at a time.
kubernetes:
  version: {version}
  # support: extended # stay on a version after its standard support, at a price

# A new VPC: private, public and control-plane subnets in each zone.
network:
  cidr: 10.20.0.0/16 # for good; keep it clear of networks that you will connect
  zones: {start.zones}
  nat: single # perZone outlives the loss of a zone, and costs a gateway for each
  # endpoints: [ecr.api, ecr.dkr, s3] # reach these services without the NAT gateway

# The Kubernetes API answers inside the VPC only, unless `public` lists who else may reach it.
controlPlane:
  endpoint:
    private: true
    public: false # or ranges: [203.0.113.0/24]
  # logs: {{types: [api, audit, authenticator, controllerManager, scheduler], retentionDays: 365}}

# IAM roles and users with all rights in the cluster. Nobody else has any, not even who applies this.
access:
  admins:
    - {admin}

# Networking, DNS, pod identity and EBS volumes come by themselves; more add-ons are listed by name.
addons:
  metrics-server: {{}}
  # coredns: {{configuration: {{replicaCount: 3}}}}

# Groups of nodes by name; each is spread over the zones.
nodeGroups:
  default:
    scaling: {{min: 2, max: 4, desired: 2}}
    # instanceTypes: [m6i.large, m5.large] # all of one architecture; several help with spot
    # capacity: spot # cheaper, gone at two minutes' notice; list several types
    # disk: {{size: 100}} # GiB, encrypted in any case
    # labels: {{role: default}}
    # taints: [{{key: dedicated, value: batch, effect: no-schedule}}] # only beside a group without taints

# Load balancers in front of node ports.
# loadBalancers:
#   edge:
#     type: network
#     scheme: internet-facing
#     targets: {{nodeGroups: [default]}}
#     listeners: [{{port: 80, protocol: tcp, targetPort: 30080}}]

# Where Terraform keeps its state: beside this file, until a bucket is named. Name one before you share it.
# terraform:
#   preventDestroy: true
#   backend:
#     s3: {{bucket: my-terraform-state, key: {key}, region: {region}}}
"""
