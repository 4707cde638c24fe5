"""Rules for `nodeGroups`: sizes, labels, taints, disks and instance types."""
