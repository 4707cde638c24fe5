"""Rules between specs that are checked in one run: state, cluster names, networks.

In: specs without errors and their trees, in the order of the command line. Out: findings at the later spec
of a pair, with the place in the earlier one. A spec is compared with the first other one that conflicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network

from ...schemas.cluster import ClusterSpec
from ..cidr import network
from ..diagnostics import Diagnostic, Label, Path, Severity
from ..resolve.state import StateLocation, account_of, state_location
from ..source.tree import Node, locate


@dataclass(frozen=True)
class NamedSpec:
    """A spec without errors, its file, and the tree with its places."""

    file: str
    spec: ClusterSpec
    tree: Node

    @cached_property
    def cluster(self) -> tuple[str, str, str]:
        """What identifies a cluster in AWS: account, region and name."""
        return (account_of(self.spec), self.spec.metadata.region, self.spec.metadata.name)

    @cached_property
    def state(self) -> StateLocation | None:
        """Where its state is stored."""
        return state_location(self.spec, self.file)

    @cached_property
    def network(self) -> IPv4Network | IPv6Network | None:
        """The range of its VPC."""
        return network(self.spec.network.cidr)


Rule = Callable[[NamedSpec, NamedSpec], Diagnostic | None]


def check_between(specs: Sequence[NamedSpec]) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the findings by the file of the later spec."""
    return {
        later.file: findings
        for index, later in enumerate(specs)
        if (findings := tuple(_conflicts(specs[:index], later)))
    }


def _conflicts(earlier: Sequence[NamedSpec], later: NamedSpec) -> Iterator[Diagnostic]:
    for rule in _RULES:
        findings = (rule(other, later) for other in earlier)
        yield from (finding for finding in [next(filter(None, findings), None)] if finding is not None)


def _shared_state(earlier: NamedSpec, later: NamedSpec) -> Diagnostic | None:
    if later.state is None or earlier.state is None or later.state.address != earlier.state.address:
        return None
    return _finding(
        "shared-state",
        f"{earlier.file} stores its state in the same place",
        (later, later.state.path),
        (earlier, earlier.state.path),
        help="put `{name}` into it, or leave it out: the default contains account, region and name",
    )


def _shared_name(earlier: NamedSpec, later: NamedSpec) -> Diagnostic | None:
    if earlier.cluster != later.cluster:
        return None
    _, region, name = later.cluster
    path = ("metadata", "name")
    message = f"{earlier.file} also describes cluster `{name}` in {region}"
    return _finding("shared-cluster-name", message, (later, path), (earlier, path), help="rename one of them")


def _overlapping_networks(earlier: NamedSpec, later: NamedSpec) -> Diagnostic | None:
    ours, theirs = later.network, earlier.network
    if later.cluster == earlier.cluster or not (
        isinstance(ours, IPv4Network) and isinstance(theirs, IPv4Network) and ours.overlaps(theirs)
    ):
        return None
    return _finding(
        "overlapping-networks",
        f"the network {ours} overlaps that of {earlier.file}",
        (later, _network_path(later)),
        (earlier, _network_path(earlier)),
        severity=Severity.WARNING,
        help="set another `network.cidr` if they are ever to be connected",
    )


def _network_path(spec: NamedSpec) -> Path:
    """Return the field to point at: the name of the cluster if its network is the default."""
    path = ("network", "cidr")
    return path if locate(spec.tree, path).written else ("metadata", "name")


_RULES: tuple[Rule, ...] = (_shared_state, _shared_name, _overlapping_networks)


def _finding(
    code: str,
    message: str,
    later: tuple[NamedSpec, Path],
    earlier: tuple[NamedSpec, Path],
    *,
    help: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    primary, secondary = (locate(spec.tree, path).span for spec, path in (later, earlier))
    return Diagnostic(
        code, severity, message, Label(primary), (Label(secondary, "the other spec"),), helps=(help,)
    )
