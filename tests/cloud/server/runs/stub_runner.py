"""Execute runs without Terraform: a given plan document, and the lines that Terraform would log for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from ..values import Applied, Document, Planned, Run
from .plan_json import counted, managed_changes

_VERBS = {"create": "Creation", "update": "Modifications", "delete": "Destruction"}


def created_resource(address: str = "terraform_data.made") -> Document:
    """Return the change that creates one resource without arguments."""
    type, _, name = address.rpartition("module.")[2].rpartition(".")
    change = {
        "actions": ["create"], "before": None, "after": {"input": None, "triggers_replace": None},
        "after_unknown": {"id": True, "output": True}, "before_sensitive": False, "after_sensitive": {},
    }  # fmt: skip
    return {
        "address": address, "mode": "managed", "type": type.rpartition(".")[2], "name": name,
        "provider_name": "terraform.io/builtin/terraform", "change": change,
    }  # fmt: skip


def plan_document(*changes: Document, drift: tuple[Document, ...] = ()) -> Document:
    """Return plan JSON with these changes of resources."""
    return {
        "format_version": "1.2", "terraform_version": "1.11.4", "variables": {}, "planned_values": {},
        "resource_drift": list(drift), "resource_changes": list(changes), "configuration": {},
        "applyable": bool(changes), "complete": True, "errored": False,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class StubRunner:
    """Plan a fixed document, or one for each run; after an apply plan `afterwards`. `seconds`: of each phase."""

    document: Document | Callable[[Run], Document] = field(
        default_factory=lambda: plan_document(created_resource())
    )
    afterwards: Document = field(default_factory=plan_document)
    schemas: Document = field(default_factory=dict)
    seconds: float = 0.0
    ignores_interrupts: bool = False
    log: tuple[str, ...] | None = None
    """The lines of the plan's log; None: what Terraform would print for the document."""

    def start(self, run: Run, state: bytes | None, folder: Path) -> StubJob:
        before = json.loads(state) if state else {}
        made = self.document(run) if callable(self.document) else self.document
        return StubJob(self, run, self.afterwards if before.get("resources") else made, before)


@dataclass(eq=False)
class StubJob:
    """One run without Terraform."""

    runner: StubRunner
    run: Run
    document: Document
    before: Document
    stopped: threading.Event = field(default_factory=threading.Event)

    def plan(self, log: bytearray) -> Planned:
        lines = self.runner.log
        if not self._log(log, self._printed(plan_lines(self.document)) if lines is None else lines):
            return Planned(None)
        changes = any(c["change"]["actions"] not in (["no-op"], ["read"]) for c in self._changes())
        return Planned(self.document, changes, self.runner.schemas)

    def apply(self, log: bytearray) -> Applied:
        succeeded = self._log(log, self._printed(apply_lines(self.document)))
        resources = [
            {"mode": c["mode"], "type": c["type"], "name": c["name"], "instances": [{}]}
            for c in self._changes()
            if c["change"]["actions"] != ["delete"]
        ]
        state = {
            "version": 4,
            "terraform_version": self.document["terraform_version"],
            "serial": self.before.get("serial", 0) + 1,
            "lineage": self.before.get("lineage") or str(uuid4()),
            "outputs": {},
            "resources": resources if succeeded else self.before.get("resources", []),
        }
        return Applied(succeeded, json.dumps(state).encode())

    def interrupt(self) -> None:
        if not self.runner.ignores_interrupts:
            self.stopped.set()

    def kill(self) -> None:
        self.stopped.set()

    def close(self) -> None:
        pass

    def _changes(self) -> list[Document]:
        return managed_changes(self.document)

    def _printed(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Return structured lines, or their messages alone where the output is not structured."""
        structured = self.run.workspace.structured_output
        return lines if structured else tuple(str(json.loads(line)["@message"]) for line in lines)

    def _log(self, log: bytearray, lines: tuple[str, ...]) -> bool:
        """Append lines over the seconds of the phase; False if it was stopped."""
        for line in lines:
            if self.stopped.wait(self.runner.seconds / len(lines)):
                log += _line("Error: execution halted", "diagnostic").encode() + b"\n"
                return False
            log += line.encode() + b"\n"
        return not self.stopped.is_set()


def _line(message: str, type: str, **fields: object) -> str:
    level = "error" if type == "diagnostic" else "info"
    if type == "diagnostic":
        summary = message.removeprefix("Error: ")
        fields = {"diagnostic": {"severity": "error", "summary": summary, "detail": ""}}
    return json.dumps(
        {"@level": level, "@message": message, "@module": "terraform.ui", "type": type, **fields}
    )


def plan_lines(document: Document) -> tuple[str, ...]:
    """Return the structured log of a plan."""
    changes = [c for c in managed_changes(document) if c["change"]["actions"] != ["no-op"]]
    lines = [_line("Terraform 1.11.4", "version", terraform=document["terraform_version"], ui="1.2")]
    for change in changes:
        action = change["change"]["actions"][0]
        lines.append(
            _line(
                f"{change['address']}: Plan to {action}",
                "planned_change",
                change={"resource": _resource(change), "action": action},
            )
        )
    return (*lines, _summary(document, "plan", "Plan"))


def apply_lines(document: Document) -> tuple[str, ...]:
    """Return the structured log of an apply."""
    lines = [_line("Terraform 1.11.4", "version", terraform=document["terraform_version"], ui="1.2")]
    for change in managed_changes(document):
        action = change["change"]["actions"][0]
        if action not in _VERBS:
            continue
        hook = {"resource": _resource(change), "action": action}
        lines.append(_line(f"{change['address']}: {_VERBS[action]}...", "apply_start", hook=hook))
        done = hook | {"id_key": "id", "id_value": "1", "elapsed_seconds": 0}
        lines.append(
            _line(f"{change['address']}: {_VERBS[action]} complete after 0s", "apply_complete", hook=done)
        )
    return (*lines, _summary(document, "apply", "Apply complete!"))


def _resource(change: Document) -> Document:
    module, _, rest = change["address"].rpartition(f"{change['type']}.")
    return {
        "addr": change["address"], "module": module.rstrip("."), "resource": f"{change['type']}.{rest}",
        "implied_provider": change["type"].partition("_")[0], "resource_type": change["type"],
        "resource_name": change["name"], "resource_key": None,
    }  # fmt: skip


def _summary(document: Document, operation: str, title: str) -> str:
    counts = counted(document)
    text = f"{title}: {counts['add']} to add, {counts['change']} to change, {counts['remove']} to destroy."
    return _line(text, "change_summary", changes=counts | {"operation": operation})
