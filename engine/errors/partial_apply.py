"""What a failed apply leaves behind: errors by cause; which objects are done, tainted, not begun. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...compiler.diagnostics import Diagnostic
from ..plan.result import Action, ObjectChange, PlanResult
from ..source_map.trace import Trace
from ..terraform.aws_errors import aws_error
from ..terraform.events import Applied, TerraformDiagnostic
from ..truncate import join_some


@dataclass(frozen=True, slots=True)
class FailureCause:
    """One reason, however many objects it stopped.

    `code` is the AWS error code, or "". `addresses` are the objects it was said about. `at` is the first of
    them with a line in the spec.
    """

    code: str
    message: str
    addresses: tuple[str, ...] = ()
    at: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class PartialApply:
    """How far an apply came.

    `done` was made, changed or deleted in this run; `failed` was tried; `unfinished` was begun and nothing
    more was heard of it; `untouched` was not begun. `tainted` are addresses that the state holds as half
    made. With `state_unsaved` Terraform could not write its state and left it in a file.
    """

    plan: PlanResult
    causes: tuple[FailureCause, ...]
    done: tuple[ObjectChange, ...] = ()
    failed: tuple[ObjectChange, ...] = ()
    unfinished: tuple[ObjectChange, ...] = ()
    untouched: tuple[ObjectChange, ...] = ()
    tainted: tuple[str, ...] = ()
    state_unsaved: bool = False


_TOUCHING = (Action.CREATE, Action.UPDATE, Action.REPLACE, Action.DELETE)


_NAMES = re.compile(r'\([^()]*\)|"[^"]*"|`[^`]*`|\b\d{12}\b|arn:\S+')


_SHOWN = 5


def partial_apply(
    plan: PlanResult,
    heard: Iterable[Applied],
    said: Iterable[TerraformDiagnostic],
    trace: Trace,
    state: str = "",
    *,
    state_unsaved: bool = False,
) -> PartialApply:
    """How far the apply of `plan` came. `state` is the text of the state now, "" where it is not known."""
    phases: dict[str, list[str]] = {}
    for event in heard:
        phases.setdefault(event.address, []).append(event.phase)
    sorted_in: dict[str, list[ObjectChange]] = {"done": [], "failed": [], "unfinished": [], "untouched": []}
    for change in plan.changes:
        if change.action in _TOUCHING:
            sorted_in[_progress(change, phases.get(change.address.text, []))].append(change)
    return PartialApply(
        plan=plan,
        causes=failure_causes(said, trace),
        tainted=tainted_addresses(state),
        state_unsaved=state_unsaved,
        **{name: tuple(some) for name, some in sorted_in.items()},
    )


def failure_causes(said: Iterable[TerraformDiagnostic], trace: Trace) -> tuple[FailureCause, ...]:
    """Errors with one reason as one cause, in the order in which they came."""
    groups: dict[tuple[str, ...], list[TerraformDiagnostic]] = {}
    for one in said:
        if one.severity == "error" and one.summary != "execution halted":
            groups.setdefault(_reason(one), []).append(one)
    return tuple(_cause(group, trace) for group in groups.values())


def tainted_addresses(state: str) -> tuple[str, ...]:
    """The addresses that a state (format 4) holds as tainted: made half, to be made anew."""
    try:
        resources = json.loads(state)["resources"]
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


def _progress(change: ObjectChange, phases: list[str]) -> str:
    """A replacement is done when both of its halves are."""
    if "errored" in phases:
        return "failed"
    halves = 2 if change.action is Action.REPLACE else 1
    if phases.count("complete") >= halves:
        return "done"
    return "unfinished" if phases else "untouched"


def _reason(said: TerraformDiagnostic) -> tuple[str, ...]:
    aws = aws_error(said.summary)
    if aws is not None:
        words = aws.message if aws.status not in (401, 403) else ""  # those name the call and the object
        for name in re.findall(r"\(([^()]+)\)", aws.doing):
            words = words.replace(name, "_")
        return (aws.service, aws.code, _without_names(words))
    return ("", _without_names(said.summary), _without_names(said.detail))


def _without_names(text: str) -> str:
    return _NAMES.sub("_", " ".join(text.split()))


def _cause(group: list[TerraformDiagnostic], trace: Trace) -> FailureCause:
    first, aws = group[0], aws_error(group[0].summary)
    addresses = tuple(dict.fromkeys(d.address for d in group if d.address))
    placed = next((p for d in group if (p := trace.diagnostic(d)) is not None), None)
    message = aws.reason if aws else " ".join(first.summary.split()).rstrip(".")
    return FailureCause(aws.code if aws else "", message, addresses, _with_others(placed, addresses))


def _with_others(placed: Diagnostic | None, addresses: tuple[str, ...]) -> Diagnostic | None:
    """The first finding of a group speaks for the others, and names them."""
    others = addresses[1:]
    if placed is None or not others:
        return placed
    return replace(placed, notes=(*placed.notes, f"the same for {join_some(others, _SHOWN)}"))


def _address(resource: Mapping[str, Any], instance: Mapping[str, Any]) -> str:
    module = f"{resource['module']}." if resource.get("module") else ""
    key = instance.get("index_key")
    index = "" if key is None else f"[{json.dumps(key)}]"
    return f"{module}{resource['type']}.{resource['name']}{index}"
