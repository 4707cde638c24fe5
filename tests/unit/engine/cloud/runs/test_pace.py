"""How often runs are looked at, and what is said about one that does not end; time passes by waiting alone."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

import pytest

from eksgen.engine.cloud.client.api import Api
from eksgen.engine.cloud.client.host import Host
from eksgen.engine.cloud.client.http import Answer, Http
from eksgen.engine.cloud.client.json_api import Document
from eksgen.engine.cloud.client.rate_limit import REQUESTS_PER_SECOND, TokenBucket
from eksgen.engine.cloud.client.token import Token
from eksgen.engine.cloud.documents import run_of
from eksgen.engine.cloud.given.runs import wait_for_plan
from eksgen.engine.cloud.runs.following import Follower, Patience
from eksgen.engine.cloud.runs.logs import RunLog
from eksgen.engine.cloud.runs.pace import Followed, Pace
from eksgen.engine.terraform.events import Event, Waiting
from eksgen.engine.workdir.cloud_block import CloudTarget

URL = "https://tfe.example/app/acme/eks-prod/runs/run-1"
OVER = "planned_and_finished"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class FakePatience(Patience):
    """Waits without taking time."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def wait(self, seconds: float) -> bool:
        self.clock.now += seconds
        return True


class Runs(Http):
    """Answers with a run that has a status until a time, and is over then; remembers when it was asked."""

    def __init__(self, clock: Clock, until: float, status: str = "pending") -> None:
        super().__init__(["tfe.example"], TokenBucket(1e6))
        self.clock, self.until, self.status = clock, until, status
        self.times: list[float] = []

    def _exchange(self, _request: Any) -> Answer:
        self.times.append(self.clock.now)
        status = OVER if self.clock.now >= self.until else self.status
        run = {"id": "run-1", "type": "runs", "attributes": {"status": status}}
        return Answer(200, {}, json.dumps({"data": run}).encode())


def run(status: str = "pending") -> Any:
    return run_of(Document({"id": "run-1", "attributes": {"status": status}}))


def followed(others: int, seconds: float, interrupts: int = 0) -> tuple[list[float], list[str]]:
    """Follow a run that waits so long beside others; return when it was looked at, and what was said."""
    clock, count = Clock(), Followed()
    http, events = Runs(clock, seconds), list[Event]()
    api, patience = (
        Api(Host("tfe.example", "https://tfe.example/api/", Token("x", "y"), http)),
        FakePatience(clock),
    )
    patience.count = interrupts
    pace = Pace(followed=count)
    follower = Follower(
        api,
        CloudTarget("tfe.example", "acme", "eks-prod"),
        events.append,
        patience,
        pace,
        RunLog(events.append),
        clock=clock,
    )
    with ExitStack() as stack:
        for _ in range(others):
            stack.enter_context(count.one_more())
        assert follower.follow(run(), "plans").status == OVER
        assert count.runs == others
    return http.times, [event.text for event in events if isinstance(event, Waiting)]


@pytest.mark.parametrize(("runs", "first"), [(1, 4.5), (15, 4.5), (50, 15), (75, 15), (200, 15)])
def test_a_quiet_run_is_looked_at_more_rarely_up_to_every_fifteen_seconds(runs: int, first: float) -> None:
    times, _ = followed(runs - 1, 300)
    pauses = [later - earlier for earlier, later in zip([0.0, *times], times, strict=False)]
    assert pauses[0] == first
    assert pauses[-1] == 15
    assert pauses == sorted(pauses)


@pytest.mark.parametrize(
    ("runs", "seconds"), [(1, 3), (15, 3), (20, 4), (50, 10), (74, 14.8), (75, 15), (1000, 15)]
)
def test_a_run_that_tells_something_is_looked_at_again_after_a_time_that_depends_on_their_number(
    runs: int, seconds: float
) -> None:
    assert Pace(followed=Followed(runs)).now() == pytest.approx(seconds)


def test_looks_at_up_to_seventy_five_runs_leave_half_of_the_requests_for_others() -> None:
    for runs in range(15, 76):
        assert 2 * runs / Pace(followed=Followed(runs)).now() <= REQUESTS_PER_SECOND / 2 + 1e-9


def test_a_run_that_does_not_end_says_so_every_ten_minutes_with_its_page_and_how_to_leave() -> None:
    _, said = followed(0, 3600)
    assert said[0] == "the run is pending"
    still = [text for text in said if "still" in text]
    assert len(still) == 5
    assert still[0].startswith("the run is still pending after 10 minutes: https://tfe.example/app/acme/")
    assert still[0].endswith("; ^C stops it, and a second ^C leaves it")
    assert "after 50 minutes" in still[-1]


def test_a_run_that_was_interrupted_and_does_not_end_says_how_to_leave_it() -> None:
    _, said = followed(0, 1200, interrupts=1)
    assert said[-1].endswith("; another ^C leaves it, and it goes on")


def test_a_run_of_somebody_else_says_the_same() -> None:
    clock, events = Clock(), list[Event]()
    http = Runs(clock, 1500)
    api = Api(Host("tfe.example", "https://tfe.example/api/", Token("x", "y"), http))

    def pause(seconds: float) -> None:
        clock.now += seconds

    wait_for_plan(api, run(), URL, events.append, Pace(followed=Followed()), pause, clock)
    still = [event.text for event in events if isinstance(event, Waiting) and "still" in event.text]
    assert len(still) == 2
    assert still[0].endswith(f"{URL}; ^C leaves it, and it goes on")
