"""Name what a step of the Kubernetes version leaves behind: add-ons and nodes that the plan does not move.

In: a plan. Out: a warning at the line of the version. The control plane moves alone: an add-on keeps its
version until another one is written or locked, and nodes keep theirs until something replaces them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.kubernetes.versions import NODE_SKEW, minor_versions_between
from ...compiler.diagnostics import Diagnostic, Label, Severity
from ...compiler.files.names import command_text
from ..source_map.place import span_of
from ..source_map.trace import Trace
from ..truncate import join_some
from .attribute_diff import value_at
from .document import PlanDocument, ResourceChange
from .result import Action

_SHOWN = 10


def left_behind(document: PlanDocument, trace: Trace) -> tuple[Diagnostic, ...]:
    """Return a warning if the plan raises the Kubernetes version without all add-ons and node groups."""
    for cluster in _kept(document, "aws_eks_cluster"):
        old, new = (value_at(side.value, ("version",)) for side in (cluster.before, cluster.after))
        if (minor_versions_between(old, new) or 0) > 0:
            addons, groups = sorted(_addons(document)), sorted(_groups(document, old, new))
            return (_warning(cluster, str(new), addons, groups, trace),) if addons or groups else ()
    return ()


def _kept(document: PlanDocument, resource_type: str) -> Iterator[ResourceChange]:
    """Yield the objects of a type that exist before and after, and are not replaced."""
    for entry in document.entries:
        matches = entry.address.resource_type == resource_type and not (entry.deposed or entry.address.data)
        if matches and entry.action in (Action.NO_OP, Action.UPDATE):
            yield entry


def _addons(document: PlanDocument) -> Iterator[str]:
    for entry in _kept(document, "aws_eks_addon"):
        before, after = (value_at(side.value, ("addon_version",)) for side in (entry.before, entry.after))
        if isinstance(before, str) and before == after:
            yield f"{value_at(entry.before.value, ('addon_name',))} {before}"


def _groups(document: PlanDocument, old: Any, new: Any) -> Iterator[str]:
    """Yield the node groups whose nodes stay, with the reason."""
    for entry in _kept(document, "aws_eks_node_group"):
        before, after = (value_at(side.value, ("version",)) for side in (entry.before, entry.after))
        if isinstance(before, str) and before == after and before != new:
            yield f"{_name(entry, 'node_group_name')} ({before}{_too_old(before, new)})"
    templates = {e.address.module_call: e for e in _kept(document, "aws_launch_template")}
    for entry in _kept(document, "aws_autoscaling_group"):
        template = templates.get(entry.address.module_call)
        if template is not None and _same_image(template):
            yield f"{_name(entry, 'name')} (the same image as before)"
        elif not value_at(entry.after.value, ("instance_refresh",)):
            yield f"{_name(entry, 'name')} (its nodes stay at {old} until they are replaced)"


def _same_image(template: ResourceChange) -> bool:
    before, after = (value_at(side.value, ("image_id",)) for side in (template.before, template.after))
    return isinstance(before, str) and before == after


def _name(entry: ResourceChange, attribute: str) -> str:
    value: Mapping[str, Any] = entry.before.value if isinstance(entry.before.value, Mapping) else {}
    return str(value.get(attribute))


def _too_old(version: str, new: Any) -> str:
    behind = (minor_versions_between(version, new) or 0) > NODE_SKEW
    return f", more than {NODE_SKEW} minor versions older: EKS refuses the step" if behind else ""


def _warning(
    cluster: ResourceChange, new: str, addons: list[str], groups: list[str], trace: Trace
) -> Diagnostic:
    notes = [f"add-ons: {join_some(addons, _SHOWN)}"] if addons else []
    notes += [f"node groups: {join_some(groups, _SHOWN)}"] if groups else []
    what = " and ".join(word for word, names in (("add-ons", addons), ("node groups", groups)) if names)
    return Diagnostic(
        "left-behind",
        Severity.WARNING,
        f"{what} stay at their versions while Kubernetes goes to {new}",
        Label(
            span_of(trace.place(cluster.address, ("version",)), trace.spec), "only the control plane moves"
        ),
        notes=tuple(notes),
        helps=(f"find the versions for {new}: {command_text('update', trace.spec, sandbox=trace.sandbox)}",),
    )
