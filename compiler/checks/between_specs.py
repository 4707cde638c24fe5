"""Rules between specs that are checked in one run: state, cluster names, networks.

In: specs without errors and their trees, in the order of the command line. Out: findings at a spec, with the
place in the first other one that conflicts. Specs that exclude each other have an error each; a warning is at
the later one only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from itertools import islice

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
    """Return the findings by file."""
    return {
        spec.file: findings
        for index, spec in enumerate(specs)
        if (findings := tuple(_conflicts(specs[:index], spec, specs[index + 1 :])))
    }


def _conflicts(
    earlier: Sequence[NamedSpec], spec: NamedSpec, later: Sequence[NamedSpec]
) -> Iterator[Diagnostic]:
    for rule in (_shared_state, _shared_name):
        yield from _first(rule, [*earlier, *later], spec)
    yield from _first(_overlapping_networks, earlier, spec)


def _first(rule: Rule, others: Sequence[NamedSpec], spec: NamedSpec) -> Iterator[Diagnostic]:
    """Yield the finding with the first other spec that conflicts."""
    yield from islice(filter(None, (rule(other, spec) for other in others)), 1)


def _shared_state(other: NamedSpec, spec: NamedSpec) -> Diagnostic | None:
    if spec.state is None or other.state is None or spec.state.address != other.state.address:
        return None
    return _finding(
        "shared-state",
        f"{other.file} stores its state in the same place",
        (spec, spec.state.path),
        (other, other.state.path),
        help="put `{name}` into it, or leave it out: the default contains account, region and name",
    )


def _shared_name(other: NamedSpec, spec: NamedSpec) -> Diagnostic | None:
    if other.cluster != spec.cluster:
        return None
    _, region, name = spec.cluster
    path = ("metadata", "name")
    message = f"{other.file} also describes cluster `{name}` in {region}"
    return _finding("shared-cluster-name", message, (spec, path), (other, path), help="rename one of them")


def _overlapping_networks(other: NamedSpec, spec: NamedSpec) -> Diagnostic | None:
    ours, theirs = spec.network, other.network
    if spec.cluster == other.cluster or not (
        isinstance(ours, IPv4Network) and isinstance(theirs, IPv4Network) and ours.overlaps(theirs)
    ):
        return None
    return _finding(
        "overlapping-networks",
        f"the network {ours} overlaps that of {other.file}",
        (spec, _network_path(spec)),
        (other, _network_path(other)),
        severity=Severity.WARNING,
        help="set another `network.cidr` if they are ever to be connected",
    )


def _network_path(spec: NamedSpec) -> Path:
    """Return the field to point at: the name of the cluster if its network is the default."""
    path = ("network", "cidr")
    return path if locate(spec.tree, path).written else ("metadata", "name")


def _finding(
    code: str,
    message: str,
    spec: tuple[NamedSpec, Path],
    other: tuple[NamedSpec, Path],
    *,
    help: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    primary, secondary = (locate(named.tree, path).span for named, path in (spec, other))
    return Diagnostic(
        code, severity, message, Label(primary), (Label(secondary, "the other spec"),), helps=(help,)
    )
