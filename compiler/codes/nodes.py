"""Codes on node groups."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "disk-option": Code(
        "A disk setting does not fit the volume type.",
        "AWS would refuse the volume: throughput is for gp3 only, IOPS are not for gp2, io1 and io2 "
        "need them, a key needs encryption.",
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
        "The order of the list is the order of preference, and a type has one place in it.",
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
        "A taint with one key and effect is given twice.",
        "Kubernetes keeps one of them, whatever the values are.",
        "Delete one of the two.",
        """
nodeGroups:
  web: {}
  gpu:
    taints:
      - {key: gpu, effect: no-schedule}
      - {key: gpu, value: a, effect: no-schedule}
""",
        """
nodeGroups:
  web: {}
  gpu:
    taints:
      - {key: gpu, value: a, effect: no-schedule}
""",
    ),
    "mixed-accelerators": Code(
        "A group mixes instance types with and without accelerators.",
        "They need different images, and a group has one.",
        "Make two groups.",
        """
nodeGroups:
  web: {instanceTypes: [m7i.xlarge, g6.xlarge]}
""",
        """
nodeGroups:
  web: {instanceTypes: [m7i.xlarge]}
  gpu:
    instanceTypes: [g6.xlarge]
    taints: [{key: nvidia.com/gpu, effect: no-schedule}]
""",
    ),
    "mixed-architectures": Code(
        "A group mixes CPU architectures.",
        "One image cannot run on both x86-64 and ARM.",
        "Make two groups.",
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
    "no-node-for-coredns": Code(
        "No node group can run CoreDNS.",
        "Its add-on would wait twenty minutes for a node and then fail, and without DNS nothing in "
        "the cluster works.",
        "Keep one group with a node and without a taint.",
        """
nodeGroups:
  web:
    taints: [{key: dedicated, effect: no-schedule}]
""",
        """
nodeGroups:
  system: {}
  web:
    taints: [{key: dedicated, effect: no-schedule}]
""",
    ),
    "no-spot": Code(
        "A spot group lists an instance type that is not sold as spot capacity.",
        "The Auto Scaling group could never start such an instance.",
        "Take another type, or buy the group on demand.",
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
        "The region did not offer the instance type when the catalog was made.",
        "Nodes that cannot start leave the group degraded; AWS adds types to regions all the time, "
        "so this is a warning.",
        "Take one of the types named, or accept the warning if the type is there by now.",
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
        "A spot group has a single instance type.",
        "Spot capacity comes and goes by type and zone: with one type, all nodes go together.",
        "List several types of like size.",
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
        "Whoever gets hold of a snapshot can read it: images, logs, secrets of pods.",
        "Delete `encrypted: false`; encryption costs nothing.",
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
        "With a hop limit over 1 every pod can take the credentials of the node, which may pull "
        "images and change network interfaces.",
        "Leave the limit at 1, and give pods roles of their own.",
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
        "A label belongs to Kubernetes itself.",
        "Kubelets may not set labels under kubernetes.io and k8s.io, and a node that tries does not "
        "register.",
        "Use a prefix of your own.",
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
    "scaling-order": Code(
        "min, desired and max are not in order.",
        "A group cannot have that size.",
        "Keep min <= desired <= max.",
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
        "The instance type holds hardly more pods than run on every node.",
        "Each pod takes an address of the node's network interfaces, and the base add-ons run four "
        "pods on every node.",
        "Take a larger type.",
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
    "two-update-limits": Code(
        "An update limit is given as a number and as a percentage.",
        "EKS takes one of them.",
        "Delete one of the two.",
        """
nodeGroups:
  web:
    update: {maxUnavailable: 1, maxUnavailablePercent: 33}
""",
        """
nodeGroups:
  web:
    update: {maxUnavailablePercent: 33}
""",
    ),
    "unknown-instance-type": Code(
        "The instance type is not in the catalog.",
        "Its architecture, accelerators and limits are not known, so nothing about the group could be "
        "checked.",
        "Correct the name; the finding names similar types.",
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
        "Nodes with accelerators take any pod.",
        "Pods that need no accelerator fill nodes that cost many times as much as others.",
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
    taints: [{key: nvidia.com/gpu, effect: no-schedule}]
""",
        level="note",
    ),
    "update-limit": Code(
        "An update may take away more nodes than the group has.",
        "EKS refuses a `maxUnavailable` above the greatest size of the group.",
        "Lower the number, or give a percentage.",
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
    update: {maxUnavailablePercent: 50}
""",
    ),
}
