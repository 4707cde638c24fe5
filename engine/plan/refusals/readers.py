"""Read the two values that a row of `catalog/immutable/` compares, one function for each `Reader`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ....catalog.immutable.restriction import Reader, Restriction
from ....catalog.kubernetes.control_plane import SYNC_PERIOD, SYNC_PERIOD_PATH
from ....catalog.kubernetes.versions import kubernetes_version, support_state
from ....catalog.resources.lifecycle import CREATING, FAILED
from ..attribute_diff import value_at
from ..document import PlanDocument, ResourceChange
from ..result import Action
from ..state_values import node_versions

Values = tuple[Any, Any] | None
"""The recorded and the planned value, or None where the row does not apply."""


def read_values(
    row: Restriction, entry: ResourceChange, document: PlanDocument, today: date | None
) -> Values:
    """Return what to compare for one object; `today` decides which versions are in extended support."""
    if not isinstance(entry.before.value, Mapping) or row.tier not in ("", entry.address.name):
        return None
    if row.reader is Reader.EXTENDED_SUPPORT:
        return _into_extended_support(row, entry, today)
    return _READERS[row.reader](row, entry, document)


def _attribute(row: Restriction, entry: ResourceChange, _: PlanDocument | None = None) -> Values:
    if not isinstance(entry.after.value, Mapping):
        return None
    return value_at(entry.before.value, row.attribute), value_at(entry.after.value, row.attribute)


def _replaced(row: Restriction, entry: ResourceChange, _: PlanDocument) -> Values:
    replaces = any(path[:1] == row.attribute[:1] for path in entry.replace_paths)
    return _attribute(row, entry) if replaces else None


def _protection(row: Restriction, entry: ResourceChange, _: PlanDocument) -> Values:
    # A cluster that is not active yet, or never became so, can be deleted in spite of its protection.
    unprotected = value_at(entry.before.value, ("status",)) in (CREATING, FAILED)
    if not entry.destroys or unprotected:
        return None
    return value_at(entry.before.value, row.attribute), None


def _live_size(row: Restriction, entry: ResourceChange, _: PlanDocument) -> Values:
    """Return the number of nodes that the update would send, which is the live one of an autoscaled group."""
    if entry.action is not Action.UPDATE:
        return None
    size = value_at(entry.after.value, (*row.attribute[:-1], "desired_size"))
    return size, value_at(entry.after.value, row.attribute)


def _name(row: Restriction, entry: ResourceChange, _: PlanDocument) -> Values:
    # A tainted object has no replacing attribute; the apply deletes it first (`plan/half_created.py`).
    return _attribute(row, entry) if entry.replace_first == "create" and entry.replace_paths else None


def _node_versions(row: Restriction, entry: ResourceChange, document: PlanDocument) -> Values:
    values = _attribute(row, entry)
    return values if values and values[0] in node_versions(document).values() else None


def _vpc_cni(row: Restriction, entry: ResourceChange, _: PlanDocument) -> Values:
    is_it = value_at(entry.before.value, ("addon_name",)) == "vpc-cni"
    return _attribute(row, entry) if is_it and entry.action is Action.UPDATE else None


def _sync_period(row: Restriction, entry: ResourceChange, _: PlanDocument) -> Values:
    """Return the tiers of a control plane that has another sync period than the standard tier has."""
    recorded = value_at(entry.before.value, SYNC_PERIOD_PATH)
    return _attribute(row, entry) if recorded not in (None, "", SYNC_PERIOD) else None


def _into_extended_support(row: Restriction, entry: ResourceChange, today: date | None) -> Values:
    values = _attribute(row, entry)
    version = kubernetes_version(str(values[1])) if values else None
    policy = value_at(entry.before.value, ("upgrade_policy", 0, "support_type"))
    if version is None or today is None or policy != "STANDARD":
        return None
    return values if support_state(version, today) == "extended" else None


def _zones(row: Restriction, entry: ResourceChange, document: PlanDocument) -> Values:
    """Return the zones of the control plane's subnets; new subnets have no id before the apply."""
    if not isinstance(entry.after.value, Mapping):
        return None
    old, new = (value_at(side.value, row.attribute) for side in (entry.before, entry.after))
    subnets = [e for e in document.entries if e.address.resource_type == "aws_subnet"]
    known = {value_at(e.before.value, ("id",)): e for e in subnets}
    if not isinstance(old, list) or any(subnet not in known for subnet in old):
        return None
    if isinstance(new, list) and all(subnet in known for subnet in new):
        after = [known[subnet].before.value for subnet in new]
    else:
        tiers = {(known[subnet].address.module_call, known[subnet].address.name) for subnet in old}
        in_tier = [e for e in subnets if (e.address.module_call, e.address.name) in tiers]
        after = [e.after.value for e in in_tier if isinstance(e.after.value, Mapping)]
    zones = [[known[subnet].before.value for subnet in old], after]
    recorded, planned = ({str(value_at(s, ("availability_zone",))) for s in side} for side in zones)
    return tuple(sorted(recorded)), tuple(sorted(planned))


_READERS: Mapping[Reader, Callable[[Restriction, ResourceChange, PlanDocument], Values]] = {
    Reader.ATTRIBUTE: _attribute,
    Reader.REPLACED: _replaced,
    Reader.ZONES: _zones,
    Reader.NODE_VERSIONS: _node_versions,
    Reader.VPC_CNI: _vpc_cni,
    Reader.PROTECTION: _protection,
    Reader.LIVE_SIZE: _live_size,
    Reader.NAME: _name,
    Reader.SYNC_PERIOD: _sync_period,
}
