"""Codes of findings in ranges, NAT gateways, routes, endpoint policies and flow logs of the network."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "duplicate-route": Code(
        "A route table would have two routes to one destination.",
        "AWS accepts each destination once in a table. Public subnets have a route to everywhere "
        "through the internet gateway, private ones through NAT.",
        "Delete one of the routes, or write `nat: none` and let the route replace NAT.",
        """
network:
  routes: [{to: 0.0.0.0/0, via: tgw-0123456789abcdef0}]
""",
        """
network:
  nat: none
  routes: [{to: 0.0.0.0/0, via: tgw-0123456789abcdef0}]
""",
    ),
    "duplicate-subnet": Code(
        "A subnet that exists is named twice.",
        "A subnet is in one zone, and it is either private or public. Only the control plane shares subnets "
        "with nodes, and does so by itself if `intra` is left out.",
        "Write the ID of another subnet, or delete one of the two.",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef0}
""",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
""",
    ),
    "endpoint-policy": Code(
        "The policy of a VPC endpoint has no effect, or AWS does not accept it.",
        "A policy belongs to an endpoint of the network, has at most 20,480 characters, and its "
        "statements say who (`Principal`) may do what (`Action`) with what (`Resource`).",
        "Add the endpoint to `network.endpoints`, or the missing element to the statement.",
        """
network:
  endpointPolicies:
    s3: {Statement: [{Effect: Allow, Action: s3:GetObject, Resource: "*"}]}
""",
        """
network:
  endpointPolicies:
    s3: {Statement: [{Effect: Allow, Principal: "*", Action: s3:GetObject, Resource: "*"}]}
""",
    ),
    "existing-field": Code(
        "A field has no effect in a VPC that exists.",
        "eksgen creates and changes nothing that exists already: no ranges of the VPC, and no routes, NAT "
        "gateways or further subnets beside those of `existing.subnets`. These say the tier and zone of the "
        "`ids` of a node group, too.",
        "Remove the field; ranges are those of `existing.cidr`, zones those of `existing.subnets`.",
        """
network:
  cidr: 10.20.0.0/16
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
""",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
""",
    ),
    "existing-gateway": Code(
        "Public subnets in a VPC that exists have no internet gateway.",
        "A VPC has one internet gateway at most, so eksgen makes none in a VPC that exists.",
        "Write the ID of the gateway of that VPC, or `public: none`.",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
  subnets:
    public: {prefix: 24}
""",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    internetGateway: igw-0123456789abcdef0
  subnets:
    public: {prefix: 24}
""",
    ),
    "flow-logs-fields": Code(
        "The fields of `flowLogs` do not fit its destination.",
        "Flow logs in a bucket need the ARN of the bucket. Retention, key and role are those of a "
        "log group; a bucket has its own.",
        "Add `bucket`, or remove the fields of the other destination.",
        """
network:
  flowLogs: {to: s3}
""",
        """
network:
  flowLogs: {to: s3, bucket: "arn:aws:s3:::acme-flow-logs"}
""",
    ),
    "ipv6-unsupported": Code(
        "EKS does not have this in an IPv6 cluster.",
        "With `kubernetes.ipFamily: ipv6`, pods and Services have IPv6 addresses only. EKS has this "
        "outside China and with instances that are built on the Nitro System; not with Windows, custom "
        "networking and hybrid nodes. In a VPC that exists, the subnets must exist, too: eksgen does not "
        "know which IPv6 ranges are free. EKS chooses the range of Services, and configures `vpc-cni` for "
        "it. Load balancers reach the nodes by their IPv6 addresses: network and application load balancers "
        "can, over TCP and HTTP.",
        "Do without it, or create an IPv4 cluster; EKS never changes the family of a cluster.",
        """
kubernetes: {version: "1.36", ipFamily: ipv6}
nodeGroups:
  web: {instanceTypes: [t2.large]}
""",
        """
kubernetes: {version: "1.36", ipFamily: ipv6}
nodeGroups:
  web: {instanceTypes: [t3.large]}
""",
    ),
    "missing-address": Code(
        "A regional NAT gateway has addresses in some zones only.",
        "With addresses of the spec, AWS no longer expands the gateway by itself, so pods of the "
        "other zones would have no way out of their own.",
        "Write an address for each zone of the network, or `nat: regional`.",
        """
network:
  zones: [us-west-2a, us-west-2b]
  nat: {mode: regional, addresses: {us-west-2a: eipalloc-0123456789abcdef0}}
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
  nat: regional
""",
    ),
    "mixed-tiers": Code(
        "A node group is in private and public subnets.",
        "Nodes in public subnets have public addresses, and those in private ones have none; a group has one "
        "launch template, which says so for all.",
        "Make a node group for each tier.",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
      public: {us-west-2a: subnet-0123456789abcdef2}
nodeGroups: {web: {subnets: {ids: [subnet-0123456789abcdef0, subnet-0123456789abcdef2]}}}
""",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
      public: {us-west-2a: subnet-0123456789abcdef2}
nodeGroups: {web: {subnets: {ids: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]}}}
""",
    ),
    "one-zone": Code(
        "The subnets of the control plane are in one zone.",
        'EKS creates no cluster without subnets in two zones (EKS user guide, "Subnet requirements for '
        'clusters").',
        "Name a subnet of another zone of the VPC.",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0}
