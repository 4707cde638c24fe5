"""Refuse plans that AWS would refuse only in the middle of an apply.

The rules are the rows of `catalog/immutable.py`. They are held against the recorded values, which Terraform
has just refreshed, so that a refusal never depends on what the spec said before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.immutable import RESTRICTIONS, Restriction, Rule, next_step
from ...catalog.resources.nouns import noun
from ...catalog.terraform_modules import call_phrase, entry_phrase
from ...compiler.diagnostics import Diagnostic, Label, Path, Severity, Span, dotted
from ..source_map.place import SpecPlace
from ..source_map.trace import Trace
from .attribute_diff import value_at
from .document import PlanDocument, ResourceChange
from .result import Action

_DELETING = (Action.DELETE, Action.REPLACE)
_CLUSTER = "aws_eks_cluster"


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A change that AWS refuses, with both values as the spec writes them."""

    restriction: Restriction
    entry: ResourceChange
    path: Path
    recorded: str
    planned: str


def refusals(document: PlanDocument, trace: Trace) -> tuple[Diagnostic, ...]:
    """Return an error for each change that AWS would refuse, in the order of the table."""
    diagnostics = (_diagnostic(refusal, document, trace) for refusal in _reported(_find(document)))
    return tuple(dict.fromkeys(diagnostics))


def _find(document: PlanDocument) -> Iterator[_Refusal]:
    for restriction in RESTRICTIONS:
        for entry in document.entries:
            if entry.address.resource_type == restriction.resource_type and not entry.deposed:
                yield from _refused(restriction, entry, document)


def _reported(found: Iterator[_Refusal]) -> Iterator[_Refusal]:
    """Leave out what follows from another refusal: subnets of a refused VPC, names of a refused object."""
    keys: set[str] = set()
    addresses: set[str] = set()
    for refusal in found:
        row, address = refusal.restriction, refusal.entry.address.text
        if row.within in keys or (row.rule is Rule.UNIQUE and address in addresses):
            continue
        keys.add(row.key)
        addresses.add(address)
        yield refusal


def _refused(restriction: Restriction, entry: ResourceChange, document: PlanDocument) -> Iterator[_Refusal]:
    if not isinstance(entry.before.value, Mapping):
        return
    read = _READERS.get(restriction.key) or _READERS_BY_RULE.get(restriction.rule, _attribute)
    values = read(restriction, entry, document)
    if values is None or not restriction.refuses(*values):
        return
    recorded, planned = map(restriction.word, values)
    path = restriction.attribute
    if restriction.rule is Rule.UNIQUE and entry.replace_paths:
        path = entry.replace_paths[0]
    yield _Refusal(restriction, entry, path, recorded, planned)


_Values = tuple[Any, Any] | None
"""The recorded and the planned value, or None where the rule does not apply."""


def _attribute(restriction: Restriction, entry: ResourceChange, _: PlanDocument) -> _Values:
    if not isinstance(entry.after.value, Mapping) or not _is_row_of(restriction, entry):
        return None
    return (
        value_at(entry.before.value, restriction.attribute),
        value_at(entry.after.value, restriction.attribute),
    )


def _is_row_of(restriction: Restriction, entry: ResourceChange) -> bool:
    """Return whether a row about one tier of subnets is about this one."""
    tier, _, rest = restriction.key.partition("-subnet-")
    return not rest or tier == entry.address.name


def _protection(restriction: Restriction, entry: ResourceChange, _: PlanDocument) -> _Values:
    if entry.action not in _DELETING:
        return None
    return value_at(entry.before.value, restriction.attribute), None


def _live_size(restriction: Restriction, entry: ResourceChange, _: PlanDocument) -> _Values:
    """Return the number of nodes that the update would send, which is the live one of an autoscaled group."""
    if entry.action is not Action.UPDATE:
        return None
    block = restriction.attribute[:-1]
    size = value_at(entry.after.value, (*block, "desired_size"))
    return size, value_at(entry.after.value, restriction.attribute)


def _name(restriction: Restriction, entry: ResourceChange, _: PlanDocument) -> _Values:
    # A tainted object is replaced without a replacing attribute; recovering from that is another story.
    if entry.replace_first != "create" or not entry.replace_paths:
        return None
    return (
        value_at(entry.before.value, restriction.attribute),
        value_at(entry.after.value, restriction.attribute),
    )


