"""Tell whether a cluster is ready for the next Kubernetes version. Pure: what AWS says is passed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from ...catalog.addons.addons import addon_or_default
from ...catalog.kubernetes.settings import SETTINGS, SettingChange
from ...catalog.kubernetes.versions import (
    NODE_SKEW,
    kubernetes_version,
    minor_versions_between,
    support_state,
)
from ...schemas.cluster import ClusterSpec
from .moves import State, VersionUpdate
from .offers import Offers, Running
from .select import release_of


class CheckState(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    FORCED = "forced"
    """It failed, and the user goes on."""
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    """There is nothing to look at."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what it looked at, how it ended, in one line, with details."""

    name: str
    state: CheckState
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Insight:
    """An upgrade insight of EKS; `status` is PASSING, WARNING, ERROR or UNKNOWN, `refreshed` when EKS looked.

    It looks once a day (EKS user guide, cluster insights; read 2026-11-30).
    """

    name: str
    status: str
    reason: str
    details: tuple[str, ...] = ()
    refreshed: datetime | None = None


def support_check(target: str, today: date, offered: bool | None) -> Check:
    """Check that EKS has a version. `offered` is what EKS says, None if it could not be asked."""
    version = kubernetes_version(target)
    if offered is False:
        return Check("support", CheckState.FAILED, f"EKS does not offer Kubernetes {target}")
    if version is None:
        text = "newer than this version of eksgen: its support dates are unknown"
        return Check("support", CheckState.WARNING, text)
    state = support_state(version, today)
    if state == "ended":
        text = f"support ended on {version.end_of_extended_support}"
        return Check("support", CheckState.FAILED, text)
    if state == "upcoming" and not offered:
        return Check("support", CheckState.FAILED, f"EKS has it from {version.released}")
    if state == "extended":
        text = f"in extended support, which costs extra, until {version.end_of_extended_support}"
        return Check("support", CheckState.WARNING, text, version.changes)
    text = f"in standard support until {version.end_of_standard_support}"
    return Check("support", CheckState.PASSED, text, version.changes)


def cluster_check(current: str, target: str, running: Running | None) -> Check:
    """Check that the cluster runs what the spec says: else the step would be two."""
    if running is None:
        return Check("cluster", CheckState.SKIPPED, "there is no such cluster yet")
    if running.kubernetes in (current, target):
        return Check("cluster", CheckState.PASSED, f"it runs {running.kubernetes}")
    return Check(
        "cluster",
        CheckState.FAILED,
        f"it runs {running.kubernetes}, and the spec says {current}",
        ("EKS moves one minor version at a time: apply the spec first",),
    )


def addons_check(target: str, update: VersionUpdate, offers: Offers) -> Check:
    """Check that each add-on has a version that fits; one that the spec pins must be it."""
    problems = [f"{move.name}: {move.note}" for move in update.blocked if move.kind == "add-on"]
    problems += _pinned_addons(target, update, offers)
    if problems:
        text = f"not every add-on fits Kubernetes {target}"
        return Check("add-ons", CheckState.FAILED, text, tuple(problems))
    return Check("add-ons", CheckState.PASSED, f"each has a version that fits Kubernetes {target}")


def _pinned_addons(target: str, update: VersionUpdate, offers: Offers) -> Iterator[str]:
    for move in update.moves:
        if move.kind != "add-on" or move.state is not State.PINNED:
            continue
        offered = [offer.version for offer in offers.addons.get(addon_or_default(move.name).eks_name, ())]
        if move.new not in offered:
            newest = f"write `{offered[0]}`" if offered else "EKS offers none"
            yield f"addons.{move.name}.version: {move.new} does not fit Kubernetes {target}: {newest}"


def nodes_check(spec: ClusterSpec, target: str, running: Running | None) -> Check:
    """Check the skew of the nodes that run, and that no pinned release is of another version."""
    behind = {
        name: version
        for name, version in sorted((running.node_groups if running else {}).items())
        if (minor_versions_between(version, target) or 0) > NODE_SKEW
    }
    problems = [
        f"{name} runs {version}: roll it to a newer version first" for name, version in behind.items()
    ]
    problems += [
        f"nodeGroups.{name}.release: {group.release} is of Kubernetes {release_of(group.release, group.os)}: "
        "remove it, or write one of the new version"
        for name, group in sorted(spec.node_groups.items())
        if group.release and release_of(group.release, group.os) not in ("", target)
    ]
    if problems:
        return Check("nodes", CheckState.FAILED, "not every node group can follow", tuple(problems))
    text = f"no managed group would be more than {NODE_SKEW} minor versions behind"
    return Check("nodes", CheckState.PASSED, text, tuple(_not_seen(spec)))


