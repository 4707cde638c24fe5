"""Codes of findings in the AWS permissions of pods."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "addon-account": Code(
        "The service account of an add-on has something that only other accounts can have.",
        "EKS makes the account with its add-on, and gives the add-on one role by IRSA. An account has "
        "one role, "
        "described in one place.",
        "Follow the help of the finding.",
        """
identity:
  serviceAccounts:
    kube-system/ebs-csi-controller-sa: {object: {}}
""",
        """
identity:
  serviceAccounts:
    kube-system/ebs-csi-controller-sa: {}
""",
    ),
    "association-option": Code(
        "A service account without an association of its own has an option of one.",
        "`targetRole` and `sessionTags` belong to an association of Pod Identity. IRSA has none, and "
        "that of an "
        "add-on has no options.",
        "Use Pod Identity, or delete the option.",
        """
identity:
  serviceAccounts:
    shop/uploader: {mode: irsa, policies: [AmazonS3ReadOnlyAccess], sessionTags: none}
""",
        """
identity:
  serviceAccounts:
    shop/uploader: {mode: irsa, policies: [AmazonS3ReadOnlyAccess]}
""",
    ),
    "cni-permissions-move": Code(
        "The permissions of the VPC CNI move from the nodes to its service account.",
        "Terraform takes the policy off the role of the nodes in the same apply that gives the account "
        "its role. "
        "While the pods of `aws-node` are replaced, new pods may get no address.",
        "Nothing, for a new cluster. For one that runs, keep the policy on the nodes in a first apply.",
        """
nodeGroups:
  web: {}
identity:
  serviceAccounts:
    kube-system/aws-node: {}
""",
        """
nodeGroups:
  web: {iam: {policies: [AmazonEKS_CNI_Policy]}}
identity:
  serviceAccounts:
    kube-system/aws-node: {}
""",
        level="note",
    ),
    "duplicate-account": Code(
        "A service account gets its role from two parts of the spec.",
        "EKS accepts one association for a service account.",
        "Delete one of the two.",
        """
nodeGroups:
  web: {}
karpenter: {}
identity:
  serviceAccounts:
    kube-system/karpenter: {wellKnown: [karpenter]}
""",
        """
nodeGroups:
  web: {}
karpenter: {}
""",
    ),
    "missing-audience": Code(
        "The OIDC provider does not trust the audience that pods ask for.",
        "The SDKs of AWS take a token with the audience `sts.amazonaws.com`, and IAM would refuse it.",
        "Add the audience, or leave `audiences` out.",
        """
identity:
  mode: irsa
  oidcProvider: {audiences: [vault]}
  serviceAccounts:
    shop/uploader: {policies: [AmazonS3ReadOnlyAccess]}
""",
        """
identity:
  mode: irsa
  oidcProvider: {audiences: [sts.amazonaws.com, vault]}
  serviceAccounts:
    shop/uploader: {policies: [AmazonS3ReadOnlyAccess]}
""",
    ),
    "no-pod-identity": Code(
        "Pods of a service account may run where Pod Identity does not work.",
        "Its agent runs on Linux nodes of EC2. Pods on Fargate, and pods on Windows, get no credentials "
        "from it.",
        "Use IRSA for the account, or allow the warning if its pods run elsewhere.",
        """
nodeGroups:
  web: {}
fargateProfiles:
  batch: {selectors: [{namespace: batch}]}
identity:
  serviceAccounts:
    batch/report: {policies: [AmazonS3ReadOnlyAccess]}
""",
        """
nodeGroups:
  web: {}
fargateProfiles:
  batch: {selectors: [{namespace: batch}]}
identity:
  serviceAccounts:
    batch/report: {mode: irsa, policies: [AmazonS3ReadOnlyAccess]}
""",
        level="warning",
    ),
    "own-trust-policy": Code(
        "A role that exists must trust the tokens of a service account.",
        "eksgen uses such a role as it is. With IRSA its trust policy names the issuer of the cluster "
        "and the "
        "service account.",
        "Set the trust policy of the role as the note says, once the cluster exists.",
        """
identity:
  serviceAccounts:
    shop/uploader: {mode: irsa, role: arn:aws:iam::111122223333:role/Uploader}
""",
        """
identity:
  serviceAccounts:
    shop/uploader: {role: arn:aws:iam::111122223333:role/Uploader}
""",
        level="note",
    ),
    "repeated-permissions": Code(
        "Permissions are given twice.",
        "The add-on already has them by itself, or the same name is listed twice.",
        "Delete one of the two.",
        """
identity:
  serviceAccounts:
    storage/ebs: {wellKnown: [ebs-csi]}
""",
        """
identity:
  serviceAccounts:
    kube-system/ebs-csi-controller-sa: {}
""",
        level="warning",
    ),
    "untagged-volumes": Code(
        "The EBS CSI driver cannot attach volumes that it has not made.",
        "`ebs-csi` stands for AmazonEBSCSIDriverPolicyV2, which is about volumes with the tag of the driver. "
        "The add-on has AmazonEBSCSIDriverPolicy by itself, which is about every volume.",
        "Nothing, if the driver makes all volumes. Else give the others the tag "
        "`ebs.csi.aws.com/cluster: true`, or keep the older policy.",
        """
identity:
  serviceAccounts:
    kube-system/ebs-csi-controller-sa: {wellKnown: [ebs-csi]}
""",
        """
identity:
  serviceAccounts:
    kube-system/ebs-csi-controller-sa: {policies: [service-role/AmazonEBSCSIDriverPolicy]}
""",
        level="note",
    ),
}
