"""Codes of findings in the network and in the access to the Kubernetes API."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "account-zones": Code(
        "Which zones EKS can use here differs between accounts.",
        "Accounts have two of the zones us-west-1a, b and c; EKS refuses the zone id use1-az3, which is "
        "us-east-1e in most accounts.",
        "Name the zones of your account in `network.zones`, or allow the warning on its line.",
        """
metadata: {name: demo, region: us-west-1}
""",
        """
metadata: {name: demo, region: us-west-1}
network: {zones: [us-west-1a, us-west-1b]}
""",
        level="warning",
    ),
    "addresses-run-out": Code(
        "Subnets have fewer addresses than their nodes may need.",
        "Every pod gets an address from the subnet of its node. At full scale-out, or during an update, "
        "nodes would start without addresses for pods.",
        "Make the subnets larger, or lower `max`; `eksgen capacity` shows the calculation.",
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
    "closed-endpoint": Code(
        "Only nodes and pods reach the Kubernetes API.",
        "The endpoint is private and no source is listed, so laptops and build servers cannot connect. "
        "Pods can use the API, and with `ssm: true` so can a port forwarded through a node: "
        "`aws ssm start-session --target NODE --document-name AWS-StartPortForwardingSessionToRemoteHost`.",
        "List networks, security groups or prefix lists that are routed to the VPC in "
        "`controlPlane.endpoint.from`, or list your public addresses in `public`.",
        """
controlPlane:
  endpoint: {private: true, public: false}
""",
        """
controlPlane:
  endpoint: {private: true, from: [10.0.0.0/8]}
""",
        level="note",
    ),
    "duplicate-zone": Code(
        "A zone is listed twice.",
        "Each zone has one subnet of each tier.",
        "Delete one of the two, or write the zone that was meant.",
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
        "Every tier spans all zones of the network, so that nodes and load balancers can run in each.",
        "Add a CIDR block for the zone, or set a size (`prefix`) and let eksgen place the subnets.",
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
    "network-range": Code(
        "EC2 does not accept the addresses of the VPC.",
        "0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16 and everything from 224.0.0.0 on have another meaning.",
        "Use a private range, such as one of 10.0.0.0/8.",
        """
network:
  cidr: 169.254.0.0/16
""",
        """
network:
  cidr: 10.0.0.0/16
""",
    ),
    "network-size": Code(
        "The VPC has an unsupported size.",
        "AWS accepts /16 to /28, and the three tiers of subnets have space in a /23 or larger.",
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
    "no-public-subnets": Code(
        "Something needs public subnets, and the network has none.",
        "With `subnets.public: none` the VPC has no internet gateway; NAT gateways, internet-facing load "
        "balancers and nodes with public addresses need one.",
        "Delete `public: none`, or move what needs it: `scheme: internal`, private subnets, VPC endpoints.",
        """
network:
  subnets: {public: none}
  nat: single
""",
        """
network:
  subnets: {public: none}
  endpoints: [private-cluster]
""",
    ),
    "no-way-out": Code(
        "Private nodes have neither a NAT gateway nor the VPC endpoints they need.",
        "They could not reach the EKS API, pull images or join the cluster.",
        "Add a NAT gateway, or VPC endpoints: the preset `private-cluster` has all that nodes need.",
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
        "The Kubernetes API has no private endpoint.",
        "Nodes reach it through NAT and the internet, and can join only if that address is allowed.",
        "Set `private: true`; public access can stay enabled.",
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
        "The Kubernetes API is reachable from every address.",
        "Anyone with a token, or with an exploit for the API server, can use it from anywhere.",
        "List the CIDR blocks you work from, or set `public: false` and work from inside the VPC.",
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
        "The public endpoint allows a private address range.",
        "No traffic arrives from such an address over the internet, and EKS rejects the range.",
        "List public addresses; use the private endpoint from inside the VPC.",
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
        "Traffic for the shared addresses would reach only one of them.",
        "Choose ranges that do not overlap.",
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
        "EKS does not accept this service CIDR.",
        "It must be a /12 to /24 inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; it cannot be changed "
        "later.",
        "Use 172.20.0.0/16 or a similar range.",
        """
kubernetes: {version: "1.34", serviceCidr: 100.64.0.0/16}
""",
        """
kubernetes: {version: "1.34", serviceCidr: 172.20.0.0/16}
""",
    ),
    "subnet-outside-network": Code(
        "A subnet is outside the network.",
        "A subnet must be part of the CIDR block of its VPC.",
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
        "A subnet has an unsupported size.",
        "AWS accepts /16 to /28, and reserves five addresses of each subnet.",
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
        "Every tier reserves space for six zones, so that adding a zone never moves a subnet.",
        "Make the network larger, or the subnets smaller (a longer prefix).",
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
        "Each zone needs its own subnet, and EKS does not support some zones.",
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
        "A VPC endpoint of this name does not exist.",
        "The endpoint could not be created.",
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
        "No subnet can be created there.",
        "Use one of the zones listed in the finding.",
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
        "The Kubernetes API has neither a private nor a public endpoint.",
        "Nothing could reach it, including the nodes.",
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
