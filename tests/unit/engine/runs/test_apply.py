"""Applies with a real Terraform on built-in resources: converged, failed half way, and refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from eksgen.engine.errors.exceptions import RunFailed, StalePlan
from eksgen.engine.plan.fingerprint import planned_steps
from eksgen.engine.plan.result import PlanResult
from eksgen.engine.runs import apply as applying
from eksgen.engine.runs.apply import ApplyOptions
from eksgen.engine.runs.apply_saved import apply_saved
from eksgen.engine.runs.open_plan import OpenPlan
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.session import PlanRequest
from eksgen.engine.saved_plan.envelope import Envelope
from eksgen.engine.saved_plan.provenance import PlanContext, collect_proofs, planned_state_version
from eksgen.engine.terraform.events import Event, Started
from eksgen.engine.workdir.workspace import Workspace

MakeWorkspace = Callable[[str], Workspace]


def approve(_plan: PlanResult) -> bool:
    return True


SECOND_FAILS = """
resource "terraform_data" "first" { input = 1 }
resource "terraform_data" "second" {
  input = terraform_data.first.output
  provisioner "local-exec" { command = "test -e ready" }
}
resource "terraform_data" "third" { input = terraform_data.second.output }
"""


def test_another_plan_proves_that_an_apply_has_converged(workspace: MakeWorkspace) -> None:
    result = applying.apply(workspace('resource "terraform_data" "a" { input = 1 }'), approve)
    assert result.converged is True


def test_an_apply_that_does_not_converge_names_the_remaining_changes(workspace: MakeWorkspace) -> None:
    never_converges = 'resource "terraform_data" "a" { input = timestamp() }'
    result = applying.apply(workspace(never_converges), approve)
    assert result.converged is False
    assert result.remaining is not None
    assert [c.address.text for c in result.remaining.changes] == ["terraform_data.a"]


CHANGES_ITSELF = """
resource "terraform_data" "a" {
  input = fileexists("${path.module}/changed") ? 2 : 1
  provisioner "local-exec" { command = "touch changed" }
}
"""
ALLOWED = {"path": "terraform_data.a.input", "reason": "it changes by itself", "owner": "platform"}


@pytest.mark.parametrize(("until", "converged"), [("2026-11-24", True), ("2026-11-23", False)])
def test_a_change_that_an_ignore_rule_covers_is_tolerated(
    workspace: MakeWorkspace, until: str, converged: bool
) -> None:
    compiled = workspace(CHANGES_ITSELF)
    rules = {"version": 1, "drift": {"ignore": [{**ALLOWED, "until": until}]}}
    (compiled.folder / "eksgen.map.json").write_text(json.dumps(rules), "utf-8")
    result = applying.apply(compiled, approve, options=ApplyOptions(today=date(2026, 11, 24)))
    assert result.converged is converged
    assert [rule.reason for change in result.tolerated for rule in change.rules] == [
        "it changes by itself"
    ] * converged
    assert [rule.path for rule in result.suggested] == ["terraform_data.a.input"] * (not converged)


def test_the_convergence_check_can_be_left_out(workspace: MakeWorkspace) -> None:
    result = applying.apply(
        workspace('resource "terraform_data" "a" {}'), approve, options=ApplyOptions(verify=False)
    )
    assert (result.applied, result.converged) == (True, None)


def test_a_failed_apply_says_how_far_it_came_and_the_next_one_continues(workspace: MakeWorkspace) -> None:
    compiled = workspace(SECOND_FAILS)
    with pytest.raises(RunFailed) as caught:
        applying.apply(compiled, approve)
    partial = caught.value.partial_apply
    assert partial is not None
    groups = (partial.done, partial.failed, partial.untouched)
    assert [[change.address.name for change in group] for group in groups] == [
        ["first"],
        ["second"],
        ["third"],
    ]
    assert partial.tainted == ("terraform_data.second",)
    assert "continues from here" in caught.value.helps[-1]
    (compiled.folder / "ready").touch()
    assert applying.apply(compiled, approve).converged is True


@pytest.mark.parametrize(("seconds", "plans"), [(59, 1), (61, 2)])
def test_a_plan_that_was_shown_for_long_is_checked_again(
    workspace: MakeWorkspace, seconds: float, plans: int
) -> None:
    events: list[Event] = []
    times = iter((0.0, seconds))
    compiled = workspace('resource "terraform_data" "a" { input = 1 }')
    applying.apply(
        compiled, approve, events.append, options=ApplyOptions(verify=False), clock=lambda: next(times)
    )
    assert sum(isinstance(e, Started) and e.command == "plan" for e in events) == plans


def saved_plan(compiled: Workspace, *, destroy: bool = False) -> Envelope:
    """Plan a folder and return the saved plan."""
    envelopes: list[Envelope] = []
    context = PlanContext("0.1.0", "cluster.yaml", {}, None, "eu-west-1")

    def keep(opened: OpenPlan, planned: PlanResult) -> None:
        state = planned_state_version(opened.file)
        assert state is not None
        now, plan, steps = datetime.now(UTC), opened.file.read_bytes(), planned_steps(opened.document)
        envelopes.append(
            Envelope(
                collect_proofs(compiled, context), state, now, now, destroy, planned.counts, steps, plan, b""
            )
        )

    plan(compiled, request=PlanRequest(destroy=destroy), keep=keep)
    return envelopes[0]


def test_a_saved_plan_is_applied_once_also_one_that_destroys(workspace: MakeWorkspace) -> None:
    compiled = workspace('resource "terraform_data" "a" { input = 1 }')
    first = saved_plan(compiled)
    assert apply_saved(compiled, first, "a.eksplan").converged is True
    with pytest.raises(StalePlan, match="is stale") as caught:
        apply_saved(compiled, first, "a.eksplan")
    assert "then no state yet, now serial 1" in caught.value.notes[0]
    destroyed = apply_saved(compiled, saved_plan(compiled, destroy=True), "b.eksplan")
    assert (destroyed.plan.counts.delete, destroyed.converged) == (1, True)
    assert not list((compiled.folder / ".eksgen").glob("plan-*")), "no copy of a plan is left"


def test_a_saved_plan_that_fails_says_that_it_is_used_up(workspace: MakeWorkspace) -> None:
    compiled = workspace(SECOND_FAILS)
    with pytest.raises(RunFailed) as caught:
        apply_saved(compiled, saved_plan(compiled), "a.eksplan", options=ApplyOptions(recheck=False))
    assert "the saved plan is used up: make a new plan for what is left" in caught.value.notes
    assert caught.value.partial_apply is not None


class Backend(BaseHTTPRequestHandler):
    """An HTTP backend for states that refuses to save one while `full`."""

    state = b""
    full = False

    def do_GET(self) -> None:
        self.answer(200 if Backend.state else 404, Backend.state)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not Backend.full:
            Backend.state = body
        self.answer(507 if Backend.full else 200)

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def backend_url() -> Iterator[str]:
    Backend.state, Backend.full = b"", False
    with ThreadingHTTPServer(("127.0.0.1", 0), Backend) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_state_that_cannot_be_saved_is_reported_and_the_next_apply_starts_with_it(
    workspace: MakeWorkspace, backend_url: str
) -> None:
    backend = (
        f'terraform {{\n  backend "http" {{\n    address = "{backend_url}"\n    retry_max = 0\n  }}\n}}\n'
    )
    compiled = workspace(f'{backend}resource "terraform_data" "a" {{ input = "hunter2" }}\n')
    plan(compiled)
    Backend.full = True
    with pytest.raises(RunFailed) as caught:
        applying.apply(compiled, approve)
    assert caught.value.partial_apply is not None
    assert caught.value.partial_apply.state_unsaved
    assert "hunter2" not in " ".join((caught.value.message, *caught.value.notes, *caught.value.helps))
    Backend.full = False
    assert applying.apply(compiled, approve).plan.empty, "the objects created before are in the state"
