"""Make a new lock of a spec, and tell what moves against the old one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ...catalog.addons.addons import addon_or_default
from ...catalog.compute.ami import release_parameter
from ...catalog.compute.type_names import architecture_of
from ...compiler.lock.pinned import is_open
from ...compiler.resolve.addons import addons_of
from ...compiler.resolve.nodes import image_type
from ...schemas.cluster import ClusterSpec
from ...schemas.lock import Lock, LockedProvider
from .offers import Offers
from .select import Choice, choose_addon, choose_release

_EKS_ARCHITECTURE = {"x86_64": "amd64", "arm64": "arm64"}
PINNED = "pinned in the spec"
NOT_IN_SPEC = "not in the spec any more"


class State(StrEnum):
    """What happens to a version."""

    MOVES = "moves"
    STAYS = "stays"
    PINNED = "pinned"
    """The spec names it, so the lock does not."""
    OPEN = "open"
    """Nothing pins it: AWS offers no version of it by name."""
    REMOVED = "removed"
    BLOCKED = "blocked"
    """No version fits."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of what an update does: `kind` is `add-on`, `node group`, `provider` or `Kubernetes`."""

    kind: str
    name: str
    old: str
    new: str
    state: State
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionUpdate:
    """A new lock, what moves against the old one, and remarks about what could not be found out."""

    lock: Lock
    moves: tuple[Move, ...]
    remarks: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Return whether anything moves."""
        return any(move.state in (State.MOVES, State.REMOVED) for move in self.moves)

    @property
    def blocked(self) -> tuple[Move, ...]:
        """Return the rows for which no version fits."""
        return tuple(move for move in self.moves if move.state is State.BLOCKED)


def open_addons(spec: ClusterSpec) -> dict[str, str]:
    """Return the EKS names of the add-ons whose version the spec leaves open, by their names there."""
    return {
        name: addon_or_default(name).eks_name
        for name, addon in sorted(addons_of(spec))
        if addon.version is None
    }


def open_groups(spec: ClusterSpec) -> dict[str, str | None]:
    """Return the node groups with an image of EKS whose release the spec leaves open, each with the parameter
    of Systems Manager that has the newest one; None where AWS publishes none."""
    version = spec.kubernetes.version
    return {
        name: release_parameter(image_type(group) or "CUSTOM", version)
        for name, group in sorted(spec.node_groups.items())
        if is_open(group)
    }


def update_lock(
    spec: ClusterSpec, held: Lock | None, offers: Offers, provider: LockedProvider | None
) -> VersionUpdate:
    """Return the lock with the newest versions that fit the spec."""
    old = held or Lock(kubernetes=offers.kubernetes)
    moves = (
        *_kubernetes(held, offers.kubernetes),
        *_addons(spec, old, offers),
        *_groups(spec, old, offers),
        *_provider(old.provider, provider),
    )
    lock = Lock(
        kubernetes=offers.kubernetes,
        addons=_versions("add-on", moves),
        nodeGroups=_versions("node group", moves),
        provider=provider,
    )
    return VersionUpdate(lock, moves)


def _versions(kind: str, moves: tuple[Move, ...]) -> dict[str, str]:
    return {
        move.name: move.new
        for move in moves
        if move.kind == kind and move.new and move.state in (State.MOVES, State.STAYS)
    }


def _kubernetes(held: Lock | None, version: str) -> Iterator[Move]:
    if held is not None and held.kubernetes != version:
        yield Move("Kubernetes", "", held.kubernetes, version, State.MOVES)


def _addons(spec: ClusterSpec, old: Lock, offers: Offers) -> Iterator[Move]:
    running = offers.running.addons if offers.running else {}
    architectures = _architectures(spec)
    open_ones = open_addons(spec)
    pinned = {name: str(addon.version) for name, addon in addons_of(spec) if name not in open_ones}
    for name in sorted({*open_ones, *pinned}):
        eks_name, held = addon_or_default(name).eks_name, old.addons.get(name, "")
        if name in pinned:
            note = _about_pin(eks_name, pinned[name], offers, architectures)
            yield Move("add-on", name, pinned[name], pinned[name], State.PINNED, note)
            continue
        choice = choose_addon(
            eks_name,
            offers.kubernetes,
            offers.addons.get(eks_name, ()),
            held=held,
            held_for=old.kubernetes,
            running=running.get(eks_name, ""),
            architectures=architectures,
        )
        yield _move("add-on", name, held, choice, blocks=True)
    yield from _removed("add-on", old.addons, {*open_ones, *pinned})


def _about_pin(eks_name: str, version: str, offers: Offers, architectures: frozenset[str]) -> str:
    """Return that the spec pins a version, and whether it fits and is the newest."""
    offered = offers.addons.get(eks_name, ())
    if offered and version not in {offer.version for offer in offered}:
        return f"{PINNED}; EKS does not offer it for Kubernetes {offers.kubernetes}"
    newest = choose_addon(eks_name, offers.kubernetes, offered, architectures=architectures).version
    return f"{PINNED}; {newest} fits" if newest and newest != version else PINNED


def _groups(spec: ClusterSpec, old: Lock, offers: Offers) -> Iterator[Move]:
    open_ones = open_groups(spec)
    pinned = {name: group.release for name, group in spec.node_groups.items() if group.release}
    for name in sorted({*open_ones, *pinned}):
        if release := pinned.get(name):
            yield Move("node group", name, release, release, State.PINNED, PINNED)
            continue
        held = old.node_groups.get(name, "")
        choice = choose_release(
            offers.kubernetes, offers.releases.get(name, ""), spec.node_groups[name].os, held=held
        )
        yield _move("node group", name, held, choice, blocks=False)
    yield from _removed("node group", old.node_groups, {*open_ones, *pinned})


def _move(kind: str, name: str, held: str, choice: Choice, *, blocks: bool) -> Move:
    if not choice.version:
        return Move(kind, name, held, "", State.BLOCKED if blocks else State.OPEN, choice.reason)
    state = State.STAYS if choice.version == held else State.MOVES
    return Move(kind, name, held, choice.version, state, choice.reason)


def _removed(kind: str, held: Mapping[str, str], known: set[str]) -> Iterator[Move]:
    for name in sorted(held.keys() - known):
        yield Move(kind, name, held[name], "", State.REMOVED, NOT_IN_SPEC)


def _provider(old: LockedProvider | None, new: LockedProvider | None) -> Iterator[Move]:
    if new is None:
        return
    before = old.version if old else ""
    if old is not None and old.version == new.version and set(old.hashes) != set(new.hashes):
        yield Move("provider", "hashicorp/aws", before, new.version, State.MOVES, "other packages")
    else:
        state = State.STAYS if before == new.version else State.MOVES
        yield Move("provider", "hashicorp/aws", before, new.version, state)


def _architectures(spec: ClusterSpec) -> frozenset[str]:
    """Return the architectures of the nodes as EKS names them."""
    found = (architecture_of(group.instance_types[0]) for group in spec.node_groups.values())
    return frozenset(_EKS_ARCHITECTURE[one] for one in found if one in _EKS_ARCHITECTURE)
