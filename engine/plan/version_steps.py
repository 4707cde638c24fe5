"""Version steps: what a plan asks of the control plane, held against the version it runs now.

EKS goes one minor version at a time (EKS user guide, "Update existing cluster to new Kubernetes version", and
for the way back within seven days "Rollback cluster to previous Kubernetes version"). It would say so only in
the middle of an apply.
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
    """A finding for each control plane that is asked to skip a version."""
    found = []
    for entry in document.entries:
        if entry.address.resource_type != "aws_eks_cluster":
            continue
        now, then = (_minor(value_at(side.value, ("version",))) for side in (entry.before, entry.after))
        place = trace.place(entry.address, ("version",))
        if now is not None and then is not None and place and abs(then - now) > 1:
            found.append(_finding(now, then, place))
    return tuple(found)


def _finding(now: int, then: int, place: SpecPlace) -> Diagnostic:
    step = now + 1 if then > now else now - 1
    return Diagnostic(
        "version-step",
        Severity.ERROR,
        f"Kubernetes goes from 1.{now} to 1.{then} in one step",
        Label(
            place.span,
            f"the cluster runs 1.{now}",
        ),
        helps=(f'write `version: "1.{step}"`, apply, then go on',),
    )


def _minor(version: object) -> int | None:
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    return int(match[1]) if match else None
