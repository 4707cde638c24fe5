"""A finding of a rule, at a spec path, and which findings only follow from others.

Rules do not know lines; `check` looks up the places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity
from ..paths import overlap, starts_with


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding at a path. `others` are related places, each with a label.

    `help` may be a function where it is slow to find, such as a similar name; of very many findings, only the
    first are asked for it.
    """

    code: str
    path: Path
    message: str
    label: str = ""
    others: tuple[tuple[Path, str], ...] = ()
    note: str = ""
    help: str | Callable[[], str] = ""
    severity: Severity = Severity.ERROR
    of_key: bool = False
    """The last key of the path is at fault, not its value, and ``write `NAME` `` renames the key."""

    def help_text(self) -> str:
        """Return the help, and look for it first if it is slow to find."""
        return self.help if isinstance(self.help, str) else self.help()


def not_in_catalog(path: Path, message: str, note: str) -> Finding:
    """Return the warning for a name that AWS may know and the catalog does not."""
    return Finding(
        "not-in-catalog",
        path,
        message,
        "not in the catalog",
        note=note,
        help=ALLOW,
        severity=Severity.WARNING,
    )


def closest(name: str, known: Iterable[str], cutoff: float = 0.8) -> str:
    """Return the known name that `name` is most likely a misspelling of, or ""; case does not matter."""
    from difflib import get_close_matches  # only needed after a finding

    by_lower = {word.lower().replace("_", "-"): word for word in known}
    near = get_close_matches(name.lower().replace("_", "-"), list(by_lower), 1, cutoff)
    return by_lower[near[0]] if near else ""


ALLOW = "if AWS has it, add `# eksgen: allow(not-in-catalog) because REASON` to the line"

Rule = Callable[[ClusterSpec], Iterator[Finding]]

_NODES: tuple[Path, ...] = (
    ("nodeGroups",),
    ("nodeDefaults",),
    ("karpenter",),
    ("fargateProfiles",),
    ("controlPlane", "autoMode"),
    ("controlPlane", "remoteNetworks"),
)
_ADDRESSES: tuple[Path, ...] = (("network",), *_NODES, ("addons", "vpc-cni"))
_NETWORK: tuple[Path, ...] = (("network",),)

_ABOUT: dict[str, tuple[Path, ...]] = {
    "no-node-for-addon": _NODES,
    "no-node-for-karpenter": _NODES,
    "no-nodes": _NODES,
    "unknown-reference": _NODES,
    "addresses-run-out": _ADDRESSES,
    "too-few-pods": _ADDRESSES,
    "subnets-do-not-fit": _NETWORK,
    "subnet-outside-network": _NETWORK,
    "range-overlap": (*_NETWORK, ("kubernetes", "serviceCidr")),
    "unknown-subnet": _NETWORK,
    "unknown-zone": _NETWORK,
    "no-way-out": _NETWORK,
    "missing-addon": (("addons",),),
    "unreachable-endpoint": (("controlPlane", "endpoint"),),
    "closed-endpoint": (("controlPlane", "endpoint"),),
    "unused-sources": (("controlPlane", "endpoint"),),
    "control-plane-way-out": _NETWORK,
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
