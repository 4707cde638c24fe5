"""Codes of findings in Auto Mode, Fargate profiles and hybrid nodes."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "hybrid-nodes-through-internet": Code(
        "Hybrid nodes would use the public endpoint of the Kubernetes API.",
        "With both endpoints, the name of the API has private addresses inside the VPC only. "
        "Hybrid nodes get the public ones, and join only if these addresses are open to them.",
        "Turn off the public endpoint.",
        """
controlPlane:
  endpoint: {public: [203.0.113.0/24]}
  remoteNetworks: {nodes: [192.168.80.0/24]}
""",
        """
controlPlane:
  endpoint: {from: [192.168.0.0/16]}
  remoteNetworks: {nodes: [192.168.80.0/24]}
""",
        level="warning",
    ),
    "remote-range": Code(
        "EKS does not accept this remote network.",
        "The ranges of hybrid nodes and their pods are private: /8 to /32 inside 10.0.0.0/8, 172.16.0.0/12, "
        "192.168.0.0/16 or 100.64.0.0/10. The cluster has IPv4 addresses.",
        "Write the private range that the nodes have behind the VPN or Direct Connect.",
        """
controlPlane:
  endpoint: {from: [10.0.0.0/8]}
  remoteNetworks: {nodes: [203.0.113.0/24]}
""",
        """
controlPlane:
  endpoint: {from: [10.0.0.0/8]}
  remoteNetworks: {nodes: [192.168.80.0/24]}
""",
    ),
    "unneeded-addon": Code(
        "A base add-on is written, and no node has a use for it.",
        "Auto Mode has networking, DNS, pod identities and block storage built in, and Fargate its own "
        "networking. Pods of the add-on would wait for a node, and EKS reports the add-on as degraded.",
        "Delete it from `addons`. eksgen installs the base add-ons when there are nodes for them.",
        """
controlPlane:
  endpoint: {from: [10.0.0.0/8]}
  autoMode: {}
addons: {coredns: {}}
nodeGroups: {}
""",
        """
controlPlane:
  endpoint: {from: [10.0.0.0/8]}
  autoMode: {}
nodeGroups: {}
""",
        level="warning",
    ),
}
