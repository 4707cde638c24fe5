"""The finding about an object that is in no state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...catalog.resources.risk import Risk
from ..addresses import Address
from ..drift.classify import finding_id
from ..drift.result import DriftClass, DriftFinding, DriftLevel, Removal
from ..plan.result import Action
from ..source_map.trace import Trace


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much an object matters, why, and what an attacker could do with it."""

    level: DriftLevel
    risk: Risk
    why: str


def unmanaged_finding(
    resource_type: str,
    name: str,
    values: Mapping[str, str],
    verdict: Verdict,
    trace: Trace,
    kind: DriftClass = DriftClass.UNMANAGED,
    call: str = "eks",
    removal: Removal | None = None,
) -> DriftFinding:
    """Return the finding about an object; `values` name it to people and to CloudTrail, and its place in the
    spec is that of module call `call`."""
    text = f"{resource_type}[{name}]"
    return DriftFinding(
        id=finding_id(kind, text, (), "present"),
        kind=kind,
        address=Address(text, "", resource_type, name),
        recorded="absent",
        live="present",
        desired="absent",
        action=Action.NO_OP,
        spec=trace.call_place(call),
        values=values,
        level=verdict.level,
        why=verdict.why,
        risk=verdict.risk,
        removal=removal,
    )
