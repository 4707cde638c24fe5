"""Applies with a real Terraform on built-in resources: proven, failed half way, and stopped before they begin."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from eksgen.engine.errors.run_failed import RunFailed, StalePlan
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

Make = Callable[[str], Workspace]


def yes(_plan: PlanResult) -> bool:
    return True


TWO = """
resource "terraform_data" "first" { input = 1 }
resource "terraform_data" "second" {
  input = terraform_data.first.output
  provisioner "local-exec" { command = "test -e ready" }
}
resource "terraform_data" "third" { input = terraform_data.second.output }
"""


def test_an_apply_is_proven_by_another_plan(workspace: Make) -> None:
    result = applying.apply(workspace('resource "terraform_data" "a" { input = 1 }'), yes)
    assert result.converged is True


def test_one_that_never_comes_to_rest_says_what_is_left(workspace: Make) -> None:
    restless = 'resource "terraform_data" "a" { input = timestamp() }'
    result = applying.apply(workspace(restless), yes)
    assert result.converged is False
    assert result.remaining is not None
    assert [c.address.text for c in result.remaining.changes] == ["terraform_data.a"]


MOVED = """
resource "terraform_data" "a" {
  input = fileexists("${path.module}/moved") ? 2 : 1
  provisioner "local-exec" { command = "touch moved" }
}
"""
ALLOWED = {"path": "terraform_data.a.input", "reason": "it moves by itself", "owner": "platform"}


@pytest.mark.parametrize(("until", "converged"), [("2026-11-24", True), ("2026-11-23", False)])
def test_what_a_rule_of_the_spec_allows_is_accepted(workspace: Make, until: str, converged: bool) -> None:
    place = workspace(MOVED)
    rules = {"version": 1, "drift": {"ignore": [{**ALLOWED, "until": until}]}}
    (place.folder / "eksgen.map.json").write_text(json.dumps(rules), "utf-8")
    result = applying.apply(place, yes, options=ApplyOptions(today=date(2026, 11, 24)))
    assert result.converged is converged
    assert [rule.reason for one in result.tolerated for rule in one.rules] == [
        "it moves by itself"
    ] * converged
    assert [rule.path for rule in result.suggested] == ["terraform_data.a.input"] * (not converged)


def test_the_proof_can_be_left_out(workspace: Make) -> None:
    result = applying.apply(
        workspace('resource "terraform_data" "a" {}'), yes, options=ApplyOptions(verify=False)
    )
    assert (result.applied, result.converged) == (True, None)


def test_a_failed_apply_says_how_far_it_came_and_the_next_one_goes_on(workspace: Make) -> None:
    place = workspace(TWO)
    with pytest.raises(RunFailed) as caught:
        applying.apply(place, yes)
    story = caught.value.partial_apply
    assert story is not None
    groups = (story.done, story.failed, story.untouched)
    assert [[c.address.name for c in some] for some in groups] == [["first"], ["second"], ["third"]]
    assert story.tainted == ("terraform_data.second",)
    assert "continues from here" in caught.value.helps[-1]
    (place.folder / "ready").touch()
    assert applying.apply(place, yes).converged is True


@pytest.mark.parametrize(("seconds", "looks"), [(59, 1), (61, 2)])
def test_a_plan_that_somebody_looked_at_for_long_is_checked_again(
    workspace: Make, seconds: float, looks: int
) -> None:
    seen: list[Event] = []
    times = iter((0.0, seconds))
    place = workspace('resource "terraform_data" "a" { input = 1 }')
    applying.apply(place, yes, seen.append, options=ApplyOptions(verify=False), clock=lambda: next(times))
    assert sum(isinstance(e, Started) and e.command == "plan" for e in seen) == looks


def kept(place: Workspace, *, destroy: bool = False) -> Envelope:
    """A plan, saved."""
    found: list[Envelope] = []
    about = PlanContext("0.1.0", "cluster.yaml", {}, None, "eu-west-1")

    def keep(saved: OpenPlan, planned: PlanResult) -> None:
        mark = planned_state_version(saved.file)
        assert mark is not None
        now, plan, steps = datetime.now(UTC), saved.file.read_bytes(), planned_steps(saved.document)
        found.append(
            Envelope(collect_proofs(place, about), mark, now, now, destroy, planned.counts, steps, plan, b"")
        )

    plan(place, request=PlanRequest(destroy=destroy), keep=keep)
    return found[0]


def test_a_saved_plan_is_applied_once_and_one_to_destroy_like_any_other(workspace: Make) -> None:
    place = workspace('resource "terraform_data" "a" { input = 1 }')
    first = kept(place)
    assert apply_saved(place, first, "a.eksplan").converged is True
    with pytest.raises(StalePlan, match="is stale") as caught:
        apply_saved(place, first, "a.eksplan")
    assert "then no state yet, now serial 1" in caught.value.notes[0]
    ending = apply_saved(place, kept(place, destroy=True), "b.eksplan")
    assert (ending.plan.counts.delete, ending.converged) == (1, True)
    assert not list((place.folder / ".eksgen").glob("plan-*")), "no copy of a plan is left"


def test_a_saved_plan_that_fails_says_that_it_is_used_up(workspace: Make) -> None:
    place = workspace(TWO)
    with pytest.raises(RunFailed) as caught:
        apply_saved(place, kept(place), "a.eksplan", options=ApplyOptions(recheck=False))
    assert "the saved plan is used up: make a new plan for what is left" in caught.value.notes
    assert caught.value.partial_apply is not None


class Store(BaseHTTPRequestHandler):
    """A state backend over HTTP that takes no state while `full`."""

    state = b""
    full = False

    def do_GET(self) -> None:
        self.answer(200 if Store.state else 404, Store.state)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        if not Store.full:
            Store.state = sent
        self.answer(507 if Store.full else 200)

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def store() -> Iterator[str]:
    Store.state, Store.full = b"", False
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_state_that_cannot_be_saved_is_told_and_the_next_apply_begins_with_it(
    workspace: Make, store: str
) -> None:
    backend = f'terraform {{\n  backend "http" {{\n    address = "{store}"\n    retry_max = 0\n  }}\n}}\n'
    place = workspace(f'{backend}resource "terraform_data" "a" {{ input = "hunter2" }}\n')
    plan(place)
    Store.full = True
    with pytest.raises(RunFailed) as caught:
        applying.apply(place, yes)
    assert caught.value.partial_apply is not None
    assert caught.value.partial_apply.state_unsaved
    assert "hunter2" not in " ".join((caught.value.message, *caught.value.notes, *caught.value.helps))
    Store.full = False
    assert applying.apply(place, yes).plan.empty, "what was made before is known again"
