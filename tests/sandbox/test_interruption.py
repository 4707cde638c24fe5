"""A rehearsed apply that is stopped half way, and two runs at once: nothing is lost, the next run finishes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from .conftest import EXAMPLES, Place, Process, ended

ACCOUNT = "100000000005"
EXAMPLE = (EXAMPLES / "private.yaml").read_text("utf-8")


def wait_for_endpoints(place: Place, process: Process) -> None:
    """Until the run is in the middle: the endpoints exist, and Terraform waits for them to be ready."""
    ec2 = place.client("ec2")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if len(ec2.describe_vpc_endpoints()["VpcEndpoints"]) >= 5:
            time.sleep(1)
            return
        time.sleep(0.1)
    pytest.fail("the endpoints never appeared")


def test_one_interrupt_ends_an_apply_gracefully_and_the_next_one_finishes_it(
    new_place: Callable[..., Place],
) -> None:
    place = new_place("interrupted", ACCOUNT, "eu-central-1", EXAMPLE)
    first = place.start("apply", "cluster.yaml", "--yes")
    wait_for_endpoints(place, first)
    os.kill(first.pid, signal.SIGINT)
    _, said = ended(first, 130)
    assert "run the same command again" in said
    assert "aws_vpc" in (place.hidden / "terraform.tfstate").read_text(encoding="utf-8")
    place.eksgen("apply", "--yes")
    place.eksgen("plan", "--detailed-exitcode")
    place.eksgen("destroy", "--yes")


def test_two_runs_on_one_spec_do_not_meet(new_place: Callable[..., Place]) -> None:
    place = new_place("two-runs", ACCOUNT, "eu-central-1", EXAMPLE)
    runs = [place.start("plan", "cluster.yaml", "--lock-timeout", "120") for _ in range(2)]
    said = [ended(run)[1] for run in runs]
    assert any("waiting" in one for one in said), "the second says that it waits for the first"
