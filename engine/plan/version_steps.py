"""Refuse plans that move the control plane by more than one Kubernetes version.

EKS moves one minor version at a time (EKS user guide, "Update existing cluster to new Kubernetes version",
and for the way back within seven days "Rollback cluster to previous Kubernetes version"). AWS would refuse
the step only in the middle of an apply.
"""

from __future__ import annotations

import re

from ...compiler.diagnostics import Diagnostic, Label, Severity
from ..source_map.place import SpecPlace
from ..source_map.trace import Trace
from .attribute_diff import value_at
from .document import PlanDocument

_VERSION = re.compile(r"1\.(\d+)")


def refused_steps(document: PlanDocument, trace: Trace) -> tuple[Diagnostic, ...]:
    """Return an error for each control plane that would skip a version."""
    diagnostics = []
    for entry in document.entries:
        if entry.address.resource_type != "aws_eks_cluster":
            continue
        current, planned = (
            _minor(value_at(side.value, ("version",))) for side in (entry.before, entry.after)
        )
        place = trace.place(entry.address, ("version",))
        if current is not None and planned is not None and place and abs(planned - current) > 1:
            diagnostics.append(_skipped_version(current, planned, place))
    return tuple(diagnostics)


def _skipped_version(current: int, planned: int, place: SpecPlace) -> Diagnostic:
    step = current + 1 if planned > current else current - 1
    return Diagnostic(
        "version-step",
        Severity.ERROR,
        f"Kubernetes goes from 1.{current} to 1.{planned} in one step",
        Label(place.span, f"the cluster runs 1.{current}"),
        helps=(f'write `version: "1.{step}"` and apply before the next step',),
    )


def _minor(version: object) -> int | None:
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    return int(match[1]) if match else None