def _zones(restriction: Restriction, entry: ResourceChange, document: PlanDocument) -> _Values:
    """Return the zones of the control plane's subnets; new subnets have no id before the apply."""
    if not isinstance(entry.after.value, Mapping):
        return None
    old, new = (value_at(side.value, restriction.attribute) for side in (entry.before, entry.after))
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


def _rollback(restriction: Restriction, entry: ResourceChange, document: PlanDocument) -> _Values:
    """Return the versions, if a node group is still newer than the planned control plane."""
    values = _attribute(restriction, entry, document)
    if values is None or not restriction.refuses(*values):
        return None
    return values if any(v == values[0] for v in _node_versions(document).values()) else None


def _node_versions(document: PlanDocument) -> dict[str, Any]:
    """Return the recorded Kubernetes version of each node group, by its name in AWS."""
    return {
        str(value_at(e.before.value, ("node_group_name",))): value_at(e.before.value, ("version",))
        for e in document.entries
        if e.address.resource_type == "aws_eks_node_group" and isinstance(e.before.value, Mapping)
    }


_Reader = Callable[[Restriction, ResourceChange, PlanDocument], _Values]
_READERS: Mapping[str, _Reader] = {"control-plane-zones": _zones, "version-rollback": _rollback}
_READERS_BY_RULE: Mapping[Rule, _Reader] = {
    Rule.PROTECTED: _protection,
    Rule.BOUNDS: _live_size,
    Rule.UNIQUE: _name,
}


def _diagnostic(refusal: _Refusal, document: PlanDocument, trace: Trace) -> Diagnostic:
    row, entry = refusal.restriction, refusal.entry
    place = trace.place(entry.address, refusal.path)
    field = dotted(place.path) if place else dotted(refusal.path)
    texts = {
        "subject": _subject(row, entry),
        "recorded": refusal.recorded,
        "planned": refusal.planned,
        "field": field,
        "step": next_step(refusal.recorded, refusal.planned),
        "command": _command(refusal, document),
    }

    def fill(template: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: texts[match[1]], template)

    return Diagnostic(
        row.code,
        Severity.ERROR,
        fill(row.message),
        Label(_span(place, trace), _label(refusal)),
        notes=(f"AWS: {fill(row.answer)}", f"refused for {entry.address.text}"),
        helps=tuple(map(fill, row.helps)),
    )


def _span(place: SpecPlace | None, trace: Trace) -> Span:
    """Return the place of a field; what is removed from the spec has none, so the file stands for it."""
    return place.span if place else Span(trace.spec or "the spec", 1, 1, 2)


def _label(refusal: _Refusal) -> str:
    if refusal.restriction.key.startswith("version"):
        return f"the cluster runs {refusal.recorded}"
    return ""


def _subject(row: Restriction, entry: ResourceChange) -> str:
    """Return what an object is called: `load balancer edge`, `private subnet us-west-2a`."""
    address = entry.address
    if row.rule is Rule.UNIQUE or row.resource_type == _CLUSTER:
        key = f" {address.key}" if address.key is not None else ""
        return f"the {noun(address.resource_type).one}{key}"
    if "*" in row.argument:
        return entry_phrase(row.module, row.argument[0], str(address.key))
    return call_phrase(address.module_call)


def _command(refusal: _Refusal, document: PlanDocument) -> str:
    """Return the AWS CLI command that makes the change possible."""
    entry, region = refusal.entry, f" --region {document.region}" if document.region else ""
    if refusal.restriction.rule is Rule.BOUNDS:
        scaling = value_at(entry.after.value, ("scaling_config", 0))
        low, high, live = (scaling[key] for key in ("min_size", "max_size", "desired_size"))
        name = value_at(entry.before.value, ("node_group_name",))
        cluster = value_at(entry.before.value, ("cluster_name",))
        sizes = f"minSize={low},maxSize={high},desiredSize={min(max(live, low), high)}"
        return (
            f"aws eks update-nodegroup-config --cluster-name {cluster} --nodegroup-name {name}"
            f" --scaling-config {sizes}{region}"
        )
    if refusal.restriction.key == "version-rollback":
        cluster = value_at(entry.before.value, ("name",))
        newer = [n for n, v in _node_versions(document).items() if v == refusal.recorded]
        return "; ".join(
            f"aws eks update-nodegroup-version --cluster-name {cluster} --nodegroup-name {name}"
            f" --kubernetes-version {refusal.planned}{region}"
            for name in newer
        )
    return ""
