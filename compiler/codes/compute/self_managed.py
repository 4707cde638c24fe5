"""Codes of findings in groups with `kind: self-managed`."""

from __future__ import annotations

from ..code import Code

FORMS: dict[str, Code] = {
    "invalid-price": Code(
        "A price is not written as EC2 takes it.",
        "The highest price of spot capacity is in US dollars for an hour of an instance, in quotes.",
        "Write a number with at most six decimals, in quotes, and no currency.",
        """
nodeGroups:
  web:
    kind: self-managed
    instanceRefresh: {}
    mixedInstances: {onDemandPercent: 0, maxPrice: "$0.05"}
""",
        """
nodeGroups:
  web:
    kind: self-managed
    instanceRefresh: {}
    mixedInstances: {onDemandPercent: 0, maxPrice: "0.05"}
""",
    ),
}
"""Codes of the form of a value."""

CODES: dict[str, Code] = {
    "group-option": Code(
        "A setting of a node group is not one of its kind, or EC2 Auto Scaling refuses it.",
        "EKS manages a group, or EC2 Auto Scaling does (`kind: self-managed`), and each has settings of its "
        "own. EC2 Auto Scaling refuses, among others, a number of spot pools with any strategy but "
        "lowest-price, a warm pool with spot capacity, and weights for only some of the types.",
        "Follow the help, or change `kind`, which replaces the group.",
        """
nodeGroups:
  web: {metrics: all}
""",
        """
nodeGroups:
  web: {kind: self-managed, instanceRefresh: {}, metrics: all}
""",
    ),
    "no-instance-refresh": Code(
        "Nodes of a self-managed group keep their launch template until they end.",
        "EC2 Auto Scaling starts new nodes from the new version of the launch template, and leaves the "
        "others as they are. An instance refresh replaces them; it does not drain them first.",
        "Add `instanceRefresh`, or replace the nodes yourself after an edit.",
        """
nodeGroups:
  web: {kind: self-managed}
""",
        """
nodeGroups:
  web:
    kind: self-managed
    instanceRefresh: {maxHealthyPercentage: 110}
""",
        level="note",
    ),
    "suspended-process": Code(
        "A process of an Auto Scaling group is suspended that Terraform needs.",
        "Without Launch no node is started, also at the first apply. Without Terminate no node ends, so that "
        "a destroy waits ten minutes and fails.",
        "Leave the process running, and suspend it by hand while you need it: "
        "`aws autoscaling suspend-processes`.",
        """
nodeGroups:
  web: {kind: self-managed, instanceRefresh: {}, suspendProcesses: [AZRebalance]}
  jobs: {kind: self-managed, suspendProcesses: [Launch]}
""",
        """
nodeGroups:
  web: {kind: self-managed, instanceRefresh: {}, suspendProcesses: [AZRebalance]}
  jobs: {kind: self-managed, instanceRefresh: {}}
""",
        level="warning",
    ),
}
