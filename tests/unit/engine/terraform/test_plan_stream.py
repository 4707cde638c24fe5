"""When the stream of a plan says enough: never while any difference may be hidden."""

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

FIXTURES = Path(__file__).parent.parent / "fixtures"
AFTER_APPLY = (FIXTURES / "empty.ndjson").read_text("utf-8").splitlines()
STREAM = [line for line in AFTER_APPLY if '"resource_drift"' not in line]
RESOURCE = {"addr": "aws_vpc.this", "resource_type": "aws_vpc", "resource_name": "this"}


def heard(*lines: str) -> PlanStreamSummary:
    witness = PlanStreamSummary()
    for line in lines:
        witness.hear(line)
    return witness


def message(kind: str, **more: Any) -> str:
    return json.dumps({"@level": "info", "@message": "said", "type": kind, **more})


def changing(kind: str, action: str) -> str:
    return message(kind, change={"resource": RESOURCE, "action": action})


def summary(operation: str = "plan", **counts: int) -> str:
    return message(
        "change_summary", changes={"add": 0, "change": 0, "remove": 0, "operation": operation, **counts}
    )


def test_a_recorded_plan_without_changes_is_still() -> None:
    witness = heard(*STREAM)
    assert (witness.unchanged, witness.still) == (True, True)


def test_a_recorded_plan_right_after_an_apply_is_unchanged_only() -> None:
    """The provider then reports values that it computed late, as if they had been changed outside."""
    assert len(STREAM) < len(AFTER_APPLY)
    assert (heard(*AFTER_APPLY).unchanged, heard(*AFTER_APPLY).still) == (True, False)


def test_an_outside_change_leaves_a_plan_unchanged_and_not_still() -> None:
    for action in ("update", "delete", "some-new-word"):
        witness = heard(*STREAM, changing("resource_drift", action))
        assert (witness.unchanged, witness.still) == (True, False), action


@pytest.mark.parametrize(
    "action", ["create", "update", "replace", "delete", "read", "move", "import", "remove"]
)
def test_any_planned_change_is_one(action: str) -> None:
    witness = heard(*STREAM, changing("planned_change", action))
    assert (witness.unchanged, witness.still) == (False, False)


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
        summary(change=1),
        summary(remove=1),
        summary(imported=1),
        summary(something_new=1),
        summary("apply"),
        summary(),  # the second one
        json.dumps({"@message": "no type"}),
    ],
)
def test_whatever_is_not_known_to_be_idle_leaves_the_question_open(line: str) -> None:
    assert not heard(*STREAM, line).unchanged
    assert not heard(line, *STREAM).unchanged


def test_warnings_and_locks_change_nothing() -> None:
    lines = [
        message("diagnostic", diagnostic={"severity": "warning", "summary": "deprecated"}),
        message("state_lock_acquire"),
        message("state_lock_release"),
    ]
    assert heard(*STREAM, *lines).still


def test_a_stream_that_ends_early_proves_nothing() -> None:
    assert not heard().unchanged
    for length in range(len(STREAM)):
        if "change_summary" not in "".join(STREAM[:length]):
            assert not heard(*STREAM[:length]).unchanged


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
def test_with_and_without_a_look_into_the_plan_the_answer_is_the_same(
    workspace: Callable[[str], Workspace], change: str
) -> None:
    place = dataclasses.replace(workspace(CHANGES["nothing"]), cluster="demo", region="us-west-2")
    apply(place, lambda _plan: True)
    (place.folder / "main.tf").write_text(CHANGES[change], "utf-8")
    seen: list[Event] = []
    quick = plan(place, seen.append, PlanRequest(needs=Needs.CHANGES))
    whole = plan(place)
    about = quick.subject
    assert dataclasses.replace(quick, subject=about) == dataclasses.replace(whole, subject=about)
    looked = any(isinstance(e, Started) and e.command == "show" for e in seen)
    assert looked == (change not in ("nothing", "a failed check"))
    drifted = drift(place, request=PlanRequest(needs=Needs.DRIFT), unmanaged=False)
    all_drift = drift(place, unmanaged=False)
    assert drifted.findings == all_drift.findings
    assert quick.remarks == whole.remarks
    assert bool(quick.remarks) == (change in ("a failed check", "forgetting"))


def test_a_plan_that_is_not_looked_into_still_names_what_it_is_about(
    workspace: Callable[[str], Workspace],
) -> None:
    place = dataclasses.replace(workspace(CHANGES["nothing"]), cluster="demo", region="us-west-2")
    apply(place, lambda _plan: True)
    subject = plan(place, request=PlanRequest(needs=Needs.CHANGES)).subject
    assert (subject.cluster, subject.region) == ("demo", "us-west-2")
