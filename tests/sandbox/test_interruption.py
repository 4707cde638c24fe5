"""An apply that is interrupted, and two runs at the same time: no state is lost, and the next run finishes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from .conftest import EXAMPLES, Process, Project, output_until, wait_for_exit

ACCOUNT = "100000000005"
EXAMPLE = (EXAMPLES / "private.yaml").read_text("utf-8")


def wait_for_endpoints(project: Project, process: Process) -> None:
    """Wait until the endpoints exist and Terraform waits for them to be available."""
    ec2 = project.client("ec2")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if len(ec2.describe_vpc_endpoints()["VpcEndpoints"]) >= 5:
            time.sleep(1)
            return
        time.sleep(0.1)
    pytest.fail("the endpoints were not created")


def test_an_interrupt_stops_an_apply_gracefully_and_the_next_apply_finishes(
    new_project: Callable[..., Project],
) -> None:
    project = new_project("interrupted", ACCOUNT, "eu-central-1", EXAMPLE, own_provider=True)
    process = project.start("apply", "cluster.yaml", "--yes")
    wait_for_endpoints(project, process)
    os.kill(process.pid, signal.SIGINT)
    _, stderr = wait_for_exit(process, 130)
    assert "run the same command again" in stderr
    assert "aws_vpc" in (project.work_folder / "terraform.tfstate").read_text(encoding="utf-8")
    # The interrupt may have cut off the answer to a request that AWS had already carried out.
    project = replace(project, own_provider=False)
    assert "Converged" in project.eksgen("apply", "--yes", "--import-orphans")
    project.eksgen("destroy", "--yes")


def test_the_second_of_two_runs_of_a_spec_waits_for_the_first(new_project: Callable[..., Project]) -> None:
    project = new_project("two-runs", ACCOUNT, "eu-central-1", EXAMPLE)
    runs = [project.start("plan", "cluster.yaml", "--lock-timeout", "120") for _ in range(2)]
    outputs = [wait_for_exit(run)[1] for run in runs]
    assert any("waiting" in output for output in outputs)


def test_interrupts_at_the_start_of_an_apply_are_not_lost(new_project: Callable[..., Project]) -> None:
    project = new_project(
        "early", ACCOUNT, "eu-west-1", EXAMPLE.replace("eu-central-1", "eu-west-1"), own_provider=True
    )
    interrupted = 0
    for seconds in (0.0, 0.7):
        process = project.start("apply", "cluster.yaml", "--yes", "--import-orphans")
        if "applying the plan" not in output_until(process, "applying the plan"):
            # On a slow machine, the interrupted runs have created everything.
            assert "No changes" in wait_for_exit(process)[0]
            break
        interrupted += 1
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGINT)
        stdout, _ = wait_for_exit(process, 130)
        assert "onverged" not in stdout
    assert interrupted > 0
    replace(project, own_provider=False).eksgen("apply", "--yes", "--import-orphans")
