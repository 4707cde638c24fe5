"""Refuse plans that AWS would refuse only in the middle of an apply.

The rules are the rows of `catalog/immutable/`. They are held against the recorded values, which Terraform has
just refreshed, so that a refusal never depends on what the spec said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ....catalog.immutable import RESTRICTIONS
from ....catalog.immutable.restriction import NAMING, Reader, Restriction, Rule
from ....catalog.kubernetes.versions import next_step
from ....catalog.resources.nouns import noun
from ....catalog.terraform.modules import object_phrase
from ....compiler.diagnostics import Diagnostic, Label, Path, Severity, dotted
from ...source_map.place import span_of
from ...source_map.trace import Trace
from ..attribute_diff import value_at
from ..document import PlanDocument, ResourceChange
from ..state_values import node_versions
from .missing import MissingObject, becomes_unknown, missing_object
from .readers import read_values

_GONE = "{subject} would be replaced, because {missing} was deleted outside Terraform"
_NO_PLACE = "the spec no longer has it"


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A change that AWS refuses, with both values as the spec writes them.

    `missing` is the object whose loss leads to the change; None if an edit does.
    """

    restriction: Restriction
    entry: ResourceChange
    path: Path
    recorded: str
    planned: str
    missing: MissingObject | None

    @property
    def follows(self) -> bool:
        """Return whether the change only follows from that of another object."""
        return self.missing is None and becomes_unknown(self.entry, self.path)


def refusals(document: PlanDocument, trace: Trace, today: date | None) -> tuple[Diagnostic, ...]:
    """Return an error for each change that AWS would refuse, in the order of the table."""
    diagnostics = (_diagnostic(refusal, document, trace) for refusal in _reported(_find(document, today)))
    return tuple(dict.fromkeys(diagnostics))


def _find(document: PlanDocument, today: date | None) -> Iterator[_Refusal]:
    for row in RESTRICTIONS:
        for entry in document.entries:
            if entry.address.resource_type == row.resource_type and not entry.deposed:
                values = read_values(row, entry, document, today)
                if values is not None and row.refuses(*values):
                    yield _refusal(row, entry, document, *map(row.word, values))


def _refusal(
    row: Restriction, entry: ResourceChange, document: PlanDocument, recorded: str, planned: str
) -> _Refusal:
    named = row.rule is Rule.UNIQUE and entry.replace_paths
    path = entry.replace_paths[0] if named else row.attribute
    missing = missing_object(document, entry, path) if becomes_unknown(entry, path) else None
    return _Refusal(row, entry, path, recorded, planned, missing)


def _reported(found: Iterable[_Refusal]) -> Iterator[_Refusal]:
    """Leave out what follows from another refusal: subnets of a refused VPC, names of a refused object."""
    keys: set[str] = set()
    addresses: set[str] = set()
    for refusal in found:
        row, address = refusal.restriction, refusal.entry.address.text
        unique = row.rule is Rule.UNIQUE
        if row.within in keys or (unique and (address in addresses or (keys and refusal.follows))):
            continue
        keys.add(row.key)
        addresses.add(address)
        yield refusal


def _diagnostic(refusal: _Refusal, document: PlanDocument, trace: Trace) -> Diagnostic:
    row, entry = refusal.restriction, refusal.entry
    place = trace.place(entry.address, refusal.path)
    texts = _texts(refusal, document) | {"field": dotted(place.path if place else refusal.path)}
    message = _GONE if refusal.missing else row.message
    label = row.label.format(**texts) if place else _NO_PLACE
    return Diagnostic(
        row.code,
        Severity.ERROR,
        message.format(**texts),
        Label(span_of(place, trace.spec), label),
        notes=(
            f"AWS: {row.answer.format(**texts)}",
            *(note.format(**texts) for note in row.notes),
            f"refused for {entry.address.text}",
        ),
        helps=_helps(refusal, texts),
    )


def _helps(refusal: _Refusal, texts: dict[str, str]) -> tuple[str, ...]:
    row = refusal.restriction
    if refusal.missing and not row.missing:
        return refusal.missing.helps(texts["region"])
    return tuple(help.format(**texts) for help in (row.missing if refusal.missing else row.helps))


def _texts(refusal: _Refusal, document: PlanDocument) -> dict[str, str]:
    name = value_at(refusal.entry.before.value, ("name",))
    region = f" --region {document.region}" if document.region else ""
    return {
        **{key: str(value_at(refusal.entry.before.value, (key,))) for key in NAMING},
        "subject": _subject(refusal.restriction, refusal.entry),
        "recorded": refusal.recorded,
        "planned": refusal.planned,
        "name": str(name),
        "region": region,
        "step": next_step(refusal.recorded, refusal.planned),
        "command": _command(refusal, document, region),
        "missing": f"the {refusal.missing}",
    }


def _subject(row: Restriction, entry: ResourceChange) -> str:
    """Return what an object is called: `load balancer edge`, `private subnet us-west-2a`."""
    address = entry.address
    if row.rule is Rule.UNIQUE or row.resource_type == "aws_eks_cluster":
        key = f" {address.key}" if address.key not in (None, "this") else ""
        return f"the {noun(address.resource_type).one}{key}"
    return object_phrase(address.module_call, row.module, row.argument, str(address.key))


def _command(refusal: _Refusal, document: PlanDocument, region: str) -> str:
    """Return the AWS CLI command that makes the change possible."""
    if refusal.restriction.reader is Reader.LIVE_SIZE:
        return _scaling_command(refusal.entry, region)
    if refusal.restriction.reader is Reader.NODE_VERSIONS:
        cluster = value_at(refusal.entry.before.value, ("name",))
        newer = [name for name, version in node_versions(document).items() if version == refusal.recorded]
        return "; ".join(
            f"aws eks update-nodegroup-version --cluster-name {cluster} --nodegroup-name {name}"
            f" --kubernetes-version {refusal.planned}{region}"
            for name in newer
        )
    return ""


def _scaling_command(entry: ResourceChange, region: str) -> str:
    scaling = value_at(entry.after.value, ("scaling_config", 0))
    low, high, live = (scaling[key] for key in ("min_size", "max_size", "desired_size"))
    name, cluster = (value_at(entry.before.value, (key,)) for key in ("node_group_name", "cluster_name"))
    return (
        f"aws eks update-nodegroup-config --cluster-name {cluster} --nodegroup-name {name} --scaling-config "
        f"minSize={low},maxSize={high},desiredSize={min(max(live, low), high)}{region}"
    )
