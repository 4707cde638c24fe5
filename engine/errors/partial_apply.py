"""Describe what a failed apply left behind: errors by cause, and how far each object came. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...compiler.diagnostics import Diagnostic
from ...compiler.files.decoding import decode_object
from ..plan.result import Action, ObjectChange, PlanResult
from ..source_map.trace import Trace
from ..terraform.aws_errors import aws_error
from ..terraform.events import Applied, TerraformDiagnostic
from ..truncate import join_some
from .notes import diagnostic_note


@dataclass(frozen=True, slots=True)
class FailureCause:
    """One cause of failure for one or more objects.

    `code` is the AWS error code, or "". `addresses` are the failed objects. `at` is the diagnostic of the
    first of them that has a line in the spec, `note` the text of the cause if none has.
    """

    code: str
    message: str
    addresses: tuple[str, ...] = ()
    at: Diagnostic | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartialApply:
    """How far an apply came.

    Each object is in one group: `done` ones were created, changed or deleted in this run; of `half_replaced`
    ones one step is done, so both objects exist or neither does; `failed` ones had an error; `unfinished`
    ones were started without a result; `untouched` ones were not started. `tainted` are addresses that the
    state marks as incomplete. With `state_unsaved` Terraform left a state in a file that it could not save.
    """

    plan: PlanResult
    causes: tuple[FailureCause, ...]
    done: tuple[ObjectChange, ...] = ()
    half_replaced: tuple[ObjectChange, ...] = ()
    failed: tuple[ObjectChange, ...] = ()
    unfinished: tuple[ObjectChange, ...] = ()
    untouched: tuple[ObjectChange, ...] = ()
    tainted: tuple[str, ...] = ()
    state_unsaved: bool = False


_STEPS: Mapping[Action, frozenset[str]] = {
    Action.CREATE: frozenset({"create"}),
    Action.UPDATE: frozenset({"update"}),
    Action.REPLACE: frozenset({"create", "delete"}),
    Action.DELETE: frozenset({"delete"}),
}
"""The steps of an action, as Terraform reports them."""
_GROUPS = ("done", "half_replaced", "failed", "unfinished", "untouched")
_NAMES = re.compile(r'\([^()]*\)|"[^"]*"|`[^`]*`|\b\d{12}\b|arn:\S+')
_SHOWN = 5


def partial_apply(
    plan: PlanResult,
    events: Iterable[Applied],
    diagnostics: Iterable[TerraformDiagnostic],
    trace: Trace,
    state: str = "",
    *,
    state_unsaved: bool = False,
) -> PartialApply:
    """Return how far the apply of `plan` came. `state` is the text of the state, "" if not known."""
    by_address: dict[str, list[Applied]] = {}
    for event in events:
        by_address.setdefault(event.address, []).append(event)
    by_progress: dict[str, list[ObjectChange]] = {group: [] for group in _GROUPS}
    for change in plan.changes:
        if change.action in _STEPS:
            by_progress[_progress(change, by_address.get(change.address.text, []))].append(change)
    return PartialApply(
        plan=plan,
        causes=failure_causes(diagnostics, trace),
        tainted=tainted_addresses(state),
        state_unsaved=state_unsaved,
        **{progress: tuple(changes) for progress, changes in by_progress.items()},
    )


def failure_causes(diagnostics: Iterable[TerraformDiagnostic], trace: Trace) -> tuple[FailureCause, ...]:
    """Group errors by cause, in the order in which they were reported."""
    groups: dict[tuple[str, ...], list[TerraformDiagnostic]] = {}
    for diagnostic in diagnostics:
        if diagnostic.severity == "error" and diagnostic.summary != "execution halted":
            groups.setdefault(_grouping_key(diagnostic), []).append(diagnostic)
    return tuple(_cause(group, trace) for group in groups.values())


def tainted_addresses(state: str) -> tuple[str, ...]:
    """Return the addresses that a state (format 4) marks as tainted: incomplete, to be recreated."""
    try:
        resources = decode_object(state)["resources"]
        return tuple(
            sorted(
                _address(resource, instance)
                for resource in resources
                for instance in resource["instances"]
                if instance.get("status") == "tainted" and not instance.get("deposed")
            )
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def _progress(change: ObjectChange, events: list[Applied]) -> str:
    """Return the name of a field of `PartialApply`; a replacement is done when both of its steps are."""
    steps = _STEPS[change.action]
    events = [event for event in events if event.action in steps]
    complete = {event.action for event in events if event.phase == "complete"}
    if complete == steps:
        return "done"
    if complete:
        return "half_replaced"
    if any(event.phase == "errored" for event in events):
        return "failed"
    return "unfinished" if events else "untouched"


def _grouping_key(diagnostic: TerraformDiagnostic) -> tuple[str, ...]:
    """Return what errors of one cause have in common: their texts without the names of objects."""
    error = aws_error(diagnostic.summary)
    if error is not None:
        message = error.message if error.status not in (401, 403) else ""  # it names the call and the object
        for name in re.findall(r"\(([^()]+)\)", error.action):
            message = message.replace(name, "_")
        return (error.service, error.code, _without_names(message))
    return ("", _without_names(diagnostic.summary), _without_names(diagnostic.detail))


def _without_names(text: str) -> str:
    return _NAMES.sub("_", " ".join(text.split()))


def _cause(group: list[TerraformDiagnostic], trace: Trace) -> FailureCause:
    first, error = group[0], aws_error(group[0].summary)
    addresses = tuple(dict.fromkeys(d.address for d in group if d.address))
    placed = next((p for d in group if (p := trace.diagnostic(d)) is not None), None)
    message = error.reason if error else " ".join(first.summary.split()).rstrip(".")
    note = "" if placed else _note(first, addresses)
    return FailureCause(
        error.code if error else "", message, addresses, _with_others(placed, addresses), note
    )


def _note(first: TerraformDiagnostic, addresses: tuple[str, ...]) -> str:
    others = addresses[1:]
    also = f"; also reported for {join_some(others, _SHOWN)}" if others else ""
    return f"{diagnostic_note(first)}{also}"


def _with_others(placed: Diagnostic | None, addresses: tuple[str, ...]) -> Diagnostic | None:
    """Return the diagnostic of a group with a note that names the other objects."""
    others = addresses[1:]
    if placed is None or not others:
        return placed
    return replace(placed, notes=(*placed.notes, f"also reported for {join_some(others, _SHOWN)}"))


def _address(resource: Mapping[str, Any], instance: Mapping[str, Any]) -> str:
    module = f"{resource['module']}." if resource.get("module") else ""
    key = instance.get("index_key")
    index = "" if key is None else f"[{json.dumps(key)}]"
    return f"{module}{resource['type']}.{resource['name']}{index}"
