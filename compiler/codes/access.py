"""Codes of findings in access and add-ons."""

from __future__ import annotations

from .code import Code

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
    "foreign-principal": Code(
        "An administrator is in another account than the cluster.",
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
        "An add-on needs AWS permissions that it cannot get.",
        "Its pods would run, and every call to AWS would be refused.",
        "Remove the add-on until the spec can give it a role of your own.",
        """
addons:
  mountpoint-s3-csi: {}
""",
        """
addons:
  efs-csi: {}
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
        "EKS does not accept the administrator as the principal of an access entry.",
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
}
