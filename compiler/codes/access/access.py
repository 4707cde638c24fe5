"""Codes of findings in access, over the network and to the API, and in add-ons."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "addon-placement": Code(
        "eksgen cannot tell whether a node group can run an add-on.",
        "The configuration of the add-on chooses nodes by labels that something other than the spec sets. "
        "Without a node that fits, the add-on waits twenty minutes and then fails.",
        "Check the configuration, and allow the warning on its line.",
        """
addons:
  coredns:
    configuration: {nodeSelector: {topology.kubernetes.io/zone: us-west-2a}}
""",
        """
addons:
  coredns:
    configuration: {nodeSelector: {kubernetes.io/os: linux}}
""",
        level="warning",
    ),
    "duplicate-addon": Code(
        "An EKS add-on appears in the spec under two names.",
        "Terraform would create it twice, and EKS rejects the second.",
        "Keep one of the two names; AWS's own name and the short one mean the same add-on.",
        """
addons:
  ebs-csi: {preserve: true}
  aws-ebs-csi-driver: {version: v1.50.1-eksbuild.1}
""",
        """
addons:
  aws-ebs-csi-driver: {version: v1.50.1-eksbuild.1, preserve: true}
""",
    ),
    "duplicate-principal": Code(
        "A principal is listed twice.",
        "EKS has one access entry per principal.",
        "Delete one of the two.",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::111122223333:role/PlatformAdmin
""",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
""",
    ),
    "duplicate-source": Code(
        "A source of traffic, or a rule, is listed twice.",
        "Each becomes one rule of a security group, and EC2 accepts a rule once.",
        "Delete one of the two, or write the source that was meant.",
        """
controlPlane:
  endpoint: {from: [10.0.0.0/8, 10.0.0.0/8]}
""",
        """
controlPlane:
  endpoint: {from: [10.0.0.0/8, 192.168.0.0/16]}
""",
    ),
    "foreign-principal": Code(
        "An administrator, or the principal of an entry, is in another account than the cluster.",
        "EKS accepts it, but it is more often a mistake: whoever controls that account controls the cluster.",
        "Correct the ARN, or allow the warning with the reason.",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::444455556666:role/PlatformAdmin
""",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::444455556666:role/PlatformAdmin # eksgen: allow(foreign-principal) because CI
""",
        level="warning",
    ),
    "invalid-addon-version": Code(
        "A value is not the version of an EKS add-on.",
        "A version consists of the version of the software and the EKS build, such as v1.12.4-eksbuild.1.",
        "Use one of the versions listed by `aws eks describe-addon-versions`.",
        """
addons:
  coredns: {version: "1.11"}
""",
        """
addons:
  coredns: {version: v1.12.4-eksbuild.1}
""",
    ),
    "ipv6-source": Code(
        "A source is an IPv6 range, and the network has only IPv4 addresses.",
        "EC2 accepts the rule, and nobody can use it.",
        "List the IPv4 addresses of the clients.",
        """
network:
  nodeIngress: [{from: "2001:db8::/32", ports: 9100}]
""",
        """
network:
  nodeIngress: [{from: 198.51.100.0/24, ports: 9100}]
""",
        level="warning",
    ),
    "missing-account": Code(
        "The AWS account of the cluster is unknown.",
        "eksgen takes the account of the administrators. If they are in several, the spec must say in which "
        "one the cluster is.",
        "Write `metadata.accountId`.",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::444455556666:role/PlatformAdmin
""",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::111122223333:role/BreakGlass
""",
    ),
    "missing-addon": Code(
        "An add-on that another add-on depends on is missing.",
        "The pods of the dependent add-on would wait for it, and the add-on would stay degraded.",
        "Add the missing add-on.",
        """
addons:
  adot: {}
""",
        """
addons:
  adot: {}
  cert-manager: {}
""",
    ),
    "missing-base-addon": Code(
        "The cluster has no `vpc-cni` or no `kube-proxy`.",
        "Nodes become ready only with a CNI, and Services need kube-proxy, unless something else does their "
        "work.",
        "Keep the add-on, or allow the warning on its line if you install a replacement, such as Cilium.",
        """
