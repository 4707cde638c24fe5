"""What an update of versions or an upgrade did or would do, in words, for every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...catalog.addons.addons import addon_or_default
from ...catalog.kubernetes.versions import version_step_text
from ...compiler.files.names import command_text
from ...compiler.plural import plural
from ...engine.runs.upgrade import Upgrade
from ...engine.versions.moves import Move, State, VersionUpdate
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import NodeGroup

TITLES = {
    "Kubernetes": "Kubernetes",
    "add-on": "Add-ons",
    "node group": "Node groups",
    "provider": "AWS provider",
}
"""Title of a table, by the kind of its rows, in this order."""
OPEN = "open"


@dataclass(frozen=True, slots=True)
class VersionReport:
    """The result of `update`, or with an `upgrade` of `upgrade`.

    `file` and `lock` are the names of the spec and its lock file, `place` is that of the version in the spec.
    `shared` are other specs that extend the file which has it, `stale` those of them whose lock files
    are then for another version. `wrote` says whether files were written,
    `sandbox` whether the sandbox was asked instead of AWS.
    """

    cluster: str
    region: str
    file: str
    lock: str
    spec: ClusterSpec
    update: VersionUpdate
    wrote: bool
    upgrade: Upgrade | None = None
    place: str = ""
    shared: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    sandbox: bool = False

    @property
    def verb(self) -> str:
        """Return the verb that made it."""
        return "upgrade" if self.upgrade else "update"

    def command(self, verb: str) -> str:
        """Return what to type for a verb about the same cluster."""
        return command_text(verb, self.file, sandbox=self.sandbox)


def title(report: VersionReport) -> str:
    """Return the heading."""
    where = f"cluster {report.cluster} in {report.region}"
    if report.upgrade:
        return f"Upgrade of {where} from Kubernetes {report.upgrade.current} to {report.upgrade.target}"
    return f"Versions of {where} for Kubernetes {report.update.lock.kubernetes}"


def tables(report: VersionReport) -> Iterator[tuple[str, tuple[Move, ...]]]:
    """Yield the rows of each kind with their title."""
    for kind, heading in TITLES.items():
        if rows := tuple(move for move in report.update.moves if move.kind == kind):
            yield heading, rows


def row_text(move: Move, arrow: str) -> str:
    """Return what happens to a version: `v1.20.4-eksbuild.1 → v1.21.1-eksbuild.1`."""
    if move.state is State.MOVES:
        return f"{move.old or OPEN} {arrow} {move.new}"
    if move.state is State.REMOVED:
        return f"{move.old} {arrow} {OPEN}"
    return move.new or move.old or OPEN


def row_note(move: Move) -> str:
    """Return the rest of a row: why a version stays."""
    return move.note or ("stays" if move.state is State.STAYS else "")


def step_texts(report: VersionReport) -> tuple[str, ...]:
    """Return what an apply of the step does, in its order: Terraform follows these edges."""
    upgrade = report.upgrade
    if upgrade is None or not upgrade.ready:
        return ()
    moved = {move.name: move for move in report.update.moves if move.state is State.MOVES}
    before = _addons(moved.values(), "before-nodes")
    after = _addons(moved.values(), "after-nodes")
    groups = ", ".join(map(_group_text, sorted(report.spec.node_groups.items())))
    steps = (
        ("the control plane", version_step_text(upgrade.current, upgrade.target)),
        ("add-ons that nodes need", before),
        ("node groups, whose nodes are replaced", groups),
        ("the other add-ons", after),
    )
    return tuple(f"{name}: {text}" for name, text in steps if text)


def _group_text(item: tuple[str, NodeGroup]) -> str:
    name, group = item
    stays = group.kind == "self-managed" and group.instance_refresh is None
    return f"{name} (only nodes that start later: no instanceRefresh)" if stays else name


def _addons(moves: Iterable[Move], phase: str) -> str:
    return ", ".join(
        f"{move.name} {move.new}"
        for move in moves
        if move.kind == "add-on" and addon_or_default(move.name).phase == phase
    )


def outcome(report: VersionReport) -> str:
    """Return the last line: what was written, or what to type."""
    return _upgrade_outcome(report) if report.upgrade else _update_outcome(report)


def _update_outcome(report: VersionReport) -> str:
    count = sum(move.state in (State.MOVES, State.REMOVED) for move in report.update.moves)
    if report.update.blocked:
        return "An add-on has no version that fits: nothing was written."
    if not count:
        return f"Nothing newer fits: {report.lock} stays as it is."
    if report.wrote:
        moves = plural(count, "version moves", "versions move")
        return f"{report.lock} is written, {moves}: review it and commit it."
    would = plural(count, "version would move", "versions would move")
    return f"{would}: {report.command('update')}"


def _upgrade_outcome(report: VersionReport) -> str:
    assert report.upgrade is not None
    if not report.upgrade.ready:
        return "The step is blocked: nothing was written."
    if not report.wrote:
        return f"The step is possible: {report.command('upgrade')}"
    written = f"{report.place} and {report.lock} are written"
    return f"{written}: review them, then look at the step with {report.command('plan')}"


def notes(report: VersionReport) -> Iterator[str]:
    """Yield what could not be found out, and what else to know."""
    yield from report.update.remarks
    if report.shared:
        yield f"these specs extend the same file, so they are raised too: {', '.join(report.shared)}"
    if report.stale:
        commands = ", ".join(command_text("update", spec, sandbox=report.sandbox) for spec in report.stale)
        yield f"their lock files are then for the old version: {commands}"
    if report.upgrade and report.upgrade.forced:
        yield (
            "EKS refuses the step while insights have errors, and eksgen never lets Terraform force it: run "
            f"aws eks update-cluster-version --name {report.cluster} --region {report.region} "
            f"--kubernetes-version {report.upgrade.target} --force, wait until it is done, then plan"
        )
