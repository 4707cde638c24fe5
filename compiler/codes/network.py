"""Codes on the network and on who reaches the Kubernetes API."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "addresses-run-out": Code(
        "Subnets have fewer addresses than their nodes can come to need.",
        "Every pod has an address of its node's subnet. At full scale-out, or during an update then, nodes "
        "would start without addresses for pods.",
        "Make the subnets larger, or lower `max`; `eksgen capacity` shows the reckoning.",
        """
network: {cidr: 10.20.0.0/20}
nodeGroups:
  web: {instanceTypes: [m7i.large], scaling: {min: 2, max: 100}}
""",
        """
network: {cidr: 10.20.0.0/16}
nodeGroups:
  web: {instanceTypes: [m7i.large], scaling: {min: 2, max: 100}}
""",
        level="warning",
    ),
    "duplicate-zone": Code(
        "A zone is listed twice.",
        "Each zone has one subnet of each tier.",
        "Delete one of the two, or name the zone that was meant.",
        """
network:
  zones: [us-west-2a, us-west-2b, us-west-2a]
""",
        """
network:
  zones: [us-west-2a, us-west-2b, us-west-2c]
""",
    ),
    "missing-subnet": Code(
        "A tier has no subnet in one of the zones.",
        "Every tier spans all zones of the network, so that nodes and load balancers can stand in each.",
        "Add a range for the zone, or give a size (`prefix`) and let eksgen place the subnets.",
        """
network:
  zones: [us-west-2a, us-west-2b]
  subnets:
    private: {us-west-2a: 10.20.0.0/20}
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
  subnets:
    private: {us-west-2a: 10.20.0.0/20, us-west-2b: 10.20.16.0/20}
""",
    ),
    "network-size": Code(
        "A VPC cannot have this size.",
        "AWS accepts /16 to /28, and the three tiers of subnets need at least a /24.",
        "Choose another prefix length.",
        """
network:
  cidr: 10.0.0.0/8
""",
        """
network:
  cidr: 10.0.0.0/16
""",
    ),
    "no-way-out": Code(
        "Private nodes have neither NAT nor the endpoints they need.",
        "They could not reach the EKS API, pull images or join the cluster.",
        "Add a NAT gateway, or PrivateLink endpoints: the preset `private-cluster` holds all that "
        "nodes need.",
        """
network:
  nat: none
""",
        """
network:
  nat: none
  endpoints: [private-cluster]
""",
    ),
    "nodes-through-internet": Code(
        "The Kubernetes API has no private access.",
        "Nodes leave the VPC through NAT to reach it, and join only if that address is let in.",
        "Set `private: true`; public access can stay beside it.",
        """
controlPlane:
  endpoint: {private: false, public: [203.0.113.0/24]}
""",
        """
controlPlane:
  endpoint: {private: true, public: [203.0.113.0/24]}
""",
        level="warning",
    ),
    "open-endpoint": Code(
        "The Kubernetes API is open to every address.",
        "Whoever obtains a token, or knows of a flaw in the API server, can use it from anywhere.",
        "List the ranges you work from, or work from inside the VPC with `public: false`.",
        """
controlPlane:
  endpoint: {public: true}
""",
        """
controlPlane:
  endpoint: {public: [203.0.113.0/24]}
""",
        level="warning",
    ),
    "private-range": Code(
        "A range that may reach the public endpoint is a private one.",
        "Nobody comes from such an address over the internet, and EKS refuses the range.",
        "List public addresses; inside the VPC the private endpoint is the way in.",
        """
controlPlane:
  endpoint: {public: [10.0.0.0/8]}
""",
        """
controlPlane:
  endpoint: {public: [203.0.113.0/24]}
""",
    ),
    "range-overlap": Code(
        "Two address ranges overlap.",
        "Traffic for the addresses they share would go to one of them, and be missed by the other.",
        "Choose ranges apart.",
        """
kubernetes: {version: "1.34", serviceCidr: 10.20.0.0/16}
network:
  cidr: 10.20.0.0/16
""",
        """
kubernetes: {version: "1.34", serviceCidr: 172.20.0.0/16}
network:
  cidr: 10.20.0.0/16
""",
    ),
    "service-range": Code(
        "EKS does not take this service range.",
        "It must lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 and be /12 to /24; it can never "
        "be changed.",
        "Use 172.20.0.0/16 or a like range.",
        """
kubernetes: {version: "1.34", serviceCidr: 100.64.0.0/16}
""",
        """
kubernetes: {version: "1.34", serviceCidr: 172.20.0.0/16}
""",
    ),
    "subnet-outside-network": Code(
        "A subnet is not inside the network.",
        "A VPC holds only addresses of its own range.",
        "Choose a range inside `network.cidr`.",
        """
network:
  zones: [us-west-2a, us-west-2b]
  subnets:
    public: {us-west-2a: 10.20.240.0/24, us-west-2b: 10.21.241.0/24}
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
  subnets:
    public: {us-west-2a: 10.20.240.0/24, us-west-2b: 10.20.241.0/24}
""",
    ),
    "subnet-size": Code(
        "A subnet cannot have this size.",
        "AWS accepts /16 to /28, and keeps five addresses of each subnet for itself.",
        "Choose another prefix length.",
        """
network:
  zones: [us-west-2a, us-west-2b]
  subnets:
    intra: {us-west-2a: 10.20.250.0/28, us-west-2b: 10.20.251.0/30}
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
  subnets:
    intra: {us-west-2a: 10.20.250.0/28, us-west-2b: 10.20.251.0/28}
""",
    ),
    "subnets-do-not-fit": Code(
        "The subnets need more addresses than the network has.",
        "Every tier keeps room for six zones, so that a zone added later moves no subnet.",
        "Make the network larger, or the subnets smaller (a greater prefix).",
        """
network:
  cidr: 10.20.0.0/20
  subnets: {private: {prefix: 21}}
""",
        """
network:
  cidr: 10.20.0.0/18
  subnets: {private: {prefix: 21}}
""",
    ),
    "too-many-zones": Code(
        "The region has fewer zones that EKS can use.",
        "Each zone needs a subnet of its own, and EKS has no capacity in some zones.",
        "Use fewer zones.",
        """
metadata: {name: demo, region: eu-west-1}
network: {zones: 5}
""",
        """
metadata: {name: demo, region: eu-west-1}
network: {zones: 3}
""",
    ),
    "unknown-endpoint": Code(
        "There is no PrivateLink endpoint of this name.",
        "Nothing could be made for it.",
        "Use the short name of a service, such as ecr.api or sts, or the preset `private-cluster`.",
        """
network: {endpoints: [ecr.ap]}
""",
        """
network: {endpoints: [ecr.api]}
""",
    ),
    "unknown-zone": Code(
        "A zone is not in the region or the network, or EKS cannot use it.",
        "Nothing can be placed there.",
        "Use one of the zones that the finding lists.",
        """
network:
  zones: [us-west-2a, eu-west-1b]
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
""",
    ),
    "unreachable-endpoint": Code(
        "The Kubernetes API has neither private nor public access.",
        "Not even nodes could reach it.",
        "Set `private: true`.",
        """
controlPlane:
  endpoint: {private: false}
""",
        """
controlPlane:
  endpoint: {private: true}
""",
    ),
}
