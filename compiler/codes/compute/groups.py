"""Codes of findings in node groups."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "disk-option": Code(
        "A disk setting does not fit the volume type.",
        "AWS would reject the volume: only gp3 has throughput, gp2 has no IOPS, io1 and io2 require "
        "IOPS, and a key requires encryption.",
        "Remove the setting, or change the type.",
        """
nodeGroups:
  web:
    disk: {type: gp2, throughput: 250}
""",
        """
nodeGroups:
  web:
    disk: {type: gp3, throughput: 250}
""",
    ),
    "duplicate-instance-type": Code(
        "An instance type is listed twice.",
        "The list is in order of preference, so each type can appear only once.",
        "Delete one of the two.",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large, m6i.large, m7i.large]}
""",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large, m6i.large]}
""",
    ),
    "duplicate-taint": Code(
        "Two taints have the same key and effect.",
        "Kubernetes keeps only one of them, even if their values differ.",
        "Delete one of the two.",
        """
nodeGroups:
  web: {}
  gpu:
    taints:
      - {key: gpu, effect: NoSchedule}
      - {key: gpu, value: a, effect: NoSchedule}
""",
        """
nodeGroups:
  web: {}
  gpu:
    taints:
      - {key: gpu, value: a, effect: NoSchedule}
""",
    ),
    "mixed-accelerators": Code(
        "A group mixes instance types with and without accelerators.",
        "They need different images, and a group has only one.",
        "Use two groups.",
        """
nodeGroups:
  web: {instanceTypes: [m7i.xlarge, g6.xlarge]}
""",
        """
nodeGroups:
  web: {instanceTypes: [m7i.xlarge]}
  gpu:
    instanceTypes: [g6.xlarge]
    taints: [{key: nvidia.com/gpu, effect: NoSchedule}]
""",
    ),
    "mixed-architectures": Code(
        "A group mixes CPU architectures.",
        "One image cannot run on both x86-64 and ARM.",
        "Use two groups.",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large, m7g.large]}
""",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large]}
  arm: {instanceTypes: [m7g.large]}
""",
    ),
    "no-nodes": Code(
        "The cluster has no nodes.",
        "EKS waits until the pods of an add-on run, and fails after twenty minutes without a node. So the "
        "add-ons with pods of their own are left out.",
        "Add a node group. The next apply installs the add-ons with it.",
        """
nodeGroups: {}
""",
        """
nodeGroups:
  web: {}
""",
        level="note",
    ),
    "no-spot": Code(
        "A spot group lists an instance type that is not sold as spot capacity.",
        "The Auto Scaling group could never start such an instance.",
        "Use another type, or set `capacity: on-demand`.",
        """
nodeGroups:
  web: {}
  db: {instanceTypes: [u7i-6tb.112xlarge, u7i-8tb.112xlarge], capacity: spot}
""",
        """
nodeGroups:
  web: {}
  db: {instanceTypes: [u7i-6tb.112xlarge, u7i-8tb.112xlarge]}
""",
    ),
    "not-offered": Code(
        "The region did not offer the instance type when the catalog was built.",
        "If no instance can start, the group becomes degraded. This is only a warning because AWS keeps "
        "adding types to regions.",
        "Use one of the suggested types, or allow the warning if the region offers the type now.",
        """
metadata: {name: demo, region: eu-central-1}
nodeGroups:
  web: {}
  net: {instanceTypes: [c7gn.large]}
""",
        """
metadata: {name: demo, region: eu-central-1}
nodeGroups:
  web: {}
  net: {instanceTypes: [c7g.large]}
""",
        level="warning",
    ),
    "one-spot-type": Code(
        "A spot group has only one instance type.",
        "AWS reclaims spot capacity by type and zone: with one type, all nodes can be lost at once.",
        "List several types of similar size.",
        """
nodeGroups:
  web: {capacity: spot}
""",
        """
nodeGroups:
  web: {capacity: spot, instanceTypes: [m7i.large, m7a.large, m6i.large]}
