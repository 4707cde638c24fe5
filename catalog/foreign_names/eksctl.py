"""Names of eksctl's `ClusterConfig`, by the place where somebody writes them in a spec."""

from __future__ import annotations

from .row import ForeignName

_TOOL = "eksctl"

# In a group of nodes: eksctl's name -> eksgen's field.
_NODE_GROUP = {
    "amiFamily": "os",
    "instanceType": "instanceTypes",
    "desiredCapacity": "scaling.desired",
    "minSize": "scaling.min",
    "maxSize": "scaling.max",
    "availabilityZones": "subnets.zones",
    "volumeSize": "disk.size",
    "volumeType": "disk.type",
    "volumeIOPS": "disk.iops",
    "volumeThroughput": "disk.throughput",
    "volumeEncrypted": "disk.encrypted",
    "volumeKmsKeyID": "disk.kmsKey",
}
_WRITE = {"instanceType": "[{}]"}
_VALUES = {
    "amiFamily": {"AmazonLinux2023": "al2023", "Bottlerocket": "bottlerocket"},
}

EKSCTL: tuple[ForeignName, ...] = (
    *(
        ForeignName(
            f"nodeGroups.*.{name}",
            f"nodeGroups.*.{field}",
            _TOOL,
            _WRITE.get(name, "{}"),
            _VALUES.get(name, {}),
        )
        for name, field in _NODE_GROUP.items()
    ),
    ForeignName("managedNodeGroups", "nodeGroups", _TOOL),
    ForeignName("vpc", "network", _TOOL),
    ForeignName(
        "vpc.nat.gateway",
        "network.nat",
        _TOOL,
        values={"Disable": "none", "Single": "single", "HighlyAvailable": "per-zone"},
    ),
)
