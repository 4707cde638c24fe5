"""The JSON of a saved plan, read once: raw objects in, entries with known and unknown values side by side.

Terraform's rules for readers are kept: unknown keys and words are ignored, anything missing has a default.
Nothing here is redacted yet, so these values stay inside the engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Path
from ...compiler.errors import EksgenError
from ..addresses import Address, parse_address
from .attribute_diff import ResourceValues, with_unknown
from .result import Action, Counts, RunSubject

_ACTIONS: Mapping[tuple[str, ...], Action] = {
    ("create",): Action.CREATE,
    ("update",): Action.UPDATE,
    ("delete",): Action.DELETE,
    ("read",): Action.READ,
    ("forget",): Action.FORGET,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("create", "forget"): Action.REPLACE,
}


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """One object of `resource_changes` or `resource_drift`."""

    address: Address
    action: Action
    before: ResourceValues
    after: ResourceValues
    deposed: str = ""
    reason: str = ""
    previous_address: str = ""
    replace_paths: tuple[Path, ...] = ()
    imported: bool = False
    replace_first: str = ""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """What the plan and drift reports need of a plan JSON."""

    entries: tuple[ResourceChange, ...]
    drift: tuple[ResourceChange, ...]
    outputs: tuple[str, ...]
    region: str | None
    complete: bool
    errored: bool


def read_plan_json(text: str) -> PlanDocument:
    """The text of `terraform show -json PLAN` -> the parts that matter."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, Mapping):
        raise EksgenError("terraform described its plan in a form that is not JSON", code="plan-json")
    if str(raw.get("format_version", "1.0")).split(".")[0] != "1":
        raise EksgenError(
            f"this plan has format version {raw.get('format_version')}, eksgen reads version 1",
            code="plan-json",
            helps=("use a Terraform release that this eksgen knows",),
        )
    return parse_document(raw)


def parse_document(raw: Mapping[str, Any]) -> PlanDocument:
    """The same from a JSON value, which may be of any shape."""
    return PlanDocument(
        entries=_entries(raw.get("resource_changes")),
        drift=_entries(raw.get("resource_drift")),
        outputs=_outputs(raw.get("output_changes")),
        region=_region(raw),
        complete=raw.get("complete") is not False,
        errored=raw.get("errored") is True,
    )


def count_actions(entries: tuple[ResourceChange, ...]) -> Counts:
    """How many objects each action touches."""
    actions = [e.action for e in entries if not e.imported or e.action is not Action.NO_OP]
    return Counts(
        create=actions.count(Action.CREATE),
        update=actions.count(Action.UPDATE),
        replace=actions.count(Action.REPLACE),
        delete=actions.count(Action.DELETE),
        forget=actions.count(Action.FORGET),
        read=actions.count(Action.READ),
        moved=sum(bool(e.previous_address) for e in entries),
        imported=sum(e.imported for e in entries),
    )


def subject_of(
    document: PlanDocument, program: str, provider: str | None, sandbox: bool, spec: str | None
) -> RunSubject:
    """What the plan is about: the cluster's name comes from its `aws_eks_cluster`."""
    names = [
        side.value["name"]
        for e in (*document.entries, *document.drift)
        if e.address.resource_type == "aws_eks_cluster"
        for side in (e.after, e.before)
        if isinstance(side.value, Mapping) and isinstance(side.value.get("name"), str)
    ]
    return RunSubject(names[0] if names else None, document.region, sandbox, program, provider, spec)


def _entries(raw: Any) -> tuple[ResourceChange, ...]:
    items = [_entry(item) for item in raw if isinstance(item, Mapping)] if isinstance(raw, list) else []
    return tuple(sorted(items, key=lambda e: (e.address.text, e.deposed)))


def _entry(raw: Mapping[str, Any]) -> ResourceChange:
    change = raw.get("change")
    change = change if isinstance(change, Mapping) else {}
    words = change.get("actions")
    words = tuple(map(str, words)) if isinstance(words, list) else ()
    action = _ACTIONS.get(words, Action.NO_OP)
    after = with_unknown(change.get("after"), change.get("after_unknown"))
    return ResourceChange(
        address=parse_address(str(raw.get("address", ""))),
        action=action,
        before=ResourceValues(change.get("before"), change.get("before_sensitive")),
        after=ResourceValues(
            after if words[-1:] != ("delete",) or len(words) > 1 else None, change.get("after_sensitive")
        ),
        deposed=str(raw.get("deposed") or ""),
        reason=str(raw.get("action_reason") or ""),
        previous_address=str(raw.get("previous_address") or ""),
        replace_paths=_paths(change.get("replace_paths")),
        imported=isinstance(change.get("importing"), Mapping),
        replace_first=words[0] if action is Action.REPLACE else "",
    )


def _paths(raw: Any) -> tuple[Path, ...]:
    if not isinstance(raw, list):
        return ()
    return tuple(tuple(s for s in p if isinstance(s, (str, int))) for p in raw if isinstance(p, list))


def _outputs(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, Mapping):
        return ()
    changing = (n for n, c in raw.items() if isinstance(c, Mapping) and c.get("actions") != ["no-op"])
    return tuple(sorted(map(str, changing)))


def _region(raw: Any) -> str | None:
    """The region written in provider.tf; the compiler emits it as a literal."""
    for step in ("configuration", "provider_config", "aws", "expressions", "region", "constant_value"):
        raw = raw.get(step) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, str) else None