addons:
  kube-proxy: none
""",
        """
addons:
  kube-proxy: {}
""",
        level="warning",
    ),
    "missing-permissions": Code(
        "An add-on needs AWS permissions, and has none.",
        "AWS has no policy for it. Its pods would run, and every call to AWS would be refused.",
        "Add statements, policies, or a role of your own.",
        """
addons:
  mountpoint-s3-csi: {}
""",
        """
addons:
  mountpoint-s3-csi:
    statements:
      - {effect: Allow, actions: [s3:ListBucket], resources: ["arn:aws:s3:::acme-data"]}
      - {effect: Allow, actions: [s3:GetObject], resources: ["arn:aws:s3:::acme-data/*"]}
""",
    ),
    "no-node-for-addon": Code(
        "No node group can run an add-on.",
        "The pods of CoreDNS, of storage controllers and of others run on some node; without one, the add-on "
        "waits twenty minutes and then fails.",
        "Keep one group with at least one node and no taint, or let the configuration of the add-on tolerate "
        "the taint.",
        """
nodeGroups:
  web:
    taints: [{key: dedicated, effect: NoSchedule}]
""",
        """
nodeGroups:
  system: {}
  web:
    taints: [{key: dedicated, effect: NoSchedule}]
""",
    ),
    "no-storage-class": Code(
        "The version of the EBS CSI driver does not create a default StorageClass.",
        "Its configuration has `defaultStorageClass` from v1.31.0 on, and EKS refuses what it does not have.",
        "Create a StorageClass with kubectl, or use a newer version.",
        """
addons:
  ebs-csi: {version: v1.30.0-eksbuild.1}
""",
        """
addons:
  ebs-csi: {version: v1.30.0-eksbuild.1, defaultStorageClass: none}
""",
        level="note",
    ),
    "not-a-principal": Code(
        "EKS does not accept the principal of an access entry.",
        "An access entry names one IAM role or user. EKS accepts no groups, account roots, wildcards or "
        "service-linked roles, and a role of IAM Identity Center only with its path.",
        "Use the whole ARN of an IAM role or user.",
        """
access:
  admins: [arn:aws:iam::111122223333:root]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
""",
    ),
    "private-source": Code(
        "An internet-facing load balancer admits a private range or a security group.",
        "Clients come from public addresses. A security group stands for the private addresses of its "
        "members, so the rule admits nobody.",
        "List public ranges, or make the load balancer internal.",
        """
nodeGroups:
  web: {}
loadBalancers:
  edge:
    type: network
    scheme: internet-facing
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
    securityGroups: {from: [10.0.0.0/8]}
""",
        """
nodeGroups:
  web: {}
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
    securityGroups: {from: [10.0.0.0/8]}
""",
        level="warning",
    ),
    "unknown-addon": Code(
        "There is no add-on of this name, and a known one has a similar name.",
        "EKS would refuse the add-on.",
        "Write the name that the finding suggests.",
        """
addons:
  coreDNS: {preserve: true}
""",
        """
addons:
  coredns: {preserve: true}
""",
    ),
    "unused-sources": Code(
        "Sources of the private endpoint are listed, and it is off.",
        "The public endpoint has a list of its own, `public`.",
        "Remove `from`, or write `private: true`.",
        """
controlPlane:
  endpoint: {private: false, public: [203.0.113.0/24], from: [10.0.0.0/8]}
""",
        """
controlPlane:
  endpoint: {private: true, public: [203.0.113.0/24], from: [10.0.0.0/8]}
""",
    ),
    "wrong-ports": Code(
        "A rule names no ports, or has ports that its protocol does not have.",
        "Only TCP and UDP have ports, and EC2 requires them there.",
        "Add `ports`, or remove it; `0-65535` stands for all ports.",
        """
network:
  nodeIngress: [{from: 10.0.0.0/8, protocol: udp}]
""",
        """
network:
  nodeIngress: [{from: 10.0.0.0/8, protocol: udp, ports: 8472}]
""",
    ),
}