""",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
""",
    ),
    "over-quota": Code(
        "More of something than an AWS account allows at first.",
        "AWS refuses what exceeds a quota, in the middle of an apply. These quotas are raised on request.",
        "Ask AWS for a higher quota and allow the warning, or use fewer.",
        """
network:
  secondaryCidrs: [10.21.0.0/16, 10.22.0.0/16, 10.23.0.0/16, 10.24.0.0/16, 10.25.0.0/16]
""",
        """
network:
  secondaryCidrs: [10.21.0.0/16, 10.22.0.0/16, 10.23.0.0/16, 10.24.0.0/16]
""",
        level="warning",
    ),
    "pods-without-cni": Code(
        "The VPC CNI does not use the range for pods.",
        "`network.podCidr` configures the add-on vpc-cni: custom networking, with an ENIConfig for "
        "each zone.",
        "Remove `podCidr`, or the setting of the add-on that contradicts it.",
        """
network: {podCidr: 100.64.0.0/16}
addons:
  vpc-cni: none
""",
        """
network: {podCidr: 100.64.0.0/16}
addons:
  vpc-cni: {}
""",
    ),
    "refused-range": Code(
        "AWS does not add a CIDR block to this VPC.",
        "Which blocks can be added depends on the primary one: a VPC of 10.0.0.0/8 takes no blocks "
        "of the other private ranges, and no VPC takes link-local addresses or 198.19.0.0/16.",
        "Choose a block of the same private range, of 100.64.0.0/10, or a public one of your own.",
        """
network: {cidr: 10.20.0.0/16, secondaryCidrs: [172.16.0.0/16]}
""",
        """
network: {cidr: 10.20.0.0/16, secondaryCidrs: [10.21.0.0/16]}
""",
    ),
    "refused-route": Code(
        "AWS does not accept a route, or no subnet would use it.",
        "Addresses inside the VPC belong to its local route, and 169.254.168.0/22 to services of AWS.",
        "Choose a destination outside the VPC, and tiers that the network has.",
        """
network:
  cidr: 10.20.0.0/16
  routes: [{to: 10.20.128.0/17, via: tgw-0123456789abcdef0}]
""",
        """
network:
  cidr: 10.20.0.0/16
  routes: [{to: 10.0.0.0/8, via: tgw-0123456789abcdef0}]
""",
    ),
    "unknown-subnet": Code(
        "A node group is in a subnet that the network does not name.",
        "The tier and zone of a subnet are those that `network.existing.subnets` says; subnets that eksgen "
        "makes have no IDs before.",
        "Name the subnet there, or choose the subnets of the group by `tier` and `zones`.",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
nodeGroups: {web: {subnets: {ids: [subnet-0123456789abcdef7]}}}
""",
        """
network:
  existing:
    vpcId: vpc-0123456789abcdef0
    cidr: 10.0.0.0/16
    subnets:
      private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}
nodeGroups: {web: {subnets: {ids: [subnet-0123456789abcdef0]}}}
""",
    ),
    "unused-address": Code(
        "An Elastic IP address has no NAT gateway, or two.",
        "Each address belongs to the gateway of one zone.",
        "Write addresses for the zones that have a gateway: one zone with `single`, all with `per- zone`.",
        """
network:
  nat:
    mode: single
    addresses: {us-west-2a: eipalloc-0123456789abcdef0, us-west-2b: eipalloc-0123456789abcdef1}
""",
        """
network:
  nat: {mode: single, addresses: {us-west-2a: eipalloc-0123456789abcdef0}}
""",
    ),
}
