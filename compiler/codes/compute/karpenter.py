"""Codes of findings about Karpenter."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "duplicate-capacity": Code(
        "A purchase option of a node pool is listed twice.",
        "The list is a set of options that Karpenter chooses from.",
        "Delete one of the two.",
        """
nodeGroups:
  web: {}
karpenter:
  nodePools:
    general: {capacity: [spot, spot]}
""",
        """
nodeGroups:
  web: {}
karpenter:
  nodePools:
    general: {capacity: [spot, on-demand]}
""",
    ),
    "no-node-for-karpenter": Code(
        "No node of the cluster can run Karpenter.",
        "Karpenter starts nodes for pods that wait for one. Its own pods need a node that it did not start.",
        "Keep a small node group for it.",
        """
nodeGroups:
  web: {scaling: {min: 0, max: 3, desired: 0}}
addons: {coredns: none, ebs-csi: none}
karpenter: {}
""",
        """
nodeGroups:
  web: {scaling: {min: 1, max: 3, desired: 1}}
addons: {coredns: none, ebs-csi: none}
karpenter: {}
""",
        level="warning",
    ),
    "shared-node-role": Code(
        "Nodes that EKS does not manage have a role that already has an access entry.",
        "EKS takes one access entry for each role. It makes that of a managed node group itself, and refuses "
        "another one (ResourceInUseException).",
        "Give these nodes a role of their own.",
        """
nodeGroups:
  web: {iam: {role: arn:aws:iam::111122223333:role/nodes}}
karpenter:
  nodeRole: {role: arn:aws:iam::111122223333:role/nodes}
""",
        """
nodeGroups:
  web: {iam: {role: arn:aws:iam::111122223333:role/nodes}}
karpenter: {}
""",
    ),
}
