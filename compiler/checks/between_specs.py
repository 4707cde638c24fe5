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

from ...schemas.cluster import ClusterSpec
from ..cidr import network
from ..diagnostics import Diagnostic, Label, Path, Severity
from ..resolve.roles import MadeRole, made_roles
from ..resolve.state import StateLocation, account_of, state_location
from ..resolve.vpc.ranges import primary_range
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
    def roles(self) -> tuple[MadeRole, ...]:
        """The IAM roles that it makes."""
        return tuple(made_roles(self.spec))

    @cached_property
    def network(self) -> IPv4Network | IPv6Network | None:
        """The range of its VPC."""
        return network(primary_range(self.spec.network)[1])


Finder = Callable[[Sequence[NamedSpec]], Iterator[tuple[int, Diagnostic]]]


def check_between(specs: Sequence[NamedSpec]) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the findings by file."""
    found: dict[int, list[Diagnostic]] = {}
    for finder in _FINDERS:
        for index, finding in finder(specs):
            found.setdefault(index, []).append(finding)
    return {specs[index].file: tuple(found[index]) for index in sorted(found)}


def _pairs(
    specs: Sequence[NamedSpec], key: Callable[[NamedSpec], object]
) -> Iterator[tuple[int, NamedSpec, NamedSpec]]:
    """Yield each spec that shares a key with another, with the first other; a key of None is never shared."""
    groups: dict[object, list[int]] = {}
    for index, spec in enumerate(specs):
        if (value := key(spec)) is not None:
            groups.setdefault(value, []).append(index)
    for group in groups.values():
        for index in group if len(group) > 1 else ():
            other = group[0] if index != group[0] else group[1]
            yield index, specs[other], specs[index]


def _shared_states(specs: Sequence[NamedSpec]) -> Iterator[tuple[int, Diagnostic]]:
    help = "put `{name}` into it, or leave it out: the default contains account, region and name"
    for index, other, spec in _pairs(specs, lambda spec: spec.state and spec.state.address):
        message = f"{other.file} stores its state in the same place"
        ours, theirs = ((named, named.state.path if named.state else ()) for named in (spec, other))
        yield index, _finding("shared-state", message, ours, theirs, help=help)


def _shared_names(specs: Sequence[NamedSpec]) -> Iterator[tuple[int, Diagnostic]]:
    path = ("metadata", "name")
    for index, other, spec in _pairs(specs, lambda spec: spec.cluster):
        _, region, name = spec.cluster
        message = f"{other.file} also describes cluster `{name}` in {region}"
        yield (
            index,
            _finding("shared-cluster-name", message, (spec, path), (other, path), help="rename one of them"),
        )


def _shared_role_names(specs: Sequence[NamedSpec]) -> Iterator[tuple[int, Diagnostic]]:
    """Names of roles are unique in an account, whatever their case; two specs of one cluster share them."""
    owners: dict[tuple[str, str], list[tuple[int, MadeRole]]] = {}
    for index, spec in enumerate(specs):
        for role in spec.roles:
            owners.setdefault((account_of(spec.spec), role.name.lower()), []).append((index, role))
    for roles in owners.values():
        first = (specs[roles[0][0]], roles[0][1])
        rival = next(((specs[n], role) for n, role in roles if specs[n].cluster != first[0].cluster), None)
        for index, role in roles if rival else ():
            other = first if specs[index].cluster != first[0].cluster else rival
            yield index, _same_role((specs[index], role), other or first)


def _shared_objects(specs: Sequence[NamedSpec]) -> Iterator[tuple[int, Diagnostic]]:
    """Names of repositories and log groups are unique in an account and region; two specs of one cluster
    share them."""
    owners: dict[tuple[str, str, str], list[tuple[int, Path]]] = {}
    for index, spec in enumerate(specs):
        account, region, _ = spec.cluster
        for name in spec.spec.registries:
            owners.setdefault((account, region, f"registry {name}"), []).append((index, ("registries", name)))
        for key, group in spec.spec.logs.groups.items():
            path: Path = ("logs", "groups", key, "name")
            owners.setdefault((account, region, f"log group {group.name}"), []).append((index, path))
    for (_, _, what), users in owners.items():
        first = users[0]
        rival = next((user for user in users if specs[user[0]].cluster != specs[first[0]].cluster), None)
        for index, path in users if rival else ():
            other = first if specs[index].cluster != specs[first[0]].cluster else rival or first
            yield index, _same_object(what, (specs[index], path), (specs[other[0]], other[1]))


def _same_object(what: str, ours: tuple[NamedSpec, Path], theirs: tuple[NamedSpec, Path]) -> Diagnostic:
    noun, _, name = what.rpartition(" ")
    message = f"{theirs[0].file} also makes a {noun} `{name}` in {ours[0].spec.metadata.region}"
    help = "keep it in one of the specs, or give it two names"
    return _finding("shared-object-name", message, ours, theirs, help=help)


def _same_role(ours: tuple[NamedSpec, MadeRole], theirs: tuple[NamedSpec, MadeRole]) -> Diagnostic:
    places = [(named, _name_path(role)) for named, role in (ours, theirs)]
    message = f"{theirs[0].file} also makes an IAM role `{theirs[1].name}`"
    return _finding("shared-role-name", message, *places, help="give the roles names of their own")


def _name_path(role: MadeRole) -> Path:
    return role.named_at if role.iam.role_name else ("metadata", "name")


_Networks = dict[IPv4Network, list[tuple[int, NamedSpec]]]
"""Network -> the first spec there, and the first of another cluster than that one."""


def _overlapping_networks(specs: Sequence[NamedSpec]) -> Iterator[tuple[int, Diagnostic]]:
    """Two networks overlap only if one is inside the other, or they are equal."""
    exactly: _Networks = {}
    inside: _Networks = {}
    for index, later in enumerate(specs):
        if not isinstance(later.network, IPv4Network):
            continue
        around = [later.network.supernet(new_prefix=size) for size in range(later.network.prefixlen + 1)]
        found = [*inside.get(later.network, ()), *(entry for n in around for entry in exactly.get(n, ()))]
        if others := [entry for entry in found if _apart(entry[1], later)]:
            yield index, _overlap(min(others, key=lambda entry: entry[0])[1], later)
        _remember(exactly, later.network, index, later)
        for outer in around:
            _remember(inside, outer, index, later)


def _remember(networks: _Networks, where: IPv4Network, index: int, spec: NamedSpec) -> None:
    entries = networks.setdefault(where, [])
    if not entries or (len(entries) == 1 and entries[0][1].cluster != spec.cluster):
        entries.append((index, spec))


def _apart(earlier: NamedSpec, later: NamedSpec) -> bool:
    """Return whether two specs are different clusters, in different VPCs."""
    vpcs = {existing.vpc_id for spec in (earlier, later) if (existing := spec.spec.network.existing)}
    both = earlier.spec.network.existing and later.spec.network.existing
    return earlier.cluster != later.cluster and not (both and len(vpcs) == 1)


def _overlap(earlier: NamedSpec, later: NamedSpec) -> Diagnostic:
    return _finding(
        "overlapping-networks",
        f"the network {later.network} overlaps that of {earlier.file}",
        (later, _network_path(later)),
        (earlier, _network_path(earlier)),
        severity=Severity.WARNING,
        help="set another `network.cidr` if they are ever to be connected",
    )


def _network_path(spec: NamedSpec) -> Path:
    """Return the field to point at: the name of the cluster if its network is the default."""
    path, _ = primary_range(spec.spec.network)
    return path if locate(spec.tree, path).written else ("metadata", "name")


_FINDERS: tuple[Finder, ...] = (
    _shared_states,
    _shared_names,
    _shared_role_names,
    _shared_objects,
    _overlapping_networks,
)


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
