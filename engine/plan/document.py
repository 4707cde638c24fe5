"""Parse the plan JSON into resource changes that hold known and unknown values together.

Follows Terraform's rules for readers: unknown keys and values are ignored, anything missing has a default.
Nothing is redacted yet, so these values stay inside the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Path
from ...compiler.errors import EksgenError
from ...compiler.files.decoding import NotDecoded, decode_object
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
    """An entry of `resource_changes` or `resource_drift`. `replace_first` is `create` or `delete`.

    If it is `redacted`, the values of secrets are missing, and only their marks are left.
    """

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
    redacted: bool = False

    @property
    def destroys(self) -> bool:
        """Return whether the object is deleted, or replaced by another one."""
        return self.action in (Action.DELETE, Action.REPLACE)

    @property
    def tainted(self) -> bool:
        """Return whether an apply created the object in part only, so that Terraform replaces it."""
        return self.reason == "replace_because_tainted" and not self.deposed


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The parts of a plan JSON that plan and drift reports need."""

    entries: tuple[ResourceChange, ...]
    drift: tuple[ResourceChange, ...]
    outputs: tuple[str, ...]
    region: str | None
    complete: bool
    errored: bool
    redacted: bool = False


def read_plan_json(text: str) -> PlanDocument:
    """Parse the text of `terraform show -json PLAN`. `EksgenError` if it is not a plan in format 1."""
    try:
        raw = decode_object(text)
    except NotDecoded as error:
        message = "`terraform show -json` printed something that is not JSON"
        raise EksgenError(message, code="plan-json", notes=(str(error),)) from None
    if str(raw.get("format_version", "1.0")).split(".")[0] != "1":
        raise EksgenError(
            f"this plan has format version {raw.get('format_version')}, eksgen reads version 1",
            code="plan-json",
            helps=("use a Terraform release that this version of eksgen supports",),
        )
    return parse_document(raw)


def parse_document(raw: Mapping[str, Any]) -> PlanDocument:
    """Parse a plan JSON value, which may have any shape. Only a plan that HCP redacted has a
    `plan_format_version`."""
    redacted = "plan_format_version" in raw
    return PlanDocument(
        entries=_entries(raw.get("resource_changes"), redacted=redacted),
        drift=_entries(raw.get("resource_drift"), redacted=redacted),
        outputs=_outputs(raw.get("output_changes")),
        region=_region(raw),
        complete=raw.get("complete") is not False,
        errored=raw.get("errored") is True,
        redacted=redacted,
    )


def count_actions(entries: tuple[ResourceChange, ...]) -> Counts:
    """Count the objects of each action."""
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
    """Return what the plan is about; the name of the cluster is that of its `aws_eks_cluster`."""
    names = [
        side.value["name"]
        for e in (*document.entries, *document.drift)
        if e.address.resource_type == "aws_eks_cluster"
        for side in (e.after, e.before)
        if isinstance(side.value, Mapping) and isinstance(side.value.get("name"), str)
    ]
    return RunSubject(names[0] if names else None, document.region, sandbox, program, provider, spec)


def _entries(raw: Any, *, redacted: bool) -> tuple[ResourceChange, ...]:
    listed = raw if isinstance(raw, list) else []
    items = [_entry(item, redacted=redacted) for item in listed if isinstance(item, Mapping)]
    return tuple(sorted(items, key=lambda e: (e.address.text, e.deposed)))


def _entry(raw: Mapping[str, Any], *, redacted: bool) -> ResourceChange:
    change = raw.get("change")
    change = change if isinstance(change, Mapping) else {}
    actions = change.get("actions")
    actions = tuple(map(str, actions)) if isinstance(actions, list) else ()
    action = _ACTIONS.get(actions, Action.NO_OP)
    after = with_unknown(change.get("after"), change.get("after_unknown"))
    return ResourceChange(
        address=parse_address(str(raw.get("address", ""))),
        action=action,
        before=ResourceValues(change.get("before"), change.get("before_sensitive")),
        after=ResourceValues(after if actions != ("delete",) else None, change.get("after_sensitive")),
        deposed=str(raw.get("deposed") or ""),
        reason=str(raw.get("action_reason") or ""),
        previous_address=str(raw.get("previous_address") or ""),
        replace_paths=_paths(change.get("replace_paths")),
        imported=isinstance(change.get("importing"), Mapping),
        replace_first=actions[0] if action is Action.REPLACE else "",
        redacted=redacted,
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
    """Return the region in provider.tf, which the compiler emits as a literal."""
    for step in ("configuration", "provider_config", "aws", "expressions", "region", "constant_value"):
        raw = raw.get(step) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, str) else None
