"""The story of an upgrade: check everything that can be checked about one minor version up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...schemas.cluster import ClusterSpec
from ...schemas.lock import Lock
from ..aws.insights import ask_insights
from ..aws.offers import ask_offered
from ..versions.moves import VersionUpdate
from ..versions.readiness import (
    Check,
    CheckState,
    addons_check,
    cluster_check,
    insights_check,
    nodes_check,
    settings_check,
    support_check,
)
from ..workdir.workspace import Workspace
from .update import find_update


@dataclass(frozen=True, slots=True)
class Step:
    """A step to the next Kubernetes version: the spec that was raised, as a model and as plain values."""

    current: str
    target: str
    spec: ClusterSpec
    values: Any
    today: date
    force: bool = False


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What a step needs: the checks, and the lock that goes with it."""

    current: str
    target: str
    checks: tuple[Check, ...]
    update: VersionUpdate

    @property
    def ready(self) -> bool:
        """Return whether nothing blocks the step."""
        return all(check.state is not CheckState.FAILED for check in self.checks)

    @property
    def forced(self) -> bool:
        """Return whether the step goes on in spite of insights with errors."""
        return any(check.state is CheckState.FORCED for check in self.checks)


def check_upgrade(
    workspace: Workspace, step: Step, held: Lock | None, errors_with: Callable[[Lock], Sequence[str]]
) -> Upgrade:
    """Return all checks of a step; `errors_with` returns the errors of the raised spec with a new lock."""
    found = find_update(workspace, step.spec, held)
    running, target = found.offers.running, step.target
    insights, remarks = (
        ask_insights(workspace, workspace.region, workspace.cluster, target) if running else ((), ())
    )
    checks = (
        support_check(target, step.today, ask_offered(workspace, workspace.region, target)),
        cluster_check(step.current, target, running),
        addons_check(target, found.update, found.offers),
        nodes_check(step.spec, target, running),
        settings_check(step.values, target, errors_with(found.update.lock)),
        insights_check(running, insights, remarks, force=step.force),
    )
    return Upgrade(step.current, target, checks, found.update)
