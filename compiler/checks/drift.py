"""Rules on the rules of `drift.ignore`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from ...schemas.cluster import ClusterSpec
from ...schemas.walk import fields, may_stand, model_at
from ..diagnostics import Path, Severity, dotted, undotted
from .finding import Finding


def ignored_paths_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Each rule names something that a spec can hold, and each path has one rule."""
    seen: dict[str, int] = {}
    for index, rule in enumerate(spec.drift.ignore):
        place = ("drift", "ignore", index, "path")
        first = seen.setdefault(rule.path, index)
        if first != index:
            yield Finding(
                "duplicate-ignore",
                place,
                "two rules for one path",
                "again",
                ((("drift", "ignore", first, "path"), "first"),),
                help="delete one of the two",
            )
        elif not rule.path.startswith("module."):
            yield from _known(rule.path, place)


def _known(text: str, place: Path) -> Iterator[Finding]:
    path = undotted(text)
    if path is not None and may_stand(ClusterSpec, path):
        return
    yield Finding(
        "unknown-path",
        place,
        "no spec has a field at this path",
        "nothing there",
        note="a path looks like nodeGroups.web.scaling.desired, nodeGroups.*.scaling.desired, or"
        " module.eks.aws_eks_cluster.this.platform_version",
        help=_nearest(path) if path else "",
    )


def _nearest(path: Path) -> str:
    """The path with its first wrong step mended."""
    for at, step in enumerate(path):
        model = model_at(ClusterSpec, path[:at])
        if not may_stand(ClusterSpec, path[: at + 1]):
            near = get_close_matches(str(step), fields(model), 1, 0.5) if model else []
            return f"write `{dotted((*path[:at], near[0], *path[at + 1 :]))}`" if near else ""
    return ""


def ignores_in_force(spec: ClusterSpec, today: date) -> Iterator[Finding]:
    """A rule whose last day has passed accepts nothing any more."""
    for index, rule in enumerate(spec.drift.ignore):
        if rule.until is not None and date.fromisoformat(rule.until) < today:
            yield Finding(
                "expired-ignore",
                ("drift", "ignore", index, "until"),
                f"this rule ended on {rule.until}",
                "accepts nothing any more",
                help="delete the rule, or set a new date with a new reason",
                severity=Severity.WARNING,
            )
