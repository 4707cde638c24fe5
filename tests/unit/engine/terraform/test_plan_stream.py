"""When the stream of a plan makes reading the plan unnecessary: never if a difference may be hidden."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.runs.apply import apply
from eksgen.engine.runs.drift import drift
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.session import PlanRequest
from eksgen.engine.terraform.events import Event, Started
from eksgen.engine.terraform.plan_stream import Needs, PlanStreamSummary
from eksgen.engine.workdir.workspace import Workspace

RESOURCE = {"addr": "aws_vpc.this", "resource_type": "aws_vpc", "resource_name": "this"}


@pytest.fixture
def after_apply(fixtures: Path) -> list[str]:
    """The stream of a plan right after an apply."""
    return (fixtures / "empty.ndjson").read_text("utf-8").splitlines()


@pytest.fixture
def stream(after_apply: list[str]) -> list[str]:
    """The stream of a plan without changes."""
    return [line for line in after_apply if '"resource_drift"' not in line]


def summarised(*lines: str) -> PlanStreamSummary:
    summary = PlanStreamSummary()
    for line in lines:
        summary.add(line)
    return summary


def message(kind: str, **more: Any) -> str:
    return json.dumps({"@level": "info", "@message": "text", "type": kind, **more})


def changing(kind: str, action: str) -> str:
    return message(kind, change={"resource": RESOURCE, "action": action})


def change_summary(operation: str = "plan", **counts: int) -> str:
    return message(
        "change_summary", changes={"add": 0, "change": 0, "remove": 0, "operation": operation, **counts}
    )


def test_a_recorded_plan_without_changes_has_no_changes_and_no_drift(stream: list[str]) -> None:
    summary = summarised(*stream)
    assert (summary.no_changes, summary.no_drift) == (True, True)


def test_a_recorded_plan_right_after_an_apply_has_no_changes_but_drift(
    after_apply: list[str], stream: list[str]
) -> None:
    """The provider reports values that it computed late as if they had been changed outside Terraform."""
    assert len(stream) < len(after_apply)
    summary = summarised(*after_apply)
    assert (summary.no_changes, summary.no_drift) == (True, False)


def test_an_outside_change_is_drift_without_changes(stream: list[str]) -> None:
    for action in ("update", "delete", "some-new-action"):
        summary = summarised(*stream, changing("resource_drift", action))
        assert (summary.no_changes, summary.no_drift) == (True, False), action


@pytest.mark.parametrize(
    "action", ["create", "update", "replace", "delete", "read", "move", "import", "remove"]
)
def test_any_planned_change_counts_as_a_change(stream: list[str], action: str) -> None:
    summary = summarised(*stream, changing("planned_change", action))
    assert (summary.no_changes, summary.no_drift) == (False, False)


@pytest.mark.parametrize(
    "line",
    [
        "Terraform will perform the following actions:",
        "[1, 2]",
        '{"type": "version"',
        message("something_new"),
        message("deferred_change", change={"resource": RESOURCE, "action": "update"}),
        message("planned_action_invocation", action={}),
        message("apply_start", hook={"resource": RESOURCE, "action": "read"}),
        message("log"),
        message("version", terraform="9.0.0", ui="2.0"),
        message("outputs", outputs={"vpc_id": {"sensitive": False, "action": "update"}}),
        message("outputs", outputs={"vpc_id": {"sensitive": False}}),
        message("outputs"),
        message("diagnostic", diagnostic={"severity": "error", "summary": "no"}),
        change_summary(change=1),
        change_summary(remove=1),
        change_summary(imported=1),
        change_summary(something_new=1),
        change_summary("apply"),
        change_summary(),  # the second one
        json.dumps({"@message": "no type"}),
    ],
)
def test_an_unknown_message_proves_nothing(stream: list[str], line: str) -> None:
    assert not summarised(*stream, line).no_changes
    assert not summarised(line, *stream).no_changes


def test_warnings_and_locks_change_nothing(stream: list[str]) -> None:
    lines = [
        message("diagnostic", diagnostic={"severity": "warning", "summary": "deprecated"}),
        message("state_lock_acquire"),
        message("state_lock_release"),
    ]
    assert summarised(*stream, *lines).no_drift


def test_a_stream_that_ends_early_proves_nothing(stream: list[str]) -> None:
    assert not summarised().no_changes
    for length in range(len(stream)):
        if "change_summary" not in "".join(stream[:length]):
            assert not summarised(*stream[:length]).no_changes


CHANGES: dict[str, str] = {
    "nothing": 'resource "terraform_data" "a" {\n  input = "x"\n}\noutput "o" {\n  value = "1"\n}\n',
    "an output": 'resource "terraform_data" "a" {\n  input = "x"\n}\noutput "o" {\n  value = "2"\n}\n',
    "an output less": 'resource "terraform_data" "a" {\n  input = "x"\n}\n',
    "an edit": 'resource "terraform_data" "a" {\n  input = "y"\n}\noutput "o" {\n  value = "1"\n}\n',
    "a move": (
        'resource "terraform_data" "b" {\n  input = "x"\n}\noutput "o" {\n  value = "1"\n}\n'
        "moved {\n  from = terraform_data.a\n  to = terraform_data.b\n}\n"
    ),
    "forgetting": (
        'removed {\n  from = terraform_data.a\n  lifecycle {\n    destroy = false\n  }\n}\noutput "o" {\n  value = "1"\n}\n'
    ),
    "an import": (
        'resource "terraform_data" "a" {\n  input = "x"\n}\noutput "o" {\n  value = "1"\n}\n'
        'resource "terraform_data" "c" {}\nimport {\n  to = terraform_data.c\n  id = "c"\n}\n'
    ),
    "a failed check": (
        'resource "terraform_data" "a" {\n  input = "x"\n}\noutput "o" {\n  value = "1"\n}\n'
        'check "c" {\n  assert {\n    condition = terraform_data.a.output == "z"\n    error_message = "no"\n  }\n}\n'
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_result_is_the_same_with_and_without_reading_the_plan(
    workspace: Callable[[str], Workspace], change: str
) -> None:
    place = dataclasses.replace(workspace(CHANGES["nothing"]), cluster="demo", region="us-west-2")
    apply(place, lambda _plan: True)
    (place.folder / "main.tf").write_text(CHANGES[change], "utf-8")
    seen: list[Event] = []
    quick = plan(place, seen.append, PlanRequest(needs=Needs.CHANGES))
    whole = plan(place)
    quick_alone, whole_alone = (
        dataclasses.replace(result, subject=quick.subject, digest="") for result in (quick, whole)
    )
    assert quick_alone == whole_alone  # the digest names the subject, too
    looked = any(isinstance(e, Started) and e.command == "show" for e in seen)
    assert looked == (change not in ("nothing", "a failed check"))
    drifted = drift(place, request=PlanRequest(needs=Needs.DRIFT), unmanaged=False)
    all_drift = drift(place, unmanaged=False)
    assert drifted.findings == all_drift.findings
    assert quick.remarks == whole.remarks
    assert bool(quick.remarks) == (change in ("a failed check", "forgetting"))


def test_a_plan_that_is_not_read_still_has_its_subject(
    workspace: Callable[[str], Workspace],
) -> None:
    place = dataclasses.replace(workspace(CHANGES["nothing"]), cluster="demo", region="us-west-2")
    apply(place, lambda _plan: True)
    subject = plan(place, request=PlanRequest(needs=Needs.CHANGES)).subject
    assert (subject.cluster, subject.region) == ("demo", "us-west-2")
