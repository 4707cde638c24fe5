"""The state guard: does the recorded state belong to the cluster of this spec?

Two specs with one backend key share a state, and a spec whose name, region or account was edited meets the
state of the cluster that it described before. Terraform would plan to replace everything, or find everything
deleted and create it again, and forget the cluster that runs. Names and ARNs in the state say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Diagnostic, Label, Path, Severity, Span
from ..source_map.trace import Trace
from .document import PlanDocument

_CONTROL_PLANE_LOGS = re.compile(r"/aws/eks/([^/]+)/cluster")


@dataclass(frozen=True, slots=True)
class StateOwner:
    """The cluster that a spec describes or a state records; "" where it is not known."""

    cluster: str = ""
    region: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class _Field:
    """One part of the identity, and the argument of the compiled folder that holds it."""

    name: str
    title: str
    block: tuple[str, ...]
    argument: Path


_FIELDS = (
    _Field("cluster", "cluster name", ("module", "eks"), ("name",)),
    _Field("region", "region", ("provider", "aws"), ("region",)),
    _Field("account", "account", ("provider", "aws"), ("allowed_account_ids",)),
)


def foreign_state(document: PlanDocument, owner: StateOwner, trace: Trace) -> tuple[Diagnostic, ...]:
    """Return an error for each of cluster name, region and account that the state records differently."""
    recorded = {
        "cluster": _clusters(document),
        "region": frozenset(arn[3] for arn in _arns(document) if arn[3]),
        "account": frozenset(arn[4] for arn in _arns(document) if re.fullmatch(r"\d{12}", arn[4])),
    }
    return tuple(
        _error(field, getattr(owner, field.name), sorted(recorded[field.name]), trace)
        for field in _FIELDS
        if getattr(owner, field.name) and recorded[field.name] - {getattr(owner, field.name)}
    )


def _recorded(document: PlanDocument) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield type and recorded attributes of every object in the state, deleted outside Terraform or not."""
    for change in (*document.entries, *document.drift):
        if not change.address.data and isinstance(change.before.value, Mapping):
            yield change.address.resource_type, change.before.value


def _clusters(document: PlanDocument) -> frozenset[str]:
    names = set()
    for resource_type, attributes in _recorded(document):
        name = attributes.get("name")
        if resource_type == "aws_eks_cluster" and isinstance(name, str):
            names.add(name)
        if resource_type == "aws_cloudwatch_log_group" and isinstance(name, str):
            names.update(_CONTROL_PLANE_LOGS.findall(name))
    return frozenset(names)


def _arns(document: PlanDocument) -> Iterator[list[str]]:
    """Yield the parts of every recorded ARN: arn, partition, service, region, account, resource."""
    for _, attributes in _recorded(document):
        arn = attributes.get("arn")
        if isinstance(arn, str) and arn.count(":") >= 5:
            yield arn.split(":", 5)


def _error(field: _Field, wanted: str, recorded: list[str], trace: Trace) -> Diagnostic:
    others = ", ".join(value for value in recorded if value != wanted)
    return Diagnostic(
        "foreign-state",
        Severity.ERROR,
        f"this state belongs to another {field.title}: {others}, not {wanted}",
        Label(_span(field, trace), f"the spec says {wanted}"),
        notes=("an apply would create a second cluster and forget the one that the state records",),
        helps=(
            f"if this line was edited, set it back to {others}",
            "if this is another cluster, give it a state of its own: change `terraform.backend`",
            f"to move the cluster, run `eksgen destroy` with {others} first, then apply the edited spec",
        ),
    )


def _span(field: _Field, trace: Trace) -> Span:
    entry = trace.blocks.get(field.block, {}).get(field.argument)
    return entry.spec.span if entry else Span(trace.spec or "", 1, 1, 2)
