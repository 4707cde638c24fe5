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

from ....catalog.logs.cloudwatch import cluster_of_log_group
from ....compiler.diagnostics import Diagnostic, Label, Path, Severity, Span
from ...source_map.place import span_of
from ...source_map.trace import Trace
from ..document import PlanDocument
from ..state_values import all_recorded

_ISSUER = re.compile(r"https://oidc[.-]eks\.([a-z]{2,6}(?:-[a-z0-9]{1,16}){1,4})\.")


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
        "account": _accounts(document),
    }
    return _errors(recorded, owner, trace)


def foreign_outputs(outputs: Mapping[str, Any], owner: StateOwner, trace: Trace) -> tuple[Diagnostic, ...]:
    """Return the same errors, as far as the outputs of a state tell: they name the cluster and its region.

    `outputs` are values by name.
    """
    name, issuer = outputs.get("cluster_name"), outputs.get("cluster_oidc_issuer")
    region = _ISSUER.match(issuer) if isinstance(issuer, str) else None
    recorded = {
        "cluster": frozenset([name] if isinstance(name, str) and name else ()),
        "region": frozenset([region[1]] if region else ()),
        "account": frozenset[str](),
    }
    return _errors(recorded, owner, trace)


def _errors(
    recorded: Mapping[str, frozenset[str]], owner: StateOwner, trace: Trace
) -> tuple[Diagnostic, ...]:
    return tuple(
        _error(field, getattr(owner, field.name), sorted(recorded[field.name]), trace)
        for field in _FIELDS
        if getattr(owner, field.name) and recorded[field.name] - {getattr(owner, field.name)}
    )


def recorded_account(document: PlanDocument) -> str:
    """Return the account of the recorded ARNs; "" if none is recorded, or more than one."""
    accounts = _accounts(document)
    return next(iter(accounts)) if len(accounts) == 1 else ""


def _accounts(document: PlanDocument) -> frozenset[str]:
    return frozenset(arn[4] for arn in _arns(document) if re.fullmatch(r"\d{12}", arn[4]))


def _clusters(document: PlanDocument) -> frozenset[str]:
    names: set[str | None] = set()
    for resource_type, attributes in all_recorded(document):
        name = attributes.get("name")
        if resource_type == "aws_eks_cluster" and isinstance(name, str):
            names.add(name)
        if resource_type == "aws_cloudwatch_log_group" and isinstance(name, str):
            names.add(cluster_of_log_group(name))
    return frozenset(name for name in names if name)


def _arns(document: PlanDocument) -> Iterator[list[str]]:
    """Yield the parts of every recorded ARN: arn, partition, service, region, account, resource."""
    for _, attributes in all_recorded(document):
        arn = attributes.get("arn")
        if isinstance(arn, str) and arn.count(":") >= 5:
            yield arn.split(":", 5)


def _error(field: _Field, wanted: str, recorded: list[str], trace: Trace) -> Diagnostic:
    others = ", ".join(value for value in recorded if value != wanted)
    return Diagnostic(
        "foreign-state",
        Severity.ERROR,
        f"the state records {field.title} {others}, and the spec says {wanted}",
        Label(_span(field, trace), f"the spec says {wanted}"),
        secondary=tuple(Label(span, "the state is stored here") for span in _backend(trace)),
        notes=("an apply would create a second cluster and forget the one that the state records",),
        helps=(
            f"if this line was edited, set it back to {others}",
            "if this is another cluster, give it a state of its own: change `terraform.backend`",
            "to move the cluster, undo the edit, describe the new one in a second spec, and destroy the old "
            "one when nothing runs on it any more",
        ),
    )


def _span(field: _Field, trace: Trace) -> Span:
    entry = trace.block_argument(field.block, field.argument)
    return span_of(entry.spec if entry else None, trace.spec)


def _backend(trace: Trace) -> Iterator[Span]:
    """Yield the place of the backend, if the spec has one."""
    places = (
        entry.spec
        for entries in trace.blocks.values()
        for entry in entries.values()
        if entry.spec.path[:2] == ("terraform", "backend") and entry.spec.written
    )
    first = min(places, key=lambda place: (place.file, place.line, place.column), default=None)
    if first:
        yield first.span