""",
        level="note",
    ),
    "plain-disk": Code(
        "The nodes' disks are not encrypted.",
        "Anyone with access to a snapshot can read images, logs and secrets of pods.",
        "Delete `encrypted: false`; encryption is free.",
        """
nodeGroups:
  web:
    disk: {encrypted: false}
""",
        """
nodeGroups:
  web:
    disk: {encrypted: true}
""",
        level="warning",
    ),
    "pods-reach-node-role": Code(
        "Pods can reach the instance metadata service of their node.",
        "With a hop limit above 1, every pod can use the credentials of the node, which may pull "
        "images and change network interfaces.",
        "Set the hop limit to 1, and give pods their own IAM roles.",
        """
nodeGroups:
  web: {imds: {hopLimit: 2}}
""",
        """
nodeGroups:
  web: {imds: {hopLimit: 1}}
""",
        level="note",
    ),
    "reserved-label": Code(
        "A label is reserved by Kubernetes.",
        "Kubelets may not set labels under kubernetes.io and k8s.io; a node that tries cannot register.",
        "Use your own prefix.",
        """
nodeGroups:
  web:
    labels: {node-role.kubernetes.io/web: "true"}
""",
        """
nodeGroups:
  web:
    labels: {example.com/role: web}
""",
    ),
    "reserved-taint": Code(
        "A taint is reserved for EKS or for Kubernetes.",
        "EKS refuses its own, and Kubernetes sets and removes those for the state of a node by itself.",
        "Use a prefix of your own.",
        """
nodeGroups:
  system: {}
  web:
    taints: [{key: node.kubernetes.io/not-ready, effect: NoSchedule}]
""",
        """
nodeGroups:
  system: {}
  web:
    taints: [{key: example.com/not-ready, effect: NoSchedule}]
""",
    ),
    "scaling-order": Code(
        "`min`, `desired` and `max` are not in ascending order.",
        "EKS requires min <= desired <= max.",
        "Change the values so that min <= desired <= max.",
        """
nodeGroups:
  web:
    scaling: {min: 5, max: 3}
""",
        """
nodeGroups:
  web:
    scaling: {min: 3, max: 5}
""",
    ),
    "too-few-pods": Code(
        "The instance type has room for few pods besides the base add-ons.",
        "Each pod uses an address of the node's network interfaces, and the base add-ons run four "
        "pods on every node.",
        "Use a larger type.",
        """
nodeGroups:
  web: {instanceTypes: [t3.nano]}
""",
        """
nodeGroups:
  web: {instanceTypes: [t3.large]}
""",
        level="warning",
    ),
    "unknown-instance-type": Code(
        "AWS has no instance type of this name.",
        "The group could not be created. For a name of a new family or generation, which eksgen may not know "
        "yet, there is the warning `not-in-catalog`.",
        "Correct the name; the finding suggests similar types.",
        """
nodeGroups:
  web: {instanceTypes: [m7i.lrage]}
""",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large]}
""",
    ),
    "untainted-accelerators": Code(
        "Nodes with accelerators accept any pod.",
        "Pods that need no accelerator would fill the most expensive nodes.",
        "Add a taint; the device plugins tolerate the usual ones.",
        """
nodeGroups:
  web: {}
  gpu: {instanceTypes: [g6.xlarge]}
""",
        """
nodeGroups:
  web: {}
  gpu:
    instanceTypes: [g6.xlarge]
    taints: [{key: nvidia.com/gpu, effect: NoSchedule}]
""",
        level="note",
    ),
    "update-limit": Code(
        "`maxUnavailable` is more than the number of nodes in the group.",
        "EKS rejects a `maxUnavailable` above the maximum size of the group.",
        "Lower the number, or use a percentage.",
        """
nodeGroups:
  web:
    scaling: {max: 3}
    update: {maxUnavailable: 5}
""",
        """
nodeGroups:
  web:
    scaling: {max: 3}
    update: {maxUnavailable: "50%"}
""",
    ),
}
