"""Findings that only follow from other errors: of a part that failed, or that is not supported yet."""

from __future__ import annotations

from ..diagnostics import Path
from ..paths import overlap, starts_with
from .finding import Finding

_NODES: tuple[Path, ...] = (
    ("nodeGroups",),
    ("nodeDefaults",),
    ("karpenter",),
    ("fargateProfiles",),
    ("controlPlane", "autoMode"),
)
_ADDRESSES: tuple[Path, ...] = (("network",), *_NODES, ("addons", "vpc-cni"))
_NETWORK: tuple[Path, ...] = (("network",),)

_ABOUT: dict[str, tuple[Path, ...]] = {
    "no-node-for-coredns": _NODES,
    "no-node-for-karpenter": _NODES,
    "no-nodes": _NODES,
    "unknown-reference": _NODES,
    "addresses-run-out": _ADDRESSES,
    "too-few-pods": _ADDRESSES,
    "subnets-do-not-fit": _NETWORK,
    "subnet-outside-network": _NETWORK,
    "range-overlap": (*_NETWORK, ("kubernetes", "serviceCidr")),
    "unknown-zone": _NETWORK,
    "no-way-out": _NETWORK,
    "missing-addon": (("addons",),),
    "unreachable-endpoint": (("controlPlane", "endpoint"),),
    "closed-endpoint": (("controlPlane", "endpoint"),),
    "unused-sources": (("controlPlane", "endpoint"),),
    "missing-health-port": (("loadBalancers",),),
}
"""Parts of the spec that a rule reads besides the place of its finding, by code."""


def follows(finding: Finding, faulty: tuple[Path, ...]) -> bool:
    """Return whether a finding may be the consequence of a faulty value.

    It is if it involves the value, a field beside it in the same small part, or a part that the rule reads.
    """
    paths = (finding.path, *(path for path, _ in finding.others))
    return any(
        any(overlap(path, _part(fault)) for path in paths)
        or any(starts_with(fault, part) for part in _ABOUT.get(finding.code, ()))
        for fault in faulty
    )


def _part(fault: Path) -> Path:
    """Return the part whose values are checked together: `scaling` of a group, a listener, a disk."""
    return fault[:-1] if len(fault) > 2 else fault
