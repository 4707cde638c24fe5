"""Codes of findings between specs that are checked in one run."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "overlapping-networks": Code(
        "The networks of two clusters overlap.",
        "VPCs with overlapping ranges cannot be peered or attached to one transit gateway.",
        "Give one of them another `network.cidr`, or allow the warning if they are never connected.",
        level="warning",
    ),
    "shared-cluster-name": Code(
        "Two specs describe a cluster of one name in one region and account.",
        "EKS allows one cluster of a name, and both would manage every object whose name begins with it.",
        "Rename one of the clusters.",
    ),
    "shared-state": Code(
        "Two specs store their state in the same place.",
        "Planning one of them would replace or forget the cluster of the other.",
        "Put `{name}` into the key or path, or leave it out: the default contains account, region and name.",
    ),
}