def _not_seen(spec: ClusterSpec) -> Iterator[str]:
    """Yield the kinds of nodes whose version EKS does not tell, with who brings them to a newer one."""
    names = sorted(name for name, group in spec.node_groups.items() if group.kind == "self-managed")
    plane, unknown = spec.control_plane, "EKS does not tell the version of"
    if names:
        yield f"{unknown} self-managed nodes: {', '.join(names)}"
    if spec.fargate_profiles:
        names = sorted(spec.fargate_profiles)
        yield f"{unknown} Fargate pods, which keep it until they are made again: {', '.join(names)}"
    if spec.karpenter is not None:
        yield f"{unknown} nodes of Karpenter, which replaces them when it may"
    if plane.remote_networks is not None:
        yield f"{unknown} hybrid nodes: upgrade them with nodeadm"


def settings_check(
    values: Any, target: str, errors: Sequence[str], rows: Sequence[SettingChange] = SETTINGS
) -> Check:
    """Check the spec (as plain values) for what versions up to `target` deprecate or remove; `errors` are
    those that the raised spec has."""
    found = [row for row in rows if _is_due(row, target) and _value_at(values, row.path) == row.value]
    removed = [_setting_text(row, "removes") for row in found if row.removed]
    deprecated = tuple(_setting_text(row, "deprecates") for row in found if not row.removed)
    if removed or errors:
        text = f"the spec does not work with Kubernetes {target}"
        return Check("settings", CheckState.FAILED, text, (*errors, *removed, *deprecated))
    if deprecated:
        return Check("settings", CheckState.WARNING, "some are deprecated", deprecated)
    return Check("settings", CheckState.PASSED, "none is deprecated or removed")


def _is_due(row: SettingChange, target: str) -> bool:
    steps = minor_versions_between(row.version, target)
    return steps is not None and steps >= 0


def _setting_text(row: SettingChange, verb: str) -> str:
    return f"{'.'.join(row.path)}: Kubernetes {row.version} {verb} {row.value}: {row.instead}"


def _value_at(values: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values


def insights_check(
    running: Running | None, insights: Sequence[Insight], remarks: Sequence[str], *, force: bool
) -> Check:
    """Check what EKS found out about the step; without `force`, an insight with an error fails."""
    if running is None:
        return Check("insights", CheckState.SKIPPED, "there is no cluster to look at")
    if remarks:
        return Check("insights", CheckState.UNKNOWN, "EKS was not asked", tuple(remarks))
    if not insights:
        return Check("insights", CheckState.UNKNOWN, "EKS has none about this step")
    failing = [one for one in insights if one.status == "ERROR"]
    others = [one for one in insights if one.status not in ("ERROR", "PASSING")]
    details = tuple(line for one in (*failing, *others) for line in _insight_lines(one))
    if failing:
        state = CheckState.FORCED if force else CheckState.FAILED
        text = f"EKS refuses the step: {len(failing)} with errors"
        return Check("insights", state, text + _as_of(failing), details)
    if others:
        return Check(
            "insights", CheckState.WARNING, f"{len(others)} are not passing{_as_of(others)}", details
        )
    return Check("insights", CheckState.PASSED, f"{len(insights)} of EKS, all passing{_as_of(insights)}")


def _as_of(insights: Sequence[Insight]) -> str:
    """Return when EKS looked for the oldest of some insights, as the end of a text."""
    times = [one.refreshed for one in insights if one.refreshed]
    return f", as of {min(times).astimezone(UTC):%Y-%m-%d %H:%M} UTC" if times else ""


def _insight_lines(insight: Insight) -> Iterator[str]:
    yield f"{insight.name}: {insight.reason}"
    yield from (f"  {line}" for line in insight.details if line)
