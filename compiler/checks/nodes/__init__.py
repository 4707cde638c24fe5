"""Rules for `nodeGroups`: images, sizes, labels, taints, disks, instance types and what starts on a node."""
