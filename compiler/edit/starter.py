"""The starter spec of `eksgen init`. In: a few answers. Out: the text of a spec with comments.

The text is checked like any other spec before it is written, so answers are not checked here. Tests check
that each commented-out option is valid without its `#`, and that the text is formatted as by `format.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...catalog.kubernetes.versions import VERSIONS, support_state
from ...catalog.regions.regions import usable_zones
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
# An Amazon EKS cluster with everything it needs. Commented-out lines are optional settings with examples.
apiVersion: eksgen/v1alpha1
kind: Cluster

# Name and region cannot be changed later: another name or region is another cluster.
metadata:
  name: {name}
  region: {region}
  # accountId: "111122223333" # plan and apply refuse any other account
  # tags: {{team: platform}} # on every resource that supports tags

# Upgrades go one minor version at a time.
kubernetes:
  version: {version}
  # support: extended # keep a version after its standard support, at extra cost

# A new VPC: private, public and control-plane subnets in each zone.
network:
  cidr: 10.20.0.0/16 # cannot be changed later; must not overlap networks that you will connect
  zones: {start.zones}
  nat: single # per-zone survives the loss of a zone, and costs one gateway per zone
  # endpoints: [ecr.api, ecr.dkr, s3] # access these services without the NAT gateway

# The Kubernetes API is reachable only from inside the VPC, unless `public` lists other addresses.
controlPlane:
  endpoint:
    private: true
    public: false # or your public addresses: [203.0.113.0/24]
    from: [10.0.0.0/8] # your networks that are routed to the VPC; without them, only nodes and pods connect
  # logs: {{types: [api, audit, authenticator, controllerManager, scheduler], retentionDays: 365}}

# IAM roles and users with full access to the cluster. Nobody else has access, including who applies this.
access:
  admins:
    - {admin}

# Add-ons for networking, DNS, pod identity and EBS volumes are always installed; list others by name.
addons:
  metrics-server: {{}}
  # coredns: {{configuration: {{replicaCount: 3}}}}

# Node groups by name; each is spread over all zones.
nodeGroups:
  default:
    scaling: {{min: 2, max: 4, desired: 2}}
    # instanceTypes: [m6i.large, m5.large] # all of one architecture; list several for spot
    # capacity: spot # cheaper, but reclaimed at two minutes' notice
    # disk: {{size: 100}} # GiB, encrypted by default
    # labels: {{role: default}}
    # taints: [{{key: dedicated, value: batch, effect: NoSchedule}}] # needs another group without taints

# Load balancers in front of node ports.
# loadBalancers:
#   edge:
#     type: network
#     scheme: internet-facing
#     targets: {{nodeGroups: [default]}}
#     listeners: [{{port: 80, protocol: tcp, targetPort: 30080}}]

# Terraform state is stored next to this file unless a bucket is set. Set one before you work in a team.
# terraform:
#   preventDestroy: {{}}
#   backend:
#     s3: {{bucket: my-terraform-state, key: {key}, region: {region}}}
"""
