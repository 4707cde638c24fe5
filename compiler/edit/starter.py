"""`eksgen init`: a few answers in, the text of a commented spec out.

The text is checked like any other before it is written, so nothing is judged here. Each commented-out option
is valid as it stands (a test takes the `#` away), and the text is in the layout of `layout.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ...catalog.kubernetes import VERSIONS, support_state
from ...catalog.regions import usable_zones
from ..source.parse import resolve_scalar

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]*(:[A-Za-z0-9/._-]+|:(?=:))*")


@dataclass(frozen=True, slots=True)
class Start:
    """What a new spec is about. `admin` is the ARN of an IAM role or user, `zones` a number."""

    name: str
    region: str
    admin: str
    kubernetes: str
    zones: int


def newest_version(today: date) -> str:
    """The newest Kubernetes version in standard support, which is the last to need an upgrade."""
    offered = [version.name for version in VERSIONS if support_state(version, today) == "standard"]
    return (offered or [VERSIONS[-1].name])[-1]


def usual_zones(region: str) -> int:
    """Three, or what the region has."""
    return min(3, len(usable_zones(region)) or 3)


def quoted(text: str, *, always: bool = False) -> str:
    """Text as a YAML scalar that is read as just this text, in quotes where they are needed."""
    if not always and _PLAIN.fullmatch(text) and isinstance(resolve_scalar(text), str):
        return text
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if " " <= char <= "~":
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def starter(start: Start) -> str:
    """The text of the spec."""
    name, region, admin = quoted(start.name), quoted(start.region), quoted(start.admin)
    version, key = quoted(start.kubernetes, always=True), quoted(f"clusters/{start.name}.tfstate")
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
