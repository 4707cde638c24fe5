"""Rules for `drift.ignore`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from functools import partial

from ....schemas.cluster import ClusterSpec
from ....schemas.reflection.walk import known_steps
from ...diagnostics import Path, Severity, dotted, undotted
from ..finding import Finding

_ADDRESSES = ("module.", "aws_")
_FORMS = (
    "a path looks like nodeGroups.web.scaling.desired, nodeGroups.*.scaling.desired, or"
    " module.eks.aws_eks_cluster.this.platform_version"
)


def ignored_paths_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the path of each ignore rule exists in the language, and that no path has two rules."""
    seen: dict[str, int] = {}
    for index, rule in enumerate(spec.drift.ignore):
        place = ("drift", "ignore", index, "path")
        first = seen.setdefault(rule.path, index)
        if first != index:
            yield Finding(
                "duplicate-ignore",
                place,
                "two rules have the same path",
                "duplicate rule",
                ((("drift", "ignore", first, "path"), "first rule"),),
                help="delete one of the two",
            )
        elif not rule.path.startswith(_ADDRESSES):
            yield from _known(rule.path, place)


def _known(text: str, place: Path) -> Iterator[Finding]:
    path = undotted(text)
    count, known = known_steps(ClusterSpec, path) if path else (0, [])
    if path and count == len(path):
        return
    covering = dotted(path[:count]) if path else ""
    within = f"`{covering}`" if covering else "the spec"
    yield Finding(
        "unknown-path",
        place,
        "a spec has no field at this path",
        f"{within} has no field `{path[count]}`" if path else "not a path",
        note=f"fields of {within}: {', '.join(known)}" if covering and known else _FORMS,
        help=partial(_corrected, path, count, known, covering) if path else "",
    )


def _corrected(path: Path, count: int, known: list[str], covering: str) -> str:
    """Suggest the path with its first unknown step corrected."""
    if path[count] == "*" and covering:
        return f"write `{covering}`, which includes everything below it"
    near = get_close_matches(str(path[count]), known, 1, 0.5)
    return f"write `{dotted((*path[:count], near[0], *path[count + 1 :]))}`" if near else ""


def ignores_in_force(spec: ClusterSpec, today: date) -> Iterator[Finding]:
    """Warn about ignore rules that have expired."""
    for index, rule in enumerate(spec.drift.ignore):
        if rule.until is not None and date.fromisoformat(rule.until) < today:
            yield Finding(
                "expired-ignore",
                ("drift", "ignore", index, "until"),
                f"this rule was valid until {rule.until}",
                "no longer applied",
                help="delete the rule, or set a new date with a new reason",
                severity=Severity.WARNING,
            )
